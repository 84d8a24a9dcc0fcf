#!/usr/bin/env bash
# Sets up, checks style and types, trains (what has not changed is taken from Rasa's cache) and runs the tests, those of the widget last and in their
# own environment. Arguments go to the others.
set -euo pipefail
cd "$(dirname "$0")/.."
# the status of what failed is the status of the whole, whatever becomes of the jobs
trap 'status=$?; jobs -p | xargs -r kill 2>/dev/null || true; exit $status' EXIT
scripts/system-packages.sh
# environments of their own, made beside the rest, which uses one core for the most part; without one the tests that need it say so and are skipped,
# and with CI=true that is a failure
{
  scripts/setup-home-assistant.sh || true
  scripts/setup-alexa.sh || true
  for tool in browser speech ovos deploy schemathesis; do scripts/setup-tool.sh "$tool" || true; done
  if [[ " $* " == *" --long "* ]]; then
    scripts/setup-home-assistant-types.sh || true
    scripts/setup-home-assistant.sh newer || true
  fi
} &
environments=$!
scripts/setup.sh
log=$(mktemp)
.venv/bin/evening-note train > "$log" 2>&1 &
training=$!
scripts/lint.sh
# one process tests meanwhile what needs no model; training uses little more than one core for most of its time
WITHOUT_A_MODEL=(tests/actions tests/coach tests/content tests/notes tests/shared_state tests/speech)
.venv/bin/python -m pytest -q "$@" "${WITHOUT_A_MODEL[@]}"
wait "$training" || { status=$?; tail -n 40 "$log" >&2; echo "Training failed; the whole log is in $log." >&2; exit $status; }
rm "$log"
wait "$environments"
# those that mostly wait run beside the others
.venv/bin/python -m pytest -q -m waits "$@" tests/integrations &
waiting=$!
# one order of sets in both processes, or they would not agree on what the tests are
PYTHONHASHSEED=0 .venv/bin/python -m pytest -q -m "not waits" --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 40 "$@" "${WITHOUT_A_MODEL[@]/#/--ignore=}"
wait "$waiting"
trap - EXIT
exec scripts/test-browser.sh
