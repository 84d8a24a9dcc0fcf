"""The ways in which a notice tells that an evening note waits. The note itself waits in the memory, to be opened in the page or asked for aloud.

A notice never holds the note. One that fails is tried again only where the push service asked for that: the note waits all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from rasa_project.errors import NoticeError, NoticeLaterError

logger = logging.getLogger(__name__)

Later = Callable[[timedelta, Callable[[], None]], None]
"""Has something called after so long, if the note still waits then."""


class Way(Protocol):
    """One way to tell a person that a note waits."""

    @property
    def name(self) -> str:
        """What it is called in the log."""

    def notify(self, person: str, until: datetime) -> None:
        """Tells them; `until` is the moment from which nobody is to be disturbed any more. Raises NoticeError."""


def notify(ways: Sequence[Way], person: str, until: datetime, later: Later) -> None:
    """Tells a person in every way there is; what fails is logged by its kind, never by whom it was for."""
    for way in ways:
        _tell(way.name, partial(way.notify, person, until), later)


def _tell(way: str, tell: Callable[[], None], later: Later) -> None:
    try:
        tell()
    except NoticeLaterError as error:
        logger.warning("The notice of an evening note by %s is tried again: %s", way, error)
        later(error.after, partial(_tell, way, error.again, later))
    except NoticeError as error:
        logger.warning("The notice of an evening note by %s failed: %s", way, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other ways and people go on
        logger.warning("The notice of an evening note by %s failed: %s", way, type(error).__name__)
