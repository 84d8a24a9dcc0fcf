#!/usr/bin/env bash
# Trains (what has not changed is taken from Rasa's cache) and runs the tests. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/system-packages.sh
# environments of their own; without one the tests that need it say so and are skipped, and with CI=true that is a failure
scripts/setup-home-assistant.sh || true
scripts/setup-speech.sh || true
[[ " $* " != *" --long "* ]] || scripts/setup-home-assistant-types.sh || true
.venv/bin/evening-note train > /dev/null
exec .venv/bin/python -m pytest -q --numprocesses 2 --dist loadfile "$@"
