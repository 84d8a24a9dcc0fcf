"""Has people use servers, and afterwards holds some of their conversations once more, each alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from rasa_project.channels.buttons import Buttons
from rasa_project.channels.gate import Gate
from tests.load.crowd import Crowd, crowd
from tests.load.replay import differences
from tests.load.tally import Tally


@dataclass
class People:
    """Those who use the servers at an address."""

    url: str
    certificate: Path | None
    """That of the servers where they speak TLS."""
    buttons: Buttons
    gate: Gate
    """One of the tests' own, for holding conversations once more."""
    held_again: int
    """How many are held once more."""
    rate: float = 8.0
    """Messages a second while something breaks."""

    def do(self, what: Callable[[Crowd], Awaitable[Tally]]) -> Tally:
        """Has them do something. Returns what came of it, and fails where something came that must never come."""
        return asyncio.run(self._do(what))

    def meet(self, fault: Callable[[], object], calm: float) -> tuple[Tally, float, float]:
        """Has them talk, with something that breaks after some `calm` seconds and is mended when `fault` returns, and then with some more.

        Returns what came of it, for how long it was broken, and how long after that the last message was refused.
        """
        broken: list[float] = []

        async def _talk(people: Crowd) -> Tally:
            async with people.going(self.rate) as tally:
                await asyncio.sleep(calm)
                broken.append(asyncio.get_running_loop().time())
                await asyncio.to_thread(fault)
                broken.append(asyncio.get_running_loop().time())
                await asyncio.sleep(calm)
            # those who were there go on, with what was said before
            afterwards = await people.as_fast_as_answered(8, 1)
            tally.broken += afterwards.broken
            tally.ended += afterwards.ended
            assert (afterwards.refused, afterwards.cut_off) == ({}, {}), f"refused when all was well again: {afterwards}"
            return tally

        tally = self.do(_talk)
        begun, mended = broken
        return tally, mended - begun, tally.recovered_after(mended)

    async def _do(self, what: Callable[[Crowd], Awaitable[Tally]]) -> Tally:
        async with crowd(self.url, self.buttons, self.certificate) as people:
            tally = await what(people)
        some = [*people.done, *people.idle][-self.held_again :]
        for difference in await differences(some, self.gate):
            tally.broken[f"not the answer that it gets alone: {difference}"] += 1
        assert tally.answered
        assert not tally.broken, str(tally)
        return tally
