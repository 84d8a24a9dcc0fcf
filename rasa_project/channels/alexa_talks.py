"""Which conversation a request of Alexa's belongs to: one a voice and a session, to be picked up again for five minutes."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rasa_project.channels.alexa_request import AlexaRequest
from rasa_project.channels.gate import Delivered

PICKED_UP_WITHIN = 300.0
"""Seconds after a line that closed the microphone within which the same voice finds the conversation as it left it."""
ATTRIBUTES_VERSION = 1


@dataclass
class Talk:
    """One conversation: whose it is, never by a name or Amazon's id, and what is still on its way."""

    conversation: str
    origin: str
    """The session in which it began, from which any process knows the conversation again."""
    session: str
    used: float
    over: bool = False
    """Whether it was ended; the next session starts afresh."""
    quiet: bool = False
    """Whether it is spoken quietly; what the channel itself says then is, too."""
    knows_of_the_history: bool = False
    """Whether this voice was told that Alexa keeps what is said."""
    late: list[asyncio.Task[Delivered]] = field(default_factory=list)
    """Turns that took too long for Alexa, the first one first; what came of them is said the next time."""

    @property
    def attributes(self) -> dict[str, Any]:
        """What the session gets along: nothing that anybody said."""
        return {"version": ATTRIBUTES_VERSION, "origin": self.origin}


class Talks:
    """Finds the conversation of a request. Ids are made with the server's secret, so Amazon's never stand anywhere."""

    def __init__(self, secret: str, kept: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._secret = secret.encode()
        self._kept = kept
        self._clock = clock
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    def of(self, request: AlexaRequest) -> tuple[Talk, bool]:
        """The conversation, and whether it was picked up again in a new session.

        Another voice, or one that Alexa no longer recognises, has a conversation of its own even within a session: what one of two people said
        is never heard by the other.
        """
        now = self._clock()
        voice = self._id("voice", request.user, request.person or "")
        known = self._talks.get(voice)
        picked_up = False
        if known is not None and known.session == request.session and not known.over:
            talk = known
        elif known is not None and request.is_new and not known.over and now - known.used <= PICKED_UP_WITHIN:
            talk, picked_up = known, True
        else:
            talk = self._begun(request, now)
            talk.knows_of_the_history = known is not None and known.knows_of_the_history
        talk.session, talk.used = request.session, now
        self._talks[voice] = talk
        self._talks.move_to_end(voice)
        while len(self._talks) > self._kept:
            self._talks.popitem(last=False)
        return talk, picked_up

    def end(self, request: AlexaRequest) -> None:
        """The session of a request is over because the person ended it: its conversation is not picked up again."""
        known = self._talks.get(self._id("voice", request.user, request.person or ""))
        if known is not None and known.session == request.session:
            known.over = True

    def _begun(self, request: AlexaRequest, now: float) -> Talk:
        """A conversation not known to this process: a new one, or one of a session that another process began."""
        origin = request.attributes.get("origin") if request.attributes.get("version") == ATTRIBUTES_VERSION and not request.is_new else None
        origin = origin if isinstance(origin, str) else request.session
        return Talk(self._id("conversation", request.user, request.person or "", origin), origin, request.session, now)

    def _id(self, *parts: str) -> str:
        """An id that nobody without the secret can make or trace back."""
        told = "\0".join(str(len(part)) + ":" + part for part in parts)
        return "alexa-" + hmac.new(self._secret, told.encode(errors="replace"), hashlib.sha256).hexdigest()[:32]
