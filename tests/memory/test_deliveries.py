"""Evening notes in the store: one a night at most, none lost, and an end when nobody opens them; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update

from rasa_project.coach.remembered import Agree, EveningNotes, NoteMoment, OpenNote, Purpose, SetNotes, Withdraw
from rasa_project.coach.schedule import Schedule
from rasa_project.memory import tables
from rasa_project.memory.deliveries import ASKS_AFTER, Due
from rasa_project.memory.memory import Memory
from rasa_project.memory.records import SEEN
from rasa_project.settings import Settings
from tests.memory.conftest import StandingClock
from tests.memory.test_memory import ENTRY, EVERY_NIGHT, filled, without_ids

AT = datetime(2026, 3, 2, 22, 0, tzinfo=timezone.utc)
NIGHT = date(2026, 3, 2)


@pytest.fixture
def set_up(memory: Memory) -> Memory:
    """A memory in which anna gets notes every night at ten, UTC."""
    memory.carry_out("anna", [Agree(Purpose.NOTES), SetNotes(EVERY_NIGHT)])
    return memory


def notes_of(memory: Memory) -> EveningNotes:
    notes = memory.recall("anna").notes
    assert notes is not None
    return notes


def deliver(memory: Memory, now: datetime, note: str) -> bool:
    """What a scheduler does for the one who is due."""
    (due,) = memory.deliveries.due(now)
    return memory.deliveries.claim(due.person, due.night, note, now)


def test_a_note_is_due_from_its_time_on_and_not_before(set_up: Memory) -> None:
    assert set_up.deliveries.due(AT - timedelta(seconds=1)) == ()
    expected = Due(set_up.row("anna"), NIGHT, AT, EVERY_NIGHT, 0, ())
    assert set_up.deliveries.due(AT) == (expected,)
    assert set_up.deliveries.due(AT + timedelta(days=3)) == (expected,)


def test_the_night_is_the_one_where_the_person_is(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60, zone="Pacific/Auckland"))])
    (due,) = memory.deliveries.due(AT)
    assert (due.at, due.night) == (AT, date(2026, 3, 3))


@pytest.mark.parametrize("schedule", [None, Schedule(22 * 60, paused_until=date(2027, 1, 1))])
def test_without_a_schedule_or_while_paused_none_is_due(memory: Memory, schedule: Schedule | None) -> None:
    memory.carry_out("anna", [Agree(Purpose.NOTES), *([SetNotes(schedule)] if schedule is not None else [])])
    assert memory.deliveries.due(AT + timedelta(days=30)) == ()


def test_the_longest_due_come_first_and_no_more_than_asked_for(memory: Memory) -> None:
    for number in range(5):
        memory.carry_out(f"person {number}", [Agree(Purpose.NOTES), SetNotes(Schedule(23 * 60 - number))])
    due = memory.deliveries.due(AT + timedelta(hours=1), limit=3)
    assert [one.person for one in due] == [memory.row(f"person {number}") for number in (4, 3, 2)]


def test_a_note_that_was_claimed_waits_and_the_next_is_due_the_next_night(set_up: Memory) -> None:
    assert deliver(set_up, AT, "n1")
    assert notes_of(set_up) == EveningNotes(EVERY_NIGHT, waiting="n1", unopened=0, seen=("n1",))
    assert set_up.deliveries.due(AT + timedelta(hours=23)) == ()
    (due,) = set_up.deliveries.due(AT + timedelta(days=1))
    assert (due.night, due.unopened, due.seen) == (NIGHT + timedelta(days=1), 1, ("n1",))


def test_a_night_is_claimed_once(set_up: Memory) -> None:
    (due,) = set_up.deliveries.due(AT)
    assert [set_up.deliveries.claim(due.person, due.night, f"n{number}", AT) for number in range(3)] == [True, False, False]
    assert notes_of(set_up).waiting == "n0"


def test_of_many_that_claim_a_night_at_once_one_gets_it(set_up: Memory, chosen: Settings, opening: Callable[[Settings], Memory]) -> None:
    processes = [opening(chosen) for _ in range(4)]
    for night in range(5):
        now = AT + timedelta(days=night)
        (due,) = set_up.deliveries.due(now)
        with ThreadPoolExecutor(8) as pool:
            claims = [pool.submit(processes[number % 4].deliveries.claim, due.person, due.night, f"n{number}", now) for number in range(8)]
        assert sum(claim.result() for claim in claims) == 1
        set_up.carry_out("anna", [OpenNote(str(notes_of(set_up).waiting))])


def test_a_schedule_moved_later_the_same_night_brings_no_second_note(set_up: Memory, clock: StandingClock) -> None:
    assert deliver(set_up, AT, "n1")
    clock.now = AT + timedelta(minutes=1)
    set_up.carry_out("anna", [SetNotes(Schedule(23 * 60))])
    now = AT + timedelta(hours=1)
    assert not deliver(set_up, now, "n2")
    assert set_up.deliveries.due(now) == ()
    assert set_up.deliveries.due(now + timedelta(days=1))[0].night == NIGHT + timedelta(days=1)


def test_nothing_is_claimed_before_its_time_nor_for_another_night(set_up: Memory) -> None:
    person = set_up.row("anna")
    assert not set_up.deliveries.claim(person, NIGHT, "n1", AT - timedelta(seconds=1))
    assert not set_up.deliveries.claim(person, NIGHT - timedelta(days=1), "n1", AT)
    assert not set_up.deliveries.claim(set_up.row("ben"), NIGHT, "n1", AT)
    assert notes_of(set_up).waiting is None


def test_notes_taken_back_in_between_are_not_claimed(set_up: Memory) -> None:
    (due,) = set_up.deliveries.due(AT)
    set_up.carry_out("anna", [Withdraw(Purpose.NOTES)])
    assert not set_up.deliveries.claim(due.person, due.night, "n1", AT)
    assert set_up.is_empty("anna")


def test_a_night_can_go_by_without_a_note(set_up: Memory) -> None:
    (due,) = set_up.deliveries.due(AT)
    set_up.deliveries.skip(due.person, due.night, AT + timedelta(hours=9))
    assert notes_of(set_up) == EveningNotes(EVERY_NIGHT)
    assert [one.night for one in set_up.deliveries.due(AT + timedelta(days=1))] == [NIGHT + timedelta(days=1)]


def test_opening_a_note_starts_the_count_anew(set_up: Memory) -> None:
    for night in range(3):
        assert deliver(set_up, AT + timedelta(days=night), f"n{night}")
    assert notes_of(set_up).unopened == 2
    set_up.carry_out("anna", [OpenNote("n2")])
    assert notes_of(set_up) == EveningNotes(EVERY_NIGHT, waiting=None, unopened=0, seen=("n0", "n1", "n2"))
    assert set_up.deliveries.due(AT + timedelta(days=3))[0].unopened == 0


def test_a_note_asked_for_is_seen_too(set_up: Memory) -> None:
    set_up.carry_out("anna", [OpenNote("n7"), OpenNote("n8"), OpenNote("n7")])
    assert notes_of(set_up).seen == ("n8", "n7")


def test_the_last_notes_are_known_not_all_of_them(set_up: Memory) -> None:
    set_up.carry_out("anna", [OpenNote(f"n{number}") for number in range(SEEN + 10)])
    assert notes_of(set_up).seen == tuple(f"n{number}" for number in range(10, SEEN + 10))


def test_after_five_unopened_one_asks_and_after_that_they_stop(set_up: Memory) -> None:
    unopened = []
    for night in range(ASKS_AFTER + 1):
        unopened.append(set_up.deliveries.due(AT + timedelta(days=night))[0].unopened)
        assert deliver(set_up, AT + timedelta(days=night), f"n{night}")
    assert unopened == [0, 1, 2, 3, 4, ASKS_AFTER]
    assert not deliver(set_up, AT + timedelta(days=ASKS_AFTER + 1), "one too many")
    remembered = set_up.recall("anna")
    assert (remembered.notes, remembered.consents) == (None, {Purpose.NOTES})
    assert set_up.deliveries.due(AT + timedelta(days=30)) == ()


def test_a_question_that_is_opened_goes_on(set_up: Memory) -> None:
    for night in range(ASKS_AFTER + 1):
        assert deliver(set_up, AT + timedelta(days=night), f"n{night}")
    set_up.carry_out("anna", [OpenNote(f"n{ASKS_AFTER}")])
    assert deliver(set_up, AT + timedelta(days=ASKS_AFTER + 1), "the next")


def test_notes_set_anew_start_the_count_anew(set_up: Memory) -> None:
    for night in range(3):
        assert deliver(set_up, AT + timedelta(days=night), f"n{night}")
    set_up.carry_out("anna", [SetNotes(EVERY_NIGHT)])
    notes = notes_of(set_up)
    assert (notes.unopened, notes.waiting, notes.seen) == (0, "n2", ("n0", "n1", "n2"))


def test_what_was_noted_can_be_known_when_a_note_is_chosen(memory: Memory) -> None:
    filled(memory)
    assert without_ids(memory.deliveries.entries(memory.row("anna"))) == [ENTRY]
    assert memory.deliveries.entries(memory.row("ben")) == ()


def test_what_is_too_old_is_not_known_then_either(memory: Memory, chosen: Settings, clock: StandingClock) -> None:
    filled(memory)
    clock.now += timedelta(days=chosen.retention_days + 1)
    memory.carry_out("anna", [NoteMoment(replace(ENTRY, day=clock.now.date()))])
    assert [entry.day for entry in memory.deliveries.entries(memory.row("anna"))] == [clock.now.date()]


def test_a_row_that_cannot_be_read_does_not_hold_up_the_others(set_up: Memory, caplog: pytest.LogCaptureFixture) -> None:
    set_up.carry_out("ben", [Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60 + 1))])
    with set_up.engine.begin() as connection:
        mine = tables.notes.c.person == bytes.fromhex(set_up.row("anna"))
        connection.execute(update(tables.notes).where(mine).values(record=b"\x01canary"))
    now = AT + timedelta(minutes=1)
    assert [due.person for due in set_up.deliveries.due(now, limit=2)] == [set_up.row("ben")]
    assert [due.person for due in set_up.deliveries.due(now, limit=1)] == [set_up.row("ben")]
    assert "canary" not in caplog.text


def test_nights_are_kept_as_long_as_everything_else(set_up: Memory, chosen: Settings, clock: StandingClock) -> None:
    assert deliver(set_up, AT, "n1")
    clock.now += timedelta(days=chosen.retention_days)
    set_up.recall("anna")
    set_up.purge()
    assert len(nights(set_up)) == 1
    clock.now += timedelta(days=1)
    set_up.recall("anna")
    set_up.purge()
    assert nights(set_up) == []


def nights(memory: Memory) -> list[object]:
    with memory.engine.connect() as connection:
        return list(connection.execute(select(tables.deliveries)).all())


def test_opening_an_older_note_leaves_the_one_that_came_meanwhile(set_up: Memory, clock: StandingClock) -> None:
    for night in range(2):
        clock.now += timedelta(days=1)
        [due] = set_up.deliveries.due(clock.now)
        assert set_up.deliveries.claim(due.person, due.night, f"n{night}", clock.now)
    set_up.carry_out("anna", [OpenNote("n0")])
    assert notes_of(set_up).waiting == "n1"
    set_up.carry_out("anna", [OpenNote("n1")])
    assert notes_of(set_up).waiting is None
