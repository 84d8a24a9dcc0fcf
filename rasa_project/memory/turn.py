"""The message that is being answered: how its conversation stood before, and the answer that is kept together with what comes of it.

The answer to a message is kept in the same transaction as the conversation's slots. So a message sent again is answered again the same, by
whatever process, also when the first one died before its answer had reached anybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

MOST_ANSWERED = 8
"""Answers kept of a conversation."""


@dataclass(frozen=True)
class Sent:
    """A message as it may be sent again: its sender's id for it, and a keyed fingerprint of what it says."""

    id: str
    digest: str
    number: int | None = None
    """The id where it is a number: messages are then answered in their order."""


@dataclass(frozen=True)
class Answered:
    """A message that was answered. `answer` is None once it may not be said again."""

    id: str
    digest: str
    answer: str | None


@dataclass(frozen=True)
class Answers:
    """What was answered last in a conversation, the oldest first, and the highest number among all ids."""

    last: tuple[Answered, ...] = ()
    highest: int | None = None

    def to(self, id: str) -> Answered | None:  # noqa: A002 - the word of every interface here
        """The answer to a message."""
        return next((answered for answered in self.last if answered.id == id), None)

    def untold(self) -> Answers:
        """The same without what was said: that something was answered is still known, and nothing else."""
        return replace(self, last=tuple(replace(answered, answer=None) for answered in self.last))

    def with_one(self, sent: Sent, answer: str) -> Answers:
        """One more."""
        highest = self.highest if sent.number is None else max(sent.number, self.highest if self.highest is not None else sent.number)
        others = (answered for answered in self.last if answered.id != sent.id)
        return Answers((*others, Answered(sent.id, sent.digest, answer))[-MOST_ANSWERED:], highest)

    def to_bytes(self) -> bytes:
        """For sealing."""
        last = [[answered.id, answered.digest, answered.answer] for answered in self.last]
        return json.dumps([self.highest, last], separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, written: bytes) -> Answers:
        """As it was before `to_bytes`."""
        highest, last = json.loads(written.decode())
        return cls(tuple(Answered(*answered) for answered in last), highest)


@dataclass(frozen=True)
class Stand:
    """A conversation as it was read: its slots, its last answers, and what tells this state from every other."""

    slots: dict[str, Any]
    answers: Answers
    mark: bytes


@dataclass
class Turn:
    """One message on its way. The store reads the stand before it, and keeps the answer with what comes of it."""

    conversation: str
    sent: Sent | None = None
    """None for a message without an id: it cannot be sent again."""
    stand: Stand | None = None
    """None where the conversation is new. Rasa may keep a conversation more than once in a turn: then this is how it was kept last."""
    answer: Callable[[], str | None] = lambda: None
    """What is answered by now, as it may be said again; None where nothing is."""
    memory_changed: Callable[[], bool] = lambda: False
    """Whether this turn has changed what is remembered: earlier answers might tell what is gone now."""

    def answers(self, gone: bool) -> Answers:
        """What is to be kept of answers after this turn; `gone` says that the conversation was deleted meanwhile."""
        before = self.stand.answers if self.stand is not None else Answers()
        if gone or self.memory_changed():
            before = before.untold()
        answer = self.answer()
        return before if self.sent is None or answer is None else before.with_one(self.sent, answer)

    @property
    def request(self) -> str | None:
        """What tells this message from every other of all conversations."""
        return None if self.sent is None else f"{self.conversation}\0{self.sent.id}\0{self.sent.digest}"


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def current_turn(conversation: str | None = None) -> Turn | None:
    """The turn that this task is in, if any; with a `conversation` only where it is that one's."""
    turn = _current.get()
    return turn if turn is None or conversation is None or turn.conversation == conversation else None


@contextmanager
def answering(turn: Turn) -> Iterator[None]:
    """Makes a turn the current one of this task."""
    token = _current.set(turn)
    try:
        yield
    finally:
        _current.reset(token)
