#!/usr/bin/env bash
# Makes .tools/alexa (Amazon's models) and .tools/virtual-alexa (the simulator, which needs node and npm) for the tests, from their locks.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup-tool.sh alexa
from=tests/integrations/alexa/simulator
to=.tools/virtual-alexa
wanted=$(cat "$from/package.json" "$from/package-lock.json" | sha256sum)
[ -f "$to/installed" ] && [ "$(cat "$to/installed")" = "$wanted" ] && exit 0
mkdir -p "$to"
cp "$from/package.json" "$from/package-lock.json" "$to/"
# from within: with a prefix that is a link npm finds no lock
(cd "$to" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$to/setup.log" 2>&1 \
  || { tail -n 5 "$to/setup.log" >&2; echo "virtual-alexa could not be installed; it needs node and npm." >&2; exit 1; }
echo "$wanted" > "$to/installed"
