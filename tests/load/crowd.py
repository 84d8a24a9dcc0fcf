"""Many players at once: as fast as they are answered, or at fixed times whatever the servers do.

Own code instead of locust: its users wait for each other's answers (a closed loop), so that a server that stalls is asked less and looks better than
it is; and a player has to see the same message through refusals and broken connections to its one answer, which is the most of this code anyway.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from rasa_project.channels.buttons import Buttons
from tests.load.player import REPEATS, Lost, Player
from tests.load.scripts import Script, scripts
from tests.load.tally import Tally

CONNECTIONS = 40
"""From one address; the balancer allows 50."""
REQUEST_S = 30.0
TALKING = 24
"""Conversations that are under way at least, most of them waiting for what is said next."""
MOST_KEPT = 100
"""Conversations that have ended and can still be looked at."""


@dataclass
class Crowd:
    """People who come, hold a conversation to its end, and are followed by others."""

    http: ClientSession
    buttons: Buttons
    chance: random.Random
    repeats: float
    scripts: list[Script] = field(default_factory=scripts)
    idle: deque[Player] = field(default_factory=deque)
    done: deque[Player] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    """Who came to the end last."""

    async def as_fast_as_answered(self, people: int, seconds: float) -> Tally:
        """So many people, each saying the next thing as soon as the last is answered."""
        tally = Tally()
        until = tally.begun + seconds

        async def talk() -> None:
            player = self.idle.popleft() if self.idle else None
            while time.monotonic() < until:
                player = await self._one_message(player, None, tally)
            if player is not None:
                self.idle.append(player)

        await asyncio.gather(*(talk() for _ in range(people)))
        tally.seconds = time.monotonic() - tally.begun
        return tally

    async def at(self, rate: float, seconds: float | None, tally: Tally, enough: asyncio.Event | None = None) -> Tally:
        """So many messages a second at fixed times, for some seconds or until it is `enough`; returns when all are answered."""
        running: set[asyncio.Task[None]] = set()
        number = 0
        while not (enough is not None and enough.is_set()) and (seconds is None or number < rate * seconds):
            due = tally.begun + number / rate
            if (early := due - time.monotonic()) > 0:
                await asyncio.sleep(early)
            task = asyncio.create_task(self._message(due, tally))
            running.add(task)
            task.add_done_callback(running.discard)
            number += 1
        tally.seconds = time.monotonic() - tally.begun
        await asyncio.gather(*running)
        return tally

    @asynccontextmanager
    async def going(self, rate: float) -> AsyncIterator[Tally]:
        """A load that goes on while the block lasts; at its end all messages are answered."""
        tally, enough = Tally(), asyncio.Event()
        load = asyncio.create_task(self.at(rate, None, tally, enough))
        try:
            yield tally
        finally:
            enough.set()
            await load

    async def _message(self, due: float, tally: Tally) -> None:
        player = await self._one_message(self.idle.popleft() if len(self.idle) >= TALKING else None, due, tally)
        if player is not None:
            self.idle.append(player)

    async def _one_message(self, player: Player | None, due: float | None, tally: Tally) -> Player | None:
        """One message of this player or of a new one; None when the conversation is over."""
        try:
            if player is None:
                player = Player(self.http, self.chance.choice(self.scripts), self.buttons, self.chance, self.repeats)
                await player.come(tally)
            await player.go_on(time.monotonic() if due is None else due, tally)
        except Lost:
            return None
        if player.is_done:
            self.done.append(player)
            return None
        return player


@asynccontextmanager
async def crowd(url: str, buttons: Buttons, certificate: Path | None = None, repeats: float = REPEATS) -> AsyncIterator[Crowd]:
    """People who reach the servers at an address, whose certificate is trusted where it has one; `repeats` is the share of messages sent twice."""
    trusted = ssl.create_default_context(cafile=None if certificate is None else str(certificate))
    connections = TCPConnector(limit=CONNECTIONS, ssl=trusted)
    async with ClientSession(url, connector=connections, timeout=ClientTimeout(total=None, sock_read=REQUEST_S, sock_connect=REQUEST_S)) as http:
        yield Crowd(http, buttons, random.Random(1), repeats)
