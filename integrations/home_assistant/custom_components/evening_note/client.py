"""Talks to the coach over HTTP, as its `/openapi.yml` describes it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp

from .const import PATIENCE

CHANNEL = "webhooks/home_assistant"


class CoachError(Exception):
    """The coach gave no answer. The message is for the log and holds nothing that was said."""


class CannotReachError(CoachError):
    """Nobody answers at the address, or not in time, or it is not the coach that does."""


class NotPairedError(CoachError):
    """The token is not, or no longer, that of a paired home."""


class BusyError(CoachError):
    """The coach is there and cannot answer this right now."""


@dataclass(frozen=True)
class Home:
    """The paired home that the token belongs to."""

    id: str
    name: str
    version: str


@dataclass(frozen=True)
class Said:
    """One message as it was heard, and who said it as far as Home Assistant knows."""

    text: str
    session: str
    user: str | None = None
    device: str | None = None
    zone: str | None = None
    own_screen: bool = False
    prompt: str | None = None


@dataclass(frozen=True)
class Card:
    """A text that was asked for on the person's own screen."""

    title: str
    text: str


@dataclass(frozen=True)
class Reply:
    """What the coach answers: the words to speak, the line among them, and whether the microphone is opened for an answer."""

    text: str
    line: str | None = None
    listen: bool = False
    card: Card | None = None


class CoachClient:
    """One coach at an address. The session is Home Assistant's own; nothing is retried, a person who waits asks again."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._token = token

    async def home(self) -> Home:
        """The home that is paired. Raises CannotReachError, NotPairedError or BusyError."""
        document = await self._ask("GET", "home")
        try:
            return Home(str(document["id"]), str(document["name"]), str(document["version"]))
        except KeyError as error:
            raise CannotReachError("the answer is not the coach's") from error

    async def say(self, said: Said) -> Reply:
        """The answer to a message. Raises CannotReachError, NotPairedError or BusyError."""
        message = {
            "id": uuid4().hex,
            "text": said.text,
            "session": said.session,
            "user": said.user,
            "device": said.device,
            "zone": said.zone,
            "own_screen": said.own_screen,
            "prompt": said.prompt,
        }
        document = await self._ask("POST", "message", message)
        try:
            return _reply(document["replies"])
        except (KeyError, TypeError, IndexError) as error:
            raise CannotReachError("the answer is not the coach's") from error

    async def _ask(self, method: str, path: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._session.request(method, f"{self._url}/{CHANNEL}/{path}", json=message, headers=headers, allow_redirects=False) as response,
            ):
                if response.status == 401:
                    raise NotPairedError("the token is not known there")
                if response.status in (429, 503):
                    raise BusyError(f"status {response.status}")
                if response.status != 200:
                    raise CannotReachError(f"status {response.status}")
                document = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise CannotReachError(type(error).__name__) from error
        if not isinstance(document, dict):
            raise CannotReachError("the answer is not the coach's")
        return document


def _reply(replies: list[dict[str, Any]]) -> Reply:
    last = replies[-1]
    card = last.get("card")
    return Reply(
        text=" ".join(str(reply["text"]) for reply in replies),
        line=last.get("line"),
        listen=last.get("listen") is True,
        card=Card(str(card["title"]), str(card["text"])) if card else None,
    )
