"""The shared state of a coach that is one process: nothing to install, and gone with it."""

from __future__ import annotations

import json
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from rasa_project.shared_state.line import Line
from rasa_project.shared_state.state import Count, Name

MOST = 20_000
"""Values and counts held at once, each; the ones that were longest not touched go first."""


class InProcess:
    """See `SharedState`. `most` is how many values and counts are held at once; `clock` is in seconds."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.time) -> None:
        self._most = most
        self._clock = clock
        self._line = Line()
        self._values: OrderedDict[Name, tuple[float, str]] = OrderedDict()
        self._counts: OrderedDict[Name, tuple[float, int]] = OrderedDict()

    def turn(self, name: Name, most: int) -> AbstractAsyncContextManager[None]:
        """The line of this process is the only one."""
        return self._line.turn(name, most)

    async def count(self, names: Sequence[Name], seconds: int) -> tuple[Count, ...]:
        """One more of each."""
        return tuple(self._one_more(name, seconds) for name in names)

    async def get(self, name: Name) -> Any | None:
        """The value, as a copy: what is done to it changes nothing here."""
        until, value = self._values.get(name, (0.0, ""))
        return json.loads(value) if until > self._clock() else None

    async def put(self, name: Name, value: Any, seconds: float) -> None:
        """Keeps a value."""
        self._values[name] = (self._clock() + seconds, json.dumps(value))
        self._values.move_to_end(name)
        while len(self._values) > self._most:
            self._values.popitem(last=False)

    async def close(self) -> None:
        """Nothing is held open."""

    def _one_more(self, name: Name, seconds: int) -> Count:
        now = self._clock()
        until, times = self._counts.get(name, (0.0, 0))
        if until <= now:
            until, times = now + seconds, 0
        self._counts[name] = (until, times + 1)
        self._counts.move_to_end(name)
        while len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return Count(times + 1, max(1, math.ceil(until - now)))
