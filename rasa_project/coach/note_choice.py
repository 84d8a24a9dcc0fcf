"""Which evening note comes: none of the last ones, varied by step and tone, a third about neither asking nor refusing, fitting what was noted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

from rasa_project.coach.content import Note, Role
from rasa_project.coach.remembered import JournalEntry

ONE_IN = 3
"""Of so many notes one is about neither asking nor refusing."""
LATELY = 60
"""Notes after which one may come again."""
LAST_ENTRIES = 20
"""How far back in the journal a note looks for what it may fit."""
BAD = 1
"""The feeling after which nothing is made light of."""
_ROLES: tuple[Role, ...] = ("decliner", "asker")


def choose_note(notes: Sequence[Note], entries: Sequence[JournalEntry], seen: Sequence[str], seed: str) -> Note:
    """The note for an evening; the same for the same seed.

    `entries` is what was noted, oldest first, empty without a consent to the journal; `seen` are the ids of earlier notes, oldest first. Raises
    IndexError without any notes.
    """
    draw = random.Random(seed)  # noqa: S311 - variety, not secrecy
    by_id = {note.id: note for note in notes}
    before = [by_id[identity] for identity in seen if identity in by_id][1 - ONE_IN :]
    lately = entries[-LAST_ENTRIES:]
    role = draw.choice([entry.role for entry in lately] or _ROLES)
    reason = _most_frequent_reason(lately)
    neutral = _is_turn_of_neutral(before, draw)
    fits_the_reason = draw.random() < 0.5  # a note that always met it would soon be the same

    pool = _fresh(notes, seen)
    pool = _narrowed(pool, lambda note: (note.about == "neither") == neutral)
    pool = _narrowed(pool, lambda note: note.role in ("any", role))
    if lately and lately[-1].feeling == BAD:
        pool = _narrowed(pool, lambda note: note.tone != "playful")
    if reason is not None and fits_the_reason:
        pool = _narrowed(pool, lambda note: reason in note.reasons)
    else:
        pool = _narrowed(pool, lambda note: not note.reasons)
    pool = _narrowed(pool, lambda note: all(note.step != earlier.step for earlier in before))
    pool = _narrowed(pool, lambda note: not before or note.tone != before[-1].tone)
    pool = _narrowed(pool, lambda note: not before or note.kind != before[-1].kind)
    return draw.choice(pool)


def _fresh(notes: Sequence[Note], seen: Sequence[str]) -> list[Note]:
    """The notes that did not come lately; where all did, those that came longest ago."""
    last_seen = {identity: position for position, identity in enumerate(seen[-LATELY:])}
    fresh = [note for note in notes if note.id not in last_seen]
    return fresh or sorted(notes, key=lambda note: last_seen[note.id])[: max(1, len(notes) // 2)]


def _is_turn_of_neutral(before: Sequence[Note], draw: random.Random) -> bool:
    """Whether this note is one about neither: after so many that were not, and at the beginning by chance."""
    if any(note.about == "neither" for note in before):
        return False
    return len(before) == ONE_IN - 1 or draw.random() < 1 / ONE_IN


def _narrowed(pool: list[Note], fits: Callable[[Note], bool]) -> list[Note]:
    """Those that fit; where none does, all."""
    return [note for note in pool if fits(note)] or pool


def _most_frequent_reason(entries: Sequence[JournalEntry]) -> str | None:
    """The reason that a person gave most often for a no of their own; None where they noted none."""
    reasons = Counter(entry.reason for entry in entries if entry.reason is not None and entry.role == "decliner")
    return reasons.most_common(1)[0][0] if reasons else None
