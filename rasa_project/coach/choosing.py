"""Which evening note comes: none of the last ones, another step and tone than before, and one that fits what was noted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from rasa_project.coach.content import Note
from rasa_project.coach.remembered import JournalEntry

NEITHER_SHARE = 1 / 3
"""How many notes are about neither asking nor refusing."""
LATELY = 60
"""Notes after which one may come again."""
LAST_ENTRIES = 20
"""How far back in the journal a note looks for what it may fit."""


def choose_note(notes: Sequence[Note], entries: Sequence[JournalEntry], seen: Sequence[str], seed: str) -> Note:
    """The note for an evening; the same for the same seed. `seen` are the ids of earlier ones, oldest first. Raises IndexError without any notes."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    lately = set(seen[-LATELY:])
    fresh = [note for note in notes if note.id not in lately] or list(notes)
    role, reason = _noted(entries)
    about_neither = draw.random() < NEITHER_SHARE
    pool = [note for note in fresh if (note.about == "neither") == about_neither and note.role in ("any", role)]
    pool = pool or [note for note in fresh if note.role in ("any", role)] or fresh
    before = next((note for note in notes if seen and note.id == seen[-1]), None)
    varied = [note for note in pool if before is None or (note.step != before.step and note.kind != before.kind)] or pool
    fitting = [note for note in varied if reason is not None and reason in note.reasons]
    general = [note for note in varied if not note.reasons]
    return draw.choice(fitting if fitting and draw.random() < 0.5 else general or varied)


def _noted(entries: Sequence[JournalEntry]) -> tuple[str | None, str | None]:
    """The part a person mostly had lately, and the reason they mostly gave; None where they noted none."""
    lately = entries[-LAST_ENTRIES:]
    roles = Counter(entry.role for entry in lately)
    reasons = Counter(entry.reason for entry in lately if entry.reason is not None)
    return (roles.most_common(1)[0][0] if roles else None), (reasons.most_common(1)[0][0] if reasons else None)
