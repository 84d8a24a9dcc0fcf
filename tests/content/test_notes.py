"""The evening notes: enough of them, of every kind, short, never alike, and fit to be read in bed by anybody."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from rasa_project.coach.content import TONES, Library, Note, Step
from rasa_project.coach.measure import questions, sentences, words
from tests.content import corpus
from tests.content.rules import found, rules

FEWEST = 150
WORDS, SENTENCES = 30, 2
TOLD = {step for step in Step if step not in (Step.SAFETY, Step.HOUSE)}
"""The steps that notes tell of: those of the framework."""
FEWEST_OF_A_STEP = 5
MOST_THAT_OPEN_ALIKE = 6
IF_TRUE = re.compile(r"\b(?:if|only|where there's|some|for those|would you like)\b", re.IGNORECASE)
"""Words that leave it to the reader whether something is true for them."""
REQUEST = re.compile(r"\b(?:could (?:we|i|you|the)|would you|can (?:we|i)|shall we|come and|let's)\b", re.IGNORECASE)
LEAVES_FREE = re.compile(r"\bno hurry\b", re.IGNORECASE)
"""A way out of what is hardly an ask."""
PUSHES = re.compile(
    r"\b(?:let (?:it|them|that) go|forgive|try saying|give them|make them|make sure|don't forget|remember to|before you sleep,? (?:tell|ask|say)|"
    r"(?<!would )(?<!can )be (?:patient|grateful|kind|nice)|they mean well|mean(?:s|t)? no harm|only teasing|calm (?:them|down)|keep the peace|"
    r"go to bed angry|every (?:night|day)|right now,? (?:tell|say)|you could have|why not)\b",
    re.IGNORECASE,
)
"""What would be an order, a task, or dangerous advice to somebody who is afraid of the person beside them."""


def _share(notes: list[Note], of: int) -> float:
    return len(notes) / of


def _ids(notes: list[Note]) -> list[str]:
    return [note.id for note in notes]


def test_there_are_enough_of_them_and_a_third_is_about_neither_asking_nor_refusing(library: Library) -> None:
    assert len(library.notes) >= FEWEST
    assert _share([note for note in library.notes if note.about == "neither"], len(library.notes)) >= 1 / 3
    for about in ("decline", "ask"):
        assert _share([note for note in library.notes if note.about == about], len(library.notes)) >= 1 / 6, about


def test_kinds_and_tones_are_mixed(library: Library) -> None:
    kinds = Counter(note.kind for note in library.notes)
    assert all(kinds[kind] / len(library.notes) >= 0.2 for kind in ("question", "line", "thought")), kinds
    assert kinds["step"] / len(library.notes) >= 0.1, kinds
    for about in ("neither", "decline", "ask"):
        of_it = [note for note in library.notes if note.about == about]
        assert {note.kind for note in of_it} == {"thought", "question", "line", "step"}, about
        for tone in TONES:
            assert _share([note for note in of_it if note.tone == tone], len(of_it)) >= 0.15, f"{about} {tone}"


@pytest.mark.parametrize("step", sorted(TOLD))
def test_every_step_of_the_framework_has_notes(library: Library, step: Step) -> None:
    assert len([note for note in library.notes if note.step is step]) >= FEWEST_OF_A_STEP


def test_no_note_tells_of_danger_or_of_the_coach_itself(library: Library) -> None:
    assert {note.step for note in library.notes} <= TOLD


def test_a_note_stands_in_the_file_it_is_named_after(library: Library) -> None:
    files = corpus.files_of("notes")
    wrong = [note.id for note in library.notes if files[note.id] != f"notes/{note.id.split('.')[0]}.yml"]
    assert not wrong


def test_a_note_is_short(library: Library) -> None:
    assert not _ids([note for note in library.notes if words(note.text) > WORDS or sentences(note.text) > SENTENCES])


def test_a_question_asks_one_thing_and_nothing_else_asks(library: Library) -> None:
    assert not _ids([note for note in library.notes if questions(note.text) != (1 if note.kind == "question" else 0)])
    assert not _ids([note for note in library.notes if note.kind == "question" and not note.text.endswith("?")])


def test_the_words_before_a_line_lead_to_it(library: Library) -> None:
    leads = [note for note in library.notes if note.kind == "line"]
    assert not _ids([note for note in leads if not note.text.endswith(":") or words(note.text) > 15])


def test_no_two_notes_say_the_same_and_few_open_alike(library: Library) -> None:
    assert len({note.text for note in library.notes}) == len(library.notes)
    openings = Counter(" ".join(re.findall(r"[\w']+", note.text.lower())[:2]) for note in library.notes)
    assert not {opening: count for opening, count in openings.items() if count > MOST_THAT_OPEN_ALIKE}


def test_no_note_is_an_order_or_a_task_or_asks_to_put_up_with_something(library: Library) -> None:
    assert not _ids([note for note in library.notes if PUSHES.search(f"{note.text} {note.line or ''}")])


@pytest.mark.parametrize("text", ["Let it go tonight.", "Try saying yes.", "Be patient with them.", "Don't go to bed angry.", "They mean well."])
def test_what_would_harm_somebody_who_is_afraid_is_noticed(text: str) -> None:
    assert PUSHES.search(text)


def test_love_touch_and_desire_are_invitations(library: Library) -> None:
    """A line that says what is true for some is led to by words that leave it open."""
    claimed = [note for note in library.notes if note.line and found("truths", note.line) and not IF_TRUE.search(f"{note.text} {note.line}")]
    assert not _ids(claimed)


def test_the_lines_of_the_notes_take_a_no_with_thanks_and_okay(library: Library) -> None:
    takes = [note for note in library.notes if note.line and corpus.place_of_note(note) == "hear"]
    assert takes
    assert not _ids([note for note in takes if found("takes_a_no", note.line or "") != {"thanks", "okay"}])


def test_a_line_that_asks_for_something_has_a_way_out(library: Library) -> None:
    """Also where it asks for pancakes: nobody reads an evening note and corners somebody with it."""
    asking = [note for note in library.notes if note.line and REQUEST.search(note.line)]
    assert asking
    assert not _ids([note for note in asking if not found("ways_out", note.line or "") and not LEAVES_FREE.search(note.line or "")])


def test_only_an_ask_asks_for_closeness(library: Library) -> None:
    plain = {rule.id for rule in rules("plain_asks")} - {"closeness"}
    assert not _ids([note for note in library.notes if note.line and note.about == "neither" and found("plain_asks", note.line) & plain])
    asks = [note for note in library.notes if note.line and corpus.place_of_note(note) == "ask"]
    assert not _ids([note for note in asks if not found("plain_asks", note.line or "")])


def test_the_reasons_of_a_note_are_of_its_part(library: Library) -> None:
    role_of = {reason.id: reason.role for reason in library.reasons}
    wrong = [note.id for note in library.notes if note.role != "any" and any(role_of[reason] != note.role for reason in note.reasons)]
    assert not wrong


def test_frequent_reasons_have_notes_that_fit_them(library: Library) -> None:
    """What somebody noted lately is met by more than one note."""
    fitting = Counter(reason for note in library.notes for reason in note.reasons)
    often = ("tired", "full_head", "early_start", "short_of_sleep", "new_baby", "touched_out", "just_no", "low_mood", "body_shy", "shift_work")
    assert not [reason for reason in often if fitting[reason] < 2]
