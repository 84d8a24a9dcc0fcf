"""The memory: nothing without a yes, everything that was agreed to, and nothing after it is taken back; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from rasa_project.coach.remembered import (
    Agree,
    Change,
    DropLine,
    DropMoment,
    Forget,
    JournalEntry,
    NoteMoment,
    OpenMoment,
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
from rasa_project.coach.schedule import Schedule
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.changes import FULL
from rasa_project.memory.memory import Memory
from rasa_project.settings import Settings
from tests.memory.conftest import StandingClock
from tests.memory.raw import raw_bytes, sealed_pieces

TODAY = date(2026, 3, 2)
ENTRY = JournalEntry(TODAY, "decliner", hour=22, reason="tired", outcome="no", feeling=2)
SCHEDULE = Schedule(22 * 60 + 30, frozenset({0, 1, 2, 3}), "Europe/London", date(2026, 3, 9), (30, 400))
EVERY_NIGHT = Schedule(22 * 60)
ALL = tuple(Agree(purpose) for purpose in Purpose)
Opening = Callable[[Settings], Memory]


def without_ids(entries: tuple[JournalEntry, ...]) -> list[JournalEntry]:
    return [replace(entry, id=None) for entry in entries]


def texts(lines: tuple[SavedLine, ...]) -> list[str]:
    return [line.text for line in lines]


def filled(memory: Memory, person: str = "anna") -> None:
    """A person who agreed to everything and has something of everything."""
    moment = OpenMoment(TODAY, "decliner")
    memory.carry_out(person, [*ALL, NoteMoment(ENTRY), SaveLine("i'm worn out, hold me?"), SetNotes(EVERY_NIGHT), TakeAlong(moment)])
    memory.subscriptions.add(memory.row(person), {"endpoint": "https://push.example/1"})


def test_of_somebody_unknown_nothing_is_remembered(memory: Memory) -> None:
    assert memory.recall("anna", entries=True) == Remembered()
    assert memory.is_empty("anna")


def test_asking_keeps_nothing(memory: Memory) -> None:
    memory.recall("anna", entries=True)
    memory.carry_out("anna", [])
    assert memory.is_empty("anna")


@pytest.mark.parametrize("purpose", Purpose)
def test_a_yes_is_remembered_for_its_purpose_alone(memory: Memory, purpose: Purpose) -> None:
    memory.carry_out("anna", [Agree(purpose)])
    assert memory.recall("anna") == Remembered(consents=frozenset({purpose}))


def test_saying_yes_twice_is_one_yes(memory: Memory) -> None:
    filled(memory)
    before = memory.recall("anna", entries=True)
    memory.carry_out("anna", ALL)
    assert memory.recall("anna", entries=True) == before


@pytest.mark.parametrize("change", [NoteMoment(ENTRY), SaveLine("a line"), SetNotes(SCHEDULE), TakeAlong(OpenMoment(TODAY, "asker"))], ids=repr)
@pytest.mark.parametrize("others", [(), (Purpose.ADULT,)], ids=["of a stranger", "of somebody known"])
def test_nothing_is_kept_without_a_yes_to_it(memory: Memory, change: Change, others: tuple[Purpose, ...]) -> None:
    memory.carry_out("anna", [Agree(purpose) for purpose in others])
    with pytest.raises(MemoryStoreError):
        memory.carry_out("anna", [change])
    assert memory.recall("anna", entries=True) == Remembered(consents=frozenset(others))


@pytest.mark.parametrize(
    "change", [DropMoment(), DropLine("00"), DropLine("no id"), TakeAlong(None), OpenNote("n1"), Forget(), SetPin(None)], ids=repr
)
def test_taking_away_what_is_not_there_does_nothing(memory: Memory, change: Change) -> None:
    memory.carry_out("anna", [change])
    assert memory.is_empty("anna")


@pytest.mark.parametrize("purpose", Purpose)
def test_taking_back_what_was_not_agreed_to_does_nothing(memory: Memory, purpose: Purpose) -> None:
    memory.carry_out("anna", [Withdraw(purpose), Forget(purpose)])
    assert memory.is_empty("anna")


def test_entries_come_back_as_they_were_noted_oldest_first(memory: Memory) -> None:
    noted = [ENTRY, replace(ENTRY, day=TODAY - timedelta(days=3), hour=None, reason=None, outcome=None, feeling=None), replace(ENTRY, role="asker")]
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), *(NoteMoment(entry) for entry in noted)])
    entries = memory.recall("anna", entries=True).entries
    assert without_ids(entries) == [noted[1], noted[0], noted[2]]
    assert len({entry.id for entry in entries}) == 3


def test_entries_are_read_only_where_they_are_asked_for(memory: Memory) -> None:
    filled(memory)
    assert memory.recall("anna").entries == ()


def test_the_entry_noted_last_can_be_dropped(memory: Memory) -> None:
    yesterday = replace(ENTRY, day=TODAY - timedelta(days=1))
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), NoteMoment(ENTRY), NoteMoment(yesterday)])
    memory.carry_out("anna", [DropMoment()])
    assert without_ids(memory.recall("anna", entries=True).entries) == [ENTRY]


def test_of_several_entries_of_a_day_the_last_is_dropped_and_leaves_nothing_on_the_disk(memory: Memory, chosen: Settings) -> None:
    noted = [replace(ENTRY, hour=hour) for hour in (9, 20, 22)]
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), *(NoteMoment(entry) for entry in noted)])
    [before] = sealed_pieces(memory, bytes.fromhex(memory.row("anna")))["journal"]
    memory.carry_out("anna", [DropMoment()])
    assert without_ids(memory.recall("anna", entries=True).entries) == noted[:2]
    assert before not in raw_bytes(chosen)
    memory.carry_out("anna", [DropMoment(), DropMoment(), DropMoment()])
    assert memory.recall("anna", entries=True).entries == ()
    memory.carry_out("anna", [NoteMoment(ENTRY)])
    assert without_ids(memory.recall("anna", entries=True).entries) == [ENTRY]


def test_a_day_is_one_row_and_a_very_long_one_a_few_that_stay_short(memory: Memory) -> None:
    noted = [replace(ENTRY, hour=number % 24) for number in range(200)]
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), *(NoteMoment(entry) for entry in noted[:10])])
    rows = select(tables.journal.c.entry)
    with memory.engine.connect() as connection:
        assert len(connection.execute(rows).all()) == 1
    memory.carry_out("anna", [NoteMoment(entry) for entry in noted[10:]])
    with memory.engine.connect() as connection:
        lengths = [len(row.entry) for row in connection.execute(rows)]
    assert len(lengths) == 3
    assert max(lengths) < FULL + 256
    assert without_ids(memory.recall("anna", entries=True).entries) == noted
    memory.carry_out("anna", [DropMoment()])
    assert without_ids(memory.recall("anna", entries=True).entries) == noted[:-1]


def test_saved_lines_come_back_oldest_first_and_one_can_be_dropped(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.SAVED), *(SaveLine(f"line {number} “é” \u202e😴") for number in range(5))])
    lines = memory.recall("anna").saved
    assert texts(lines) == [f"line {number} “é” \u202e😴" for number in range(5)]
    memory.carry_out("anna", [DropLine(str(lines[2].id))])
    assert memory.recall("anna").saved == (*lines[:2], *lines[3:])


def test_nobody_drops_a_line_of_somebody_else(memory: Memory) -> None:
    filled(memory)
    filled(memory, "ben")
    memory.carry_out("ben", [DropLine(str(memory.recall("anna").saved[0].id))])
    assert len(memory.recall("anna").saved) == 1


def test_a_line_taken_along_is_remembered_until_it_was_asked_about(memory: Memory) -> None:
    moment = OpenMoment(TODAY, "asker")
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), TakeAlong(moment)])
    assert memory.recall("anna").open_moment == moment
    memory.carry_out("anna", [TakeAlong(None)])
    assert memory.recall("anna").open_moment is None


def test_a_schedule_comes_back_as_it_was_set(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.NOTES)])
    assert memory.recall("anna").notes is None
    memory.carry_out("anna", [SetNotes(SCHEDULE)])
    notes = memory.recall("anna").notes
    assert notes is not None
    assert notes.schedule == SCHEDULE


def test_people_are_kept_apart(memory: Memory) -> None:
    filled(memory)
    assert memory.recall("ben", entries=True) == Remembered()
    memory.carry_out("ben", [Agree(Purpose.SAVED), SaveLine("mine")])
    assert texts(memory.recall("ben").saved) == ["mine"]
    assert texts(memory.recall("anna").saved) == ["i'm worn out, hold me?"]


def test_what_is_kept_is_there_for_the_next_process(memory: Memory, chosen: Settings, opening: Opening) -> None:
    filled(memory)
    assert opening(chosen).recall("anna", entries=True) == memory.recall("anna", entries=True)


def test_changes_are_made_in_order(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.SAVED), SaveLine("first"), Withdraw(Purpose.SAVED), Agree(Purpose.SAVED), SaveLine("second")])
    assert texts(memory.recall("anna").saved) == ["second"]


def test_of_changes_that_cannot_all_be_made_none_is(memory: Memory) -> None:
    filled(memory)
    before = memory.recall("anna", entries=True)
    with pytest.raises(MemoryStoreError):
        memory.carry_out("anna", [NoteMoment(ENTRY), Withdraw(Purpose.SAVED), SaveLine("without a yes")])
    assert memory.recall("anna", entries=True) == before
    with pytest.raises(MemoryStoreError):
        memory.carry_out("ben", [Agree(Purpose.ADULT), SaveLine("without a yes")])
    assert memory.is_empty("ben")


@pytest.mark.parametrize("change", [Withdraw, Forget])
@pytest.mark.parametrize("purpose", Purpose)
def test_with_a_yes_taken_back_all_of_its_purpose_goes_and_nothing_else(memory: Memory, purpose: Purpose, change: type) -> None:
    filled(memory)
    before = memory.recall("anna", entries=True)
    memory.carry_out("anna", [change(purpose)])
    after = memory.recall("anna", entries=True)
    expected = replace(before, consents=before.consents - {purpose})
    gone: dict[Purpose, dict[str, object]] = {
        Purpose.JOURNAL: {"entries": (), "open_moment": None},
        Purpose.SAVED: {"saved": ()},
        Purpose.NOTES: {"notes": None},
        Purpose.ADULT: {},
    }
    assert after == replace(expected, **gone[purpose])
    assert len(memory.subscriptions.of(memory.row("anna"))) == (0 if purpose is Purpose.NOTES else 1)


def test_with_the_last_yes_taken_back_nothing_is_kept_at_all(memory: Memory) -> None:
    filled(memory)
    memory.carry_out("anna", [Withdraw(purpose) for purpose in Purpose])
    assert memory.is_empty("anna")


def test_a_new_yes_does_not_bring_back_what_went(memory: Memory) -> None:
    filled(memory)
    memory.carry_out("anna", [Withdraw(Purpose.JOURNAL)])
    memory.carry_out("anna", [Agree(Purpose.JOURNAL)])
    remembered = memory.recall("anna", entries=True)
    assert (remembered.entries, remembered.open_moment) == ((), None)


def test_forgetting_leaves_nothing_of_a_person_and_all_of_the_others(memory: Memory) -> None:
    filled(memory)
    filled(memory, "ben")
    before = memory.recall("ben", entries=True)
    memory.carry_out("anna", [Forget()])
    assert memory.is_empty("anna")
    assert memory.recall("anna", entries=True) == Remembered()
    assert memory.recall("ben", entries=True) == before
    assert memory.deliveries.due(memory.clock() + timedelta(days=2))[0].person == memory.row("ben")


def test_everybody_can_be_forgotten_and_the_memory_goes_on(memory: Memory) -> None:
    filled(memory)
    filled(memory, "ben")
    memory.forget_everyone()
    assert memory.is_empty("anna")
    assert memory.is_empty("ben")
    filled(memory)
    assert len(memory.recall("anna").saved) == 1


def test_entries_go_by_themselves_after_the_days_they_are_kept(memory: Memory, chosen: Settings, clock: StandingClock, opening: Opening) -> None:
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), NoteMoment(ENTRY), NoteMoment(replace(ENTRY, day=TODAY - timedelta(days=1)))])
    clock.now += timedelta(days=chosen.retention_days)
    memory.carry_out("anna", [NoteMoment(replace(ENTRY, day=clock.now.date()))])
    assert [entry.day for entry in memory.recall("anna", entries=True).entries] == [TODAY, clock.now.date()]
    opening(chosen)
    with memory.engine.connect() as connection:
        assert len(connection.execute(select(tables.journal)).all()) == 2


@pytest.mark.parametrize("days", [1, 30, 3650])
def test_how_long_can_be_set_and_holds_for_what_was_noted_before(memory: Memory, chosen: Settings, opening: Opening, days: int) -> None:
    ages = (0, days, days + 1, 3651)
    noted = [NoteMoment(replace(ENTRY, day=TODAY - timedelta(days=age))) for age in ages]
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), *noted])
    kept = opening(chosen.copy(update={"retention_days": days}))
    assert [TODAY - entry.day for entry in kept.recall("anna", entries=True).entries] == [timedelta(days=days), timedelta(0)]
    with kept.engine.connect() as connection:
        assert len(connection.execute(select(tables.journal)).all()) == 2


def test_who_does_not_come_by_for_that_long_is_forgotten(memory: Memory, chosen: Settings, clock: StandingClock) -> None:
    filled(memory)
    memory.carry_out("ben", [Agree(Purpose.SAVED), SaveLine("mine")])
    clock.now += timedelta(days=chosen.retention_days)
    memory.recall("ben")
    clock.now += timedelta(days=1)
    memory.purge()
    assert memory.is_empty("anna")
    assert texts(memory.recall("ben").saved) == ["mine"]


def test_a_line_taken_along_long_ago_is_not_asked_about(memory: Memory, chosen: Settings, clock: StandingClock) -> None:
    filled(memory)
    clock.now += timedelta(days=chosen.retention_days + 1)
    assert memory.recall("anna").open_moment is None


def test_a_memory_that_cannot_be_read_agrees_to_nothing(memory: Memory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    filled(memory)

    def _fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT canary", {"canary": 1}, Exception("canary"))

    monkeypatch.setattr(type(memory.engine), "connect", _fail)
    assert memory.recall("anna", entries=True) == Remembered(readable=False)
    assert "canary" not in caplog.text
    assert "OperationalError" in caplog.text


@pytest.mark.parametrize("column", ["data_key", "delivery_key", "record"])
def test_a_row_that_was_changed_agrees_to_nothing(memory: Memory, column: str) -> None:
    filled(memory)
    with memory.engine.begin() as connection:
        sealed = bytearray(connection.execute(select(tables.people.c[column])).scalar())
        sealed[-1] ^= 1
        connection.execute(update(tables.people).values({column: bytes(sealed)}))
    assert memory.recall("anna", entries=True) == Remembered(readable=False)
    with pytest.raises(MemoryStoreError):
        memory.carry_out("anna", [NoteMoment(ENTRY)])


def test_a_row_of_somebody_else_is_noticed(memory: Memory) -> None:
    filled(memory)
    filled(memory, "ben")
    whose = bytes.fromhex(memory.row("anna"))
    with memory.engine.begin() as connection:
        other = connection.execute(select(tables.people.c.record).where(tables.people.c.id != whose)).scalar()
        connection.execute(update(tables.people).where(tables.people.c.id == whose).values(record=other))
    assert memory.recall("anna") == Remembered(readable=False)


def test_two_entries_that_changed_places_are_noticed(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), NoteMoment(ENTRY), NoteMoment(replace(ENTRY, day=TODAY - timedelta(days=1)))])
    with memory.engine.begin() as connection:
        (one, first), (two, second) = ((row.id, row.entry) for row in connection.execute(select(tables.journal)).all())
        for row, entry in ((one, second), (two, first)):
            connection.execute(update(tables.journal).where(tables.journal.c.id == row).values(entry=entry))
    assert memory.recall("anna", entries=True) == Remembered(readable=False)
    assert memory.recall("anna").readable


def test_a_person_may_be_called_anything(memory: Memory) -> None:
    names = ["", "'; DROP TABLE people; --", "a\0b", "a", "\ud83d", "😴" * 1000]
    for name in names:
        memory.carry_out(name, [Agree(Purpose.SAVED), SaveLine(f"of {name!r}")])
    assert [texts(memory.recall(name).saved) for name in names] == [[f"of {name!r}"] for name in names]
