"""The ways in which a notice tells that an evening note waits. The note itself waits in the memory, to be opened in the page or asked for aloud.

A notice never holds the note. One that fails is not tried again: the note waits all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from rasa_project.errors import NoticeError

logger = logging.getLogger(__name__)


class Way(Protocol):
    """One way to tell a person that a note waits."""

    @property
    def name(self) -> str:
        """What it is called in the log."""

    def notify(self, person: str, until: datetime) -> None:
        """Tells them; `until` is the moment from which nobody is to be disturbed any more. Raises NoticeError."""


def notify(ways: Sequence[Way], person: str, until: datetime) -> None:
    """Tells a person in every way there is; what fails is logged by its kind, never by whom it was for."""
    for way in ways:
        _notify(way, person, until)


def _notify(way: Way, person: str, until: datetime) -> None:
    try:
        way.notify(person, until)
    except NoticeError as error:
        logger.warning("The notice of an evening note by %s failed: %s", way.name, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other ways and people go on
        logger.warning("The notice of an evening note by %s failed: %s", way.name, type(error).__name__)
