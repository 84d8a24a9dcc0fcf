#!/usr/bin/env bash
# Makes .tools/lint with ruff and mypy, from their lock.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=.tools/lint/installed
wanted=$(sha256sum < requirements/lint.lock)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0
python=$(scripts/python.sh)
[ -x .tools/lint/bin/python ] || "$python" -m venv .tools/lint
.tools/lint/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes -r requirements/lint.lock
echo "$wanted" > "$stamp"
