"""What a browser gets: the chat page with its files, the API's description, and the health of the server."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw

from rasa_project import paths

WIDGET = "/evening-note.js"
"""The one file that an embedding page loads."""
PAGES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    WIDGET: ("evening-note.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/icon.png": ("icon.png", "image/png"),
    "/app.webmanifest": ("app.webmanifest", "application/manifest+json"),
    "/evening-note-worker.js": ("evening-note-worker.js", "text/javascript; charset=utf-8"),
}
DESCRIPTION = Path(__file__).with_name("openapi.yml")

PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
"""On every answer: nothing is cached, framed, indexed or told to another site. The microphone is for dictation, which the person switches on."""


def pages(is_healthy: Callable[[], Awaitable[bool]]) -> Blueprint:
    """The routes outside the channels. `is_healthy` says whether a real sentence can be understood."""
    blueprint = Blueprint("pages")

    for path, (name, kind) in PAGES.items():
        blueprint.add_route(_page((paths.WIDGET / name).read_bytes(), kind), path, name=name.replace(".", "_"))
    blueprint.add_route(_page(DESCRIPTION.read_bytes(), "application/yaml"), "/openapi.yml", name="openapi")

    @blueprint.get("/favicon.ico")
    async def favicon(_: Request) -> HTTPResponse:
        return empty()  # asked for by browsers that show an answer without a page; the page names its own

    @blueprint.get("/health")
    async def health(_: Request) -> HTTPResponse:
        if await is_healthy():
            return json({"status": "ready"})
        return json({"error": "not_ready", "message": "No sentence can be understood right now."}, status=503)

    return blueprint


def _page(content: bytes, kind: str) -> Callable[[Request], Awaitable[HTTPResponse]]:
    packed = gzip.compress(content, mtime=0)

    async def serve(request: Request) -> HTTPResponse:
        if "gzip" in request.headers.get("accept-encoding", ""):
            return raw(packed, content_type=kind, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
        return raw(content, content_type=kind, headers={"Vary": "Accept-Encoding"})

    return serve
