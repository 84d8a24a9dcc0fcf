"""The channel of Home Assistant: what it reads, whose conversation it is, and what it answers."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.assist_sessions import AssistSessions
from rasa_project.channels.gate import Gate, Incoming
from rasa_project.channels.home_assistant import ANNOUNCED, HomeAssistantChannel, Spoken, read_spoken
from rasa_project.channels.homes import Homes
from rasa_project.channels.limits import Limits
from rasa_project.coach.content import Library
from rasa_project.errors import RequestError
from rasa_project.memory.opened import opened_memory
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from tests.channels.description import HOME, HOME_MESSAGE, check
from tests.channels.fake_agent import FakeAgent
from tests.conftest import SERVER_SECRET
from tests.processes import Server, pair

SAID = {"id": "1", "text": "hi", "session": "s1"}


@pytest.mark.parametrize(
    ("message", "spoken"),
    [
        (SAID, Spoken(Incoming(text="hi", id="1"), "s1", None, None, None, False, None)),
        ({**SAID, "text": ""}, Spoken(Incoming(text="", id="1"), "s1", None, None, None, False, None)),
        (
            {**SAID, "user": "u", "device": "d", "zone": "Europe/London", "own_screen": True, "prompt": "evening_note"},
            Spoken(Incoming(text="hi", id="1"), "s1", "u", "d", "Europe/London", True, "evening_note"),
        ),
        (
            {**SAID, "user": None, "device": "", "zone": None, "prompt": None},
            Spoken(Incoming(text="hi", id="1"), "s1", None, None, None, False, None),
        ),
    ],
)
def test_a_message_is_read_from_its_body(message: dict[str, Any], spoken: Spoken) -> None:
    assert read_spoken(json.dumps(message).encode()) == spoken


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"id": "1", "text": "hi"},
        {"id": "1", "session": "s1"},
        {"text": "hi", "session": "s1"},
        {**SAID, "id": ""},
        {**SAID, "id": 1},
        {**SAID, "id": "x" * 129},
        {**SAID, "session": ""},
        {**SAID, "session": "x" * 129},
        {**SAID, "text": None},
        {**SAID, "text": 5},
        {**SAID, "user": 5},
        {**SAID, "user": "x" * 129},
        {**SAID, "zone": "Atlantis/Capital"},
        {**SAID, "own_screen": "yes"},
        {**SAID, "prompt": "forget_me"},
        {**SAID, "payload": "/restart"},
        {**SAID, "sender": "somebody"},
        [],
        "hi",
        None,
    ],
)
def test_what_is_no_message_is_a_bad_request(message: object) -> None:
    with pytest.raises(RequestError) as raised:
        read_spoken(json.dumps(message).encode())
    assert raised.value.status == 400


def status(body: bytes) -> int:
    """Of the answer to a body, as far as its reading goes."""
    try:
        read_spoken(body)
    except RequestError as error:
        return error.status
    return 200


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_a_message_or_a_bad_request(body: bytes) -> None:
    assert status(body) in (200, 400)


def delivered(library: Library, *messages: dict[str, Any], home: str = "cottage") -> FakeAgent:
    """The agent after these messages from a home."""
    agent = FakeAgent()
    shared, chosen = InProcess(), Settings(secret="tests")
    channel = HomeAssistantChannel(Gate(agent, library, chosen), Homes(opened_memory), AssistSessions(shared, 3600), Limits(shared, chosen))

    async def deliver() -> None:
        for number, message in enumerate(messages):
            await channel._deliver(home, read_spoken(json.dumps({**SAID, "id": str(number), **message}).encode()))

    asyncio.run(deliver())
    return agent


def test_what_is_said_reaches_the_coach_as_typed_and_never_as_an_intent(library: Library) -> None:
    assert delivered(library, {"text": "not tonight"}, {"text": "/restart"}).heard == ["not tonight", "\u2044restart"]


def test_what_the_house_said_is_told_before_the_answer_to_it(library: Library) -> None:
    agent = delivered(library, {"text": "yes", "prompt": "evening_note"})
    assert agent.heard == ['/EXTERNAL_evening_note{"choice": "announced"}', "yes"]


def test_each_prompt_has_its_button(library: Library) -> None:
    assert {chip.id for chip in library.chips}.issuperset(ANNOUNCED.values())


# --- over HTTP, with the real coach


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    """Of a home paired with the shared server while it runs."""
    return pair(server, "cottage")


def say(server: Server, token: str | None, text: str, **message: Any) -> dict[str, Any]:
    """The reply to a sentence in the house."""
    body = json.dumps({**SAID, "text": text, "id": f"{text} {message}", **message})
    answer = server.request("POST", HOME_MESSAGE, body, token=token)
    check(HOME_MESSAGE, "post", answer)
    assert answer.status == 200, answer.json
    (reply,) = answer.json["replies"]
    return dict(reply)


@pytest.mark.server
def test_a_paired_home_is_told_that_it_is(server: Server, token: str) -> None:
    answer = server.request("GET", HOME, token=token)
    check(HOME, "get", answer)
    assert answer.json["name"] == "cottage"


@pytest.mark.server
@pytest.mark.parametrize("stranger", [None, "x", SERVER_SECRET])
def test_nobody_else_is_let_in(server: Server, stranger: str | None) -> None:
    for method, path in (("GET", HOME), ("POST", HOME_MESSAGE)):
        answer = server.request(method, path, json.dumps(SAID) if method == "POST" else None, token=stranger)
        check(path, method.lower(), answer)
        assert answer.status == 401


@pytest.mark.server
def test_the_microphone_is_opened_for_an_answer_and_closed_after_a_line(server: Server, token: str) -> None:
    asked = say(server, token, "i'm not in the mood tonight", session="talk")
    assert asked["listen"] is True
    line = say(server, token, "yes i am", session="talk")
    assert line["line"]
    assert "?" in line["text"] or not line.get("listen")
    assert "ssml" not in line
    assert "reprompt" not in line


@pytest.mark.server
def test_two_users_and_two_sessions_never_share_a_conversation(server: Server, token: str) -> None:
    for user, session in (("ann", "one"), ("ann", "two"), ("ben", "one")):
        assert "eighteen" in say(server, token, "how do i say no nicely", user=user, session=session)["text"]
    assert say(server, token, "yes i am", user="ann", session="one")["line"]
    assert "line" not in say(server, token, "softer", user="ben", session="one")
    assert "line" not in say(server, token, "softer", user="ann", session="two")


@pytest.mark.server
def test_the_evening_note_begins_with_a_yes_and_ends_with_a_no(server: Server, token: str) -> None:
    refused = say(server, token, "no not now", session="late", prompt="evening_note")
    assert refused["end"] is True
    assert "listen" not in refused
    assert "eighteen" in say(server, token, "yes", session="later", prompt="evening_note")["text"]
    assert say(server, token, "yes i am eighteen", session="later")["text"]
