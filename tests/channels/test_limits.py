"""How often somebody may come, counted for all processes; and who counts as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from rasa_project.channels.limits import Limits, address_of
from rasa_project.errors import RequestError
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.state import SharedState
from tests.channels.test_sessions import Clock


def limits(shared: SharedState) -> Limits:
    return Limits(shared, Settings(secret="tests", sessions_a_minute=5, messages_a_minute=3, address_messages_a_minute=7))


async def refused(coming: Awaitable[None]) -> RequestError | None:
    try:
        await coming
    except RequestError as error:
        return error
    return None


def test_one_address_opens_only_so_many_sessions_a_minute_whichever_process_it_reaches(opening_state: Callable[[], SharedState]) -> None:
    address = uuid4().hex

    async def _body() -> list[RequestError | None]:
        states = opening_state(), opening_state()
        here, there = map(limits, states)
        said = [await refused(process.session(address)) for process in (here, there) * 3]
        said.append(await refused(here.session(address + "other")))
        for state in states:
            await state.close()
        return said

    *allowed, sixth, other = asyncio.run(_body())
    assert allowed == [None] * 5
    assert other is None
    assert sixth is not None
    assert (sixth.status, sixth.code) == (429, "too_many")
    assert sixth.retry_after is not None
    assert 55 <= sixth.retry_after <= 60


def test_a_conversation_and_an_address_have_limits_of_their_own() -> None:
    async def _body() -> list[bool]:
        limit = limits(InProcess())
        coming = [("a", "home")] * 4 + [("b", "home")] * 3 + [("c", "home"), ("c", "elsewhere"), ("b", None)]
        return [await refused(limit.message(*who)) is None for who in coming]

    assert asyncio.run(_body()) == [True] * 3 + [False] + [True] * 3 + [False, True, False]


def test_after_a_minute_one_may_come_again() -> None:
    clock = Clock()

    async def _body() -> list[bool]:
        limit = limits(InProcess(clock=clock))
        said = [await refused(limit.session("home")) is None for _ in range(6)]
        clock.now += 61
        return [*said, await refused(limit.session("home")) is None]

    assert asyncio.run(_body()) == [True] * 5 + [False, True]


@pytest.mark.parametrize(
    ("forwarded", "peer", "counts_as"),
    [
        ("", "127.0.0.1", "127.0.0.1"),
        ("198.51.100.7", "127.0.0.1", "198.51.100.7"),
        ("[2001:db8:1:2:3:4:5:6]", "::1", "2001:db8:1:2::/64"),
        ("", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", "::ffff:198.51.100.7", "198.51.100.7"),
        ("", "fe80::1%eth0", "fe80::/64"),
        ("_hidden", "127.0.0.1", "_hidden"),
    ],
)
def test_who_counts_as_one(forwarded: str, peer: str, counts_as: str) -> None:
    request: Any = SimpleNamespace(remote_addr=forwarded, ip=peer)
    assert address_of(request) == counts_as
