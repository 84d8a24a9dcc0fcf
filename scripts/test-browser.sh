#!/usr/bin/env bash
# Runs the tests of the widget in a real browser, in their own environment. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/system-packages.sh
scripts/setup-tool.sh browser
exec .tools/browser/bin/python -m pytest -q --confcutdir=tests/widget -p no:cacheprovider "${@:-tests/widget}"
