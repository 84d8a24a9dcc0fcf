"""A PIN: without it nothing can be read; wrong ones are few and slow; a ticket opens for minutes and for one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from rasa_project.coach.remembered import (
    Agree,
    Change,
    DropLine,
    DropMoment,
    Forget,
    NoteMoment,
    OpenMoment,
    Purpose,
    Remembered,
    SaveLine,
    SetNotes,
    SetPin,
    TakeAlong,
    Withdraw,
)
from rasa_project.errors import MemoryStoreError
from rasa_project.memory.memory import Memory
from rasa_project.settings import Settings
from tests.memory.conftest import StandingClock
from tests.memory.test_memory import ENTRY, EVERY_NIGHT, TODAY, filled

pytestmark = pytest.mark.usefixtures("quick_words")

PIN = "2468"
LOCKED = Remembered(protected=True, locked=True)


@pytest.fixture
def protected(memory: Memory) -> Memory:
    """A memory in which anna has a PIN."""
    filled(memory)
    memory.carry_out("anna", [SetPin(PIN)])
    return memory


def test_without_the_pin_nothing_is_known_but_that_there_is_one(protected: Memory) -> None:
    assert protected.recall("anna", entries=True) == LOCKED
    with pytest.raises(MemoryStoreError, match="PIN"):
        protected.export("anna")


def test_with_the_pin_everything_is_as_before(memory: Memory) -> None:
    filled(memory)
    before = memory.recall("anna", entries=True)
    memory.carry_out("anna", [SetPin(PIN)])
    assert memory.recall("anna", memory.unlock("anna", PIN), entries=True) == replace(before, protected=True)


def test_with_a_ticket_things_are_kept(protected: Memory) -> None:
    ticket = protected.unlock("anna", PIN)
    protected.carry_out("anna", [SaveLine("another"), NoteMoment(ENTRY)], ticket)
    remembered = protected.recall("anna", ticket, entries=True)
    assert (len(remembered.saved), len(remembered.entries)) == (2, 2)


@pytest.mark.parametrize(
    "change",
    [
        Agree(Purpose.ADULT),
        Agree(Purpose.NOTES),
        Withdraw(Purpose.JOURNAL),
        Forget(Purpose.SAVED),
        NoteMoment(ENTRY),
        DropMoment(),
        SaveLine("x"),
        DropLine("00"),
        SetNotes(EVERY_NIGHT),
        TakeAlong(OpenMoment(TODAY, "asker")),
        SetPin("1357"),
        SetPin(None),
    ],
    ids=repr,
)
def test_without_the_pin_nothing_is_changed(protected: Memory, change: Change) -> None:
    before = protected.recall("anna", protected.unlock("anna", PIN), entries=True)
    with pytest.raises(MemoryStoreError, match="PIN"):
        protected.carry_out("anna", [change])
    assert protected.recall("anna", protected.unlock("anna", PIN), entries=True) == before


@pytest.mark.parametrize("change", [Withdraw(Purpose.NOTES), Forget(Purpose.NOTES)], ids=repr)
def test_evening_notes_can_be_switched_off_without_the_pin(protected: Memory, change: Change) -> None:
    protected.carry_out("anna", [change])
    assert protected.recall("anna") == LOCKED
    remembered = protected.recall("anna", protected.unlock("anna", PIN))
    assert remembered.notes is None
    assert Purpose.NOTES not in remembered.consents
    assert len(remembered.saved) == 1


def test_who_has_lost_the_pin_can_still_be_forgotten(protected: Memory) -> None:
    protected.carry_out("anna", [Forget()])
    assert protected.is_empty("anna")


def test_a_pin_can_be_changed_and_taken_away(protected: Memory) -> None:
    protected.carry_out("anna", [SetPin("1357")], protected.unlock("anna", PIN))
    assert protected.unlock("anna", PIN) is None
    protected.carry_out("anna", [SetPin(None)], protected.unlock("anna", "1357"))
    remembered = protected.recall("anna")
    assert (remembered.protected, remembered.locked, len(remembered.saved)) == (False, False, 1)


@pytest.mark.parametrize("pin", ["", "123", "   1   "])
def test_a_pin_that_is_too_short_is_refused(memory: Memory, pin: str) -> None:
    with pytest.raises(MemoryStoreError, match="at least 4"):
        memory.carry_out("anna", [SetPin(pin)])
    assert memory.is_empty("anna")


@pytest.mark.parametrize("pin", ["", "2469", "24680", "246", "\0", "é" * 1000])
def test_a_wrong_pin_opens_nothing(protected: Memory, pin: str) -> None:
    assert protected.unlock("anna", pin) is None


@pytest.mark.parametrize("person", ["ben", "nobody"])
def test_where_there_is_no_pin_none_opens(protected: Memory, person: str) -> None:
    filled(protected, "ben")
    assert protected.unlock(person, PIN) is None


def test_after_too_many_wrong_pins_the_right_one_has_to_wait_too(
    protected: Memory, chosen: Settings, clock: StandingClock, opening: Callable[[Settings], Memory]
) -> None:
    assert [protected.unlock("anna", f"000{number}") for number in range(5)] == [None] * 5
    other_process = opening(chosen)
    assert other_process.pin_wait("anna") == timedelta(minutes=1)
    assert other_process.unlock("anna", PIN) is None
    clock.now += timedelta(seconds=60)
    assert other_process.unlock("anna", PIN) is not None


def test_each_further_wrong_pin_waits_longer_up_to_an_hour(protected: Memory, clock: StandingClock) -> None:
    waits = []
    for number in range(13):
        assert protected.unlock("anna", f"00{number:02}") is None
        waits.append(protected.pin_wait("anna").total_seconds() / 60)
        clock.now += protected.pin_wait("anna")
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_right_pin_starts_the_count_anew(protected: Memory) -> None:
    for _ in range(3):
        assert [protected.unlock("anna", "0000") for _ in range(4)] == [None] * 4
        assert protected.unlock("anna", PIN) is not None


def test_an_attempt_counts_before_it_is_tried(protected: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends the process while a PIN is looked at gains nothing."""

    def _ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("rasa_project.memory.pins.key_of_pin", _ended)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                protected.unlock("anna", PIN)
    assert protected.unlock("anna", PIN) is None
    assert protected.pin_wait("anna") > timedelta()


def test_a_ticket_is_good_for_some_minutes_and_can_be_renewed(protected: Memory, clock: StandingClock) -> None:
    ticket = protected.unlock("anna", PIN)
    clock.now += timedelta(minutes=14)
    renewed = protected.renew("anna", ticket)
    clock.now += timedelta(minutes=1)
    assert protected.recall("anna", ticket) == LOCKED
    assert protected.renew("anna", ticket) is None
    assert len(protected.recall("anna", renewed).saved) == 1


@pytest.mark.parametrize("ticket", ["", "x", "AAAA" * 30, "\ud83d"])
def test_what_is_no_ticket_opens_nothing(protected: Memory, ticket: str) -> None:
    assert protected.recall("anna", ticket) == LOCKED
    assert protected.renew("anna", ticket) is None


def test_a_ticket_opens_nobody_else(protected: Memory) -> None:
    filled(protected, "ben")
    protected.carry_out("ben", [SetPin(PIN)])
    assert protected.recall("ben", protected.unlock("anna", PIN)) == LOCKED


def test_a_ticket_from_before_everything_was_forgotten_opens_nothing_of_what_came_after(protected: Memory) -> None:
    ticket = protected.unlock("anna", PIN)
    protected.carry_out("anna", [Forget()])
    filled(protected)
    protected.carry_out("anna", [SetPin(PIN)])
    assert protected.recall("anna", ticket) == LOCKED
    with pytest.raises(MemoryStoreError):
        protected.carry_out("anna", [SaveLine("x")], ticket)


def test_a_ticket_says_nothing(protected: Memory) -> None:
    assert "anna" not in str(protected.unlock("anna", PIN))


def test_evening_notes_come_while_the_memory_is_locked(protected: Memory, clock: StandingClock) -> None:
    clock.now += timedelta(hours=3)
    (due,) = protected.deliveries.due(clock.now)
    assert protected.deliveries.entries(due.person) == ()
    assert protected.deliveries.claim(due.person, due.night, "n1", clock.now)
    notes = protected.recall("anna", protected.unlock("anna", PIN)).notes
    assert notes is not None
    assert notes.waiting == "n1"
