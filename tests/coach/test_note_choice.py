"""Which evening note comes, night after night, with a journal and without one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.content import Library, Note, Step
from rasa_project.coach.note_choice import LATELY, choose_note
from rasa_project.coach.remembered import JournalEntry

DAY = date(2026, 1, 5)


def season(library: Library, entries: list[JournalEntry], nights: int = 120, seed: str = "a") -> list[Note]:
    """The notes of so many nights, one after the other."""
    chosen: list[Note] = []
    for night in range(nights):
        chosen.append(choose_note(library.notes, entries, [note.id for note in chosen], f"{seed}:{night}"))
    return chosen


def noted(role: str, **more: object) -> JournalEntry:
    return JournalEntry(DAY, role, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("entries", [[], [noted("decliner", reason="tired")], [noted("asker", feeling=1)]])
def test_none_comes_again_soon(library: Library, entries: list[JournalEntry]) -> None:
    chosen = [note.id for note in season(library, entries)]
    for position, note in enumerate(chosen):
        assert note not in chosen[max(0, position - LATELY) : position]


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_a_third_is_about_neither(library: Library, seed: str) -> None:
    chosen = season(library, [], seed=seed)
    assert sum(note.about == "neither" for note in chosen) == pytest.approx(len(chosen) / 3, abs=len(chosen) / 12)


def test_step_and_tone_change_from_night_to_night(library: Library) -> None:
    chosen = season(library, [])
    pairs = list(pairwise(chosen))
    assert not [before.id for before, after in pairs if before.step == after.step]
    assert sum(before.tone == after.tone for before, after in pairs) < len(pairs) / 10


def test_without_a_journal_both_parts_get_theirs(library: Library) -> None:
    about = {note.about for note in season(library, [])}
    assert about == {"neither", "decline", "ask"}


@pytest.mark.parametrize(("role", "other"), [("decliner", "asker"), ("asker", "decliner")])
def test_it_is_for_the_part_that_was_noted(library: Library, role: str, other: str) -> None:
    assert not [note.id for note in season(library, [noted(role)]) if note.role == other]


def test_it_is_for_both_parts_where_both_were_noted(library: Library) -> None:
    assert {note.role for note in season(library, [noted("decliner"), noted("asker")])} == {"any", "decliner", "asker"}


def test_the_reason_that_was_given_most_often_is_met_now_and_then(library: Library) -> None:
    entries = [noted("decliner", reason="tired"), noted("decliner", reason="tired"), noted("decliner", reason="headache")]
    nights = 60
    chosen = season(library, entries, nights)
    fitting = [note for note in chosen if "tired" in note.reasons]
    assert fitting
    assert len(fitting) < nights / 2
    assert len(fitting) > sum("tired" in note.reasons for note in season(library, [noted("decliner")], nights))


def test_what_an_asker_heard_is_no_reason_of_theirs(library: Library) -> None:
    with_it = season(library, [noted("asker", reason="tired")], 30)
    assert [note.id for note in with_it] == [note.id for note in season(library, [noted("asker")], 30)]


def test_nothing_is_made_light_of_after_a_bad_moment(library: Library) -> None:
    assert not [note.id for note in season(library, [noted("asker", feeling=1)], 40) if note.tone == "playful"]


def test_the_same_night_gets_the_same_note(library: Library) -> None:
    assert season(library, [], 5) == season(library, [], 5)
    assert season(library, [], 5) != season(library, [], 5, seed="other")


def _note(number: int) -> Note:
    return Note(id=f"n{number}", step=Step.LOVE, source="house", tone="warm", kind="thought", text="Something.", about="neither")


@given(st.integers(1, 8), st.lists(st.integers(0, 9), max_size=30))
def test_with_few_notes_one_that_came_long_ago_comes_again(count: int, seen: list[int]) -> None:
    notes = [_note(number) for number in range(count)]
    chosen = choose_note(notes, [], [f"n{number}" for number in seen], "a")
    assert chosen in notes
    if count > 1 and seen:
        assert chosen.id != f"n{seen[-1]}"
