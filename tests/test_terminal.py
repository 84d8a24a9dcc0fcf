"""Talking in the terminal: for people, and one JSON object a line for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rasa_project import terminal
from rasa_project.library import load_library
from tests.channels.fake_agent import FakeAgent

CONTRACT = {"text", "ssml", "line", "step", "sources", "quick_replies", "listen", "end", "reprompt", "card", "private", "safety"}

Talk = Callable[..., str]


@pytest.fixture
def talk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Types lines and returns what is printed; answered by the loaded agent, or by another one."""

    def type_in(typed: str, *, channel: str = "terminal", as_json: bool = True, answered_by: Any = None) -> str:
        agent = answered_by or request.getfixturevalue("agent")
        monkeypatch.setattr(terminal, "load_agent", lambda: agent)
        terminal.chat(channel, as_json, io.StringIO(typed))
        return capsys.readouterr().out

    return type_in


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.model
def test_each_line_gets_one_object_of_the_agreed_form(talk: Talk) -> None:
    answers = objects(talk("hi\nyes\ni'm not in the mood tonight\n"))
    assert len(answers) == 3
    for answer in answers:
        assert set(answer) == {"user", "intent", "safety", "replies"}
        assert all(set(reply) <= CONTRACT for reply in answer["replies"])


@pytest.mark.model
def test_an_object_says_what_was_typed_and_understood(talk: Talk) -> None:
    answer = objects(talk("I'm not in the mood tonight\n"))[0]
    assert (answer["user"], answer["intent"], answer["safety"]) == ("I'm not in the mood tonight", "not_in_the_mood", None)


@pytest.mark.model
def test_a_danger_is_told_with_how_it_was_noticed(talk: Talk) -> None:
    answer = objects(talk("i want to kill myself\n"))[0]
    assert answer["intent"] == "self_harm"
    assert answer["safety"] == {"label": "self_harm", "by": "rule"}
    assert answer["replies"][0]["safety"] == "self_harm"
    assert "line" not in answer["replies"][0]


@pytest.mark.model
def test_three_dashes_start_a_new_conversation_and_are_not_answered(talk: Talk) -> None:
    answers = objects(talk("i'm not in the mood tonight\nyes\n---\nyes\n"))
    assert len(answers) == 3
    assert answers[1]["replies"][0].get("line")
    assert not answers[2]["replies"][0].get("line")


def test_only_three_dashes_alone_start_a_new_conversation(talk: Talk) -> None:
    agent = FakeAgent()
    talk("--\n----\n--- hi\n  ---  \n", answered_by=agent)
    assert len(agent.heard) == 3


def test_the_last_line_counts_without_its_end(talk: Talk) -> None:
    assert [answer["user"] for answer in objects(talk("hi\nyes", answered_by=FakeAgent()))] == ["hi", "yes"]


def test_nothing_typed_is_nothing_answered(talk: Talk) -> None:
    assert talk("", answered_by=FakeAgent()) == ""


def test_an_empty_line_is_a_message(talk: Talk) -> None:
    assert [answer["user"] for answer in objects(talk("\n\n", answered_by=FakeAgent()))] == ["", ""]


def test_a_message_over_the_limit_gets_a_reply_and_the_conversation_goes_on(talk: Talk) -> None:
    agent = FakeAgent()
    answers = objects(talk("a" * 4001 + "\nhi\n", answered_by=agent))
    assert answers[0]["intent"] == "out_of_scope"
    assert answers[0]["replies"][0]["text"] in {entry.text for entry in load_library().answers if entry.moment == "too_long"}
    assert agent.heard == ["hi"]


def test_trouble_becomes_a_reply_and_the_conversation_goes_on(talk: Talk) -> None:
    agent = FakeAgent()
    agent.fails = True
    answers = objects(talk("hi\nhi\n", answered_by=agent))
    assert len(answers) == 2
    assert answers[0]["replies"][0]["text"]


def test_letters_of_every_script_are_printed_as_they_are(talk: Talk) -> None:
    assert "не сегодня 😴" in talk("не сегодня 😴\n", answered_by=FakeAgent())


@pytest.mark.model
def test_on_the_voice_channel_answers_are_for_the_ear(talk: Talk) -> None:
    reply = objects(talk("i'm not in the mood tonight\n", channel="voice"))[0]["replies"][0]
    assert reply["ssml"].startswith("<speak>")
    assert "quick_replies" not in reply


@pytest.mark.model
def test_in_text_answers_are_for_the_eye(talk: Talk) -> None:
    reply = objects(talk("i'm not in the mood tonight\n"))[0]["replies"][0]
    assert "ssml" not in reply
    assert reply["quick_replies"]


@pytest.mark.model
def test_people_see_the_words_alone(talk: Talk) -> None:
    printed = talk("i'm not in the mood tonight\nyes\n", as_json=False)
    assert "eighteen" in printed
    assert "{" not in printed
    assert terminal.PROMPT not in printed.splitlines()


def test_people_can_start_afresh_too(talk: Talk) -> None:
    agent = FakeAgent()
    talk("hi\n---\nhi\n", as_json=False, answered_by=agent)
    assert agent.heard == ["hi", "hi"]


def test_every_conversation_has_a_name_of_its_own() -> None:
    assert terminal._new_conversation() != terminal._new_conversation()


@pytest.mark.parametrize(("typed", "line"), [("hi\n", "hi"), ("hi\r\n", "hi"), (" hi \n", " hi "), ("\n", ""), ("hi", "hi")])
def test_a_line_is_read_without_its_end(typed: str, line: str) -> None:
    assert list(terminal.read_lines(io.StringIO(typed))) == [line]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (b"one\ntwo\r\nthree", ["one", "two", "three"]),
        (b"not\rtonight\n", ["not\rtonight"]),
        (b"a\xe2\x80\xa8b\xc2\x85c\n", ["a\u2028b\u0085c"]),
        (b"caf\xe9\n\xff\xfe\n", ["caf\ufffd", "\ufffd\ufffd"]),
        (b"\x00\n", ["\x00"]),
    ],
    ids=["ends", "a carriage return within", "separators within", "bytes that are no text", "nothing"],
)
def test_what_is_typed_is_read_line_by_line_whatever_the_bytes(
    typed: bytes, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typed").write_bytes(typed)
    with (tmp_path / "typed").open() as source:
        monkeypatch.setattr("sys.stdin", source)
        assert list(terminal.read_lines(terminal.open_input())) == lines
