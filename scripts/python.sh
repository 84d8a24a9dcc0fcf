#!/usr/bin/env bash
# Prints the path of a Python 3.10, or says what to do when there is none.
set -u
works() { "$1" -c 'import sys, venv, ensurepip; raise SystemExit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }
for candidate in python3.10 python3 python; do
  path=$(command -v "$candidate" 2>/dev/null) && works "$path" && { echo "$path"; exit 0; }
done
if command -v pyenv >/dev/null 2>&1; then
  version=$(pyenv versions --bare 2>/dev/null | grep -E '^3\.10(\.|$)' | tail -n 1)
  path="$(pyenv root)/versions/$version/bin/python3.10"
  [ -n "$version" ] && works "$path" && { echo "$path"; exit 0; }
fi
if command -v uv >/dev/null 2>&1; then
  path=$(uv python find 3.10 2>/dev/null) && works "$path" && { echo "$path"; exit 0; }
fi
{
  echo "Evening Note needs Python 3.10 (with venv), and none was found."
  echo "Get it with one of: 'pyenv install 3.10', 'uv python install 3.10', or your system's package python3.10-venv; then try again."
} >&2
exit 1
