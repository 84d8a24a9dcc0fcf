"""From sound to sound: a voice speaks what people say, a recogniser hears it, the coach understands it and answers, and the answer can be spoken."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.coach.content import Library
from rasa_project.paths import ROOT
from rasa_project.settings import Settings
from tests.needed import needed

PYTHON = ROOT / ".tools" / "speech" / "bin" / "python"
HEARS = Path(__file__).with_name("hear.py")
MESSAGES = Path(__file__).with_name("spoken.yml")
RESULTS = ROOT / "results" / "spoken.json"
SECONDS = 300
"""Within which all is heard, on a busy machine."""
LEAST_RIGHT = 0.9
"""The share of spoken messages whose intent is right."""
MOST_WRONG_WORDS = 0.15
DANGERS = {"partner_violence", "pressured"}
MOST_ALARMS = 0.04
"""The share of harmless messages that may be taken for a danger, as in writing."""
EVERY_THIRD = 3
"""In the short version: which messages are spoken."""

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Message:
    """One message: what is said, which intents are right, in whose voice."""

    said: str
    right: frozenset[str]
    voice: str


@lru_cache(maxsize=1)
def messages() -> tuple[Message, ...]:
    """All of them."""
    entries = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))["messages"]
    return tuple(Message(entry["said"], frozenset(entry["right"]), entry["voice"]) for entry in entries)


@pytest.fixture(scope="module", autouse=True)
def can_speak_and_hear() -> None:
    """A voice and a recogniser. Missing, these tests are skipped; with CI=true that is a failure."""
    missing = [] if shutil.which("flite") else ["flite (scripts/system-packages.sh)"]
    missing += [] if (PYTHON.parent.parent / "installed").exists() else [".tools/speech (scripts/setup-tool.sh speech)"]
    needed(f"missing: {', '.join(missing)}" if missing else None)


def speak(text: str, voice: str, file: Path) -> None:
    """Speaks a text into a sound file."""
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(file)], check=True, capture_output=True, timeout=60)  # noqa: S607 - wherever it is installed


def hear(files: Sequence[Path]) -> list[str]:
    """What is said in sound files."""
    names = "".join(f"{file}\n" for file in files)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))}
    offline = {**inherited, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run([str(PYTHON), str(HEARS)], input=names, env=offline, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    heard = done.stdout.splitlines()
    assert len(heard) == len(files)
    return heard


def wrong_words(said: str, heard: str) -> tuple[int, int]:
    """How many words have to be changed, added or left out to make what was said of what was heard; and how many were said."""
    want, got = (re.findall(r"[\w']+", text.lower()) for text in (said, heard))
    row = list(range(len(got) + 1))
    for i, word in enumerate(want, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(got, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1], len(want)


@dataclass(frozen=True)
class Answered:
    """A message as it was heard, and what came of it."""

    message: Message
    heard: str
    intent: str
    reply: dict[str, Any]


@pytest.fixture(scope="module")
def answered(agent: Any, library: Library, long: bool, tmp_path_factory: pytest.TempPathFactory) -> tuple[Answered, ...]:
    """The messages spoken, heard, and answered as on the speaker of a house, each in a conversation of its own."""
    chosen = messages() if long else messages()[::EVERY_THIRD]
    folder = tmp_path_factory.mktemp("spoken")
    files = [folder / f"{number}.wav" for number in range(len(chosen))]
    for message, file in zip(chosen, files):
        speak(message.said, message.voice, file)
    gate = Gate(agent, library, Settings(secret="tests"))

    async def answer() -> tuple[Answered, ...]:
        results = []
        for number, (message, heard) in enumerate(zip(chosen, hear(files))):
            delivered = await gate.deliver(f"spoken-{number}", "home_assistant", Incoming(text=heard))
            results.append(Answered(message, heard, delivered.intent or "", dict(delivered.replies[0])))
        return tuple(results)

    return asyncio.run(answer())


def test_what_is_spoken_is_understood(answered: tuple[Answered, ...]) -> None:
    wrong = [f"{one.message.said!r} heard as {one.heard!r}: {one.intent}" for one in answered if one.intent not in one.message.right]
    right = 1 - len(wrong) / len(answered)
    counts = [wrong_words(one.message.said, one.heard) for one in answered]
    rate = sum(errors for errors, _ in counts) / sum(words for _, words in counts)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"messages": len(answered), "right": right, "word_error_rate": rate, "wrong": wrong}, indent=2), encoding="utf-8")
    assert right >= LEAST_RIGHT, wrong
    assert rate <= MOST_WRONG_WORDS, [(one.message.said, one.heard) for one in answered]


def test_no_danger_is_missed_and_hardly_ever_one_heard_where_none_is(answered: tuple[Answered, ...]) -> None:
    dangers = [one for one in answered if one.message.right & DANGERS]
    assert [one.heard for one in dangers if not one.reply.get("safety")] == []
    harmless = [one for one in answered if not one.message.right & DANGERS]
    alarms = [(one.message.said, one.heard) for one in harmless if one.reply.get("safety")]
    assert len(alarms) <= max(1, MOST_ALARMS * len(harmless)), alarms


def test_every_answer_can_be_spoken_in_twenty_seconds(answered: tuple[Answered, ...], tmp_path: Path) -> None:
    for number, one in enumerate(answered):
        file = tmp_path / f"{number}.wav"
        speak(one.reply["text"], "slt", file)
        with wave.open(str(file)) as sound:
            assert 0 < sound.getnframes() / sound.getframerate() <= 20, one.reply["text"]


def test_there_are_at_least_forty_messages_in_several_voices() -> None:
    assert len(messages()) >= 40
    assert len({message.voice for message in messages()}) >= 3
    assert len({message.said for message in messages()}) == len(messages())


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [("a b c", "a b c", 0), ("a b c", "A, b c.", 0), ("a b c", "a c", 1), ("a b c", "a x c", 1), ("a b", "a b c d", 2), ("a b", "", 2)],
)
def test_wrong_words_are_counted(said: str, heard: str, wrong: int) -> None:
    assert wrong_words(said, heard)[0] == wrong
