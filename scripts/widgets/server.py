"""A small coach that speaks every widget's protocol, and the pages that hold the widgets; run in the product's environment.

python scripts/widgets/server.py PORT FOLDER      FOLDER holds the widgets' files
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import socketio
from aiohttp import web

ANSWER = "Here I am."
HERE = Path(__file__).resolve().parent
OURS = HERE.parent.parent / "rasa_project" / "widget"
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><meta name="viewport" content="width=device-width">{head}'
BODY = "</head><body><main><h1>Page</h1>{element}</main>{start}</body></html>"
CHAT_WIDGET = "/files/chat-widget/rasa-chatwidget"
PAGES = {
    "evening-note": {"head": '<script type="module" src="/ours/evening-note.js"></script>', "element": "<evening-note></evening-note>"},
    "chat-widget": {
        "head": f'<script type="module" src="{CHAT_WIDGET}.esm.js"></script><link rel="stylesheet" href="{CHAT_WIDGET}.css">',
        "element": '<rasa-chatbot-widget server-url="{origin}" rest-enabled="true" auto-open="true"></rasa-chatbot-widget>',
    },
    "rasa-webchat": {
        "element": '<div id="chat"></div>',
        "start": '<script src="/files/rasa-webchat/lib/index.js"></script><script src="/start/rasa-webchat.js"></script>',
    },
    "deep-chat": {
        "head": '<script type="module" src="/files/deep-chat/dist/deepChat.bundle.js"></script>',
        "element": '<deep-chat connect=\'{"url": "/deep-chat"}\'></deep-chat>',
    },
    "botframework-webchat": {
        "head": '<script src="/files/botframework-webchat/dist/webchat-minimal.js"></script>',
        "element": '<div id="chat"></div>',
        "start": '<script src="/start/botframework-webchat.js"></script>',
    },
}
STARTS = {
    "rasa-webchat.js": 'WebChat.default({socketUrl: location.origin, socketPath: "/socket.io/", embedded: true, title: "Chat"}, '
    'document.getElementById("chat"))',
    "botframework-webchat.js": 'WebChat.renderWebChat({directLine: WebChat.createDirectLine({token: "t", domain: location.origin + "/directline", '
    'webSocket: false, pollingInterval: 200}), userID: "me"}, document.getElementById("chat"))',
}
STRICT = "default-src 'none'; script-src 'self'; connect-src 'self' ws:"

sockets = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
activities: list[dict[str, Any]] = []


@sockets.on("session_request")
async def confirm(sid: str, data: dict[str, Any]) -> None:
    """Rasa's socket channel gives back the session it is asked for."""
    await sockets.emit("session_confirm", (data or {}).get("session_id") or sid, to=sid)


@sockets.on("user_uttered")
async def answer(sid: str, _: object) -> None:
    """One answer to whatever is said."""
    await sockets.emit("bot_uttered", {"text": ANSWER}, to=sid)


async def page(request: web.Request) -> web.Response:
    """The page of a widget; with ?strict under a policy without anything inline."""
    parts = {"head": "", "start": "", **PAGES[request.match_info["name"]]}
    text = (HEAD + BODY).format(**parts).replace("{origin}", f"http://{request.host}")
    return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": STRICT} if "strict" in request.query else {})


async def start(request: web.Request) -> web.Response:
    """The line that starts a widget which does not start by itself."""
    return web.Response(text=STARTS[request.match_info["name"]], content_type="text/javascript")


async def converse(request: web.Request) -> web.Response:
    """Microsoft's Direct Line, as much of it as one conversation needs."""
    path = request.path.removeprefix("/directline")
    if path == "/conversations":
        return web.json_response({"conversationId": "c", "token": "t", "expires_in": 3600})
    if request.method == "POST":
        said = {**await request.json(), "id": f"{len(activities)}", "channelId": "directline", "conversation": {"id": "c"}}
        activities.append(said)
        bot = {"type": "message", "from": {"id": "bot", "role": "bot"}, "text": ANSWER, "conversation": {"id": "c"}, "replyToId": said["id"]}
        activities.append({**bot, "id": f"{len(activities)}", "timestamp": "2026-01-01T00:00:00Z"})
        return web.json_response({"id": said["id"]})
    seen = int(request.query.get("watermark") or 0)
    return web.json_response({"activities": activities[seen:], "watermark": f"{len(activities)}"})


def says(answer: object) -> Any:
    """A handler that answers this."""

    async def handle(_: web.Request) -> web.Response:
        return web.Response(text=json.dumps(answer), content_type="application/json")

    return handle


def make_app(folder: Path) -> web.Application:
    """All of it."""
    app = web.Application()
    sockets.attach(app)
    app.router.add_get("/page/{name}", page)
    app.router.add_get("/start/{name}", start)
    app.router.add_post("/webhooks/web/session", says({"token": "t", "expires_in": 3600}))
    app.router.add_post("/webhooks/web/message", says({"id": "1", "replies": [{"text": ANSWER}]}))
    app.router.add_post("/webhooks/rest/webhook", says([{"recipient_id": "me", "text": ANSWER}]))
    app.router.add_post("/deep-chat", says({"text": ANSWER}))
    app.router.add_route("*", "/directline/{rest:.*}", converse)
    app.router.add_static("/ours", OURS)
    app.router.add_static("/files", folder)
    return app


if __name__ == "__main__":
    web.run_app(make_app(Path(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), print=lambda _: None)
