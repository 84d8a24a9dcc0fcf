#!/usr/bin/env bash
# Audits what the product is made of: known holes, licences, bill of materials (scripts/audit.py).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup-tool.sh audit
exec .tools/audit/bin/python scripts/audit.py
