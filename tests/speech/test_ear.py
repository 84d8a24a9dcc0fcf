"""An answer for the ear: well-formed, the line heard as a line, numbers slow and twice, and no word ever markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import Library
from rasa_project.nlu.text import tidy
from rasa_project.speech.ear import PAUSE, ssml
from tests.speech.answers import answer, help_line

OURS = {"speak", "break", "prosody", "say-as"}
MARKUP = (
    '<audio src="https://elsewhere.example/x.mp3"/>',
    "</speak><speak>",
    "a & b",
    "<!-- x -->",
    "]]>",
    "&lt;",
    "<![CDATA[x]]>",
    '"quoted"',
    "1 < 2 > 0",
)

said = st.text().map(tidy) | st.sampled_from(MARKUP)
"""What can stand in an answer: text that went through the gate, or markup as text."""


def tags(spoken: str) -> set[str]:
    return {element.tag for element in ElementTree.fromstring(spoken).iter()}  # noqa: S314 - our own output


def words(spoken: str) -> str:
    return "".join(ElementTree.fromstring(spoken).itertext())  # noqa: S314 - our own output


@given(said, said, said)
def test_whatever_is_said_is_heard_and_never_becomes_markup(before: str, line: str, after: str) -> None:
    spoken = ssml(Answer(before=before, line=line, after=after))
    assert tags(spoken) <= OURS
    for part in (before, line, after):
        assert part in words(spoken)


@given(said, said)
def test_a_number_never_becomes_markup_either(name: str, number: str) -> None:
    spoken = ssml(answer(line=None, numbers=(help_line(name=name, number=number),)))
    assert tags(spoken) <= OURS
    assert words(spoken).count(number) >= 2


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_an_answer_is_read_as_words(text: str) -> None:
    assert words(ssml(answer(line=text))) == f"Try this. {text} Softer?"


def test_a_line_is_set_apart_by_a_pause_on_both_sides_and_said_slowly() -> None:
    assert f'{PAUSE}<prosody rate="90%">Not tonight, love.</prosody>{PAUSE}' in ssml(answer())


def test_without_a_line_there_is_no_pause() -> None:
    assert ssml(answer(line=None)) == "<speak>Try this. Softer?</speak>"


def test_a_number_is_said_twice_as_a_number_after_its_name() -> None:
    spoken = ssml(answer(line=None, numbers=(help_line(name="A Line", number="0800 123"),)))
    assert spoken.count('<say-as interpret-as="telephone">0800 123</say-as>') == 2
    assert spoken.index("A Line") < spoken.index("0800 123")


def test_every_written_answer_is_well_formed_for_the_ear(library: Library) -> None:
    for entry in library.answers:
        assert tags(ssml(Answer.of(entry))) <= OURS, entry.id
