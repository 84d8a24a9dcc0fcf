"""A process that makes a backup, or restores one, and is killed at a step of it."""

from __future__ import annotations

import os
import signal
from datetime import datetime, timezone
from pathlib import Path

from rasa_project.memory import backup, sealed_file
from rasa_project.memory.sealed_file import SealedWriter
from rasa_project.settings import Settings
from tests.memory.conftest import nightly

WORDS = "the passphrase of a backup"
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=timezone.utc)
FILES = ("homes.json",)
COST, CHUNK = 1, 256
"""Keys take no time, and a small backup has many chunks."""


def make_quick() -> None:
    """In a process of its own."""
    sealed_file.COST, sealed_file.CHUNK = COST, CHUNK


def killed(owner: object, step: str) -> None:
    """From now on the process dies where it comes to a step, by a signal that nobody can catch."""

    def _die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, step, _die)


def back_up(chosen: Settings, file: Path) -> None:
    """Makes a backup up to its last chunk."""
    make_quick()
    killed(SealedWriter, "end")
    backup.back_up(chosen, FILES, file, WORDS, NOW)


def restore(chosen: Settings, file: Path, step: str) -> None:
    """Restores a backup up to a step of `backup.py`."""
    make_quick()
    killed(backup, step)
    backup.restore(chosen, FILES, file, WORDS, nightly, NOW, replace=True)
