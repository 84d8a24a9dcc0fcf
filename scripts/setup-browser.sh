#!/usr/bin/env bash
# Makes .tools/browser, which builds the widget and drives a browser in its tests, from its lock.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=.tools/browser/installed
wanted=$(sha256sum < requirements/browser.lock)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0
python=$(scripts/python.sh)
[ -x .tools/browser/bin/python ] || "$python" -m venv .tools/browser
.tools/browser/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes -r requirements/browser.lock
echo "$wanted" > "$stamp"
