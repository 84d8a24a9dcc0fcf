"""The meaning of a message worked out aside while others wait: the encoder computes outside Python's lock, so that this thread goes on with them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar

from rasa_project.nlu.encoder import Meaning, shared_encoder

_aside = ThreadPoolExecutor(1, thread_name_prefix="encoder")
"""One thread: a quarter of a turn is for it, the rest needs Python's lock."""
_meant: ContextVar[tuple[str, Meaning] | None] = ContextVar("meant", default=None)
"""The text that this task is reading, and its meaning; nothing of it outlasts the reading."""


class Reading:
    """The messages that are being read in one event loop."""

    def __init__(self) -> None:
        self._under_way = 0

    @asynccontextmanager
    async def of(self, text: str) -> AsyncIterator[None]:
        """A block that reads one message. Where others wait, `known_meaning` has its meaning. Raises what the encoder raises.

        For a message that comes alone nothing is done: to hand it to another thread takes longer than that thread saves.
        """
        self._under_way += 1
        try:
            await asyncio.sleep(0)  # who has written meanwhile is let in, so that it is seen whether anybody waits
            if self._under_way == 1:
                yield
                return
            meaning = await asyncio.get_running_loop().run_in_executor(_aside, shared_encoder().read, text)
            token = _meant.set((text, meaning))
            try:
                yield
            finally:
                _meant.reset(token)
        finally:
            self._under_way -= 1


def known_meaning(text: str) -> Meaning | None:
    """The meaning of a text that was encoded aside in this task, None for any other."""
    meant = _meant.get()
    return meant[1] if meant is not None and meant[0] == text else None
