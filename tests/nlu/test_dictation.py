"""Words for the partner that are asked for in no known way: how many are heard, and how often none were meant."""

from __future__ import annotations

import re

import pytest

from rasa_project.nlu.dictation import dictated, may_hold_words
from rasa_project.nlu.encoder import shared_encoder
from rasa_project.nlu.marked_messages import parted, read_marked
from rasa_project.nlu.own_words import OwnWords, own_words
from rasa_project.nlu.text import tidy
from rasa_project.nlu.word_tagger import Tagged, shared_tagger
from tests.samples import TEST_MESSAGES

HEARD, RIGHT = 0.5, 0.6
"""Of the words that a reader marked in messages of strangers, so many at least are heard; and of what is heard, so many are those words.

Three words in ten may be more or less than the reader's.
"""
NEAR = 0.7


def heard(text: str) -> OwnWords | None:
    return own_words(text) or dictated(shared_tagger().tag(shared_encoder().read(text)), tidy(text))


def marked(message: str) -> OwnWords | None:
    """What would be heard of a tagger that marks as the reader did."""
    text, spans = parted(message)
    return dictated([Tagged(span, 1.0) for span in spans], text)


def alike(one: str, other: str) -> float:
    first, second = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return len(first & second) / len(first | second)


def test_words_of_strangers_are_heard_as_a_reader_marked_them() -> None:
    meant = heard_at_all = right = 0
    for text, spans in read_marked(TEST_MESSAGES / "to_be_said.yml"):
        wanted, own = dictated([Tagged(span, 1.0) for span in spans], text), heard(text)
        meant += wanted is not None
        heard_at_all += own is not None
        right += wanted is not None and own is not None and alike(wanted.words, own.words) >= NEAR
    assert meant > 100
    assert right / meant >= HEARD
    assert right / heard_at_all >= RIGHT


@pytest.mark.parametrize(
    ("message", "words", "way"),
    [
        ("more like [ok no rush](say), [im happy just cuddling](say)", "Ok no rush, I'm happy just cuddling.", "only"),
        ("[i want him here](say) but [no sex](say), how do i text that", "I want you here but no sex.", "say"),
        ("start with [he was so sweet](add) and put [i miss him](add) last", "You were so sweet. I miss you.", "add"),
        ("can it have [that im ok now](add)", "I'm ok now.", "add"),
    ],
)
def test_what_is_marked_is_turned_to_the_partner(message: str, words: str, way: str) -> None:
    assert marked(message) == OwnWords(words, way)


@pytest.mark.parametrize("message", ["no words at all", "without [if im up to it](out)", "she said [maybe](they)", "put [the exam](add) in"])
def test_what_is_no_sentence_for_the_partner_is_none(message: str) -> None:
    assert marked(message) is None


def test_what_is_not_sure_is_not_heard() -> None:
    text, spans = parted("can it say [im ok now](add)")
    assert dictated([Tagged(span, 0.5) for span in spans], text) is None


@pytest.mark.parametrize(
    ("remark", "certainty", "is_heard"),
    [(None, 0.75, True), ("not_how_i_talk", 0.75, True), ("said.fine", 0.75, True), ("when_to_say", 0.75, False), ("when_to_say", 0.9, True)],
)
def test_beside_a_question_to_the_coach_it_must_be_surer(remark: str | None, certainty: float, is_heard: bool) -> None:
    text, spans = parted("add [i still want you](add), and do i say it before bed?")
    assert (dictated([Tagged(span, certainty) for span in spans], text, remark) is not None) is is_heard


@pytest.mark.parametrize(
    ("text", "may"), [("more like i miss her", True), ("how would i put that i miss her", False), ("yes please", False), ("word " * 200, False)]
)
def test_where_words_may_be_they_are_looked_for(text: str, may: bool) -> None:
    assert may_hold_words(text) is may
