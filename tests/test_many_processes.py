"""Two servers with one PostgreSQL and one Redis, as behind a balancer: whichever is asked, it is one coach."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from tests.channels.description import MEMORY, SESSION
from tests.memory.conftest import postgresql  # noqa: F401 - pytest finds it by its name here
from tests.memory.postgresql import PostgreSQL
from tests.needed import needed
from tests.processes import Response, Server, pair
from tests.shared_state.redis_server import MISSING, RedisServer, program, started

TIRED = "i'm not in the mood tonight"
HOME_MESSAGE = "/webhooks/home_assistant/message"
LEASE_AND_MORE = 8.0
"""Seconds within which a message is answered whose process died over it."""


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """A Redis of these tests' own, which may be taken away."""
    path = program()
    needed(MISSING if path is None else None)
    assert path is not None
    with started(path) as server:
        yield server


@pytest.fixture(scope="module")
def settings(postgresql: PostgreSQL, redis: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:  # noqa: F811
    """What both servers are set to."""
    return {
        "EVENING_NOTE_DATABASE": postgresql.database(),
        "EVENING_NOTE_REDIS": redis.url,
        "EVENING_NOTE_PASSPHRASE": "the passphrase of both",
        "EVENING_NOTE_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "EVENING_NOTE_MESSAGES_A_MINUTE": "40",
        "EVENING_NOTE_SEED": "both",
    }


@pytest.fixture(scope="module")
def servers(settings: dict[str, str]) -> Iterator[tuple[Server, Server]]:
    """The two, with data directories of their own, as on two machines."""
    there = {**settings, "EVENING_NOTE_DATA_DIR": settings["EVENING_NOTE_DATA_DIR"] + "-there"}
    with Server(settings) as one, Server(there) as two:
        yield one, two


def texts(answer: Response) -> list[str]:
    assert answer.status == 200, answer.body
    return [reply["text"] for reply in answer.json["replies"]]


def test_a_conversation_goes_on_at_whichever_is_asked(servers: tuple[Server, Server]) -> None:
    here, there = servers
    token = here.session()
    asked = here.say(token, TIRED, 1)
    answered = there.say(token, "yes", 2)
    assert answered.json["replies"][0]["line"]
    assert texts(here.say(token, "softer please", 3)) != texts(answered)
    for server in servers:
        assert server.say(token, "softer please", 3).json == here.say(token, "softer please", 3).json
        assert server.say(token, TIRED, 1).json == asked.json
        assert server.say(token, "another", 2).json["error"] == "id_used"


def test_messages_sent_to_both_at_once_are_each_answered_once(servers: tuple[Server, Server]) -> None:
    token = servers[0].session()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: servers[number % 2].say(token, "hi", f"message {number // 2}"), range(6)))
    assert [answer.status for answer in answers] == [200] * 6
    for number in range(3):
        assert answers[2 * number].json == answers[2 * number + 1].json


def test_a_session_that_was_ended_at_one_is_over_at_the_other(servers: tuple[Server, Server]) -> None:
    here, there = servers
    token = here.session()
    here.say(token, TIRED, 1)
    assert there.request("DELETE", SESSION, token=token).status == 204
    for server in servers:
        for answer in (server.say(token, "yes", 2), server.request("POST", SESSION, token=token), server.request("GET", MEMORY, token=token)):
            assert (answer.status, answer.json["error"]) == (401, "ended")


def test_who_comes_too_often_is_told_so_by_both(servers: tuple[Server, Server]) -> None:
    token = servers[0].session()
    answers = [servers[number % 2].say(token, "hi", "the same") for number in range(41)]
    assert [answer.status for answer in answers] == [200] * 40 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


def test_a_home_that_is_paired_on_one_machine_is_known_to_the_other(servers: tuple[Server, Server]) -> None:
    token = pair(servers[0], uuid4().hex)
    session = uuid4().hex

    def say(server: Server, text: str) -> Response:
        message = {"id": uuid4().hex, "text": text, "session": session, "user": "ann"}
        return server.request("POST", HOME_MESSAGE, json.dumps(message), token=token)

    texts(say(servers[0], TIRED))
    assert say(servers[1], "yes").json["replies"][0]["line"]


def test_a_killed_process_leaves_its_answers_to_the_other_and_holds_nobody_up_for_long(
    servers: tuple[Server, Server], settings: dict[str, str], tmp_path: Path
) -> None:
    with Server({**settings, "EVENING_NOTE_DATA_DIR": str(tmp_path)}) as dying, ThreadPoolExecutor(1) as pool:
        token, other = dying.session(), dying.session()
        asked = dying.say(token, TIRED, 1)
        answered = dying.say(token, "yes", 2)
        cut_off = pool.submit(dying.say, other, TIRED, 1)
        time.sleep(0.01)
        dying.process.kill()
        dying.process.wait()
        cut_off.exception()  # whatever came of it
    assert servers[0].say(token, "yes", 2).json == answered.json
    assert servers[1].say(token, TIRED, 1).json == asked.json
    begun = time.monotonic()
    assert texts(servers[0].say(other, TIRED, 1))
    assert time.monotonic() - begun < LEASE_AND_MORE
    assert servers[1].say(other, "yes", 2).json["replies"][0]["line"]


def test_without_redis_it_is_said_and_afterwards_goes_on(servers: tuple[Server, Server], redis: RedisServer) -> None:
    token = servers[0].session()
    asked = servers[0].say(token, TIRED, 1)
    redis.stop()
    for server in servers:
        refused = server.say(token, "yes", 2)
        assert (refused.status, refused.json["error"]) == (503, "trouble")
        assert int(refused.headers["retry-after"]) > 0
    redis.start()
    assert servers[1].say(token, "yes", 2).json["replies"][0]["line"]
    assert servers[1].say(token, TIRED, 1).json == asked.json


def test_nothing_of_it_is_written_down(servers: tuple[Server, Server]) -> None:
    for server in servers:
        assert "mood" not in server.output + server.errors
        assert "passphrase" not in server.output + server.errors
