"""What the evening notes need of the memory: who is to get one, that each night has one at most, and where a notice goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from rasa_project.coach.remembered import JournalEntry
from rasa_project.coach.schedule import Schedule


class Due(Protocol):
    """One person whose note is to come now."""

    @property
    def person(self) -> str:
        """An id from which nobody can tell who it is."""

    @property
    def night(self) -> date:
        """The evening it is for, in the person's own time."""

    @property
    def at(self) -> datetime:
        """When it was to come (UTC)."""

    @property
    def schedule(self) -> Schedule:
        """By which it comes."""

    @property
    def unopened(self) -> int:
        """How many in a row were not opened, the one that still waits counted."""

    @property
    def seen(self) -> tuple[str, ...]:
        """Ids of the last notes, oldest first."""


class Queue(Protocol):
    """The queue of evening notes, which outlives the process and may be shared by several."""

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        """Whose note is to come at `now` or was before, the longest due first."""

    def claim(self, person: str, night: date, note: str, now: datetime) -> bool:
        """Records that `note` comes for a night, and waits to be opened; True for one caller alone, whatever happens afterwards.

        Whether it is True or not, the person's next note is a later one. One beyond the note that asks whether to stop ends them.
        """

    def skip(self, person: str, night: date, now: datetime) -> None:
        """Lets a night go by without a note."""

    def waits(self, person: str) -> bool:
        """Whether a note waits to be opened."""

    def entries(self, person: str) -> Sequence[JournalEntry]:
        """What the person noted, where that may be read."""


class Subscriptions(Protocol):
    """The browsers that asked for a notice."""

    def of(self, person: str) -> Sequence[Mapping[str, Any]]:
        """A person's subscriptions, as their browsers gave them."""

    def remove(self, person: str, endpoint: str) -> None:
        """Forgets one."""
