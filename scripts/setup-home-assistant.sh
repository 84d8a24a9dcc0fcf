#!/usr/bin/env bash
# Makes .tools/home-assistant from its lock, for the tests of the Home Assistant integration; does nothing when it is up to date.
# "newer" makes .tools/home-assistant-newer: the newest release that runs on Python 3.13, from a lock of its own.
# Home Assistant needs a Python of its own, newer than the coach's: without one, says so and fails; for "newer", one is built where that is possible.
set -euo pipefail
cd "$(dirname "$0")/.."
which=${1:-}
name=home-assistant${which:+-$which}
folder=.tools/$name
lock=requirements/$name.lock
least='(3, 13)'
[ "$which" != newer ] || least='(3, 13, 2)'
wanted=$(sha256sum < "$lock")
[ -f "$folder/installed" ] && [ "$(cat "$folder/installed")" = "$wanted" ] && exit 0
works() { "$1" -c "import sys, venv, ensurepip; raise SystemExit(not $least <= sys.version_info < (3, 14))" 2>/dev/null; }
find_python() {
  local found version
  for found in "$PWD/.tools/python-3.13/bin/python3.13" "$(command -v python3.13 2>/dev/null)"; do
    [ -n "$found" ] && works "$found" && { echo "$found"; return; }
  done
  if command -v pyenv >/dev/null 2>&1; then
    version=$(pyenv versions --bare 2>/dev/null | grep -E '^3\.13(\.|$)' | tail -n 1)
    found="$(pyenv root)/versions/$version/bin/python3.13"
    [ -n "$version" ] && works "$found" && { echo "$found"; return; }
  fi
  if command -v uv >/dev/null 2>&1; then
    found=$(uv python find 3.13 2>/dev/null) && works "$found" && { echo "$found"; return; }
  fi
  return 1
}
python=$(find_python) || { [ "$which" = newer ] && scripts/build-python-3.13.sh >&2 && python=$(find_python); } || {
  echo "Home Assistant needs Python 3.13${which:+.2 or newer} (with venv), and none was found: 'pyenv install 3.13' or 'uv python install 3.13'." >&2
  exit 1
}
echo "Setting up $folder (a minute or two) ..."
rm -rf "$folder"
"$python" -m venv "$folder"
log=$folder/setup.log
install() {
  "$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --no-compile --require-hashes --no-build-isolation "$@" >>"$log" 2>&1 \
    || { tail -n 20 "$log" >&2; echo "Setting up failed; the whole log is in $log." >&2; exit 1; }
}
# first what builds the few that come as source
awk '/^[a-z]/{keep=/^(setuptools|wheel|pybind11|packaging)==/} keep' "$lock" > "$folder/build.lock"
install -r "$folder/build.lock"
install -r "$lock"
echo "$wanted" > "$folder/installed"
