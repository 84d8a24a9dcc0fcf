"""Three processes behind nginx, with many people: all are answered, nobody gets what is somebody else's, and what breaks in mid-load is got over."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from rasa_project.channels.buttons import Buttons
from rasa_project.channels.gate import Gate
from rasa_project.coach.content import Library
from rasa_project.settings import Settings
from tests.load.cluster import SECRET, Cluster, started
from tests.load.crowd import Crowd
from tests.load.people import People
from tests.load.said import say
from tests.load.slow_clients import drip
from tests.load.tally import Tally

pytestmark = [pytest.mark.server, pytest.mark.model]

AT_ONCE = 12
SHARE = 0.8
"""Of what they can do at most, in messages a second."""
SOAK_SHARE = 0.5
SHARE_IN_TROUBLE = 0.4
"""While a part is away the others do its work, and what was refused comes again."""


@dataclass
class Town:
    """Three processes and the people who use them."""

    cluster: Cluster
    people: People
    long: bool
    capacity: float
    """Messages a second that the three answer at most, repeated ones not counted."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, agent: Any, library: Library, long: bool) -> Iterator[Town]:
    """The first people show how much the three can do at most."""
    with started(tmp_path_factory.mktemp("coaches")) as cluster:
        balancer, gate = cluster.balancer, Gate(agent, library, Settings(secret=SECRET))
        people = People(balancer.url, balancer.certificate, Buttons(library, SECRET), gate, held_again=200 if long else 12)
        tally = people.do(lambda crowd: crowd.as_fast_as_answered(AT_ONCE, 30 if long else 6))
        say(f"as fast as {AT_ONCE} people are answered: {tally}")
        capacity = tally.answered / tally.seconds
        people.rate = SHARE_IN_TROUBLE * capacity
        yield Town(cluster, people, long, capacity)


def test_at_four_fifths_of_what_they_can_do_everybody_is_answered(town: Town) -> None:
    tally = town.people.do(lambda crowd: crowd.at(SHARE * town.capacity, 600 if town.long else 15, Tally()))
    say(f"{SHARE:.0%} of {town.capacity:.1f} a second: {tally}")
    assert (tally.refused, tally.cut_off, tally.ended) == ({}, {}, {}), str(tally)
    assert tally.repeated
    assert tally.remembered


def kill_and_restart_a_process(town: Town) -> None:
    town.cluster.kill(0)
    town.cluster.restart(0)


def restart_postgresql(town: Town) -> None:
    town.cluster.postgresql.stop()
    time.sleep(1)
    town.cluster.postgresql.start()


def restart_redis(town: Town) -> None:
    town.cluster.redis.stop()
    time.sleep(1)
    town.cluster.redis.start()


def slow_clients(town: Town) -> None:
    balancer = town.cluster.balancer
    # a body may take its time: it waits at nginx, and no coach knows of it before it is whole
    sent_away = drip(balancer.port, 20 if town.long else 2, certificate=balancer.certificate)
    assert sent_away >= 10 or not town.long


@pytest.mark.parametrize("fault", [kill_and_restart_a_process, restart_postgresql, restart_redis, slow_clients], ids=lambda fault: fault.__name__)
def test_what_breaks_in_mid_load_is_got_over(town: Town, fault: Callable[[Town], None]) -> None:
    tally, broken, refused_after = town.people.meet(lambda: fault(town), calm=30 if town.long else 1)
    say(f"{fault.__name__}: broken for {broken:.1f} s, the last refusal {refused_after:.1f} s after that: {tally}")
    assert not tally.ended, str(tally)
    if fault is slow_clients:
        assert (tally.refused, tally.cut_off) == ({}, {}), str(tally)


@pytest.mark.long
def test_memory_stays_flat(town: Town, request: pytest.FixtureRequest) -> None:
    seconds = request.config.getoption("--soak-seconds")
    samples: list[int] = []

    async def _soak(crowd: Crowd) -> Tally:
        async def _look() -> None:
            while True:
                samples.append(sum(town.cluster.resident_bytes()))
                await asyncio.sleep(1)

        looking = asyncio.create_task(_look())
        try:
            return await crowd.at(SOAK_SHARE * town.capacity, seconds, Tally())
        finally:
            looking.cancel()

    tally = town.people.do(_soak)
    tenth = len(samples) // 10
    early, late = (statistics.median(part) for part in (samples[2 * tenth : 3 * tenth], samples[-tenth:]))
    say(f"soak of {seconds:.0f} s: three processes {early / 1e6:.0f} MB after a quarter, {late / 1e6:.0f} MB in the end: {tally}")
    assert (tally.refused, tally.cut_off, tally.ended) == ({}, {}, {}), str(tally)
    assert late <= 1.05 * early
