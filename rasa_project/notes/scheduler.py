"""Wakes once a minute and gives everybody whose turn it is their evening note.

The queue in the memory is the truth: a note is claimed there before anything is sent, so that several processes, a restart and a crash make no
second one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from rasa_project.coach.content import Note
from rasa_project.coach.note_choice import choose_note
from rasa_project.coach.schedule import comes_until
from rasa_project.coach.skills.notes import ASKS_WHETHER_TO_STOP
from rasa_project.memory.deliveries import ASKS_AFTER
from rasa_project.notes.delivery import Way, notify
from rasa_project.notes.queue import Due, Queue

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""People looked up at once."""
NOTICES_AT_ONCE = 4

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time."""
    return datetime.now(timezone.utc)


class NoteScheduler:
    """The clock of the evening notes in one process."""

    def __init__(self, queue: Queue, notes: Sequence[Note], ways: Sequence[Way], seed: str, clock: Clock = utc_now) -> None:
        self._queue = queue
        self._notes = notes
        self._ways = ways
        self._seed = seed
        self._clock = clock
        self._scheduler = BackgroundScheduler(timezone=timezone.utc)
        # a minute that was missed is made up for by the next one, which finds everybody that is due
        self._scheduler.add_job(self.wake, CronTrigger(second=0, timezone=timezone.utc), coalesce=True, max_instances=1, misfire_grace_time=None)
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL + 1)  # it writes down what a failed job held

    def start(self) -> None:
        """Begins to wake, at once and then at each full minute."""
        self._scheduler.add_job(self.wake)
        self._scheduler.start()

    def stop(self) -> None:
        """Ends, after what is under way."""
        if self._scheduler.running:
            self._scheduler.shutdown()

    def wake(self) -> None:
        """Gives everybody whose note is due theirs, or lets a night go by for which it is too late. Never raises: the next minute tries again."""
        try:
            with ThreadPoolExecutor(NOTICES_AT_ONCE, "notice") as pool:
                while self._give(pool) == AT_ONCE:
                    continue  # there may be more
        except Exception as error:  # noqa: BLE001 - whatever it is, the clock must go on
            logger.error("The evening notes cannot be looked up: %s", type(error).__name__)

    def _give(self, pool: ThreadPoolExecutor) -> int:
        """One round; how many people got on."""
        now = self._clock()
        return sum(self._give_one(due, now, pool) for due in self._queue.due(now, AT_ONCE))

    def _give_one(self, due: Due, now: datetime, pool: ThreadPoolExecutor) -> bool:
        """One person's note, or the night that goes by; whether it was settled."""
        try:
            until = comes_until(due.schedule, due.at)
            if now >= until:
                self._queue.skip(due.person, due.night, now)
            elif self._queue.claim(due.person, due.night, self._choose(due), now):
                pool.submit(notify, self._ways, due.person, until, partial(self._later, due.person))
        except Exception as error:  # noqa: BLE001 - one person's trouble must not hold up the others
            logger.error("An evening note could not be given: %s", type(error).__name__)
            return False
        return True

    def _later(self, person: str, after: timedelta, tell: Callable[[], None]) -> None:
        """Has somebody told after a while. A process that ends before leaves the note waiting without a notice."""
        self._scheduler.add_job(self._again, DateTrigger(utc_now() + after), (person, tell), misfire_grace_time=None)

    def _again(self, person: str, tell: Callable[[], None]) -> None:
        """Tells somebody whose note still waits."""
        try:
            if self._queue.waits(person):
                tell()
        except Exception as error:  # noqa: BLE001 - whatever it is, the note waits all the same
            logger.error("Whether an evening note waits cannot be looked up: %s", type(error).__name__)

    def _choose(self, due: Due) -> str:
        """The id of the note for an evening."""
        if due.unopened >= ASKS_AFTER:
            return ASKS_WHETHER_TO_STOP
        return choose_note(self._notes, self._queue.entries(due.person), due.seen, f"{self._seed}:{due.person}:{due.night}").id
