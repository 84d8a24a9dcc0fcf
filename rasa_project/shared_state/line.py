"""Who waits for what in this process, first come first served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rasa_project.errors import RequestError


@dataclass
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    """Who holds it is counted, too."""


class Line:
    """Lets one through at a time for each name; a name nobody waits for takes no room."""

    def __init__(self) -> None:
        self._places: dict[Hashable, _Place] = {}

    @asynccontextmanager
    async def turn(self, name: Hashable, most: int) -> AsyncIterator[None]:
        """Waits until everybody who came before is through. Raises RequestError 429 where there are `most` of them already."""
        place = self._places.setdefault(name, _Place())
        if place.waiting >= most:
            raise RequestError(429, "too_many", "One message at a time, please; the last ones are still being answered.", retry_after=1)
        place.waiting += 1
        try:
            async with place.lock:
                yield
        finally:
            place.waiting -= 1
            if not place.waiting:
                self._places.pop(name, None)
