"""What is kept of a person, for their own page: to see, to take along, to forget, and the notice of an evening note."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from rasa_project.channels.gate import Gate
from rasa_project.channels.reading import read_object
from rasa_project.channels.sessions import Session, Sessions
from rasa_project.coach.content import Library
from rasa_project.coach.patterns import cells, patterns
from rasa_project.coach.remembered import Forget, Purpose, Remembered
from rasa_project.coach.schedule import night_in
from rasa_project.coach.skills.journal import pattern_sentences
from rasa_project.errors import MemoryStoreError, RequestError
from rasa_project.memory.opened import opened_memory, recall
from rasa_project.notes.push import is_of_a_service, public_key
from rasa_project.settings import settings
from rasa_project.zones import local_time

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Weekdays as the page's picture names its rows."""
PARTS = {"late": "night"}
"""Parts of the day that the page's picture calls by another name."""
EXPORT_NAME = "evening-note.json"


class RememberedPage:
    """Answers for one person at a time: the one whose session token is shown."""

    def __init__(self, gate: Gate, sessions: Sessions, library: Library) -> None:
        self._gate = gate
        self._sessions = sessions
        self._library = library

    async def read(self, session: Session) -> dict[str, Any]:
        """What is kept, as the page shows it; of a memory that a PIN protects only that, until the PIN was given in this conversation."""
        ticket = await self._gate.ticket(session.conversation)
        remembered = recall(session.person.id, ticket, entries=True)
        kept = bool(remembered.consents) or remembered.protected
        waits = remembered.notes is not None and remembered.notes.waiting is not None
        chips = ["how_did_it_go"] if _may_ask_how_it_went(remembered, local_time(session.person.zone or settings().timezone)) else []
        return {
            "person": self._sessions.person_token(session.person.id) if kept else None,
            "consents": sorted(purpose.value for purpose in remembered.consents),
            "locked": remembered.locked,
            "saved": [
                {"id": line.id, "text": line.text, "payload": self._gate.dropping(session.conversation, line.id or "")} for line in remembered.saved
            ],
            "patterns": {
                "sentences": pattern_sentences(self._library, patterns(remembered.entries)),
                "cells": [
                    {"day": DAYS[cell.day], "part": PARTS.get(cell.part, cell.part), "no": cell.no, "yes": cell.yes}
                    for cell in cells(remembered.entries)
                ],
            },
            "note": self._gate.button(session.conversation, "evening_note") if waits else None,
            "chips": [self._gate.button(session.conversation, chip) for chip in chips],
        }

    async def export(self, session: Session) -> dict[str, Any]:
        """All that is kept, readable."""
        ticket = await self._gate.ticket(session.conversation)
        if recall(session.person.id, ticket).locked:
            raise RequestError(409, "locked", "A PIN protects this; give it in the conversation first.")
        with kept_or_refused():
            return opened_memory().export(session.person.id, ticket)

    def forget(self, session: Session) -> None:
        """Everything goes, without a PIN too: whoever may not read it may still have it gone."""
        with kept_or_refused():
            opened_memory().carry_out(session.person.id, [Forget()])

    def push_key(self) -> str:
        """The key by which browsers know this server's notices."""
        with kept_or_refused():
            return public_key(opened_memory().vault.push_secret)

    def subscribe(self, session: Session, subscription: dict[str, Any]) -> None:
        """Has notices come to a browser. Raises RequestError 400 for an address of no known push service, 409 without a yes to evening notes."""
        endpoint, keys = subscription.get("endpoint"), subscription.get("keys")
        if not isinstance(endpoint, str) or not isinstance(keys, dict) or not is_of_a_service(endpoint):
            raise RequestError(400, "bad_subscription", "This is no subscription of a known push service.")
        if Purpose.NOTES not in recall(session.person.id).consents:
            raise RequestError(409, "no_consent", "Evening notes have not been agreed to.")
        with kept_or_refused():
            memory = opened_memory()
            memory.subscriptions.add(
                memory.row(session.person.id), {"endpoint": endpoint, "keys": {name: str(keys.get(name)) for name in ("p256dh", "auth")}}
            )

    def unsubscribe(self, session: Session, endpoint: object) -> None:
        """No more notices to a browser. Raises RequestError 400 for what is no address."""
        if not isinstance(endpoint, str):
            raise RequestError(400, "bad_request", "'endpoint' is a string.")
        with kept_or_refused():
            memory = opened_memory()
            memory.subscriptions.remove(memory.row(session.person.id), endpoint)


@contextmanager
def kept_or_refused() -> Iterator[None]:
    """Turns a memory that fails into the error of a request."""
    try:
        yield
    except MemoryStoreError as error:
        raise RequestError(503, "trouble", "Something went wrong here. Nothing was changed; please try again.") from error


def add_routes(routes: Blueprint, page: RememberedPage, session_of: Callable[[Request], Awaitable[Session]]) -> None:
    """The routes below the channel's own, as `openapi.yml` describes them."""

    @routes.get("/memory")
    async def read_memory(request: Request) -> HTTPResponse:
        return json_response(await page.read(await session_of(request)))

    @routes.get("/memory/export")
    async def export_memory(request: Request) -> HTTPResponse:
        document = await page.export(await session_of(request))
        return json_response(document, headers={"Content-Disposition": f'attachment; filename="{EXPORT_NAME}"'})

    @routes.get("/push")
    async def push_key(request: Request) -> HTTPResponse:
        await session_of(request)
        return json_response({"key": page.push_key()})

    @routes.post("/push")
    async def subscribe(request: Request) -> HTTPResponse:
        session = await session_of(request)
        page.subscribe(session, read_object(request.body, {"endpoint", "expirationTime", "keys"}, "A subscription has 'endpoint' and 'keys'."))
        return empty()

    @routes.delete("/push", ignore_body=False)
    async def unsubscribe(request: Request) -> HTTPResponse:
        session = await session_of(request)
        page.unsubscribe(session, read_object(request.body, {"endpoint"}, "What is to end is named by its 'endpoint'.").get("endpoint"))
        return empty()

    @routes.delete("/memory")
    async def forget_memory(request: Request) -> HTTPResponse:
        page.forget(await session_of(request))
        return empty()


def _may_ask_how_it_went(remembered: Remembered, local: datetime) -> bool:
    """Whether a line was taken along on a day before."""
    return remembered.open_moment is not None and remembered.open_moment.day < night_in(str(local.tzinfo), local)
