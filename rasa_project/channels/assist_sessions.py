"""Which conversation a message of a home belongs to: one for each Assist session and each user, picked up again for five minutes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from rasa_project.shared_state.state import Name, SharedState

PICKED_UP_WITHIN = 300.0
"""Seconds of silence after which the same Assist session begins afresh; a speaker is shared, and whoever speaks next may be somebody else."""


@dataclass(frozen=True)
class Speaking:
    """Who speaks, as Home Assistant knows it: the ids of the Assist session, of the user who is signed in, and of the device."""

    home: str
    session: str
    user: str | None = None
    device: str | None = None

    @property
    def person(self) -> str | None:
        """Whose memory may be used: the user's, else that of who uses the device; None where neither is known."""
        if self.user is not None:
            return _id(self.home, "user", self.user)
        return _id(self.home, "device", self.device) if self.device is not None else None


class AssistSessions:
    """Names conversations, the same in every process. `idle` is after how many seconds a conversation is forgotten anyway."""

    def __init__(self, shared: SharedState, idle: float, clock: Callable[[], float] = time.time) -> None:
        self._shared = shared
        self._idle = idle
        self._clock = clock

    async def conversation(self, speaking: Speaking) -> str:
        """The conversation's id. Another user, another device without a user, or another session is always another conversation.

        Raises RequestError 503 when it cannot be found out.
        """
        now = self._clock()
        name = _id(speaking.home, "session", speaking.session, speaking.user or "", "" if speaking.user else speaking.device or "")
        kept = await self._shared.get(Name("assist session", name))
        used, begun = kept if kept is not None else (now, 0)
        if now - used > PICKED_UP_WITHIN:
            begun += 1
        await self._shared.put(Name("assist session", name), [now, begun], self._idle)
        return f"{name}.{begun}"


def _id(*parts: str) -> str:
    """A name for these ids together: the same each time, and no two different ones share it."""
    return "home-" + hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]
