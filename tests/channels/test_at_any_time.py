"""What may be said to a speaker at any time works in every state: again, slower, shorter, stop."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.coach.measure import words

pytestmark = pytest.mark.model

STATES: dict[str, tuple[str, ...]] = {
    "asked for the age": ("how do i say no tonight",),
    "a line with a question": ("how do i say no tonight", "yes"),
    "a line": ("how do i say no tonight", "yes", "warmer"),
    "an ask": ("how do i ask for closeness tonight", "yes"),
    "asked for a reason": ("how do i explain why i don't want to", "yes"),
    "said back": ("i can tonight",),
    "practising": ("hi", "yes", "let me practise saying no"),
    "answered in practice": ("hi", "yes", "let me practise saying no", "not tonight love, i'm worn out"),
    "turned down": ("she turned me down", "yes"),
    "listened to": ("she turned me down", "yes", "company"),
    "two together": ("we're both here and want to do this together", "yes"),
    "a sentence to finish": ("we're both here and want to do this together", "yes", "me first"),
    "a danger": ("he hits me when i say no",),
    "asked whether alone": ("he hits me when i say no", "yes"),
    "asked for the country": ("he hits me when i say no", "yes", "yes i'm alone"),
    "wants to die": ("i want to kill myself",),
    "wants to press": ("how do i make her say yes when she said no",),
    "quietly": ("how do i say no tonight", "yes", "whisper mode", "another one"),
    "about to forget": ("hi", "yes", "forget everything"),
    "help": ("hi", "yes", "help"),
    "not understood": ("hi", "yes", "blargh fizz wug"),
    "not helpful": ("hi", "yes", "not tonight", "that doesn't help"),
    "between two": ("hi", "yes", "he said fine and went quiet"),
    "thanked": ("hi", "yes", "not tonight", "thanks"),
}


def talk(gate: Gate, name: str, *said: str) -> list[dict[str, Any]]:
    """The replies on the speaker of a house."""

    async def all_of_it() -> list[dict[str, Any]]:
        return [dict((await gate.deliver(name, "home_assistant", Incoming(text=text))).replies[-1]) for text in said]

    return asyncio.run(all_of_it())


def sounds(text: str) -> list[str]:
    """The words without their marks: where a pause is made is no other word."""
    return re.findall(r"[\w']+", text.lower())


@pytest.mark.parametrize("state", STATES)
def test_again_and_slower_say_the_same_words_and_the_microphone_stays_as_it_was(state: str, gate: Gate) -> None:
    *_, last, again, slower, once_more = talk(gate, state, *STATES[state], "again", "slower", "again")
    assert again["text"] == last["text"]
    assert sounds(slower["text"]) == sounds(last["text"])
    assert once_more["text"] == last["text"]
    for reply in (again, slower, once_more):
        assert (reply.get("listen"), reply.get("safety"), reply.get("line")) == (last.get("listen"), last.get("safety"), last.get("line"))


def test_again_and_slower_and_shorter_say_a_number_anew(gate: Gate) -> None:
    asked = (*STATES["asked for the country"], "england")
    *_, number, again, slower, shorter = talk(gate, "a number", *asked, "again", "slower", "shorter")
    for reply in (again, slower, shorter):
        assert re.findall(r"\d", reply["text"]) == re.findall(r"\d", number["text"]) != []


@pytest.mark.parametrize("state", STATES)
def test_shorter_is_no_longer_and_leaves_a_question_open(state: str, gate: Gate) -> None:
    *_, last, shorter = talk(gate, state, *STATES[state], "shorter")
    if last.get("line"):
        assert shorter.get("line")
        assert words(shorter["line"]) <= words(last["line"])
    elif last.get("listen"):
        assert words(shorter["text"]) <= words(last["text"])
        assert sounds(last["text"])[-len(sounds(shorter["text"])) :] == sounds(shorter["text"])
        assert shorter.get("listen")
    assert shorter.get("safety") == last.get("safety")


@pytest.mark.parametrize("state", STATES)
def test_stop_stops(state: str, gate: Gate) -> None:
    stopped = talk(gate, state, *STATES[state], "stop")[-1]
    assert stopped.get("end")
    assert not stopped.get("listen")
    assert not stopped.get("line")
    assert "?" not in stopped["text"]
    assert words(stopped["text"]) <= 15


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        (("how do i say no tonight",), "yes"),
        (("i can tonight",), "yes"),
        (("he hits me when i say no", "yes"), "no he's in the kitchen"),
        (("she turned me down", "yes"), "company"),
    ],
)
def test_a_question_said_shorter_is_answered_as_the_whole_one(before: tuple[str, ...], answer: str, gate: Gate) -> None:
    whole = talk(gate, "whole", *before, answer)[-1]
    short = talk(gate, "short", *before, "shorter", answer)[-1]
    parts = ("step", "listen", "end", "safety")
    assert {name: short.get(name) for name in parts} == {name: whole.get(name) for name in parts}
    assert bool(short.get("line")) == bool(whole.get("line"))


def test_with_more_said_a_wish_for_something_shorter_is_no_wish_to_hear_the_question_alone(gate: Gate) -> None:
    first, longer = talk(gate, "more", "how do i say no tonight, something short", "yes")
    assert first["listen"]
    assert longer["line"]
