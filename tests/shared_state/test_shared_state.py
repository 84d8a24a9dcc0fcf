"""What all processes agree on: the same promises in one process and on a real Redis."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis

from rasa_project.errors import RequestError
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.on_redis import LEASE, OnRedis
from rasa_project.shared_state.opening import open_shared_state
from rasa_project.shared_state.state import Name, SharedState
from tests.needed import needed
from tests.shared_state.fixtures import SECRET
from tests.shared_state.redis_server import MISSING, RedisServer, program, started

Opening = Callable[[], SharedState]


@pytest.fixture
def name() -> Name:
    """A name that nobody else uses."""
    return Name("test", uuid4().hex)


def run(opening: Opening, body: Callable[[SharedState, SharedState], Awaitable[Any]]) -> Any:
    """A body with the state as two processes see it."""

    async def _with_both() -> Any:
        here, there = opening(), opening()
        try:
            return await body(here, there)
        finally:
            await here.close()
            await there.close()

    return asyncio.run(_with_both())


def test_one_at_a_time_holds_a_name(opening_state: Opening, name: Name) -> None:
    inside: list[int] = []
    most = 0

    async def _hold(state: SharedState) -> None:
        nonlocal most
        async with state.turn(name, 100):
            inside.append(1)
            most = max(most, len(inside))
            await asyncio.sleep(0.005)
            inside.pop()

    async def _body(here: SharedState, there: SharedState) -> None:
        await asyncio.gather(*(_hold(state) for state in (here, there) * 8))

    run(opening_state, _body)
    assert most == 1


def test_who_came_first_in_a_process_goes_first(opening_state: Opening, name: Name) -> None:
    through: list[int] = []

    async def _hold(state: SharedState, number: int) -> None:
        async with state.turn(name, 100):
            through.append(number)
            await asyncio.sleep(0)

    async def _body(here: SharedState, _: SharedState) -> None:
        await asyncio.gather(*(_hold(here, number) for number in range(20)))

    run(opening_state, _body)
    assert through == list(range(20))


def test_other_names_do_not_wait(opening_state: Opening, name: Name) -> None:
    async def _body(here: SharedState, there: SharedState) -> None:
        async with here.turn(name, 1), there.turn(Name("test", name.id + "other"), 1), there.turn(Name("other", name.id), 1):
            pass

    run(opening_state, _body)


def test_too_many_that_wait_are_refused_and_told_when_to_come_again(opening_state: Opening, name: Name) -> None:
    async def _hold(state: SharedState) -> None:
        async with state.turn(name, 2):
            await asyncio.sleep(0.01)

    async def _body(here: SharedState, _: SharedState) -> list[BaseException | None]:
        return await asyncio.gather(*(_hold(here) for _ in range(5)), return_exceptions=True)

    refused = [result for result in run(opening_state, _body) if result is not None]
    assert [(error.status, error.retry_after) for error in refused] == [(429, 1)] * 3


def test_a_turn_that_fails_or_is_given_up_leaves_the_name_free(opening_state: Opening, name: Name) -> None:
    async def _fail(state: SharedState) -> None:
        async with state.turn(name, 100):
            raise ValueError

    async def _stay(state: SharedState) -> None:
        async with state.turn(name, 100):
            await asyncio.sleep(0.2)  # no longer: the client of Redis may swallow that it is given up

    async def _body(here: SharedState, there: SharedState) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - our own, with no message
            await _fail(here)
        for steps in range(12):
            staying = asyncio.create_task(_stay(here))
            for _ in range(steps):
                await asyncio.sleep(0.0005)
            staying.cancel()
            await asyncio.gather(staying, return_exceptions=True)
            async with there.turn(name, 100):
                pass

    begun = time.monotonic()
    run(opening_state, _body)
    assert time.monotonic() - begun < 5  # no lease had to end


def test_a_period_counts_from_its_first(opening_state: Opening, name: Name) -> None:
    other = Name("test", name.id + "other")

    async def _body(here: SharedState, there: SharedState) -> None:
        assert [count.times for count in await here.count([name, other], 1)] == [1, 1]
        assert [count.times for count in await there.count([name], 1)] == [2]
        assert (await here.count([name, other], 1))[0].seconds_left == 1
        await asyncio.sleep(1.1)
        assert [count.times for count in await here.count([name, other], 1)] == [1, 1]

    run(opening_state, _body)


def test_a_value_is_there_for_its_time(opening_state: Opening, name: Name) -> None:
    value = {"used": 1.5, "late": ["a", "b"], "quiet": False, "line": "“één”"}

    async def _body(here: SharedState, there: SharedState) -> None:
        assert await here.get(name) is None
        await here.put(name, value, 0.3)
        assert await there.get(name) == value
        await there.put(name, [1], 0.3)
        assert await here.get(name) == [1]
        assert await here.get(Name("other", name.id)) is None
        await asyncio.sleep(0.4)
        assert await there.get(name) is None

    run(opening_state, _body)


def test_what_is_done_to_a_value_afterwards_changes_nothing(opening_state: Opening, name: Name) -> None:
    async def _body(here: SharedState, _: SharedState) -> None:
        value = [1]
        await here.put(name, value, 5)
        value.append(2)
        (await here.get(name)).append(3)
        assert await here.get(name) == [1]

    run(opening_state, _body)


def test_in_process_only_so_many_values_and_counts_are_held() -> None:
    async def _body() -> None:
        state = InProcess(most=3)
        for number in range(5):
            await state.put(Name("value", str(number)), number, 60)
            await state.count([Name("count", str(number))], 60)
        assert [await state.get(Name("value", str(number))) for number in range(5)] == [None, None, 2, 3, 4]
        assert (await state.count([Name("count", "0"), Name("count", "4")], 60))[0].times == 1

    asyncio.run(_body())


def test_a_redis_shows_neither_names_nor_values(redis_server: RedisServer) -> None:
    async def _body() -> None:
        state = OnRedis(redis_server.url, SECRET)
        await state.put(Name("value", "canary-name"), "canary-value", 60)
        await state.count([Name("address", "canary-address")], 60)
        async with state.turn(Name("conversation", "canary-conversation"), 1):
            _look()
        await state.close()

    def _look() -> None:
        client = Redis.from_url(redis_server.url)
        keys = client.keys("*")
        held = b"\0".join([*keys, *(client.get(key) for key in keys)])
        assert len(keys) >= 3
        assert b"canary" not in held
        client.close()

    asyncio.run(_body())


def test_a_value_that_was_moved_or_sealed_by_others_is_an_error_and_not_nothing(redis_server: RedisServer, name: Name) -> None:
    async def _body() -> None:
        state = OnRedis(redis_server.url, SECRET)
        client = Redis.from_url(redis_server.url)
        moved = Name("test", name.id + "moved")
        await state.put(name, "mine", 60)
        client.set(state._key(moved), client.get(state._key(name)))
        client.close()
        with pytest.raises(RequestError) as caught:
            await state.get(moved)
        assert caught.value.status == 503
        assert await OnRedis(redis_server.url, "another secret").get(name) is None
        await state.close()

    asyncio.run(_body())


def test_a_process_that_died_holds_a_name_for_its_lease_and_no_longer(redis_server: RedisServer, name: Name) -> None:
    async def _body() -> float:
        dead, living = (OnRedis(redis_server.url, SECRET, lease=0.5) for _ in range(2))
        await dead._redis.set(dead._key(name), b"the token of somebody who is gone", px=500)
        begun = time.monotonic()
        async with living.turn(name, 1):
            pass
        await dead.close()
        await living.close()
        return time.monotonic() - begun

    assert 0.3 < asyncio.run(_body()) < 2


def test_a_turn_longer_than_the_lease_is_still_a_turn(redis_server: RedisServer, name: Name) -> None:
    async def _body() -> None:
        here, there = OnRedis(redis_server.url, SECRET, lease=0.3), OnRedis(redis_server.url, SECRET, lease=0.3, waits=0.8)
        async with here.turn(name, 1):
            with pytest.raises(RequestError) as caught:
                async with there.turn(name, 1):
                    pass
            assert caught.value.status == 503
        async with there.turn(name, 1):
            pass
        await here.close()
        await there.close()

    asyncio.run(_body())


@pytest.mark.parametrize("trouble", ["away", "silent"])
def test_a_redis_in_trouble_is_said_in_time_and_found_again_afterwards(trouble: str, name: Name) -> None:
    path = program()
    needed(MISSING if path is None else None)
    assert path is not None

    async def _refused(doing: Awaitable[Any]) -> None:
        begun = time.monotonic()
        with pytest.raises(RequestError) as caught:
            await doing
        assert (caught.value.status, caught.value.code) == (503, "trouble")
        assert time.monotonic() - begun < 4

    async def _turn(state: SharedState) -> None:
        async with state.turn(name, 1):
            pass

    async def _body(server: RedisServer) -> None:
        state = OnRedis(server.url, SECRET)
        await _turn(state)
        server.stop() if trouble == "away" else server.stand_still()
        value, times = Name("value", name.id), Name("times", name.id)
        for doing in (_turn(state), state.count([times], 60), state.get(value), state.put(value, 1, 60)):
            await _refused(doing)
        server.start() if trouble == "away" else server.go_on()
        await _turn(state)
        await state.put(value, 1, 60)
        assert await state.get(value) == 1
        await state.close()

    with started(path) as server:
        asyncio.run(_body(server))


def test_a_redis_that_goes_away_within_a_turn_takes_no_answer_back(name: Name) -> None:
    path = program()
    needed(MISSING if path is None else None)
    assert path is not None

    async def _body(server: RedisServer) -> None:
        state = OnRedis(server.url, SECRET)
        async with state.turn(name, 1):
            server.stop()
        await state.close()

    with started(path) as server:
        asyncio.run(_body(server))


def test_a_redis_that_was_away_leaves_no_broken_connection_that_refuses_or_holds_up_a_turn(name: Name) -> None:
    path = program()
    needed(MISSING if path is None else None)
    assert path is not None

    async def _body(server: RedisServer) -> None:
        state = OnRedis(server.url, SECRET)

        async def _turns() -> None:
            async def _turn(number: int) -> None:
                await state.count([Name("times", name.id)], 60)
                async with state.turn(Name("test", f"{name.id} {number}"), 1):
                    await asyncio.sleep(0.05)

            await asyncio.gather(*(_turn(number) for number in range(8)))

        await _turns()  # leaves as many open connections
        await asyncio.gather(*(state.count([Name("times", name.id)], 60) for _ in range(8)))
        server.stop()
        server.start()
        begun = time.monotonic()
        await _turns()
        await _turns()  # a lock that was not given back would be waited for
        assert time.monotonic() - begun < LEASE
        await state.close()

    with started(path) as server:
        asyncio.run(_body(server))


def test_the_setting_decides(redis_server: RedisServer) -> None:
    assert isinstance(open_shared_state(Settings(secret="tests")), InProcess)
    assert isinstance(open_shared_state(Settings(secret="tests", redis=redis_server.url)), OnRedis)
