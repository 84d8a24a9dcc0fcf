"""The web channel: what it reads, what it answers, and that its answers are as its description says."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.gate import Incoming
from rasa_project.channels.sessions import Sessions
from rasa_project.channels.web import bearer, read_message
from rasa_project.errors import RequestError
from rasa_project.server import make_app
from rasa_project.settings import Settings
from tests.channels.description import HEALTH, HOME, HOME_MESSAGE, MEMORY, MESSAGE, PUSH, SESSION, check, check_request, description
from tests.channels.fake_agent import FakeAgent
from tests.channels.in_process import serving
from tests.conftest import SERVER_SECRET
from tests.processes import Response, Server, request

NOT_A_MESSAGE = {
    "empty": b"",
    "white space": b"  \n\t ",
    "no JSON": b"hello",
    "half a JSON": b'{"id": 1, "text": "hi"',
    "bytes": bytes(range(256)),
    "another encoding": '{"id": 1, "text": "café"}'.encode("latin-1"),
    "UTF-16": '{"id": 1, "text": "hi"}'.encode("utf-16"),
    "a number": b"7",
    "a list": b'[{"id": 1, "text": "hi"}]',
    "null": b"null",
    "deep lists": b"[" * 16_000 + b"]" * 16_000,
    "deep objects": b'{"text":' * 3000 + b"1" + b"}" * 3000,
    "a deep text": b'{"id": 1, "text": ' + b"[" * 8000 + b"]" * 8000 + b"}",
    "no id": b'{"text": "hi"}',
    "no text": b'{"id": 1}',
    "both": b'{"id": 1, "text": "hi", "payload": "x"}',
    "null for both": b'{"id": 1, "text": null, "payload": null}',
    "an unknown field": b'{"id": 1, "text": "hi", "sender": "somebody"}',
    "metadata": b'{"id": 1, "text": "hi", "metadata": {"slot": 1}}',
    "a text that is a number": b'{"id": 1, "text": 5}',
    "a text that is an object": b'{"id": 1, "text": {"a": 1}}',
    "a payload that is a list": b'{"id": 1, "payload": ["/restart"]}',
    "an id that is true": b'{"id": true, "text": "hi"}',
    "an id that is a fraction": b'{"id": 1.5, "text": "hi"}',
    "an id that is a list": b'{"id": [1], "text": "hi"}',
    "an id that is null": b'{"id": null, "text": "hi"}',
    "an id that is not a number": b'{"id": NaN, "text": "hi"}',
    "an id that is infinite": b'{"id": 1e999, "text": "hi"}',
    "an id of five thousand digits": b'{"id": ' + b"9" * 5000 + b', "text": "hi"}',
    "an empty id": b'{"id": "", "text": "hi"}',
    "a long id": b'{"id": "' + b"x" * 129 + b'", "text": "hi"}',
}


@pytest.mark.parametrize(
    ("body", "incoming"),
    [
        (b'{"id": 1, "text": "hi"}', Incoming(text="hi", id=1)),
        (b'{"id": "one", "payload": "abc"}', Incoming(payload="abc", id="one")),
        (b'{"id": 1, "text": ""}', Incoming(text="", id=1)),
        (b'{"id": 1, "text": "\\ud83d\\ude34"}', Incoming(text="😴", id=1)),
        ('{"id": 1, "text": "ağlama"}'.encode(), Incoming(text="ağlama", id=1)),
    ],
)
def test_a_message_is_read_from_its_body(body: bytes, incoming: Incoming) -> None:
    assert read_message(body) == incoming


def status(body: bytes) -> int:
    """Of the answer to a body, as far as its reading goes."""
    try:
        read_message(body)
    except RequestError as error:
        return error.status
    return 200


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_a_message_or_a_bad_request(body: bytes) -> None:
    assert status(body) in (200, 400)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_whatever_the_json_it_is_a_message_or_a_bad_request(document: object) -> None:
    assert status(json.dumps(document).encode()) in (200, 400)


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("Bearer  abc ", "abc"),
        ("Bearer", None),
        ("Bearer ", None),
        ("Basic abc", None),
        ("abc", None),
        ("", None),
        (None, None),
    ],
)
def test_the_token_is_read_from_its_header(header: str | None, token: str | None) -> None:
    assert bearer(SimpleNamespace(headers={} if header is None else {"authorization": header})) == token


def test_the_description_is_one_that_programs_can_read(server: Server) -> None:
    answer = server.request("GET", "/openapi.yml")
    assert answer.status == 200
    assert description()["openapi"].startswith("3.1")
    assert set(description()["paths"]) == {MESSAGE, SESSION, HEALTH, MEMORY, f"{MEMORY}/export", PUSH, HOME, HOME_MESSAGE}


def test_every_error_that_the_channel_raises_is_described() -> None:
    described = set(description()["paths"][MESSAGE]["post"]["responses"])
    assert {"200", "400", "401", "409", "413", "429", "503"} <= described


@pytest.mark.server
def test_a_session_is_as_described(server: Server) -> None:
    answer = server.request("POST", SESSION)
    check(SESSION, "post", answer)
    assert answer.json["expires_in"] == 3600


@pytest.mark.server
@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "i'm not in the mood tonight",
        "",
        "😴😴",
        "сегодня не хочу",
        '/affirm{"age": 30}',
        "kill myself",
        "a" * 4000,
        "\x00\x1b[31m",
        "<b>hi</b>",
    ],
    ids=["hi", "the no", "empty", "emoji", "another script", "an intent", "danger", "4,000 characters", "control", "markup"],
)
def test_whatever_is_said_the_answer_is_as_described(text: str, server: Server) -> None:
    token = server.session()
    for identity in (1, 2, 3):
        answer = server.say(token, text, identity)
        assert answer.status == 200
        check(MESSAGE, "post", answer)
        assert answer.json["id"] == identity


@pytest.mark.server
@pytest.mark.parametrize("identity", ["one", "\u00e9", "x" * 128, 0, -1, 2**70], ids=["text", "accent", "longest", "zero", "minus", "huge"])
def test_the_id_comes_back_as_it_was_sent(identity: str | int, server: Server) -> None:
    answer = server.say(server.session(), "hi", identity)
    assert answer.status == 200
    assert answer.json["id"] == identity


@pytest.mark.server
@pytest.mark.parametrize("body", NOT_A_MESSAGE.values(), ids=NOT_A_MESSAGE.keys())
def test_what_is_no_message_is_one_clear_error_and_the_conversation_survives(body: bytes, server: Server) -> None:
    token = server.session()
    asked = server.say(token, "i'm not in the mood tonight", 1)
    answer = server.request("POST", MESSAGE, body, token=token)
    assert answer.status == 400
    check(MESSAGE, "post", answer)
    assert not check_request(_json(body))
    yes = next(button["payload"] for button in asked.json["replies"][0]["quick_replies"] if button["title"] == "Yes")
    assert server.send(token, {"id": 2, "payload": yes}).json["replies"][0]["line"]


@pytest.mark.server
def test_a_message_of_4001_characters_is_refused_and_the_conversation_survives(server: Server) -> None:
    token = server.session()
    answer = server.say(token, "a" * 4001, 1)
    assert (answer.status, answer.json["error"]) == (413, "too_long")
    check(MESSAGE, "post", answer)
    assert not check_request({"id": 1, "text": "a" * 4001})
    assert server.say(token, "a" * 4000, 2).status == 200


@pytest.mark.server
def test_the_longest_message_fits_in_any_script_and_with_escapes(server: Server) -> None:
    body = json.dumps({"id": 1, "text": "\U0001f634" * 2500}, ensure_ascii=True)
    assert server.request("POST", MESSAGE, body, token=server.session()).status == 200
    body = json.dumps({"id": 1, "text": "\u0434" * 4000}, ensure_ascii=True)
    assert server.request("POST", MESSAGE, body, token=server.session()).status == 200


@pytest.mark.server
def test_a_body_of_a_megabyte_is_refused_and_the_conversation_survives(server: Server) -> None:
    token = server.session()
    answer = server.request("POST", MESSAGE, b'{"id": 1, "text": "' + b"a" * 1_000_000 + b'"}', token=token)
    assert answer.status == 413
    check(MESSAGE, "post", answer)
    assert server.say(token, "hi", 1).status == 200


@pytest.mark.server
def test_half_an_emoji_is_answered(server: Server) -> None:
    assert server.request("POST", MESSAGE, b'{"id": 1, "text": "\\ud83d"}', token=server.session()).status == 200


@pytest.mark.server
def test_half_an_emoji_as_a_payload_is_refused(server: Server) -> None:
    answer = server.request("POST", MESSAGE, b'{"id": 1, "payload": "\\ud83d"}', token=server.session())
    assert (answer.status, answer.json["error"]) == (400, "unknown_payload")


@pytest.mark.server
@pytest.mark.parametrize("token", [None, "forged", "a.b.c", "\u00e9"], ids=["none", "forged", "in three parts", "accent"])
def test_without_a_session_there_is_no_conversation(token: str | None, server: Server) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()} if token else {}
    answer = server.request("POST", MESSAGE, b'{"id": 1, "text": "hi"}', headers=headers)
    assert answer.status == 401
    check(MESSAGE, "post", answer)


@pytest.mark.server
def test_a_token_of_bytes_that_are_no_text_is_refused(server: Server) -> None:
    answer = server.request("POST", MESSAGE, b'{"id": 1, "text": "hi"}', headers={"Authorization": b"Bearer \xff\xfe"})
    assert answer.status == 401


@pytest.mark.server
def test_an_expired_token_is_refused_by_both_routes(server: Server) -> None:
    expired = Sessions(SERVER_SECRET, seconds=60, clock=lambda: 1_000_000.0).open()
    for path, body in ((MESSAGE, b'{"id": 1, "text": "hi"}'), (SESSION, None)):
        answer = server.request("POST", path, body, token=expired)
        assert (answer.status, answer.json["error"]) == (401, "expired")
        check(path, "post", answer)


@pytest.mark.server
def test_a_forged_token_cannot_be_renewed(server: Server) -> None:
    answer = server.request("POST", SESSION, token="forged")
    assert answer.status == 401
    check(SESSION, "post", answer)


@pytest.mark.server
def test_a_renewed_token_goes_on_where_the_conversation_was(server: Server) -> None:
    token = server.session()
    server.say(token, "i'm not in the mood tonight", 1)
    renewed = server.request("POST", SESSION, token=token).json["token"]
    assert server.say(renewed, "yes", 2).json["replies"][0]["line"]


@pytest.mark.server
def test_a_token_is_read_from_the_header_alone(server: Server) -> None:
    token = server.session()
    answer = server.request("POST", f"{MESSAGE}?token={token}", b'{"id": 1, "text": "hi"}', headers={"Cookie": f"token={token}"})
    assert answer.status == 401


@pytest.mark.server
def test_the_same_id_gets_the_same_answer_and_moves_the_conversation_on_once(server: Server) -> None:
    token = server.session()
    first, second = (server.say(token, "i'm not in the mood tonight", "a") for _ in range(2))
    assert first.body == second.body
    lines = [server.say(token, "yes", "b").json["replies"][0]["line"] for _ in range(3)]
    assert lines[0]
    assert len(set(lines)) == 1


@pytest.mark.server
def test_the_same_id_with_another_text_is_a_conflict(server: Server) -> None:
    token = server.session()
    server.say(token, "hi", "a")
    answer = server.say(token, "something else", "a")
    assert (answer.status, answer.json["error"]) == (409, "id_used")
    check(MESSAGE, "post", answer)


@pytest.mark.server
def test_an_earlier_number_is_a_conflict(server: Server) -> None:
    token = server.session()
    server.say(token, "hi", 10)
    answer = server.say(token, "yes", 9)
    assert (answer.status, answer.json["error"]) == (409, "out_of_order")
    check(MESSAGE, "post", answer)


@pytest.mark.server
def test_a_button_belongs_to_its_conversation(server: Server) -> None:
    mine, yours = server.session(), server.session()
    payload = server.say(mine, "hi", 1).json["replies"][0]["quick_replies"][0]["payload"]
    answer = server.send(yours, {"id": 1, "payload": payload})
    assert (answer.status, answer.json["error"]) == (400, "unknown_payload")
    check(MESSAGE, "post", answer)
    assert server.send(mine, {"id": 2, "payload": payload}).status == 200


@pytest.mark.server
@pytest.mark.parametrize("payload", ["", "/restart", '/affirm{"age": 30}', "AAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_forged_button_is_refused(payload: str, server: Server) -> None:
    answer = server.send(server.session(), {"id": 1, "payload": payload})
    assert answer.status == 400
    check(MESSAGE, "post", answer)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(("path", "allowed"), [(MESSAGE, {"POST"}), (SESSION, {"POST", "DELETE"})])
@pytest.mark.server
def test_other_methods_are_not_allowed(path: str, allowed: set[str], method: str, server: Server) -> None:
    answer = server.request(method, path)
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == allowed
    assert set(answer.json) == {"error", "message"}


def test_trouble_on_our_side_is_a_clear_error_as_described() -> None:
    agent = FakeAgent()
    agent.fails = True
    answer = talk(agent, lambda port, token: request(port, "POST", MESSAGE, b'{"id": 1, "text": "hi"}', token=token))
    assert answer.status == 503
    check(MESSAGE, "post", answer)
    assert "RuntimeError" not in answer.body.decode()


def test_too_many_sessions_are_refused_as_described() -> None:
    answer = talk(FakeAgent(), lambda port, _: request(port, "POST", SESSION), sessions_a_minute=1)
    assert answer.status == 429
    assert 0 < int(answer.headers["retry-after"]) <= 60
    check(SESSION, "post", answer)


def test_too_many_messages_are_refused_as_described() -> None:
    def say(port: int, token: str) -> Response:
        for number in range(3):
            answer = request(port, "POST", MESSAGE, json.dumps({"id": number, "text": "hi"}), token=token)
        return answer

    assert talk(FakeAgent(), say).status == 200
    for limit in ("messages_a_minute", "address_messages_a_minute"):
        answer = talk(FakeAgent(), say, **{limit: 2})
        assert answer.status == 429
        assert 0 < int(answer.headers["retry-after"]) <= 60
        check(MESSAGE, "post", answer)


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 200)])
def test_whom_a_proxy_asks_for_counts_only_where_it_is_trusted(proxies: int, status: int) -> None:
    def open_session(port: int, _: str) -> Response:
        return request(port, "POST", SESSION, headers={"X-Forwarded-For": "198.51.100.7"})

    assert talk(FakeAgent(), open_session, sessions_a_minute=1, proxies=proxies).status == status


def test_what_a_sender_writes_before_the_proxy_does_counts_for_nothing() -> None:
    def open_sessions(port: int, _: str) -> Response:
        for made_up in ("203.0.113.1", "203.0.113.2"):
            answer = request(port, "POST", SESSION, headers={"X-Forwarded-For": f"{made_up}, 198.51.100.7"})
        return answer

    assert talk(FakeAgent(), open_sessions, sessions_a_minute=1, proxies=1).status == 429


def talk(agent: Any, say: Callable[[int, str], Response], **settings: Any) -> Response:
    """What `say` gets from the application around an agent, served in this process; it is given the port and a token."""

    def visit(port: int) -> Response:
        return say(port, request(port, "POST", SESSION).json["token"])

    return serving(lambda: make_app(agent, Settings(secret="the secret of the web channel's tests", **settings)), visit)


def _json(body: bytes) -> object:
    try:
        return json.loads(body.decode())
    except (ValueError, RecursionError):
        return None
