"""The web channel: sessions and messages over HTTP, as `openapi.yml` describes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.channels.limits import Limits, address_of
from rasa_project.channels.reading import read_object
from rasa_project.channels.remembered import RememberedPage, add_routes
from rasa_project.channels.sessions import Session, Sessions
from rasa_project.coach.content import Library
from rasa_project.errors import RequestError

NAME = "web"
MEMORY_HEADER = "Evening-Note-Memory"
"""Says "changed" when a message changed what is remembered."""


class WebChannel(InputChannel):
    """What the chat page, and any other program on this machine, talks to."""

    def __init__(self, gate: Gate, sessions: Sessions, limits: Limits, library: Library) -> None:
        self._gate = gate
        self._limits = limits
        self._sessions = sessions
        self._remembered = RememberedPage(gate, sessions, library)

    @classmethod
    def name(cls) -> str:
        """The channel's name and its place below /webhooks/."""
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Messages go through the gate, not straight to Rasa's `on_new_message`."""
        routes = Blueprint("web_channel")

        @routes.post("/session")
        async def open_session(request: Request) -> HTTPResponse:
            await self._limits.session(address_of(request))
            person, zone = read_opening(request.body)
            renewed = bearer(request)
            if renewed:
                await self._session_of(request)
            token = self._sessions.open(renewed, person, zone)
            return json_response({"token": token, "expires_in": self._sessions.seconds})

        @routes.delete("/session")
        async def end_session(request: Request) -> HTTPResponse:
            session = self._sessions.session(bearer(request))
            await self._limits.message(session.conversation, address_of(request))
            await asyncio.shield(self._gate.end(session.conversation))  # who leaves may be gone before it is done
            return empty()

        @routes.post("/message")
        async def receive_message(request: Request) -> HTTPResponse:
            session = self._sessions.session(bearer(request))
            await self._limits.message(session.conversation, address_of(request))
            incoming = read_message(request.body)
            delivered = await self._gate.deliver(session.conversation, NAME, incoming, session.person)
            headers = {MEMORY_HEADER: "changed"} if delivered.changed_memory else None
            return json_response({"id": incoming.id, "replies": list(delivered.replies)}, headers=headers)

        add_routes(routes, self._remembered, self._session_of)
        return routes

    async def _session_of(self, request: Request) -> Session:
        """The session of a request. Raises RequestError 401 when there is none, or it is over."""
        session = self._sessions.session(bearer(request))
        await self._gate.check_open(session.conversation)
        return session


def bearer(request: Request) -> str | None:
    """The token of an `Authorization: Bearer` header, or None."""
    scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def read_opening(body: bytes) -> tuple[str | None, str | None]:
    """The person's token and the time zone that a session is opened with, where there are any. Raises RequestError 400 for another form."""
    if not body.strip():
        return None, None
    document = read_object(body, {"person", "zone"}, "A session is opened with 'person' and 'zone', or with nothing.")
    person, zone = document.get("person"), document.get("zone")
    if any(value is not None and not isinstance(value, str) for value in (person, zone)):
        raise RequestError(400, "bad_request", "'person' and 'zone' are strings.")
    return person, zone


def read_message(body: bytes) -> Incoming:
    """The message in a request's body. Raises RequestError 400 when it is not of the agreed form."""
    document = read_object(body, {"id", "text", "payload"}, "A message is an object with 'id' and either 'text' or 'payload'.")
    identity, text, payload = document.get("id"), document.get("text"), document.get("payload")
    if isinstance(identity, bool) or not isinstance(identity, (str, int)):
        raise RequestError(400, "bad_id", "A message has an 'id', a string or a number, chosen by the sender.")
    if any(value is not None and not isinstance(value, str) for value in (text, payload)):
        raise RequestError(400, "bad_request", "'text' and 'payload' are strings.")
    return Incoming(text=text, payload=payload, id=identity)
