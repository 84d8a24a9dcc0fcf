#!/usr/bin/env bash
# Trains (what has not changed is taken from Rasa's cache) and runs the tests. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/system-packages.sh
.venv/bin/evening-note train > /dev/null
exec .venv/bin/python -m pytest -q --numprocesses 2 --dist loadfile "$@"
