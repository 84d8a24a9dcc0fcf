"""Three processes behind nginx, with many people: all are answered, nobody gets what is somebody else's, and what breaks in mid-load is got over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from rasa_project.channels.buttons import Buttons
from rasa_project.channels.gate import Gate
from rasa_project.coach.content import Library
from rasa_project.settings import Settings
from tests.load.cluster import SECRET, Cluster, started
from tests.load.crowd import Crowd, crowd
from tests.load.replay import differences
from tests.load.said import say
from tests.load.tally import Tally

pytestmark = [pytest.mark.server, pytest.mark.model]

PEOPLE = 12
SHARE = 0.8
"""Of what they can do at most, in messages a second."""
SHARE_IN_TROUBLE = 0.4
"""While a part is away the others do its work, and what was refused comes again."""


@dataclass
class Town:
    """Three processes and the people who use them."""

    cluster: Cluster
    buttons: Buttons
    gate: Gate
    """One of the tests' own, for holding conversations once more."""
    long: bool
    capacity: float = 0.0
    """Messages a second that the three answer at most, repeated ones not counted."""

    def have(self, what: Callable[[Crowd], Awaitable[Tally]]) -> Tally:
        """Has people do something; then holds some of their conversations once more. Returns what came of it."""
        return asyncio.run(self._have(what))

    async def _have(self, what: Callable[[Crowd], Awaitable[Tally]]) -> Tally:
        balancer = self.cluster.balancer
        async with crowd(balancer.url, self.buttons, balancer.certificate) as people:
            tally = await what(people)
        some = [*people.idle, *people.done][-1000 if self.long else -12 :]
        for difference in await differences(some, self.gate):
            tally.broken[f"not the answer that it gets alone: {difference}"] += 1
        assert tally.answered
        assert not tally.broken, str(tally)
        return tally


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, agent: Any, library: Library, long: bool) -> Iterator[Town]:
    """The first people come: they show how much the three can do at most."""
    with started(tmp_path_factory.mktemp("coaches")) as cluster:
        town = Town(cluster, Buttons(library, SECRET), Gate(agent, library, Settings(secret=SECRET)), long)
        tally = town.have(lambda people: people.as_fast_as_answered(PEOPLE, 30 if long else 6))
        say(f"as fast as {PEOPLE} people are answered: {tally}")
        town.capacity = tally.answered / tally.seconds
        yield town


def assert_calm(tally: Tally) -> None:
    assert (tally.refused, tally.cut_off) == ({}, {}), str(tally)


def test_at_four_fifths_of_what_they_can_do_everybody_is_answered(town: Town) -> None:
    tally = town.have(lambda people: people.at(SHARE * town.capacity, 600 if town.long else 40, Tally()))
    say(f"{SHARE:.0%} of {town.capacity:.1f} a second: {tally}")
    assert_calm(tally)
    assert tally.repeated
    assert tally.remembered


def kill_and_restart(cluster: Cluster) -> None:
    cluster.kill(0)
    cluster.restart(0)


def restart_postgresql(cluster: Cluster) -> None:
    cluster.postgresql.stop()
    time.sleep(1)
    cluster.postgresql.start()


def restart_redis(cluster: Cluster) -> None:
    cluster.redis.stop()
    time.sleep(1)
    cluster.redis.start()


@pytest.mark.parametrize("fault", [kill_and_restart, restart_postgresql, restart_redis], ids=lambda fault: fault.__name__)
def test_what_breaks_in_mid_load_is_got_over(town: Town, fault: Callable[[Cluster], None]) -> None:
    calm = 30 if town.long else 1

    async def load(people: Crowd) -> Tally:
        async with people.going(SHARE_IN_TROUBLE * town.capacity) as tally:
            await asyncio.sleep(calm)
            begun = time.monotonic()
            await asyncio.to_thread(fault, town.cluster)
            mended = time.monotonic()
            await asyncio.sleep(calm)
        say(f"{fault.__name__}: away for {mended - begun:.1f} s, the last refusal {tally.recovered_after(mended):.1f} s after that: {tally}")
        # those who were there go on, with what was said before, and nothing is refused any more
        assert_calm(await people.as_fast_as_answered(PEOPLE, 1))
        return tally

    town.have(load)
