#!/usr/bin/env bash
# Trains (what has not changed is taken from Rasa's cache) and runs the tests, those of the widget last and in their own environment. Arguments go to the others.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/system-packages.sh
# environments of their own, made while the model is trained; without one the tests that need it say so and are skipped, and with CI=true that is a failure
{
  scripts/setup-home-assistant.sh || true
  scripts/setup-alexa.sh || true
  for tool in browser speech ovos deploy schemathesis; do scripts/setup-tool.sh "$tool" || true; done
  if [[ " $* " == *" --long "* ]]; then
    scripts/setup-home-assistant-types.sh || true
    scripts/setup-home-assistant.sh newer || true
  fi
} &
.venv/bin/evening-note train > /dev/null
wait
# those that mostly wait run beside the others
.venv/bin/python -m pytest -q -m waits "$@" tests/integrations &
waiting=$!
# one order of sets in both processes, or they would not agree on what the tests are
PYTHONHASHSEED=0 .venv/bin/python -m pytest -q -m "not waits" --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 12 "$@"
wait "$waiting"
exec scripts/test-browser.sh
