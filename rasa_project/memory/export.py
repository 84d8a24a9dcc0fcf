"""Everything that is kept of a person, for them to read: as plain values for JSON, and as text."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from rasa_project.coach.remembered import JournalEntry, Purpose, SavedLine
from rasa_project.coach.schedule import Schedule
from rasa_project.memory import tables
from rasa_project.memory.kept import read_entries, read_lines, read_notes
from rasa_project.memory.people import Person
from rasa_project.memory.records import NotesRecord
from rasa_project.memory.vault import Vault

INDENT = "  "
TICKET_SLOT = "ticket"


def everything(connection: Connection, vault: Vault, person: Person | None) -> dict[str, Any]:
    """All that is kept of a person; the same keys for everybody, empty where nothing is kept. Raises MemoryStoreError while the PIN is missing."""
    if person is None:
        return _named(frozenset(), False, (), (), None, [], [], [], None)
    person.check_open()
    notes = read_notes(connection, person)
    moment = person.record.open_moment
    return _named(
        person.record.consents | ({Purpose.NOTES} if notes is not None else frozenset()),
        person.protected,
        read_entries(connection, person),
        read_lines(connection, person),
        notes,
        _delivered(connection, person),
        _subscriptions(connection, person),
        conversations(connection, vault, person.id),
        None if moment is None else {"day": moment.day.isoformat(), "role": moment.role},
    )


def conversations(connection: Connection, vault: Vault, person: bytes) -> list[dict[str, Any]]:
    """What is known in the conversations of a person that are going on, without what opens the memory."""
    table = tables.sessions
    rows = connection.execute(select(table).where(table.c.person == person).order_by(table.c.id)).all()
    live = [json.loads(vault.sessions.open(row.slots, "sessions", row.id)) for row in rows]
    return [{name: value for name, value in slots.items() if name != TICKET_SLOT} for slots in live]


def as_text(exported: dict[str, Any]) -> str:
    """The same, line by line, for reading."""
    return "".join(f"{line}\n" for name, value in exported.items() for line in _lines(name, value, ""))


def _named(
    consents: frozenset[Purpose],
    protected: bool,
    entries: tuple[JournalEntry, ...],
    lines: tuple[SavedLine, ...],
    notes: NotesRecord | None,
    delivered: list[dict[str, str]],
    subscriptions: list[dict[str, Any]],
    live: list[dict[str, Any]],
    moment: dict[str, str] | None,
) -> dict[str, Any]:
    return {
        "agreed to": sorted(purpose.value for purpose in consents),
        "protected by a PIN": protected,
        "journal": [_entry(entry) for entry in entries],
        "taken along": moment,
        "saved lines": [line.text for line in lines],
        "evening notes": None if notes is None or notes.schedule is None else _schedule(notes.schedule),
        "notes waiting": [notes.waiting] if notes is not None and notes.waiting is not None else [],
        "notes seen": list(notes.seen) if notes is not None else [],
        "notes not opened in a row": notes.unopened_now if notes is not None else 0,
        "notes delivered": delivered,
        "browsers that get notes": subscriptions,
        "conversations going on": live,
    }


def _entry(entry: JournalEntry) -> dict[str, Any]:
    named = {"day": entry.day.isoformat(), "hour": entry.hour, "role": entry.role, "reason": entry.reason}
    named |= {"outcome": entry.outcome, "feeling (1 bad, 2 so-so, 3 good)": entry.feeling}
    return {name: value for name, value in named.items() if value is not None}


def _schedule(schedule: Schedule) -> dict[str, Any]:
    return {
        "at": _time(schedule.minute),
        "days (0 is Monday)": sorted(schedule.days),
        "time zone": schedule.zone,
        "paused until": schedule.paused_until and schedule.paused_until.isoformat(),
        "quiet": " to ".join(_time(minute) for minute in schedule.quiet),
    }


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _delivered(connection: Connection, person: Person) -> list[dict[str, str]]:
    table, cipher = tables.deliveries, person.delivery
    rows = connection.execute(select(table.c.day, table.c.note).where(table.c.person == person.id))
    opened = sorted(json.loads(cipher.open(sealed, "deliveries", person.id, day)) for day, sealed in rows)
    return [{"night": night, "note": note} for night, note in opened]


def _subscriptions(connection: Connection, person: Person) -> list[dict[str, Any]]:
    table = tables.subscriptions
    rows = connection.execute(select(table).where(table.c.person == person.id).order_by(table.c.id))
    return [json.loads(person.delivery.open(row.subscription, "subscriptions", person.id, row.id)) for row in rows]


def _lines(name: str, value: Any, before: str) -> list[str]:
    """A value under its name; below it, further in, what it is made of."""
    match value:
        case dict():
            inside = [line for key, part in value.items() for line in _lines(str(key), part, before + INDENT)]
        case list():
            inside = [line for place, part in enumerate(value, 1) for line in _lines(str(place), part, before + INDENT)]
        case _:
            written = {None: "none", True: "yes", False: "no"}.get(value, value) if value is None or isinstance(value, bool) else value
            return [f"{before}{name}: {written}"]
    return [f"{before}{name}:", *inside] if inside else [f"{before}{name}: none"]
