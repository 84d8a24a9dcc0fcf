"""Who names one thing hears a line about it, and everybody else has lines about nothing in particular."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from rasa_project.coach.content import Library, Line
from rasa_project.library import load_library
from rasa_project.nlu.details import DetailFinder
from rasa_project.nlu.text import tidy

ABOUT_ONE_THING = ("feedback", "hear_feedback", "appreciate", "own_desire", "differ", "open_talk", "plan", "trust", "often")
KINDS = {"trust": ("hurt", "mending")}
"""The banks whose lines are searched by their kind: each kind has to do for everybody."""
SAID, TEXTED = 3, 2
FINDER = DetailFinder(load_library())


def named(text: str) -> set[str]:
    """The subjects that are heard in a message."""
    return {entity["value"] for entity in FINDER.find(text) if entity["entity"] == "subject"}


def _about(library: Library, subject: str) -> list[Line]:
    return [line for line in library.lines if line.about == subject]


def _for_anybody(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.about is None and line.reason is None and line.role is None and not line.needs]


def test_every_subject_is_heard_by_each_of_its_names(library: Library) -> None:
    missed = [(subject.id, phrase) for subject in library.subjects for phrase in subject.named_as if subject.id not in named(phrase)]
    assert missed == []


def test_no_name_stands_in_two_subjects_or_twice(library: Library) -> None:
    names = Counter(tidy(phrase).lower().replace("'", "") for subject in library.subjects for phrase in subject.named_as)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_subject_has_lines_to_be_said_and_one_to_be_typed(library: Library) -> None:
    for subject in library.subjects:
        lines = _about(library, subject.id)
        said = [line for line in lines if line.medium == "said" and line.tone in ("warm", "direct")]
        assert len(said) >= SAID, subject.id
        assert [line for line in lines if line.medium == "texted"], subject.id


def test_every_subject_has_a_line_that_is_true_for_everybody_who_named_it(library: Library) -> None:
    """But for kissing: who asks for more of it has said that touch is welcome."""
    unkept = [
        subject.id
        for subject in library.subjects
        if subject.id != "kissing_more"
        and not [line for line in _about(library, subject.id) if not line.needs and line.reason is None and line.role is None]
    ]
    assert unkept == []


def test_who_asks_for_kisses_has_said_that_touch_is_welcome() -> None:
    for text in ("he stops kissing me once things get going and i miss it", "i want more kissing from her", "wish they'd kiss me more"):
        found = {(entity["entity"], entity["value"]) for entity in FINDER.find(text)}
        assert {("subject", "kissing_more"), ("truth", "touch")} <= found


@pytest.mark.parametrize("bank", ABOUT_ONE_THING)
@pytest.mark.parametrize("tone", ["warm", "direct"])
def test_there_are_lines_for_those_who_named_nothing(library: Library, bank: str, tone: str) -> None:
    for kind in KINDS.get(bank, (None,)):
        lines = [line for line in library.banks[bank] if kind in (None, line.kind)]
        free = [line for line in _for_anybody(lines) if line.tone == tone and line.medium == "said"]
        if bank == "often":  # its lines are all for one part
            free = [line for line in lines if line.tone == tone and line.medium == "said" and not line.needs]
        assert len(free) >= SAID, f"{bank} {kind} {tone}: {[line.id for line in free]}"
        texted = [line for line in lines if line.medium == "texted" and line.about is None and line.reason is None and not line.needs]
        assert len(texted) >= TEXTED, f"{bank} {kind}"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("my husband goes too fast for me, how do i tell him", "pace"),
        ("she's on her phone in bed every night", "phones_in_bed"),
        ("he never kisses me these days", "kissing_more"),
        ("it's become such a routine with him", "routine_same"),
        ("what can i say about her laugh", "their_laugh"),
        ("since his affair i can't relax", "affair"),
        ("found messages on her phone in march", "messages_on_phone"),
        ("since the baby i don't want to", "baby"),
        ("they never talk about it and nor do i", "never_talked"),
        ("its over a year since anything happened with my wife", "long_gap"),
    ],
)
def test_a_message_names_what_it_is_about(text: str, subject: str) -> None:
    assert subject in named(text)


@pytest.mark.parametrize("text", ["how do i give my wife some feedback", "i want to tell him something nice", "not tonight"])
def test_a_message_about_nothing_in_particular_names_no_subject(text: str) -> None:
    assert named(text) == set()
