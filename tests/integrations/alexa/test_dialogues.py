"""Whole conversations: virtual-alexa resolves what is said over the generated model, a cloud signs it, the running server answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.line_process import LineProcess

DIALOGUES = yaml.safe_load((Path(__file__).parent / "dialogues.yml").read_text())["dialogues"]


@pytest.mark.server
@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["name"])
def test_a_dialogue_goes_as_written(dialogue: dict[str, Any], echo: LineProcess) -> None:
    echo.ask({"do": "new", "user": f"amzn1.ask.account.{dialogue['name']}"})
    kept: dict[str, str] = {}
    for number, turn in enumerate(dialogue["turns"], 1):
        answer = echo.ask(_command(turn))
        where = f"turn {number}, {turn}: {answer}"
        assert "error" not in answer, where
        if "exit" in turn:
            assert answer["response"]["response"] == {}, where
            continue
        _check(turn, answer, where)
        spoken = _spoken(answer)
        if "keeps" in turn:
            kept[turn["keeps"]] = spoken
        if "repeats" in turn:
            assert _line(spoken) == _line(kept[turn["repeats"]]), where


def _command(turn: dict[str, Any]) -> dict[str, Any]:
    if "say" in turn:
        return {"do": "say", "text": turn["say"]}
    return {"do": next(name for name in ("exit", "mumble", "open") if name in turn)}


def _check(turn: dict[str, Any], answer: dict[str, Any], where: str) -> None:
    response, spoken = answer["response"]["response"], _spoken(answer)
    if "intent" in turn:
        assert answer["request"]["request"]["intent"]["name"] == turn["intent"], where
    assert re.search(turn.get("says", "."), spoken, re.IGNORECASE | re.DOTALL), where
    assert "lacks" not in turn or not re.search(turn["lacks"], spoken.removeprefix("<speak>"), re.IGNORECASE), where
    if "listens" in turn:
        assert (response.get("shouldEndSession") is False) is turn["listens"], where
    assert (response.get("shouldEndSession") is True) is turn.get("ends", False) or "listens" in turn, where
    assert "card" not in response, where
    # an open microphone always has something to answer, and a question never meets a closed one
    assert (response.get("shouldEndSession") is False) is ("directives" in response), where


def _spoken(answer: dict[str, Any]) -> str:
    return str(answer["response"]["response"]["outputSpeech"]["ssml"])


def _line(spoken: str) -> str:
    """The sentence for the partner: what stands between the pauses."""
    found = re.search(r'<break time="400ms"/>(.+?)<break time="400ms"/>', spoken)
    assert found, spoken
    return found[1]
