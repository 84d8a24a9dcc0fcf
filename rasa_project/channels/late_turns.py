"""Turns that take longer than a channel can wait: they go on in the process that began them, and any process can say what came of them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable
from typing import Any

from rasa_project.shared_state.state import Name, SharedState

Outcome = dict[str, Any]
"""What came of a turn, as JSON knows it."""
KEPT = 300.0
"""Seconds for which an outcome waits to be asked for."""
LONGEST = 60.0
"""Seconds after which a turn of a process that is not heard of any more is taken to be lost."""
LOOKS_AGAIN = 0.05
"""Seconds between two looks whether another process is done."""


class LateTurns:
    """Holds the late turns of this process and finds those of the others."""

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._running: dict[str, asyncio.Task[Outcome]] = {}
        self._telling: set[asyncio.Future[None]] = set()

    async def add(self, turn: asyncio.Task[Outcome]) -> str:
        """Takes in a turn that is not done and returns the name under which it is asked for. Raises RequestError 503."""
        name = secrets.token_hex(16)
        await self._shared.put(Name("late turn", name), {}, LONGEST)  # first, so that it never takes the place of what came of it
        self._running[name] = turn
        telling = asyncio.ensure_future(self._tell(name, turn))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
        telling.add_done_callback(lambda told: told.cancelled() or told.exception())  # what could not be told is as good as lost
        return name

    async def outcome(self, name: str) -> Outcome | None:
        """What came of a turn, waiting for it; None when it is lost. Raises RequestError 503."""
        own = self._running.get(name)
        if own is not None:
            return await asyncio.shield(own)
        while True:
            kept: Outcome | None = await self._shared.get(Name("late turn", name))
            if kept != {}:
                return kept
            await asyncio.sleep(LOOKS_AGAIN)

    async def _tell(self, name: str, turn: Awaitable[Outcome]) -> None:
        try:
            await self._shared.put(Name("late turn", name), await turn, KEPT)
        finally:
            self._running.pop(name, None)
