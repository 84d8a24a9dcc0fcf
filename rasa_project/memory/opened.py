"""The memory of this process: opened when it is first needed, and not made before there is something to keep."""

from __future__ import annotations

import logging
from functools import lru_cache

from rasa_project.coach.remembered import Remembered
from rasa_project.coach.schedule import next_after
from rasa_project.errors import MemoryStoreError
from rasa_project.memory.engine import is_there
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.settings import settings

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def opened_memory() -> Memory:
    """The memory of these settings, made where there is none. Raises MemoryStoreError when it cannot be used."""
    return open_memory(settings(), next_after)


def recall(person: str, ticket: str | None = None, entries: bool = False) -> Remembered:
    """What is remembered of a person; nothing is made in order to look. Never raises: what cannot be read agrees to nothing."""
    try:
        if opened_memory.cache_info().currsize == 0 and not is_there(settings()):
            return Remembered()
        return opened_memory().recall(person, ticket, entries=entries)
    except MemoryStoreError as error:
        logger.error("The memory cannot be opened: %s", type(error).__name__)
        return Remembered(readable=False)


def renewed(person: str, ticket: str) -> str | None:
    """A ticket that is good for its minutes from now on; None when this one is good no more, or the memory fails."""
    try:
        return opened_memory().renew(person, ticket)
    except MemoryStoreError:
        return None
