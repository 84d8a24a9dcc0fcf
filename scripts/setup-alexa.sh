#!/usr/bin/env bash
# Makes .tools/alexa (Amazon's models) and .tools/virtual-alexa (the simulator) for the tests, from their locks. Without node or network it says what
# is missing, and those tests are skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

models() {
  local stamp=.tools/alexa/installed wanted python
  wanted=$(sha256sum < requirements/alexa.lock)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  python=$(scripts/python.sh) || return 1
  [ -x .tools/alexa/bin/python ] || "$python" -m venv .tools/alexa || return 1
  .tools/alexa/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes -r requirements/alexa.lock || return 1
  echo "$wanted" > "$stamp"
}

simulator() {
  local from=tests/integrations/alexa/simulator to=.tools/virtual-alexa stamp=.tools/virtual-alexa/installed wanted
  wanted=$(cat "$from/package.json" "$from/package-lock.json" | sha256sum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  command -v npm > /dev/null || return 1
  mkdir -p "$to"
  cp "$from/package.json" "$from/package-lock.json" "$to/"
  npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --loglevel=error || return 1
  echo "$wanted" > "$stamp"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
models > "$log" 2>&1 || { tail -n 5 "$log"; echo "Amazon's models could not be installed; the tests that need them are skipped."; } >&2
simulator > "$log" 2>&1 || { tail -n 5 "$log"; echo "virtual-alexa could not be installed (it needs node and npm); the tests that need it are skipped."; } >&2
exit 0
