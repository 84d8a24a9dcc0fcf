"""Which pages of other sites may embed the widget: cross-origin requests (CORS) for the web channel and the widget's file, by an allow-list."""

from __future__ import annotations

from sanic.request import Request
from sanic.response import HTTPResponse, empty

from rasa_project.channels.pages import WIDGET

CHANNEL = "/webhooks/web/"
MEMORY_HEADER = "Evening-Note-Memory"
"""Tells the widget that what is remembered has changed."""
PREFLIGHT_SECONDS = 600


class Origins:
    """Answers the browser's question whether a page of another site may talk to us. Without a list none may."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self._allowed = frozenset(allowed)

    async def answer_preflight(self, request: Request) -> HTTPResponse | None:
        """The answer to a preflight of an allowed page; anything else goes its way and gets no permission."""
        if request.method != "OPTIONS" or not self._permits(request):
            return None
        permissions = {
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        }
        return empty(headers=permissions)

    def allow(self, request: Request, response: HTTPResponse) -> None:
        """Lets an allowed page read the answer. No credentials: who is speaking stands in the token alone."""
        if self._shared(request) and self._allowed:
            response.headers["Vary"] = ", ".join(filter(None, (response.headers.get("vary"), "Origin")))
        if self._permits(request):
            response.headers["Access-Control-Allow-Origin"] = request.headers["origin"]
            response.headers["Access-Control-Expose-Headers"] = f"{MEMORY_HEADER}, Retry-After"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    def _permits(self, request: Request) -> bool:
        return self._shared(request) and request.headers.get("origin", "").lower() in self._allowed

    def _shared(self, request: Request) -> bool:
        path: str = request.path
        return path == WIDGET or path.startswith(CHANNEL)
