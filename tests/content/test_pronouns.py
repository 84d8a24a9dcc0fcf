"""What the coach says of the partner to somebody who speaks of him, or of her."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest

from rasa_project.coach import Library
from rasa_project.coach.content import as_she
from tests.coach.situations import Talk

HE = re.compile(r"\b(?:he|him|his|himself|he's|he'd|he'll)\b", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|them|their|theirs|themsel\w+|they'\w+)\b", re.IGNORECASE)
WORDS = re.compile(r"[\w']+|[^\w\s]")
MOST_CHANGED = 3
"""Words in a row that change: "they are" and "he is", with a word between."""


def pairs(library: Library) -> list[tuple[str, str]]:
    """Every sentence that has a form for one person, with that form."""
    of_text = [(entry.text, entry.as_he) for entry in library.answers if entry.as_he is not None]
    return of_text + [(entry.question or "", entry.question_as_he) for entry in library.answers if entry.question_as_he is not None]


def test_hundreds_of_sentences_have_a_form_for_him_and_for_her(library: Library) -> None:
    assert len(pairs(library)) > 300


def test_nothing_but_the_pronoun_and_its_verb_is_another(library: Library) -> None:
    for text, as_he in pairs(library):
        before, after = WORDS.findall(text), WORDS.findall(as_he)
        changed = [step for step in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if step[0] != "equal"]
        assert THEY.search(text), text
        assert HE.search(as_he), text
        assert all(to - start <= MOST_CHANGED and until - begin <= MOST_CHANGED for _, start, to, begin, until in changed), (text, as_he)


def test_his_never_stands_alone_so_that_it_can_be_hers(library: Library) -> None:
    for _, as_he in pairs(library):
        assert not re.search(r"\bhis(?=[.,!?;:]|$)", as_he), as_he


def test_she_is_spoken_of_as_he_is() -> None:
    assert (
        as_she("He's tired, so let him sleep. It's his no, and he'd know himself.")
        == "She's tired, so let her sleep. It's her no, and she'd know herself."
    )


@pytest.mark.parametrize(("pronoun", "said"), [(None, THEY), ("he", HE), ("she", re.compile(r"\b(?:she|her|she's|she'd)\b", re.IGNORECASE))])
def test_the_partner_is_spoken_of_as_the_message_does(library: Library, pronoun: str | None, said: re.Pattern[str]) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    answer = talk.hear("out_of_scope", sure=False, remark="wake_or_wait", asks=True, pronoun=pronoun)
    assert said.search(answer.before), answer.before


def test_how_they_were_spoken_of_is_not_kept(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", pronoun="he")
    assert THEY.search(talk.hear("out_of_scope", sure=False, remark="wake_or_wait", asks=True).before)
