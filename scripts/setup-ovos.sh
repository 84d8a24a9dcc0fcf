#!/usr/bin/env bash
# Makes .tools/ovos (an OVOS core with its test harness) for the tests, from its lock. Where that fails it says so, and those tests are skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
stamp=.tools/ovos/installed
wanted=$(sha256sum < requirements/ovos.lock)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

install() {
  local python
  python=$(scripts/python.sh) || return 1
  [ -x .tools/ovos/bin/python ] || "$python" -m venv .tools/ovos || return 1
  .tools/ovos/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes -r requirements/ovos.lock || return 1
  echo "$wanted" > "$stamp"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install > "$log" 2>&1 || { tail -n 5 "$log"; echo "OVOS could not be installed; the tests that need it are skipped."; } >&2
exit 0
