"""A process that gives evening notes out of a shared database, as the scheduler does, and writes down whom it gave one."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from rasa_project.memory.memory import open_memory
from rasa_project.settings import Settings
from tests.memory.conftest import StandingClock, nightly

NIGHTS = 3
AT_ONCE = 10
"""People looked up at once: less than there are, so that the processes come upon each other again and again."""


def work(chosen: Settings, log: Path, name: str) -> None:
    """Claims what is due, night after night, until nothing is."""
    written = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    memory = open_memory(chosen, nightly, StandingClock())
    for night in range(1, NIGHTS + 1):
        now = StandingClock()() + timedelta(days=night)
        while due := memory.deliveries.due(now, AT_ONCE):
            for one in due:
                if memory.deliveries.claim(one.person, one.night, f"note of {name}", now):
                    os.write(written, f"{one.person} {one.night} {name}\n".encode())  # one call: whole, or not at all
    memory.close()
