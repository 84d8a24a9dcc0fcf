"""Names are found where they are words of the message, whole, as spaCy's own matcher finds them."""

from __future__ import annotations

import random

import pytest
from spacy.matcher import PhraseMatcher

from rasa_project.coach.content import Library
from rasa_project.nlu.names import Names
from rasa_project.nlu.tokenizer import english

NAMES = Names(
    [
        ("reason", "tired", "tired"),
        ("reason", "tired", "dead tired"),
        ("choice", "dead_tired", "dead tired"),
        ("part", "okay", "k"),
        ("reason", "early", "can't sleep"),
        ("reason", "up_late", "can't sleep"),
    ]
)


def found(text: str) -> list[tuple[str, str, str]]:
    return [(kind, span.label_, span.text) for kind, spans in NAMES.find(english().make_doc(text)).items() for span in spans]


def test_a_name_is_found_whatever_its_case() -> None:
    assert found("I'm TIRED.") == [("reason", "tired", "TIRED")]


@pytest.mark.parametrize("text", ["", "   ", "retired", "tiredness", "tire d", "dead", "ok", "kkk"])
def test_a_part_of_a_word_is_no_name(text: str) -> None:
    assert found(text) == []


def test_a_phrase_names_all_that_it_stands_for() -> None:
    assert found("so dead tired") == [("reason", "tired", "dead tired"), ("reason", "tired", "tired"), ("choice", "dead_tired", "dead tired")]
    assert found("i can't sleep") == [("reason", "early", "can't sleep"), ("reason", "up_late", "can't sleep")]


def test_a_single_letter_is_a_name() -> None:
    assert found("k, tired") == [("part", "okay", "k"), ("reason", "tired", "tired")]


def test_spacys_matcher_finds_the_same_in_what_people_type(library: Library) -> None:
    language = english()
    phrases = [(entry.id, phrase.lower()) for entry in library.reasons for phrase in entry.named_as]
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for label, phrase in phrases:
        matcher.add(label, [language.make_doc(phrase)])
    names = Names(("reason", label, phrase) for label, phrase in phrases)
    chance = random.Random(7)
    for _ in range(300):
        document = language.make_doc(", ".join(chance.choice(phrases)[1] for _ in range(3)) + chance.choice(["", "!", " x", "ly"]))
        theirs = {(language.vocab.strings[label], start, end) for label, start, end in matcher(document)}
        assert {(span.label_, span.start, span.end) for span in names.find(document).get("reason", [])} == theirs, document
