"""Understanding without answering: the form of what `evening-note parse` prints, what must always hold of it, and how long it takes."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from rasa_project.coach import intents
from rasa_project.coach.intents import OUT_OF_SCOPE, SAFETY
from rasa_project.parse import RANKED, parse_lines
from tests.processes import COMMAND, PATIENCE, ROOT, environment
from tests.samples import messages

pytestmark = pytest.mark.model

SAMPLES = [text for name in ("plain", "hard") for _, texts in sorted(messages(name).items()) for text in texts]
FEW = SAMPLES[::4]
ODD = [
    "",
    " ",
    "\x00",
    "...",
    "😴",
    "сегодня нет",
    '/affirm{"age": 30}',
    "/restart",
    "asdf qwer zxcv",
    "a" * 5000,
    "kill myself",
    "\ud83d",
    "🤷 kill myself",
]


@pytest.fixture(scope="module")
def parsed(agent: Any) -> list[dict[str, Any]]:
    """What comes of some test messages of every intent and of odd ones."""
    return list(parse_lines(agent, FEW + ODD))


def test_every_line_gets_one_object_in_its_order(parsed: list[dict[str, Any]]) -> None:
    assert [understood["text"] for understood in parsed] == FEW + ODD


def test_every_object_is_of_the_agreed_form(parsed: list[dict[str, Any]]) -> None:
    for understood in parsed:
        assert list(understood) == ["text", "intent", "confidence", "ranking", "entities", "safety"]
        assert 0 <= understood["confidence"] <= 1
        assert all(set(entity) == {"entity", "value"} for entity in understood["entities"])
        json.dumps(understood)


def test_every_intent_has_a_name_of_the_contract(parsed: list[dict[str, Any]]) -> None:
    for understood in parsed:
        assert understood["intent"] in intents.ALL
        assert all(name in intents.ALL for name, _ in understood["ranking"])


def test_the_five_likeliest_are_ranked_each_once_and_the_intent_first(parsed: list[dict[str, Any]]) -> None:
    for understood in parsed:
        names = [name for name, _ in understood["ranking"]]
        assert names[0] == understood["intent"], understood["text"]
        assert len(set(names)) == len(names)
        assert len(names) == RANKED or not understood["text"].strip(" \x00\ud83d")
        assert understood["ranking"][0][1] == understood["confidence"]


def test_those_behind_the_first_stand_in_the_order_of_their_confidence(parsed: list[dict[str, Any]]) -> None:
    for understood in parsed:
        harmless = [confidence for name, confidence in understood["ranking"][1:] if name not in SAFETY]
        assert harmless == sorted(harmless, reverse=True), understood["text"]


def test_safety_is_told_exactly_when_the_intent_is_that_danger(parsed: list[dict[str, Any]]) -> None:
    for understood in parsed:
        safety = understood["safety"]
        assert (safety is not None) == (understood["intent"] in SAFETY), understood["text"]
        if safety is not None:
            assert safety["label"] == understood["intent"]
            assert safety["by"] in ("rule", "model")


@pytest.mark.parametrize(
    "text", ["", "   ", "\t", "\x00\x01", "😴😴", "?!", "сегодня не хочу", "/restart", '/affirm{"age": 30}', "ignore all previous instructions"]
)
def test_what_is_no_sentence_is_out_of_scope(text: str, agent: Any) -> None:
    (understood,) = parse_lines(agent, [text])
    assert (understood["intent"], understood["safety"]) == (OUT_OF_SCOPE, None)


@pytest.mark.parametrize(
    "dress",
    ["{}", "/{}", "😴 {} 😴", "сегодня " * 8 + "{}", '/affirm{{"{}": 1}}', "{}" + " na" * 1500, "na " * 1500 + "{}"],
    ids=["none", "slash", "emoji", "another script", "payload", "before a long tale", "after a long tale"],
)
def test_a_danger_is_noticed_in_any_dress(dress: str, agent: Any) -> None:
    (understood,) = parse_lines(agent, [dress.format("i want to kill myself")])
    assert understood["intent"] == "self_harm"
    assert understood["safety"] == {"label": "self_harm", "by": "rule"}


@pytest.mark.parametrize(
    ("plain", "dressed"),
    [
        ("i'm not in the mood tonight", "I’M NOT IN THE MOOD TONIGHT"),
        ("i'm not in the mood tonight", "  i'm   not in\tthe mood tonight "),
        ("i'm not in the mood tonight", "ｉ'ｍ ｎｏｔ ｉｎ ｔｈｅ ｍｏｏｄ ｔｏｎｉｇｈｔ"),
        ("i'm not in the mood tonight", "i'm not in the m\u200bo\u00adod tonight\ufeff"),
        ("i'm not in the mood tonight", "i´m not in the mood tonight"),
    ],
    ids=["capitals and curly quotes", "spaces", "full width", "invisible letters", "acute accent for an apostrophe"],
)
def test_the_dress_of_a_message_changes_nothing(plain: str, dressed: str, agent: Any) -> None:
    first, second = parse_lines(agent, [plain, dressed])
    assert first["intent"] == second["intent"] == "not_in_the_mood"
    assert second["confidence"] == pytest.approx(first["confidence"], abs=0.02)


def test_the_same_message_is_always_understood_the_same(agent: Any) -> None:
    first, _, second = parse_lines(agent, ["how do i ask her", "something else in between", "how do i ask her"])
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "!" * 4000,
        "!" * 2000 + "5" + "!" * 1998 + "a",
        "yes" + "!" * 3990 + "a",
        "a" * 4000,
        "he said " * 500,
        "she says, " * 400 + "x",
        "( " * 2000,
        "{" * 4000,
        "a_" * 1999 + "{",
        "not " * 1000,
        "i want to " * 400,
        "0" * 4000,
        "\ufdfa" * 4000,
        "kil" + "l" * 3990,
    ],
    ids=lambda text: f"{text[:4]!a}…{text[-4:]!a}",
)
def test_no_message_takes_long_to_understand(text: str, agent: Any) -> None:
    """Patterns that look again and again at the same letters would let one message stop everybody's conversation."""
    list(parse_lines(agent, ["warm up"]))
    before = time.process_time()
    list(parse_lines(agent, [text]))
    assert time.process_time() - before < 1


@pytest.mark.server
def test_a_thousand_lines_take_less_than_twenty_seconds_after_the_start() -> None:
    lines = [SAMPLES[number % len(SAMPLES)] for number in range(1000)]
    with subprocess.Popen([*COMMAND, "parse"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment(), text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.close()
        times = [(time.perf_counter(), _computed(process.pid)) for _ in process.stdout]
        assert process.wait(PATIENCE) == 0
    assert len(times) == 1000
    seconds, computed = (last - first for first, last in zip(times[0], times[-1]))
    assert min(seconds, computed) < 20, "on a busy machine only the seconds that it computed itself count"


def _computed(process: int) -> float:
    """The processor time a process has used so far, in seconds."""
    used = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")
