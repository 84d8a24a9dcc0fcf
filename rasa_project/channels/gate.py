"""The gate that every message of every channel passes before Rasa sees it.

It turns away what is too long, answers a repeated request once, keeps the messages of one conversation in line, opens button payloads, and
sees to it that nothing a person types reaches Rasa as an intent.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from rasa_project.channels.buttons import Buttons
from rasa_project.coach.content import Library
from rasa_project.envelope import MEMORY_CHANGED, OWN_SCREEN, PERSON, ZONE
from rasa_project.errors import MemoryStoreError, RequestError
from rasa_project.memory.turn import Sent, Turn, answering
from rasa_project.nlu.text import tidy
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.state import Name, SharedState
from rasa_project.speech.reply import command, moment_reply

logger = logging.getLogger(__name__)

INTENT_MARK = "/"
HARMLESS_MARK = "\u2044"
"""Stands for a leading "/": looks the same and means nothing to Rasa."""
LONGEST_ID = 128
LEAVING_TOO = 8
"""How many more may wait for a conversation to end it than may wait to speak in it: who leaves is not turned away for messages on their way."""
TROUBLE = "Something went wrong here. Nothing is lost; please try again."


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


class Gate:
    """Lets messages through to Rasa, one of a conversation at a time, whichever process they reach."""

    def __init__(self, agent: Agent, library: Library, settings: Settings, shared: SharedState | None = None) -> None:
        self._agent = agent
        self._library = library
        self._settings = settings
        self._secret = settings.secret.get_secret_value().encode()
        self._buttons = Buttons(library, settings.secret.get_secret_value())
        self._shared = shared if shared is not None else InProcess()

    async def deliver(self, conversation: str, channel: str, incoming: Incoming, person: Person | None = None) -> Delivered:
        """The replies to a message; without a `person` no memory is used.

        Raises RequestError: 400 for an unknown payload or an unusable id, 401 for a conversation that was ended, 409 for an id used for another
        message or out of order, 413 for a text over the limit, 429 when too many messages of the conversation wait, 503 when nothing could be
        answered.
        """
        self._check(incoming)
        async with self._shared.turn(Name("conversation", conversation), self._settings.waiting_messages):
            await self.check_open(conversation)  # within the turn: a message may reach us later than the word that ends its conversation
            turn = Turn(conversation, self._sent(conversation, incoming))
            try:
                await self._agent.processor.tracker_store.begin(turn)
            except MemoryStoreError as error:
                logger.error("A conversation could not be read: %s", type(error.__cause__ or error).__name__)
                raise RequestError(503, "trouble", TROUBLE) from error
            known = _known(turn)
            return known if known is not None else await self._answer(turn, channel, incoming, person)

    async def end(self, conversation: str) -> None:
        """Ends a conversation: all that is known of it is forgotten at once, and no token of it opens anything any more.

        A message that is being answered is answered first, and forgotten with the rest. Raises RequestError: 429 when too many wait, 503 when it
        could not be forgotten; asking again is then worth it.
        """
        await self._shared.put(Name("ended", conversation), True, self._settings.token_seconds)
        async with self._shared.turn(Name("conversation", conversation), self._settings.waiting_messages + LEAVING_TOO):
            try:
                # aside, since a backup that reads may hold it up and others are waiting for their answers
                await asyncio.to_thread(self._agent.processor.tracker_store.forget, conversation)
            except MemoryStoreError as error:
                logger.error("A conversation could not be ended: %s", type(error.__cause__ or error).__name__)
                raise RequestError(503, "trouble", "Something went wrong here. This session was not ended; please try again.") from error

    async def check_open(self, conversation: str) -> None:
        """Raises RequestError 401 for a conversation that was ended, 503 when that cannot be known."""
        if await self._shared.get(Name("ended", conversation)):
            raise RequestError(401, "ended", "This session was ended; open a new one.")

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

    def _sent(self, conversation: str, incoming: Incoming) -> Sent | None:
        """A message as it may be sent again; the fingerprint tells whether a repeated id carries the same one, and nothing to who has no secret."""
        if incoming.id is None:
            return None
        told = f"{conversation}\0{incoming.text!r}\0{incoming.payload!r}".encode(errors="replace")
        return Sent(str(incoming.id), hmac.new(self._secret, told, hashlib.sha256).hexdigest(), incoming.id if isinstance(incoming.id, int) else None)

    async def _answer(self, turn: Turn, channel: str, incoming: Incoming, person: Person | None) -> Delivered:
        text = readable(incoming.text) if incoming.text is not None else self._buttons.open(turn.conversation, incoming.payload or "")
        output = CollectingOutputChannel()
        metadata = {PERSON: person.id, ZONE: person.zone, OWN_SCREEN: person.own_screen} if person is not None else None
        message = UserMessage(text, output, turn.conversation, input_channel=channel, metadata=metadata)
        delivered: list[Delivered] = []

        def _delivered() -> Delivered:
            """What is answered by now. Asked for by the store, which keeps the answer with what comes of it, and once more in the end."""
            if not delivered or len(delivered[-1].replies) != len(output.messages):
                delivered.append(self._said(turn, message, output))
            return delivered[-1]

        turn.answer = lambda: _written(_delivered()) if output.messages else None
        turn.memory_changed = lambda: _delivered().changed_memory
        try:
            message.parse_data = await self._agent.processor.parse_message(message)
            with answering(turn):
                # not by way of the agent, which would lock the conversation once more
                await self._agent.processor.handle_message(message)
        except Exception as error:  # whatever failed, the border answers with one clear error and the conversation goes on
            logger.error("A message on channel '%s' could not be answered: %s", channel, type(error).__name__)
            raise RequestError(503, "trouble", TROUBLE) from error
        if not output.messages:
            raise RequestError(503, "trouble", TROUBLE)
        return _delivered()

    def _said(self, turn: Turn, message: UserMessage, output: CollectingOutputChannel) -> Delivered:
        said = [dict(sent.get("custom") or {"text": sent.get("text", "")}) for sent in output.messages]
        marks = [reply.pop(MEMORY_CHANGED, False) for reply in said]
        replies = tuple(self._buttons.seal(turn.conversation, reply) for reply in said)
        return Delivered(message.parse_data["intent"]["name"], message.parse_data.get("safety"), replies, any(marks))


def _known(turn: Turn) -> Delivered | None:
    """The answer given before to the same message, if any. Raises RequestError 409 when the id was used for another one or comes too late."""
    sent, stand = turn.sent, turn.stand
    if sent is None or stand is None:
        return None
    known = stand.answers.to(sent.id)
    if known is not None and known.digest != sent.digest:
        raise RequestError(409, "id_used", "This id was used for another message.")
    if known is not None and known.answer is not None:
        return _read(known.answer)
    highest = stand.answers.highest
    if known is not None or (sent.number is not None and highest is not None and sent.number < highest):
        raise RequestError(409, "out_of_order", "A later message has already been answered.")
    return None


def _written(delivered: Delivered) -> str:
    """An answer as it is kept for a message sent again."""
    kept = [delivered.intent, delivered.safety, delivered.replies, delivered.changed_memory]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _read(written: str) -> Delivered:
    """As it was before `_written`."""
    intent, safety, replies, changed_memory = json.loads(written)
    return Delivered(intent, safety, tuple(replies), changed_memory)


def readable(text: str) -> str:
    """A typed text as Rasa may read it: tidy, and never taken for an intent however it starts."""
    text = tidy(text)
    return HARMLESS_MARK + text[1:] if text.startswith(INTENT_MARK) else text
