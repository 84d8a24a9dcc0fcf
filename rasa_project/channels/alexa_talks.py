"""Which conversation a request of Alexa's belongs to: one a voice and a session, to be picked up again for five minutes, by any process."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from rasa_project.channels.alexa_request import AlexaRequest
from rasa_project.shared_state.state import Name, SharedState

PICKED_UP_WITHIN = 300.0
"""Seconds after a line that closed the microphone within which the same voice finds the conversation as it left it."""
KEPT = 24 * 3600.0
"""Seconds for which it is known of a voice that it was told what Alexa keeps."""
AT_ONCE = 100
"""Requests of one voice that may wait for each other; what they wait for takes no time."""
ATTRIBUTES_VERSION = 1


@dataclass
class Talk:
    """One conversation: whose it is, never by a name or Amazon's id, and what is still on its way. A change is kept by `Talks.keep`."""

    voice: str
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
    late: list[str] = field(default_factory=list)
    """Turns that took too long for Alexa, the first one first; what came of them is said the next time."""

    @property
    def attributes(self) -> dict[str, Any]:
        """What the session gets along: nothing that anybody said."""
        return {"version": ATTRIBUTES_VERSION, "origin": self.origin}


class Talks:
    """Finds the conversation of a request. Ids are made with the server's secret, so Amazon's never stand anywhere.

    Every method raises RequestError 503 when the shared state cannot be reached.
    """

    def __init__(self, secret: str, shared: SharedState, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret.encode()
        self._shared = shared
        self._clock = clock

    async def of(self, request: AlexaRequest) -> tuple[Talk, bool]:
        """The conversation, and whether it was picked up again in a new session.

        Another voice, or one that Alexa no longer recognises, has a conversation of its own even within a session: what one of two people said
        is never heard by the other.
        """
        voice = self._voice(request)
        async with self._shared.turn(Name("voice", voice), AT_ONCE):
            now = self._clock()
            known = await self._known(voice)
            picked_up = False
            if known is not None and known.session == request.session and not known.over:
                talk = known
            elif known is not None and request.is_new and not known.over and now - known.used <= PICKED_UP_WITHIN:
                talk, picked_up = known, True
            else:
                talk = self._begun(request, voice, now)
                talk.knows_of_the_history = known is not None and known.knows_of_the_history
            talk.session, talk.used = request.session, now
            await self._put(talk)
        return talk, picked_up

    async def keep(self, talk: Talk, said: frozenset[str] = frozenset()) -> None:
        """Keeps what has changed of a talk. `said` are the late turns that were said now; others that came meanwhile stay."""
        async with self._shared.turn(Name("voice", talk.voice), AT_ONCE):
            known = await self._known(talk.voice)
            if known is not None and known.conversation == talk.conversation:
                talk.late += [turn for turn in known.late if turn not in said and turn not in talk.late]
            await self._put(talk)

    async def end(self, request: AlexaRequest) -> None:
        """The session of a request is over because the person ended it: its conversation is not picked up again."""
        voice = self._voice(request)
        async with self._shared.turn(Name("voice", voice), AT_ONCE):
            known = await self._known(voice)
            if known is not None and known.session == request.session:
                known.over = True
                await self._put(known)

    async def _known(self, voice: str) -> Talk | None:
        kept = await self._shared.get(Name("talk", voice))
        return Talk(**kept) if kept is not None else None

    async def _put(self, talk: Talk) -> None:
        await self._shared.put(Name("talk", talk.voice), asdict(talk), KEPT)

    def _begun(self, request: AlexaRequest, voice: str, now: float) -> Talk:
        """A conversation not known so far: a new one, or one of a session that another process began and of which the state was lost."""
        origin = request.attributes.get("origin") if request.attributes.get("version") == ATTRIBUTES_VERSION and not request.is_new else None
        origin = origin if isinstance(origin, str) else request.session
        return Talk(voice, self._id("conversation", request.user, request.person or "", origin), origin, request.session, now)

    def _voice(self, request: AlexaRequest) -> str:
        return self._id("voice", request.user, request.person or "")

    def _id(self, *parts: str) -> str:
        """An id that nobody without the secret can make or trace back."""
        told = "\0".join(str(len(part)) + ":" + part for part in parts)
        return "alexa-" + hmac.new(self._secret, told.encode(errors="replace"), hashlib.sha256).hexdigest()[:32]
