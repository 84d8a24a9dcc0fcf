#!/usr/bin/env bash
# Makes .tools/home-assistant-current from its lock: the source of the present release, to check types against. It is not run.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=.tools/home-assistant-current
wanted=$(sha256sum < requirements/home-assistant-current.lock)
[ -f "$folder/installed" ] && [ "$(cat "$folder/installed")" = "$wanted" ] && exit 0
scripts/setup-home-assistant.sh
python=.tools/home-assistant/bin/python
echo "Setting up $folder ..."
rm -rf "$folder"
mkdir -p "$folder"
"$python" -m pip --disable-pip-version-check download --quiet --no-deps --require-hashes --only-binary=:all: --python-version 3.14.3 \
  -r requirements/home-assistant-current.lock -d "$folder" >"$folder/setup.log" 2>&1 || { tail -n 20 "$folder/setup.log" >&2; exit 1; }
"$python" -m zipfile -e "$folder"/*.whl "$folder/source"
rm "$folder"/*.whl
echo "$wanted" > "$folder/installed"
