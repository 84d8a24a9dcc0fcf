#!/usr/bin/env bash
# Starts the coach inside the add-on: the options of the add-on become settings; the first start pairs the house.
set -euo pipefail
cd /evening-note
option() { .venv/bin/python -c 'import json, sys; print(json.load(open("/data/options.json")).get(sys.argv[1], ""))' "$1"; }
country=$(option country)
[ -n "$country" ] && export EVENING_NOTE_COUNTRY="$country"
if [ "$(option pair_anew)" = "True" ]; then .venv/bin/evening-note pair --remove house || true; fi
# fails where the house is paired already, and then there is nothing to print
.venv/bin/evening-note pair house 2>/dev/null || true
exec .venv/bin/evening-note run
