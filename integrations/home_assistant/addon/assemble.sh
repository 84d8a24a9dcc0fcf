#!/usr/bin/env bash
# Puts the add-on together in a folder: assemble.sh FOLDER. Copy that folder to /addons of Home Assistant OS and install it from the local add-ons.
set -euo pipefail
folder=${1:?the folder to make}
here=$(cd "$(dirname "$0")" && pwd)
[ ! -e "$folder" ] || { echo "$folder is there already." >&2; exit 1; }
mkdir -p "$folder/source"
cp "$here"/{config.yaml,build.yaml,Dockerfile,run.sh,DOCS.md} "$folder"
top=$(git -C "$here" rev-parse --show-toplevel)
git -C "$top" archive --format=tar HEAD -- actions config.yml data models pyproject.toml .python-version rasa_project requirements scripts README.md LICENSE NOTICE \
  | tar -x -C "$folder/source"
echo "Made $folder."
