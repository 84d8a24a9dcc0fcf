#!/usr/bin/env bash
# Trains (what has not changed is taken from Rasa's cache) and runs the tests, those of the widget last and in their own environment. Arguments go to the others.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/system-packages.sh
scripts/setup-alexa.sh
scripts/setup-ovos.sh
.venv/bin/evening-note train > /dev/null
.venv/bin/python -m pytest -q --numprocesses 2 --dist loadfile "$@"
exec scripts/test-browser.sh
