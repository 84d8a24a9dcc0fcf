#!/usr/bin/env bash
# Trains (what has not changed is taken from Rasa's cache) and runs the tests, those of the widget last and in their own environment. Arguments go to the others.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/system-packages.sh
# environments of their own, made while the model is trained; without one the tests that need it say so and are skipped, and with CI=true that is a failure
# what takes longest is left to the whole run: speech made and heard, the OVOS skill in its core, and the classifier without its encoder
tools=(browser)
left_out=(--ignore=tests/integrations/ovos --ignore=tests/integrations/test_sound_to_sound.py)
left_out+=(--deselect "tests/nlu/test_understanding.py::test_meaning_and_wording_together_beat_counts_alone")
if [[ " $* " == *" --long "* ]]; then tools+=(speech ovos); left_out=(); fi
{
  scripts/setup-home-assistant.sh || true
  scripts/setup-alexa.sh || true
  for tool in "${tools[@]}"; do scripts/setup-tool.sh "$tool" || true; done
  [[ " $* " != *" --long "* ]] || scripts/setup-home-assistant-types.sh || true
} &
.venv/bin/evening-note train > /dev/null
wait
# one order of sets in both processes, or they would not agree on what the tests are
PYTHONHASHSEED=0 .venv/bin/python -m pytest -q --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 12 ${left_out[@]+"${left_out[@]}"} "$@"
exec scripts/test-browser.sh
