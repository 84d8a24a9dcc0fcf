#!/usr/bin/env bash
# Compiles requirements/*.lock from requirements/*.in: every package pinned with its hashes, no download addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.tools/uv/bin/uv
if [ ! -x "$uv" ]; then
  "$(scripts/python.sh)" -m venv .tools/uv
  .tools/uv/bin/pip install --quiet uv
fi
compile() {
  "$uv" pip compile --quiet --python .venv/bin/python --generate-hashes --no-emit-index-url --no-annotate --no-header \
    --custom-compile-command "make lock" "$@"
}
[ -x .venv/bin/python ] || "$(scripts/python.sh)" -m venv .venv
compile requirements/runtime.in --override requirements/overrides.txt -o requirements/runtime.lock
# the same versions, less what only training and Rasa's other channels need
compile requirements/runtime.in --override requirements/overrides.txt --override requirements/not-for-serving.txt \
  --constraint requirements/runtime.lock -o requirements/serving.lock
compile requirements/test.in -o requirements/test.lock
compile requirements/lint.in -o requirements/lint.lock
compile requirements/audit.in -o requirements/audit.lock
compile requirements/deploy.in -o requirements/deploy.lock
compile requirements/browser.in -o requirements/browser.lock
compile requirements/alexa.in -o requirements/alexa.lock
compile requirements/ovos.in -o requirements/ovos.lock
compile requirements/home-assistant.in --python-version 3.13 --override requirements/home-assistant-overrides.txt -o requirements/home-assistant.lock
compile requirements/home-assistant-newer.in --python-version 3.13.2 --override requirements/home-assistant-overrides.txt \
  -o requirements/home-assistant-newer.lock
compile requirements/schemathesis.in -o requirements/schemathesis.lock
compile requirements/speech.in -o requirements/speech.lock
compile requirements/home-assistant-current.in --no-deps --python-version 3.14.3 -o requirements/home-assistant-current.lock
