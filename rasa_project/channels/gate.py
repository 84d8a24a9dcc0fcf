"""The gate that every message of every channel passes before Rasa sees it.

It turns away what is too long, answers a repeated request once, keeps the messages of one conversation in line, opens button payloads, and
sees to it that nothing a person types reaches Rasa as an intent.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from rasa_project.channels.buttons import Buttons
from rasa_project.coach.content import Library
from rasa_project.envelope import MEMORY_CHANGED, OWN_SCREEN, PERSON, ZONE
from rasa_project.errors import RequestError
from rasa_project.nlu.text import tidy
from rasa_project.settings import Settings
from rasa_project.speech.reply import command, moment_reply

logger = logging.getLogger(__name__)

INTENT_MARK = "/"
HARMLESS_MARK = "\u2044"
"""Stands for a leading "/": looks the same and means nothing to Rasa."""
REMEMBERED_REQUESTS = 8
LONGEST_ID = 128


@dataclass(frozen=True)
class Incoming:
    """One message as a channel received it: a text or a button's payload, and the sender's id for it (None where none is sent)."""

    text: str | None = None
    payload: str | None = None
    id: str | int | None = None


@dataclass(frozen=True)
class Person:
    """Who sends a message: whose memory it may use, and in which time zone they are (an IANA name; None where it is not known)."""

    id: str
    zone: str | None = None
    own_screen: bool = False
    """Whether the channel can show a text on a screen that is theirs alone."""


@dataclass(frozen=True)
class Delivered:
    """What came of a message: how it was understood, the replies, and whether it changed what is remembered."""

    intent: str | None
    safety: dict[str, str] | None
    replies: tuple[dict[str, Any], ...]
    changed_memory: bool = False


@dataclass
class _Lane:
    """One conversation's queue and its last requests."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    answered: OrderedDict[str, tuple[str, Delivered]] = field(default_factory=OrderedDict)
    highest: int | None = None
    used: float = 0.0


class Gate:
    """Lets messages through to Rasa, one of a conversation at a time."""

    def __init__(self, agent: Agent, library: Library, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._agent = agent
        self._library = library
        self._settings = settings
        self._clock = clock
        self._buttons = Buttons(library, settings.secret.get_secret_value())
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    async def deliver(self, conversation: str, channel: str, incoming: Incoming, person: Person | None = None) -> Delivered:
        """The replies to a message; without a `person` no memory is used.

        Raises RequestError: 400 for an unknown payload or an unusable id, 409 for an id used for another message or out of order, 413 for a
        text over the limit, 429 when too many messages of the conversation wait, 503 when nothing could be answered.
        """
        self._check(incoming)
        async with self._turn_of(conversation) as lane:
            known = self._known(lane, incoming)
            if known is not None:
                return known
            delivered = await self._answer(conversation, channel, incoming, person)
            self._remember(lane, incoming, delivered)
            return delivered

    async def ticket(self, conversation: str) -> str | None:
        """What opens the memory of who speaks in this conversation, where a PIN was given; None otherwise."""
        tracker = await self._agent.tracker_store.retrieve(conversation)
        ticket = tracker.get_slot("ticket") if tracker is not None else None
        return str(ticket) if ticket else None

    def button(self, conversation: str, chip: str) -> dict[str, str]:
        """A button of the content for a conversation that shows it without being asked. Raises KeyError for one that there is not."""
        found = next((entry for entry in self._library.chips if entry.id == chip), None)
        if found is None:
            raise KeyError(chip)
        shown = {"quick_replies": [{"title": found.title, "payload": command(found)}]}
        button: dict[str, str] = self._buttons.seal(conversation, shown)["quick_replies"][0]
        return button

    def dropping(self, conversation: str, line: str) -> str:
        """The payload with which a conversation's page deletes one saved line, by its id."""
        return self._buttons.dropping(conversation, line)

    def too_long(self) -> dict[str, Any]:
        """The reply to a message over the limit, for channels that show replies only."""
        return moment_reply(self._library, "too_long").to_dict()

    def _check(self, incoming: Incoming) -> None:
        if (incoming.text is None) == (incoming.payload is None):
            raise RequestError(400, "bad_request", "Send either a text or a payload.")
        if isinstance(incoming.id, str) and not 0 < len(incoming.id) <= LONGEST_ID:
            raise RequestError(400, "bad_id", f"The id of a message has 1 to {LONGEST_ID} characters.")
        if incoming.text is not None and len(incoming.text) > self._settings.longest_message:
            raise RequestError(413, "too_long", f"A message has at most {self._settings.longest_message} characters.")

    @asynccontextmanager
    async def _turn_of(self, conversation: str) -> AsyncIterator[_Lane]:
        """Waits until it is this message's turn in its conversation."""
        lane = self._lanes.setdefault(conversation, _Lane())
        self._lanes.move_to_end(conversation)
        lane.used = self._clock()
        self._drop_idle_lanes()
        if lane.waiting >= self._settings.waiting_messages:
            raise RequestError(429, "too_many", "One message at a time, please; the last ones are still being answered.")
        lane.waiting += 1
        try:
            async with lane.lock:
                yield lane
        finally:
            lane.waiting -= 1

    def _drop_idle_lanes(self) -> None:
        """Forgets the answers of conversations that are over, and of the longest idle ones beyond the number that is kept."""
        too_old = self._clock() - self._settings.session_minutes * 60
        while self._lanes:
            oldest, lane = next(iter(self._lanes.items()))
            if lane.waiting or (lane.used >= too_old and len(self._lanes) <= self._settings.conversations):
                return
            del self._lanes[oldest]

    def _known(self, lane: _Lane, incoming: Incoming) -> Delivered | None:
        """The answer given before to the same request, if any. Raises RequestError when the id was used for another message or comes too late."""
        if incoming.id is None:
            return None
        known = lane.answered.get(str(incoming.id))
        if known is not None:
            if known[0] != _digest(incoming):
                raise RequestError(409, "id_used", "This id was used for another message.")
            return known[1]
        if isinstance(incoming.id, int) and lane.highest is not None and incoming.id < lane.highest:
            raise RequestError(409, "out_of_order", "A later message has already been answered.")
        return None

    def _remember(self, lane: _Lane, incoming: Incoming, delivered: Delivered) -> None:
        if incoming.id is None:
            return
        lane.answered[str(incoming.id)] = (_digest(incoming), delivered)
        while len(lane.answered) > REMEMBERED_REQUESTS:
            lane.answered.popitem(last=False)
        if isinstance(incoming.id, int):
            lane.highest = max(incoming.id, lane.highest or incoming.id)

    async def _answer(self, conversation: str, channel: str, incoming: Incoming, person: Person | None) -> Delivered:
        text = readable(incoming.text) if incoming.text is not None else self._buttons.open(conversation, incoming.payload or "")
        output = CollectingOutputChannel()
        metadata = {PERSON: person.id, ZONE: person.zone, OWN_SCREEN: person.own_screen} if person is not None else None
        message = UserMessage(text, output, conversation, input_channel=channel, metadata=metadata)
        try:
            message.parse_data = await self._agent.processor.parse_message(message)
            await self._agent.handle_message(message)
        except Exception as error:  # whatever failed, the border answers with one clear error and the conversation goes on
            logger.error("A message on channel '%s' could not be answered: %s", channel, type(error).__name__)
            raise RequestError(503, "trouble", "Something went wrong here. Nothing is lost; please try again.") from error
        said = [dict(sent.get("custom") or {"text": sent.get("text", "")}) for sent in output.messages]
        marks = [reply.pop(MEMORY_CHANGED, False) for reply in said]
        replies = tuple(self._buttons.seal(conversation, reply) for reply in said)
        if not replies:
            raise RequestError(503, "trouble", "Something went wrong here. Nothing is lost; please try again.")
        return Delivered(message.parse_data["intent"]["name"], message.parse_data.get("safety"), replies, any(marks))


def readable(text: str) -> str:
    """A typed text as Rasa may read it: tidy, and never taken for an intent however it starts."""
    text = tidy(text)
    return HARMLESS_MARK + text[1:] if text.startswith(INTENT_MARK) else text


def _digest(incoming: Incoming) -> str:
    """A fingerprint that tells whether a repeated id carries the same message; the message itself is not kept."""
    return hashlib.sha256(f"{incoming.text!r}\0{incoming.payload!r}".encode()).hexdigest()
