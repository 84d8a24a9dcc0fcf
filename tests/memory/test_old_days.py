"""Letting go of old days: of everybody where there are few, of some at a time where there are many, and of nobody's other days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from rasa_project.coach.remembered import Agree, NoteMoment, Purpose
from rasa_project.memory import old_days, tables
from rasa_project.memory.memory import Memory
from tests.memory.conftest import StandingClock
from tests.memory.test_memory import ENTRY, TODAY

PEOPLE = 12
YOUNG = TODAY + timedelta(days=5)


@pytest.fixture
def many(memory: Memory, clock: StandingClock) -> Memory:
    """People with an old and a young entry each, on a day when the old one has to go; the youngest were here lately."""
    for number in range(PEOPLE):
        memory.carry_out(f"person {number}", [Agree(Purpose.JOURNAL), NoteMoment(ENTRY)])
    clock.now += timedelta(days=5)
    for number in range(PEOPLE):
        memory.carry_out(f"person {number}", [NoteMoment(replace(ENTRY, day=YOUNG))])
    clock.now += timedelta(days=86)
    return memory


def rows(memory: Memory) -> int:
    with memory.engine.connect() as connection:
        return len(connection.execute(select(tables.journal)).all())


def test_where_there_are_few_everybody_s_go_at_once(many: Memory) -> None:
    assert many.purge() == PEOPLE
    assert all([entry.day for entry in many.recall(f"person {number}", entries=True).entries] == [YOUNG] for number in range(PEOPLE))


def test_where_there_are_many_some_go_at_a_time_and_by_and_by_all(many: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_days, "PEOPLE_IN_A_PART", 1)
    monkeypatch.setattr(old_days, "PARTS_AT_ONCE", 3)
    times = [many.purge() for _ in range(PEOPLE // 3 + 2)]
    assert sum(times) == PEOPLE
    assert max(times) < PEOPLE
    assert rows(many) == PEOPLE


def test_a_process_that_starts_begins_anywhere(memory: Memory) -> None:
    assert len({old_days.OldDays(memory.engine, memory.vault)._next for _ in range(5)}) == 5


def test_nothing_is_held_while_nothing_is_too_old(many: Memory) -> None:
    """Who writes waits for others that write: what only looks is none of them."""
    many.purge()
    begun: list[str] = []
    event.listen(many.engine, "before_cursor_execute", lambda _, __, statement, *___: begun.append(statement))
    old_days.OldDays(many.engine, many.vault).let_go(TODAY)
    assert begun
    assert not [statement for statement in begun if statement.startswith("DELETE")]
