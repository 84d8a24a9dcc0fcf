"""What a memory would hold after the changes a turn asks for, without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rasa_project.coach.remembered import (
    Agree,
    Change,
    DropLine,
    DropMoment,
    EveningNotes,
    Forget,
    NoteMoment,
    OpenNote,
    Purpose,
    Remembered,
    SavedLine,
    SaveLine,
    SetNotes,
    SetPin,
    TakeAlong,
    Withdraw,
)


def after(remembered: Remembered, changes: Iterable[Change]) -> Remembered:
    """What is remembered after these changes. Fails for a change that lacks its consent."""
    for change in changes:
        remembered = _after_one(remembered, change)
    return remembered


def _after_one(known: Remembered, change: Change) -> Remembered:
    if change == Forget():
        return Remembered()  # whoever may not read it may still have it gone
    assert known.readable, f"{change} of a memory that may not be used"
    assert not known.locked, f"{change} of a memory that is locked"
    if isinstance(change, Agree):
        return replace(known, consents=known.consents | {change.purpose})
    if isinstance(change, (Withdraw, Forget)):
        return _without(known, change.purpose)
    if isinstance(change, SetPin):
        return replace(known, protected=change.pin is not None)
    purpose = {SaveLine: Purpose.SAVED, DropLine: Purpose.SAVED, SetNotes: Purpose.NOTES, OpenNote: Purpose.NOTES}.get(type(change), Purpose.JOURNAL)
    assert purpose in known.consents, f"{change} without a yes to it"
    if isinstance(change, NoteMoment):
        return replace(known, entries=(*known.entries, change.entry))
    if isinstance(change, DropMoment):
        return replace(known, entries=known.entries[:-1])
    if isinstance(change, TakeAlong):
        return replace(known, open_moment=change.moment)
    if isinstance(change, SaveLine):
        return replace(known, saved=(*known.saved, SavedLine(change.text, str(len(known.saved)))))
    if isinstance(change, DropLine):
        return replace(known, saved=tuple(line for line in known.saved if line.id != change.id))
    if isinstance(change, SetNotes):
        return replace(known, notes=replace(known.notes, schedule=change.schedule) if known.notes is not None else EveningNotes(change.schedule))
    assert isinstance(change, OpenNote)
    return replace(known, notes=replace(known.notes, waiting=None, seen=(*known.notes.seen, change.note)) if known.notes is not None else None)


def _without(known: Remembered, purpose: Purpose | None) -> Remembered:
    if purpose is None:
        return Remembered()
    gone = {
        Purpose.JOURNAL: {"entries": (), "open_moment": None},
        Purpose.SAVED: {"saved": ()},
        Purpose.NOTES: {"notes": None},
        Purpose.ADULT: {},
    }[purpose]
    return replace(known, consents=known.consents - {purpose}, **gone)
