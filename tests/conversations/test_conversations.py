"""Runs the conversations written in the YAML files beside this one, through gate, model, rules, actions and coach.

A turn says what the person types (`user`, or `tap` for a button by its title) and what must be true of the answer:

    line: true | false         a line for the partner is offered, or not
    bare: true                 the line stands alone
    new_line: true             the line was not offered before in this conversation
    same: true                 the answer is the one before, word for word
    shorter: true              the line has fewer words than the one before
    says, lacks: REGEX         what the whole answer must, must not hold (any case)
    line_says, line_lacks      the same for the line
    safety: LABEL              the answer is a danger answer of that label; false: it is none
    listens, ends: true|false  the coach waits for an answer; the conversation is over
    step: ID                   the framework step
    intent: NAME               what was understood
    buttons: [TITLE, …]        buttons that must be there

A whole conversation may carry `channel: voice`, and `not_yet: REASON` while it is known to fail.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.coach.measure import questions, sentences, words

pytestmark = pytest.mark.model

FOLDER = Path(__file__).parent
KNOWN = {
    "user", "tap", "line", "bare", "new_line", "same", "shorter", "says", "lacks", "line_says", "line_lacks",
    "safety", "listens", "ends", "step", "intent", "buttons",
}  # fmt: skip


@dataclass
class Talk:
    """One conversation as it goes."""

    gate: Gate
    channel: str
    name: str
    texts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)

    async def say(self, turn: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """Sends a turn and returns its intent and the one reply to it."""
        incoming = Incoming(payload=self.buttons[turn["tap"]]) if "tap" in turn else Incoming(text=turn["user"])
        delivered = await self.gate.deliver(self.name, self.channel, incoming)
        assert len(delivered.replies) == 1, "one answer a turn"
        reply = delivered.replies[0]
        self.buttons = {button["title"]: button["payload"] for button in reply.get("quick_replies", [])}
        return delivered.intent, reply


def conversations() -> list[Any]:
    """Every conversation of every file, as a test of its own."""
    return [
        pytest.param({**conversation, "name": (name := f"{file.stem}: {conversation['name']}")}, id=name, marks=_marks(conversation))
        for file in sorted(FOLDER.glob("*.yml"))
        for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))["conversations"]
    ]


def _marks(conversation: dict[str, Any]) -> list[pytest.MarkDecorator]:
    """A conversation with `not_yet: REASON` is known to fail. Not strictly: what is misunderstood shifts a little with each training."""
    return [pytest.mark.xfail(strict=False, reason=conversation["not_yet"])] if "not_yet" in conversation else []


@pytest.mark.parametrize("conversation", conversations())
def test_conversation(conversation: dict[str, Any], gate: Gate) -> None:
    asyncio.run(hold(conversation, gate))


def test_there_are_enough_conversations_of_enough_kinds() -> None:
    assert len(conversations()) >= 30
    assert len(list(FOLDER.glob("*.yml"))) >= 8


async def hold(conversation: dict[str, Any], gate: Gate) -> None:
    # the name is part of the seed: each conversation always draws the same words
    talk = Talk(gate, conversation.get("channel", "web"), conversation["name"])
    for number, turn in enumerate(conversation["turns"], start=1):
        assert not set(turn) - KNOWN, f"unknown expectation in {turn}"
        intent, reply = await talk.say(turn)
        where = f"turn {number} ({turn.get('user') or turn.get('tap')!r:.60}) answered {reply['text']!r}"
        _check(turn, intent, reply, talk, where)
        _check_what_always_holds(reply, where)
        talk.texts.append(reply["text"])
        if reply.get("line"):
            talk.lines.append(reply["line"])


def _check(turn: dict[str, Any], intent: str | None, reply: dict[str, Any], talk: Talk, where: str) -> None:
    line = reply.get("line")
    for key, holds in {
        "line": lambda wanted: bool(line) == wanted,
        "bare": lambda wanted: (reply["text"] == line) == wanted,
        "new_line": lambda wanted: (line is not None and line not in talk.lines) == wanted,
        "same": lambda wanted: (reply["text"] == talk.texts[-1]) == wanted,
        "shorter": lambda wanted: (words(line or "") < words(talk.lines[-1])) == wanted,
        "says": lambda wanted: bool(re.search(wanted, reply["text"], re.IGNORECASE)),
        "lacks": lambda wanted: not re.search(wanted, reply["text"], re.IGNORECASE),
        "line_says": lambda wanted: bool(re.search(wanted, line or "", re.IGNORECASE)),
        "line_lacks": lambda wanted: line is not None and not re.search(wanted, line, re.IGNORECASE),
        "safety": lambda wanted: reply.get("safety") == (wanted or None),
        "listens": lambda wanted: bool(reply.get("listen")) == wanted,
        "ends": lambda wanted: bool(reply.get("end")) == wanted,
        "step": lambda wanted: reply.get("step") == wanted,
        "intent": lambda wanted: intent == wanted,
        "buttons": lambda wanted: set(wanted) <= set(talk.buttons),
    }.items():
        if key in turn:
            assert holds(turn[key]), f"{key}: {turn[key]!r} does not hold: {where} (understood as {intent})"


def _check_what_always_holds(reply: dict[str, Any], where: str) -> None:
    """The limits of `framework.md` 6.1, and no "!" anywhere."""
    line = reply.get("line") or ""
    around = reply["text"].replace(line, "") if line else ""
    assert "!" not in reply["text"], where
    if line:
        assert words(line) <= 25, where
        assert sentences(line) <= 3, where
        assert questions(line) <= 1, where
        assert words(around) <= 20, where
        assert questions(around) <= 1, where
    elif not reply.get("safety"):
        assert words(reply["text"]) <= 45, where
        assert sentences(reply["text"]) <= 3, where
        assert questions(reply["text"]) <= 1, where
