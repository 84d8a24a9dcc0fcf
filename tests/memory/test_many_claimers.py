"""Several processes on one database: everybody gets one note a night, from one of them, and none is left out."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from rasa_project.coach.remembered import Agree, Purpose, SetNotes
from rasa_project.coach.schedule import Schedule
from rasa_project.memory.memory import Memory
from rasa_project.settings import Settings
from tests.memory.claimer import NIGHTS, work
from tests.memory.conftest import StandingClock

PEOPLE, PROCESSES = 40, 4


def test_every_night_is_given_once_by_whichever_process(
    chosen: Settings, opening: Callable[[Settings], Memory], clock: StandingClock, tmp_path: Path
) -> None:
    memory = opening(chosen)
    for number in range(PEOPLE):
        memory.carry_out(f"person {number}", [Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60))])
    log = tmp_path / "log"
    started = [multiprocessing.get_context("spawn").Process(target=work, args=(chosen, log, str(number))) for number in range(PROCESSES)]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
    assert [process.exitcode for process in started] == [0] * PROCESSES

    given = Counter(tuple(line.split()[:2]) for line in log.read_text().splitlines())
    assert set(given.values()) == {1}, "somebody got two in a night"
    assert Counter(person for person, _ in given) == {memory.row(f"person {number}"): NIGHTS for number in range(PEOPLE)}
    assert memory.deliveries.due(clock.now + timedelta(days=NIGHTS), 100) == ()
