"""The channel of Home Assistant: what its integration says for the people in a paired home, over HTTP, as `openapi.yml` describes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from rasa_project import __version__
from rasa_project.channels.assist_sessions import AssistSessions, Speaking
from rasa_project.channels.gate import Delivered, Gate, Incoming, Person
from rasa_project.channels.homes import Homes
from rasa_project.channels.limits import Limits
from rasa_project.channels.reading import read_object
from rasa_project.channels.web import bearer
from rasa_project.errors import RequestError
from rasa_project.zones import is_zone

NAME = "home_assistant"
LONGEST_ID = 128
TEXTS = ("id", "text", "session", "user", "device", "zone", "prompt")
OWN_SCREEN = "own_screen"
ANNOUNCED = {"evening_note": "evening_note_announced"}
"""What the house may have said by itself before the first message, with the button that tells the coach so."""


@dataclass(frozen=True)
class Spoken:
    """One message from a home."""

    incoming: Incoming
    session: str
    user: str | None
    device: str | None
    zone: str | None
    own_screen: bool
    prompt: str | None


class HomeAssistantChannel(InputChannel):
    """What the integration in `integrations/home_assistant/` talks to."""

    def __init__(self, gate: Gate, homes: Homes, sessions: AssistSessions, limits: Limits) -> None:
        self._gate = gate
        self._limits = limits
        self._homes = homes
        self._sessions = sessions

    @classmethod
    def name(cls) -> str:
        """The channel's name and its place below /webhooks/."""
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Messages go through the gate, not straight to Rasa's `on_new_message`."""
        routes = Blueprint("home_assistant_channel")

        @routes.get("/home")
        async def show_home(request: Request) -> HTTPResponse:
            home = self._homes.home(bearer(request))
            return json_response({"id": home.id, "name": home.name, "version": __version__})

        @routes.post("/message")
        async def receive_message(request: Request) -> HTTPResponse:
            home = self._homes.home(bearer(request))
            spoken = read_spoken(request.body)
            delivered = await self._deliver(home.id, spoken)
            return json_response({"id": spoken.incoming.id, "replies": list(delivered.replies)})

        return routes

    async def _deliver(self, home: str, spoken: Spoken) -> Delivered:
        speaking = Speaking(home, spoken.session, spoken.user, spoken.device)
        conversation = await self._sessions.conversation(speaking)
        await self._limits.message(conversation)
        person = Person(speaking.person, spoken.zone, spoken.own_screen) if speaking.person is not None else None
        if spoken.prompt is not None:
            # what the house has just said is what is answered; the coach's own words for it were spoken already
            announced = self._gate.button(conversation, ANNOUNCED[spoken.prompt])
            await self._gate.deliver(conversation, NAME, Incoming(payload=announced["payload"]), person)
        return await self._gate.deliver(conversation, NAME, spoken.incoming, person)


def read_spoken(body: bytes) -> Spoken:
    """The message in a request's body. Raises RequestError 400 when it is not of the agreed form."""
    document = read_object(body, {*TEXTS, OWN_SCREEN}, "A message is an object with 'id', 'text' and 'session'.")
    values = {name: _text(document, name) for name in TEXTS}
    text, session, zone, prompt = values["text"], values["session"], values["zone"], values["prompt"]
    if not values["id"] or not session or text is None:
        raise RequestError(400, "bad_request", "A message has an 'id', a 'text' and a 'session'.")
    if any(len(value) > LONGEST_ID for name, value in values.items() if value is not None and name != "text"):
        raise RequestError(400, "bad_request", f"Everything but the text has at most {LONGEST_ID} characters.")
    if zone is not None and not is_zone(zone):
        raise RequestError(400, "bad_zone", "This time zone is not known.")
    if prompt is not None and prompt not in ANNOUNCED:
        raise RequestError(400, "bad_prompt", "This prompt is not known.")
    own_screen = document.get(OWN_SCREEN, False)
    if not isinstance(own_screen, bool):
        raise RequestError(400, "bad_request", f"'{OWN_SCREEN}' is true or false.")
    return Spoken(Incoming(text=text, id=values["id"]), session, values["user"] or None, values["device"] or None, zone, own_screen, prompt)


def _text(document: dict[str, Any], name: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise RequestError(400, "bad_request", f"'{name}' is a string.")
    return value
