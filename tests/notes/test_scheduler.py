"""Whose turn it is: one note a night, never in quiet hours, never two, whatever happens in between."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from rasa_project.coach.content import Library
from rasa_project.coach.remembered import Agree, JournalEntry, OpenNote, Purpose, SetNotes
from rasa_project.coach.schedule import Schedule, next_after
from rasa_project.coach.skills.notes import ASKS_WHETHER_TO_STOP
from rasa_project.errors import NoticeError, NoticeLaterError
from rasa_project.memory.memory import open_memory
from rasa_project.notes.delivery import Way
from rasa_project.notes.scheduler import AT_ONCE, NoteScheduler
from rasa_project.settings import Settings
from tests.notes.pretend_queue import PretendQueue

TEN_THIRTY = Schedule(22 * 60 + 30, zone="Europe/London")
MONDAY = date(2026, 1, 5)
START = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)
DUE = datetime(2026, 1, 5, 22, 30, tzinfo=timezone.utc)


class MovingClock:
    """A time that a test sets."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


class Told:
    """A way that only remembers whom it told."""

    name = "test"

    def __init__(self, fails: Exception | None = None) -> None:
        self.people: list[tuple[str, datetime]] = []
        self._fails = fails

    def notify(self, person: str, until: datetime) -> None:
        """Remembers, or fails."""
        if self._fails is not None:
            raise self._fails
        self.people.append((person, until))


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def queue() -> PretendQueue:
    return PretendQueue()


@pytest.fixture
def told() -> Told:
    return Told()


def scheduler(queue: PretendQueue, library: Library, ways: Sequence[Way], clock: MovingClock, seed: str = "tests") -> NoteScheduler:
    return NoteScheduler(queue, library.notes, ways, seed, clock)


def test_a_note_comes_at_its_minute_and_no_earlier(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    notes = scheduler(queue, library, [told], clock)
    clock.now = DUE - timedelta(seconds=1)
    notes.wake()
    assert queue.claimed == []
    clock.now = DUE
    notes.wake()
    [(person, night, note)] = queue.claimed
    assert (person, night) == ("ann", MONDAY)
    assert note in {entry.id for entry in library.notes}
    assert told.people == [("ann", DUE + timedelta(minutes=90))]


def test_there_is_one_a_night(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    notes = scheduler(queue, library, [told], clock)
    for minute in range(0, 5 * 24 * 60, 5):
        clock.now = START + timedelta(minutes=minute)
        notes.wake()
        if queue.claimed:
            queue.open("ann")
    assert [night for _, night, _ in queue.claimed] == [MONDAY + timedelta(days=day) for day in range(5)]
    assert len(told.people) == 5


def test_moving_the_hour_in_the_evening_brings_no_second_one(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    notes = scheduler(queue, library, [told], clock)
    clock.now = DUE
    notes.wake()
    queue.add("ann", Schedule(23 * 60 + 30, zone="Europe/London"), clock.now)
    clock.now = DUE + timedelta(hours=1)
    notes.wake()
    queue.add("ann", Schedule(15, zone="Europe/London"), clock.now)
    clock.now = DUE + timedelta(hours=1, minutes=50)
    notes.wake()
    assert len(told.people) == 1
    assert queue.people["ann"].night == MONDAY + timedelta(days=1)


def test_a_server_that_was_off_catches_up_for_an_hour_and_a_half(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    early = Schedule(21 * 60, zone="Europe/London")
    queue.add("ann", early, START)
    clock.now = datetime(2026, 1, 5, 22, 29, tzinfo=timezone.utc)
    scheduler(queue, library, [told], clock).wake()
    assert len(queue.claimed) == 1


def test_later_than_that_the_night_goes_by(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    early = Schedule(21 * 60, zone="Europe/London")
    queue.add("ann", early, START)
    clock.now = datetime(2026, 1, 5, 22, 30, tzinfo=timezone.utc)
    notes = scheduler(queue, library, [told], clock)
    notes.wake()
    assert (queue.claimed, queue.skipped, told.people) == ([], [("ann", MONDAY)], [])
    clock.now = datetime(2026, 1, 6, 21, 0, tzinfo=timezone.utc)
    notes.wake()
    assert [night for _, night, _ in queue.claimed] == [MONDAY + timedelta(days=1)]


def test_after_days_off_one_note_comes_not_one_for_each_night(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    clock.now = DUE + timedelta(days=6, minutes=3)
    notes = scheduler(queue, library, [told], clock)
    notes.wake()
    notes.wake()
    assert (len(queue.claimed), len(queue.skipped)) == (0, 1)
    clock.now = DUE + timedelta(days=7)
    notes.wake()
    assert len(queue.claimed) == 1


def test_none_comes_late_into_quiet_hours(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", Schedule(23 * 60 + 20, zone="Europe/London"), START)
    clock.now = datetime(2026, 1, 6, 0, 5, tzinfo=timezone.utc)
    scheduler(queue, library, [told], clock).wake()
    assert (queue.claimed, queue.skipped) == ([], [("ann", MONDAY)])


def test_a_note_at_an_hour_that_is_quiet_for_others_comes(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", Schedule(60, zone="Europe/London"), START)
    clock.now = datetime(2026, 1, 6, 1, 4, tzinfo=timezone.utc)
    scheduler(queue, library, [told], clock).wake()
    assert [night for _, night, _ in queue.claimed] == [MONDAY]


def test_nobody_is_disturbed_beyond_the_last_moment(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", Schedule(23 * 60, zone="Europe/London"), START)
    clock.now = datetime(2026, 1, 5, 23, 0, tzinfo=timezone.utc)
    scheduler(queue, library, [told], clock).wake()
    assert told.people == [("ann", datetime(2026, 1, 6, 0, 0, tzinfo=timezone.utc))]


def test_two_schedulers_give_everybody_one(queue: PretendQueue, library: Library, clock: MovingClock) -> None:
    for number in range(3 * AT_ONCE):
        queue.add(f"person {number}", TEN_THIRTY, START)
    clock.now = DUE
    ways = [Told(), Told()]
    begin = threading.Barrier(2)

    def work(way: Told, seed: str) -> None:
        notes = scheduler(queue, library, [way], clock, seed)
        begin.wait()
        notes.wake()

    threads = [threading.Thread(target=work, args=(way, str(number))) for number, way in enumerate(ways)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    people = [person for way in ways for person, _ in way.people]
    assert len(people) == len(set(people)) == 3 * AT_ONCE


def test_a_crash_between_claim_and_notice_leaves_the_note_waiting_and_sends_no_second(
    queue: PretendQueue, library: Library, told: Told, clock: MovingClock
) -> None:
    queue.add("ann", TEN_THIRTY, START)
    clock.now = DUE

    class Crash(BaseException):
        """The process is gone."""

    class Crashing(PretendQueue):
        def claim(self, person: str, night: date, note: str, now: datetime) -> bool:
            """Claims, and then the process is gone."""
            super().claim(person, night, note, now)
            raise Crash

    crashing = Crashing(queue.people, queue.claimed, queue.skipped)
    with pytest.raises(Crash):
        scheduler(crashing, library, [told], clock).wake()
    scheduler(queue, library, [told], clock).wake()
    assert (len(queue.claimed), told.people) == (1, [])


def test_one_person_in_trouble_does_not_hold_up_the_others(
    queue: PretendQueue, library: Library, told: Told, clock: MovingClock, caplog: pytest.LogCaptureFixture
) -> None:
    queue.add("canary", TEN_THIRTY, START)
    queue.add("bob", TEN_THIRTY, START)
    clock.now = DUE

    class Troubled(PretendQueue):
        def entries(self, person: str) -> tuple[JournalEntry, ...]:
            if person == "canary":
                raise ValueError("canary words")
            return ()

    with caplog.at_level(logging.DEBUG):
        scheduler(Troubled(queue.people, queue.claimed), library, [told], clock).wake()
    assert [person for person, _ in told.people] == ["bob"]
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_a_memory_that_fails_is_tried_again_a_minute_later(library: Library, clock: MovingClock, caplog: pytest.LogCaptureFixture) -> None:
    class Failing(PretendQueue):
        def due(self, now: datetime, limit: int) -> Sequence[object]:  # type: ignore[override]
            raise OSError("canary words")

    scheduler(Failing(), library, [], clock).wake()
    assert "OSError" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("failure", [NoticeError("HTTP 500"), ValueError("canary words")])
def test_a_notice_that_fails_is_told_by_its_kind_and_the_other_ways_go_on(
    queue: PretendQueue, library: Library, told: Told, clock: MovingClock, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    queue.add("ann", TEN_THIRTY, START)
    clock.now = DUE
    scheduler(queue, library, [Told(failure), told], clock).wake()
    assert len(told.people) == len(queue.claimed) == 1
    assert "HTTP 500" in caplog.text or "ValueError" in caplog.text
    assert "ann" not in caplog.text.replace("cannot", "")
    assert "canary" not in caplog.text


def test_after_five_unopened_it_asks_once_whether_to_stop_and_then_stops(
    queue: PretendQueue, library: Library, told: Told, clock: MovingClock
) -> None:
    queue.add("ann", TEN_THIRTY, START)
    notes = scheduler(queue, library, [told], clock)
    for day in range(10):
        clock.now = DUE + timedelta(days=day)
        notes.wake()
    came = [note for _, _, note in queue.claimed]
    assert len(came) == len(told.people) == 6
    assert came.index(ASKS_WHETHER_TO_STOP) == 5
    assert queue.people == {}


def test_opening_one_begins_the_count_anew(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    notes = scheduler(queue, library, [told], clock)
    for day in range(10):
        clock.now = DUE + timedelta(days=day)
        notes.wake()
        if day == 4:
            queue.open("ann")
    came = [note for _, _, note in queue.claimed]
    assert len(came) == 10
    assert ASKS_WHETHER_TO_STOP not in came


def test_it_is_one_that_fits_what_was_noted(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.noted["ann"] = (JournalEntry(MONDAY, "decliner"),)
    queue.add("ann", TEN_THIRTY, START)
    roles = {note.id: note.role for note in library.notes}
    notes = scheduler(queue, library, [told], clock)
    for day in range(12):
        clock.now = DUE + timedelta(days=day)
        notes.wake()
        queue.open("ann")
    assert {roles[note] for _, _, note in queue.claimed} == {"any", "decliner"}


def test_it_wakes_by_itself(queue: PretendQueue, library: Library, told: Told, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    clock.now = DUE
    notes = scheduler(queue, library, [told], clock)
    notes.start()
    try:
        deadline = time.monotonic() + 20
        while not told.people and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        notes.stop()
    assert len(told.people) == 1
    notes.stop()


class Busy:
    """A way whose service is busy at first."""

    name = "test"

    def __init__(self, times: int) -> None:
        self.tries = 0
        self._times = times

    def notify(self, person: str, until: datetime) -> None:
        """Fails so many times, then tells them."""
        self.tries += 1
        if self.tries <= self._times:
            raise NoticeLaterError("HTTP 503", timedelta(milliseconds=30), lambda: self.notify(person, until))


@pytest.mark.parametrize("times", [1, 3])
def test_a_way_that_is_busy_is_tried_again_and_the_others_tell_once(
    queue: PretendQueue, library: Library, told: Told, clock: MovingClock, caplog: pytest.LogCaptureFixture, times: int
) -> None:
    queue.add("canary", TEN_THIRTY, START)
    clock.now = DUE
    busy = Busy(times)
    notes = scheduler(queue, library, [busy, told], clock)
    notes.start()
    try:
        deadline = time.monotonic() + 20
        while busy.tries <= times and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.15)
    finally:
        notes.stop()
    assert (busy.tries, len(told.people), len(queue.claimed)) == (times + 1, 1, 1)
    assert "is tried again: HTTP 503" in caplog.text
    assert "canary" not in caplog.text


def test_who_opened_the_note_meanwhile_is_not_told_any_more(queue: PretendQueue, library: Library, clock: MovingClock) -> None:
    queue.add("ann", TEN_THIRTY, START)
    clock.now = DUE
    busy = Busy(1)
    notes = scheduler(queue, library, [busy], clock)
    notes.wake()
    queue.open("ann")
    notes.start()
    time.sleep(0.3)
    notes.stop()
    assert busy.tries == 1


def test_with_the_real_memory_two_schedulers_give_one_note_and_an_opened_one_is_not_unopened(
    tmp_path: Path, library: Library, clock: MovingClock
) -> None:
    chosen = Settings(data_dir=tmp_path / "data")
    memories = [open_memory(chosen, next_after, clock) for _ in range(2)]
    try:
        memories[0].carry_out("ann", [Agree(Purpose.NOTES), SetNotes(TEN_THIRTY)])
        told = [Told(), Told()]
        both = [NoteScheduler(memory.deliveries, library.notes, [way], "tests", clock) for memory, way in zip(memories, told)]
        came = []
        for day in range(3):
            clock.now = DUE + timedelta(days=day)
            for notes in both:
                notes.wake()
            known = memories[1].recall("ann").notes
            assert known is not None
            assert known.waiting is not None
            came.append(known.waiting)
            memories[0].carry_out("ann", [OpenNote(known.waiting)])
        assert len({*came}) == 3
        assert [len(way.people) for way in told] == [3, 0]
    finally:
        for memory in memories:
            memory.close()
