#!/usr/bin/env bash
# Measures our widget beside others (docs/explanation/widgets.md). Needs npm; takes RasaHQ's chat-widget from a checkout of it that was built
# (npm ci && npm run build), if CHAT_WIDGET names one, since it was not to be had from the registry.
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/setup-tool.sh browser
folder=.tools/widgets
mkdir -p "$folder"
(
  cd "$folder"
  sums=$OLDPWD/scripts/widgets/widgets.sha256
  for widget in rasa-webchat@1.0.1 deep-chat@2.4.2 botframework-webchat@4.18.1; do
    archive=${widget/@/-}.tgz
    [ -f "$archive" ] || npm pack --silent "$widget" > /dev/null
    mkdir -p "${widget%@*}"
    tar -xzf "$archive" --strip-components 1 -C "${widget%@*}"
  done
  sha256sum --quiet --check "$sums"
)
names=(evening-note rasa-webchat deep-chat botframework-webchat)
if [ -n "${CHAT_WIDGET:-}" ]; then
  cp -r "$CHAT_WIDGET/packages/ui/dist/rasa-chatwidget" "$folder/chat-widget"
  names+=(chat-widget)
fi
port=$(.venv/bin/python -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
.venv/bin/python scripts/widgets/server.py "$port" "$folder" &
server=$!
trap 'kill $server' EXIT
until .venv/bin/python -c "import socket; socket.create_connection(('127.0.0.1', $port))" 2>/dev/null; do sleep 0.1; done
PYTHONPATH=. .tools/browser/bin/python scripts/widgets/measure.py "http://127.0.0.1:$port" "${names[@]}"
