"""What may be remembered of a person, by consent, and the changes that a turn asks for; `rasa_project/memory` keeps it, the coach only says what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

from rasa_project.coach.content import Role
from rasa_project.coach.schedule import Schedule

Outcome = Literal["yes", "no", "maybe", "talked"]
"""What came of an ask, one's own or a partner's, as the person told it."""
Feeling = Literal[1, 2, 3]
"""How it felt: 1 bad, 2 so-so, 3 good."""


class Purpose(str, Enum):
    """What a person may agree to, each by itself."""

    JOURNAL = "journal"
    SAVED = "saved"
    NOTES = "notes"
    ADULT = "adult"
    """That they are eighteen or over, so that it is not asked again."""


@dataclass(frozen=True)
class JournalEntry:
    """One moment, as codes: never words, never anything about the partner."""

    day: date
    role: Role
    hour: int | None = None
    """The hour of the day, 0 to 23, in the person's own time; None where it is not known."""
    reason: str | None = None
    """An id of a reason, of the person's own no; none is kept for a partner's no."""
    outcome: Outcome | None = None
    feeling: Feeling | None = None
    id: str | None = None
    """Given by the memory."""


@dataclass(frozen=True)
class SavedLine:
    """A line that was put aside."""

    text: str
    id: str | None = None
    """Given by the memory."""


@dataclass(frozen=True)
class OpenMoment:
    """That a line was taken along on a day, so that the next day may ask how it went. Part of the journal's consent."""

    day: date
    role: Role


@dataclass(frozen=True)
class EveningNotes:
    """The evening notes a person has set, and what came of the last ones."""

    schedule: Schedule
    waiting: str | None = None
    """The id of a note that has come and was not opened yet."""
    unopened: int = 0
    """How many in a row were not opened."""
    seen: tuple[str, ...] = ()
    """Ids of the last notes, oldest first, none of which comes again soon."""


@dataclass(frozen=True)
class Remembered:
    """What is remembered of one person. Without a consent everything of that purpose is empty."""

    consents: frozenset[Purpose] = frozenset()
    saved: tuple[SavedLine, ...] = ()
    """Oldest first."""
    notes: EveningNotes | None = None
    open_moment: OpenMoment | None = None
    entries: tuple[JournalEntry, ...] = ()
    """Oldest first; read only for the turns that need them."""
    protected: bool = False
    """Whether a PIN protects it."""
    locked: bool = False
    """Whether the PIN has yet to be given: then nothing but `protected` is known."""
    readable: bool = True
    """False when the memory could not be read or this channel has none: then nothing may be kept, and nothing is taken to be agreed to."""


@dataclass(frozen=True)
class Agree:
    """A yes to a purpose."""

    purpose: Purpose


@dataclass(frozen=True)
class Withdraw:
    """A yes taken back: what was kept for the purpose goes at once."""

    purpose: Purpose


@dataclass(frozen=True)
class NoteMoment:
    """A moment for the journal."""

    entry: JournalEntry


@dataclass(frozen=True)
class DropMoment:
    """The last entry of the journal goes."""


@dataclass(frozen=True)
class TakeAlong:
    """A line was taken along today; None when it has been asked how it went."""

    moment: OpenMoment | None


@dataclass(frozen=True)
class SaveLine:
    """A line to be kept."""

    text: str


@dataclass(frozen=True)
class DropLine:
    """A saved line goes."""

    id: str


@dataclass(frozen=True)
class SetNotes:
    """Evening notes by this schedule."""

    schedule: Schedule


@dataclass(frozen=True)
class OpenNote:
    """Tonight's note was opened, or asked for: it is seen, and the count of unopened ones starts anew."""

    note: str


@dataclass(frozen=True)
class SetPin:
    """A PIN protects the memory from now on; None takes it away."""

    pin: str | None


@dataclass(frozen=True)
class Forget:
    """Everything goes, or all of one purpose, with its consent."""

    purpose: Purpose | None = None


Change = Agree | Withdraw | NoteMoment | DropMoment | TakeAlong | SaveLine | DropLine | SetNotes | OpenNote | SetPin | Forget
"""What a turn asks the memory to change; carried out in order, all or none."""
