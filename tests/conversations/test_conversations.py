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

Somebody with a memory, where one of these is used:

    starts: 2026-03-10 22:15   of a conversation: the person's own date and time at the first turn; the clock stands still unless a turn moves it
    zone: Europe/London        where they are
    journal: [{days_ago, hour, role, outcome, reason, feeling}, ...]   what their journal holds already; `times: 5` for several alike, a week apart
    remembers: true            of a conversation that uses none of the others

    new_conversation: true     of a turn, before it: the same person comes back
    other_person: true         somebody else on another device
    channel: voice             from here on on a speaker in the same household
    days_later: 1, at: "22:40" so many days pass; the clock is moved forward to this time
    note_comes: true           exactly one notice came since the turn before; false: none came
    notice: REGEX              what it says, whole

    consents: [journal, ...]   after it: exactly these purposes are agreed to
    entries: 1, saved: 2       the journal holds so many entries, so many lines are kept
    noted: {role, outcome, ...}   the codes of the journal's last entry, those that are named
    schedule: {at, days, zone, paused_until}   when evening notes come, as far as it is named; null for nothing
    stored_lacks: [word, ...]  no file of the memory holds these words
    empty: true                nothing of this person is left anywhere
    page_buttons: [TITLE, ...] what the person's own page offers
    private: true              the reply may not be said aloud or shown on a shared screen
"""

from __future__ import annotations

import asyncio
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project.channels.gate import Gate, Incoming, Person
from rasa_project.coach.content import Library
from rasa_project.coach.measure import questions, sentences, words
from tests.conversations.household import Household, household

pytestmark = pytest.mark.model

FOLDER = Path(__file__).parent
KNOWN = {
    "user", "tap", "line", "bare", "new_line", "same", "shorter", "says", "lacks", "line_says", "line_lacks",
    "safety", "listens", "ends", "step", "intent", "buttons",
}  # fmt: skip
REMEMBERS = frozenset({"starts", "zone", "journal", "remembers"})
"""Keys of a conversation with a memory."""
KNOWN_WITH_A_MEMORY = KNOWN | {
    "new_conversation", "other_person", "channel", "days_later", "at", "note_comes", "notice",
    "consents", "entries", "saved", "noted", "schedule", "stored_lacks", "empty", "page_buttons", "private",
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
    home: Household | None = None
    person: Person | None = None
    times: int = 1

    @property
    def conversation(self) -> str:
        """Its id; the name is a part of the seed, so that each always draws the same words."""
        return self.name if self.times == 1 else f"{self.name} ({self.times})"

    async def come_back(self, turn: dict[str, Any]) -> None:
        """What happens before a turn is said: time goes by, somebody begins anew, on this device or another."""
        assert self.home is not None
        before = len(self.home.notices)
        self.home.move_on(days=turn.get("days_later", 0), to=turn.get("at"))
        came = self.home.notices[before:]
        if "note_comes" in turn:
            assert len(came) == (1 if turn["note_comes"] else 0), f"{len(came)} notices came"
        if "notice" in turn:
            assert all(re.fullmatch(turn["notice"], notice) for notice in came), f"the notices say {came}"
        if "channel" in turn:
            self.channel = turn["channel"]
        if turn.get("other_person"):
            self.person = Person("another person", self.home.zone)
        if turn.get("new_conversation") or turn.get("other_person"):
            self.times += 1
            self.buttons = {}
        if "tap" in turn and turn["tap"] not in self.buttons:
            self.buttons = {button["title"]: button["payload"] for button in await self.on_the_page()}

    async def on_the_page(self) -> list[dict[str, str]]:
        """The buttons on the person's own page."""
        assert self.home is not None
        assert self.person is not None
        page = await self.home.page(self.gate, self.conversation, self.person)
        return [*([page["note"]] if page["note"] is not None else []), *page["chips"]]

    async def say(self, turn: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """Sends a turn and returns its intent and the one reply to it."""
        incoming = Incoming(payload=self.buttons[turn["tap"]]) if "tap" in turn else Incoming(text=turn["user"])
        delivered = await self.gate.deliver(self.conversation, self.channel, incoming, self.person)
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
def test_conversation(conversation: dict[str, Any], gate: Gate, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with household(tmp_path, library, conversation, monkeypatch) if _remembers(conversation) else nullcontext() as home:
        asyncio.run(hold(conversation, gate, home))


def _remembers(conversation: dict[str, Any]) -> bool:
    """Whether a conversation is somebody's with a memory."""
    return bool(REMEMBERS & conversation.keys()) or any(set(turn) - KNOWN for turn in conversation["turns"])


def test_there_are_enough_conversations_of_enough_kinds() -> None:
    assert len(conversations()) >= 30
    assert len(list(FOLDER.glob("*.yml"))) >= 8


async def hold(conversation: dict[str, Any], gate: Gate, home: Household | None = None) -> None:
    talk = Talk(gate, conversation.get("channel", "web"), conversation["name"], home=home, person=home.person if home is not None else None)
    for number, turn in enumerate(conversation["turns"], start=1):
        assert not set(turn) - (KNOWN if home is None else KNOWN_WITH_A_MEMORY), f"unknown expectation in {turn}"
        if home is not None:
            await talk.come_back(turn)
        intent, reply = await talk.say(turn)
        where = f"turn {number} ({turn.get('user') or turn.get('tap')!r:.60}) answered {reply['text']!r}"
        _check(turn, intent, reply, talk, where)
        _check_what_always_holds(reply, where, said_slowly="slower" in turn.get("user", ""))
        if home is not None:
            await _check_what_is_kept(turn, reply, talk, home, where)
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


async def _check_what_is_kept(turn: dict[str, Any], reply: dict[str, Any], talk: Talk, home: Household, where: str) -> None:
    assert talk.person is not None
    known = home.remembered(talk.person)
    schedule = known.notes.schedule if known.notes is not None else None
    if "consents" in turn:
        assert sorted(purpose.value for purpose in known.consents) == sorted(turn["consents"]), where
    if "entries" in turn:
        assert len(known.entries) == turn["entries"], where
    if "saved" in turn:
        assert len(known.saved) == turn["saved"], where
    if "noted" in turn:
        last = known.entries[-1]
        assert {name: getattr(last, name) for name in turn["noted"]} == turn["noted"], where
    if "schedule" in turn and turn["schedule"] is None:
        assert schedule is None, where
    elif "schedule" in turn:
        assert schedule is not None, where
        hour = {"at": f"{schedule.minute // 60:02}:{schedule.minute % 60:02}", "days": sorted(schedule.days), "zone": schedule.zone}
        paused = {"paused_until": str(schedule.paused_until) if schedule.paused_until is not None else None}
        wanted = {name: str(value) if name == "paused_until" and value is not None else value for name, value in turn["schedule"].items()}
        assert {name: value for name, value in {**hour, **paused}.items() if name in wanted} == wanted, where
    for word in turn.get("stored_lacks", ()):
        assert word.lower().encode() not in home.stored(), f"{word!r} is stored: {where}"
    if turn.get("empty"):
        assert not home.stored() or home.memory.is_empty(talk.person.id), where
    if "page_buttons" in turn:
        assert [button["title"] for button in await talk.on_the_page()] == turn["page_buttons"], where
    if "private" in turn:
        assert bool(reply.get("private")) == turn["private"], where


def _check_what_always_holds(reply: dict[str, Any], where: str, *, said_slowly: bool) -> None:
    """The limits of `framework.md` 6.1, and no "!" anywhere; what is said slowly has more and shorter sentences."""
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
        assert said_slowly or sentences(reply["text"]) <= 3, where
        assert questions(reply["text"]) <= 1, where
