"""Killed at any moment: nothing that was said to be kept is lost, no night has two notes or notices, and no note is lost before it is sent."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rasa_project.memory.memory import Memory
from tests.memory.writer import PERSON, open_writers_memory, set_up, work

SHORT, WHOLE = 50, 500
TOGETHER = 2
"""Processes that write at the same time."""
WORDS = ("saving", "saved", "dropping", "noting", "noted", "unnoting", "unnoted", "told", "opening")
LATELY = 20
"""Notes opened last; the same note comes again only after more."""
LONGEST_LIFE = 0.15
"""Seconds after which one is killed at the latest, once it has begun to write."""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """The memory, as a process sees it that is never killed."""
    opened = open_writers_memory(tmp_path)
    set_up(opened)
    yield opened
    opened.close()


def told(folder: Path) -> dict[str, list[str]]:
    """What the processes said, by its first word."""
    said: dict[str, list[str]] = {word: [] for word in WORDS}
    for line in (folder / "log").read_text().splitlines():
        word, about = line.split()
        said[word].append(about)
    return said


def check(memory: Memory, folder: Path) -> None:
    """Compares what is kept with what was said."""
    said = told(folder)
    kept = [line.text for line in memory.recall(PERSON).saved]
    begun, confirmed, dropped = (set(said[word]) for word in ("saving", "saved", "dropping"))
    assert len(kept) == len(set(kept))
    assert confirmed - dropped <= set(kept) <= begun

    # which entry is dropped as the last of two processes' does not matter: none that was confirmed is missing, and none is there twice
    entries = len(memory.recall(PERSON, entries=True).entries)
    assert len(said["noted"]) - len(said["unnoting"]) <= entries <= len(said["noting"]) - len(said["unnoted"])

    exported = memory.export(PERSON)
    delivered = {one["night"]: one["note"] for one in exported["notes delivered"]}
    assert len(said["told"]) == len(set(said["told"])), "a night had two notices"
    assert set(said["told"]) <= set(delivered), "a notice told of no note"
    nights = sorted(date.fromisoformat(night) for night in delivered)
    assert nights == [nights[0] + timedelta(days=number) for number in range(len(nights))] if nights else True
    if nights:
        last = delivered[nights[-1].isoformat()]
        assert exported["notes waiting"] == [last] or (exported["notes waiting"] == [] and last in said["opening"][-LATELY:]), "a note was lost"


def test_nothing_is_lost_and_nothing_doubled(memory: Memory, tmp_path: Path, long: bool) -> None:
    chance = random.Random(20260302)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.memory.writer"])
    (tmp_path / "log").touch()
    for kill in range((WHOLE if long else SHORT) // TOGETHER):
        names = [f"{kill}-{number}" for number in range(TOGETHER)]
        started = [processes.Process(target=work, args=(tmp_path, name)) for name in names]
        for process in started:
            process.start()
        while not all(f" {name}-0\n" in (tmp_path / "log").read_text() for name in names):
            assert all(process.is_alive() for process in started)
            time.sleep(0.005)
        for process in started:
            time.sleep(chance.uniform(0, LONGEST_LIFE))
            assert process.is_alive(), "it ended by itself"
            process.kill()
        for process in started:
            process.join()
        check(memory, tmp_path)
    said = told(tmp_path)
    assert min(len(said[word]) for word in WORDS) > kill // 2, "they hardly came to write"
