"""The Alexa channel: Amazon's requests in, the coach's replies out, within the time that Alexa waits."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from rasa_project.channels.alexa_intents import load_intents
from rasa_project.channels.alexa_request import AlexaRequest, Said, read_request, said
from rasa_project.channels.alexa_response import CANNOT_FULFILL, NOTHING, response
from rasa_project.channels.alexa_talks import Talk, Talks
from rasa_project.channels.alexa_verifier import AlexaVerifier
from rasa_project.channels.gate import Gate, Incoming
from rasa_project.channels.late_turns import LateTurns, Outcome
from rasa_project.coach.content import Library
from rasa_project.errors import RequestError, UnverifiedError
from rasa_project.settings import Settings
from rasa_project.shared_state.state import SharedState
from rasa_project.speech.ear import is_quiet
from rasa_project.speech.reply import moment_reply

logger = logging.getLogger(__name__)

NAME = "alexa"
DEADLINE = 6.5
"""Seconds from a request to its answer; Alexa gives up after eight."""
OPENED = Said("hello")
"""What the coach is told when the skill is opened by its name alone."""
ENDED_BY_THE_PERSON = "USER_INITIATED"


class AlexaChannel(InputChannel):
    """What Amazon's cloud talks to."""

    def __init__(
        self, gate: Gate, library: Library, settings: Settings, verifier: AlexaVerifier, shared: SharedState, deadline: float = DEADLINE
    ) -> None:
        self._gate = gate
        self._library = library
        self._verifier = verifier
        self._deadline = deadline
        self._intents = load_intents()
        self._talks = Talks(settings.secret.get_secret_value(), shared)
        self._late = LateTurns(shared)
        self._turns: set[asyncio.Task[Outcome]] = set()

    @classmethod
    def name(cls) -> str:
        """The channel's name and its place below /webhooks/."""
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route. Messages go through the gate, not straight to Rasa's `on_new_message`."""
        routes = Blueprint("alexa_channel")

        @routes.post("/")
        async def receive(request: Request) -> HTTPResponse:
            begun = time.monotonic()
            try:
                envelope = await self._verifier.verify(request.headers, request.body)
            except UnverifiedError as error:
                logger.info("A request to the Alexa channel was refused: %s", error)
                return empty(400)
            return json_response(await self.answer(read_request(envelope), begun + self._deadline))

        return routes

    async def answer(self, request: AlexaRequest, until: float) -> dict[str, Any]:
        """The envelope that answers a request, by `until` (in seconds of `time.monotonic`) whatever the coach does."""
        if request.kind == "can_fulfill":
            return CANNOT_FULFILL
        try:
            if request.kind == "ended" and request.reason == ENDED_BY_THE_PERSON:
                await self._talks.end(request)
            return await self._spoken(request, until) if request.kind in ("launch", "intent") else NOTHING
        except RequestError:  # whose conversation it is cannot be found out: a speaker has no status codes
            return response([moment_reply(self._library, "trouble", NAME).to_dict()], request.attributes)

    async def _spoken(self, request: AlexaRequest, until: float) -> dict[str, Any]:
        """The envelope that answers what was said. Raises RequestError 503 when it cannot be found out whose conversation it is."""
        talk, picked_up = await self._talks.of(request)
        heard = OPENED if request.kind == "launch" else said(request, self._intents)
        if heard.kind == "stop":
            return response([await self._stop(request, talk, heard, until)], talk.attributes, ends=True)
        if heard is OPENED and picked_up:
            # what is left from before is never said unasked: somebody else may have opened it
            return response([self._moment("alexa.back", talk)], talk.attributes)
        waited_for = frozenset(talk.late)
        replies = await self._turn(request, talk, heard, until)
        if not talk.knows_of_the_history and not any(reply.get("safety") for reply in replies):  # in danger the first words are short and neutral
            talk.knows_of_the_history = True
            replies = [self._moment("alexa.history", talk), *replies]
        talk.quiet = is_quiet(replies[-1].get("ssml", ""))
        # somebody came close: the microphone closes, and who opens it again soon is spoken to as quietly
        talk.over = any(reply.get("end") for reply in replies) and not talk.quiet
        await self._talks.keep(talk, waited_for)
        return response(replies, talk.attributes)

    async def _turn(self, request: AlexaRequest, talk: Talk, heard: Said, until: float) -> list[dict[str, Any]]:
        """What is said now: the replies to what was heard, after those of a turn that took too long the last time.

        A turn that is not done in time goes on, and the conversation with it; only its answer comes later. A yes or a no is then about hearing it,
        and never reaches the coach, who would take it for the answer to a question that nobody has heard yet.
        """
        if talk.late and heard.kind == "not_yet":
            return [self._moment("alexa.not_yet", talk)]
        late = {name: asyncio.ensure_future(self._late.outcome(name)) for name in talk.late}
        turn = self._deliver(request, talk, heard) if not late or heard.kind == "told" else None
        waited_for = [*late.values(), *([turn] if turn is not None else [])]
        await asyncio.wait(waited_for, timeout=max(0.0, until - time.monotonic()))
        replies = [reply for done in waited_for if done.done() for reply in self._replies(done, talk)]
        talk.late = [name for name, asked in late.items() if not asked.done()]
        for asked in late.values():
            asked.cancel()  # asking ends, the turn does not
        if turn is not None and not turn.done():
            talk.late.append(await self._late.add(turn))
        return replies or [self._moment("alexa.moment", talk)]

    async def _stop(self, request: AlexaRequest, talk: Talk, heard: Said, until: float) -> dict[str, Any]:
        """The short goodbye. Stop stops in every state, waiting included: what was on its way is not said any more."""
        waited_for = frozenset(talk.late)
        talk.late, talk.over = [], True
        await self._talks.keep(talk, waited_for)
        turn = self._deliver(request, talk, heard)
        await asyncio.wait({turn}, timeout=max(0.0, until - time.monotonic()))
        return self._replies(turn, talk)[-1] if turn.done() else self._moment("stop", talk)

    def _deliver(self, request: AlexaRequest, talk: Talk, heard: Said) -> asyncio.Task[Outcome]:
        """The turn, begun; nothing ends it but itself."""
        # the same request sent twice is one message; the id is hashed since Amazon promises no length
        identity = hashlib.sha256(request.id.encode(errors="replace")).hexdigest() if request.id else None
        turn = asyncio.ensure_future(self._outcome(talk.conversation, Incoming(text=heard.text, id=identity)))
        self._turns.add(turn)  # the event loop alone would not hold on to it
        turn.add_done_callback(self._turns.discard)
        return turn

    async def _outcome(self, conversation: str, incoming: Incoming) -> Outcome:
        """What came of a message: replies, or the moment of the channel's own words for what went wrong."""
        try:
            return {"replies": list((await self._gate.deliver(conversation, NAME, incoming)).replies)}
        except RequestError as error:
            return {"moment": "too_long" if error.status == 413 else "trouble"}

    def _replies(self, done: asyncio.Future[Outcome] | asyncio.Future[Outcome | None], talk: Talk) -> list[dict[str, Any]]:
        """What is said of a turn that is done, or of a late one that was asked for; one that is lost, or cannot be asked for, is trouble."""
        outcome = done.result() if done.exception() is None else None
        if outcome is not None and "replies" in outcome:
            replies: list[dict[str, Any]] = outcome["replies"]
            return replies
        return [self._gate.too_long() if outcome is not None and outcome["moment"] == "too_long" else self._moment("trouble", talk)]

    def _moment(self, moment: str, talk: Talk) -> dict[str, Any]:
        return moment_reply(self._library, moment, NAME, discreet=talk.quiet).to_dict()
