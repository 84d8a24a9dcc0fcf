#!/usr/bin/env bash
# Makes .tools/NAME, an environment of its own, from requirements/NAME.lock; does nothing when it is up to date. Without network it says so and fails.
set -euo pipefail
cd "$(dirname "$0")/.."
name=$1
folder=.tools/$name
wanted=$(sha256sum < "requirements/$name.lock")
[ -f "$folder/installed" ] && [ "$(cat "$folder/installed")" = "$wanted" ] && exit 0
python=$(scripts/python.sh)
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
log=$folder/setup.log
"$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --no-compile --require-hashes -r "requirements/$name.lock" >"$log" 2>&1 \
  || { tail -n 20 "$log" >&2; echo "Setting up $folder failed; the whole log is in $log." >&2; exit 1; }
echo "$wanted" > "$folder/installed"
