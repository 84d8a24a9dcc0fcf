#!/usr/bin/env bash
# Makes .tools/speech from its lock: the recogniser that the tests of spoken messages hear with. Does nothing when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=.tools/speech
wanted=$(sha256sum < requirements/speech.lock)
[ -f "$folder/installed" ] && [ "$(cat "$folder/installed")" = "$wanted" ] && exit 0
python=$(scripts/python.sh)
echo "Setting up $folder (a minute) ..."
rm -rf "$folder"
"$python" -m venv "$folder"
log=$folder/setup.log
"$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --only-binary=:all: --require-hashes -r requirements/speech.lock >"$log" 2>&1 \
  || { tail -n 20 "$log" >&2; echo "Setting up failed; the whole log is in $log." >&2; exit 1; }
echo "$wanted" > "$folder/installed"
