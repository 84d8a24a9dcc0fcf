"""Which conversation a message of a home belongs to: one for each Assist session and each user, picked up again for five minutes."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass
class _Kept:
    used: float
    time: int = 0


class AssistSessions:
    """Names conversations. `idle` is after how many seconds a conversation is forgotten anyway, `most` how many are told apart at once."""

    def __init__(self, idle: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle = idle
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def conversation(self, speaking: Speaking) -> str:
        """The conversation's id. Another user, another device without a user, or another session is always another conversation."""
        now = self._clock()
        name = _id(speaking.home, "session", speaking.session, speaking.user or "", "" if speaking.user else speaking.device or "")
        kept = self._kept.setdefault(name, _Kept(now))
        self._kept.move_to_end(name)
        if now - kept.used > PICKED_UP_WITHIN:
            kept.time += 1
        kept.used = now
        self._let_go(now)
        return f"{name}.{kept.time}"

    def _let_go(self, now: float) -> None:
        while self._kept:
            oldest = next(iter(self._kept.values()))
            if len(self._kept) <= self._most and now - oldest.used <= self._idle:
                return
            self._kept.popitem(last=False)


def _id(*parts: str) -> str:
    """A name for these ids together: the same each time, and no two different ones share it."""
    return "home-" + hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]
