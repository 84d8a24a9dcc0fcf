"""Ending a session over HTTP: the server lets go of the conversation at once, and nothing opens it again."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from rasa_project.channels.sessions import Sessions
from rasa_project.memory import tables
from rasa_project.memory.engine import make_engine
from rasa_project.settings import Settings
from tests.channels.description import MEMORY, MESSAGE, PUSH, SESSION, check
from tests.channels.fake_agent import FakeAgent
from tests.channels.test_remembered import Visit, home, with_a_saved_line  # noqa: F401 - `home` is a fixture
from tests.channels.test_web import talk
from tests.conftest import SERVER_SECRET
from tests.memory.raw import raw_bytes
from tests.processes import Response, Server, request

pytestmark = [pytest.mark.server, pytest.mark.model]


def conversations(server: Server) -> set[bytes]:
    """The sealed pieces of the conversations in the database of a server; their beginnings, since long ones lie on pages of their own."""
    with make_engine(chosen(server)).connect() as connection:
        return {piece[:64] for piece in connection.execute(select(tables.sessions.c.slots)).scalars()}


def chosen(server: Server) -> Settings:
    """The settings of a server, as far as its database goes."""
    return Settings(data_dir=server.settings["EVENING_NOTE_DATA_DIR"])


def test_the_conversation_is_gone_from_the_database_when_the_answer_comes(home: Server) -> None:  # noqa: F811
    before = conversations(home)
    token = home.session()
    line = [home.say(token, text, number).json for number, text in enumerate(("not tonight, i'm shattered", "yes"))][-1]["replies"][0]["line"]
    assert line
    assert len(conversations(home)) == len(before) + 1
    answer = home.request("DELETE", SESSION, token=token)
    assert (answer.status, answer.body) == (204, b"")
    assert conversations(home) == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", MESSAGE, {"id": 0, "text": "not tonight"}),
        ("POST", MESSAGE, {"id": 9, "text": "hello"}),
        ("POST", SESSION, {}),
        ("GET", MEMORY, None),
        ("DELETE", MEMORY, None),
        ("GET", f"{MEMORY}/export", None),
        ("GET", PUSH, None),
    ],
)
def test_the_token_of_an_ended_session_opens_nothing(method: str, path: str, body: object, server: Server) -> None:
    token = server.session()
    server.say(token, "not tonight", 0)
    renewed = server.request("POST", SESSION, token=token).json["token"]
    assert server.request("DELETE", SESSION, token=token).status == 204
    for one in (token, renewed):
        answer = server.request(method, path, None if body is None else json.dumps(body), token=one)
        assert (answer.status, answer.json["error"]) == (401, "ended")
        check(path, method.lower(), answer)


def test_ending_twice_is_no_error(server: Server) -> None:
    token = server.session()
    assert [server.request("DELETE", SESSION, token=token).status for _ in range(2)] == [204, 204]


def test_ending_one_conversation_leaves_the_others(server: Server) -> None:
    mine, yours = server.session(), server.session()
    for token in (mine, yours):
        server.say(token, "not tonight, i'm shattered", 1)
    server.request("DELETE", SESSION, token=mine)
    assert server.say(yours, "yes", 2).json["replies"][0]["line"]


@pytest.mark.parametrize("token", [None, "forged", "a.b.c", "\u00e9"], ids=["none", "forged", "in three parts", "accent"])
def test_without_a_session_of_ours_there_is_nothing_to_end(token: str | None, server: Server) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()} if token else {}
    answer = server.request("DELETE", SESSION, headers=headers)
    assert answer.status == 401
    check(SESSION, "delete", answer)


def test_an_expired_token_ends_nothing_and_says_so(server: Server) -> None:
    expired = Sessions(SERVER_SECRET, seconds=60, clock=lambda: 1_000_000.0).open()
    answer = server.request("DELETE", SESSION, token=expired)
    assert (answer.status, answer.json["error"]) == (401, "expired")
    check(SESSION, "delete", answer)


def test_who_ends_sessions_all_the_time_has_to_wait() -> None:
    def leave(port: int, token: str) -> Response:
        for _ in range(3):
            answer = request(port, "DELETE", SESSION, token=token)
        return answer

    answer = talk(FakeAgent(), leave, messages_a_minute=2)
    assert answer.status == 429
    check(SESSION, "delete", answer)


def test_what_was_agreed_to_stays_and_a_pin_closes_again(home: Server) -> None:  # noqa: F811
    visit = with_a_saved_line(home)
    for text in ("no", "put a pin on it", "4821"):
        visit.say(text)
    opened = Visit(home, visit.kept()["person"])
    for text in ("show me my saved lines", "yes", "4821"):
        opened.say(text)
    assert len(opened.kept()["saved"]) == 1
    assert opened.ask("DELETE", SESSION).status == 204
    again = Visit(home, visit.kept()["person"]).kept()
    assert (again["locked"], again["saved"]) == (True, [])


def test_nothing_of_the_conversation_is_left_in_the_files(home: Server) -> None:  # noqa: F811
    """Its sealed piece is overwritten, in the file and in the log beside it."""
    before, token = conversations(home), home.session()
    home.say(token, "not tonight, i'm shattered", 1)
    (sealed,) = conversations(home) - before
    assert sealed in raw_bytes(chosen(home))
    home.request("DELETE", SESSION, token=token)
    assert sealed not in raw_bytes(chosen(home))
