#!/usr/bin/env bash
# Style and types, by tools in an environment of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup-tool.sh lint
.tools/lint/bin/ruff check .
.tools/lint/bin/ruff format --check .
.tools/lint/bin/mypy --python-executable .venv/bin/python
