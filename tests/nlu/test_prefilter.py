"""What is left out by its letters could never have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasa_project.nlu.prefilter import Prefilter, needed_words
from rasa_project.nlu.safety_net import Pattern, shared_patterns
from rasa_project.nlu.text import plain
from tests.safety.messages import PARTS, read


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("afraid of him", {"afraid of him"}),
        (r"\b(?:he|she) hurts me", {" hurts me"}),
        (r"(?:hit|slap(?:s|ped)) me", {" me"}),
        (r"(?:hit|slap(?:s|ped))\b", {"hit", "slap"}),
        (r"(?:hit|no)\b", None),
        (r"(?:threat)?en", None),
        (r"(?:threat)+", {"threat"}),
        (r"^(?=.*afraid)", {"afraid"}),
        (r"(?!afraid)", None),
        (r"as+ault", {"ault"}),
        (r"[a-z]+", None),
        ("(?i)afraid", None),
        ("(?i:afraid)", None),
    ],
)
def test_a_pattern_needs_the_pieces_of_which_one_is_in_each_match(pattern: str, needed: set[str] | None) -> None:
    assert needed_words(re.compile(pattern)) == needed


def test_only_what_may_match_is_looked_for() -> None:
    prefilter = Prefilter([re.compile("afraid"), re.compile("hit me"), re.compile("[0-9]")])
    assert prefilter.possible("he hit me") == {1, 2}


def test_most_patterns_are_left_out_of_a_plain_message() -> None:
    patterns = shared_patterns()
    possible = Prefilter([pattern.words for pattern in patterns]).possible("how do i ask her without sounding desperate")
    assert len(possible) < len(patterns) / 2


@pytest.mark.parametrize("pattern", [pytest.param(pattern, id=f"{number} {pattern.label}") for number, pattern in enumerate(shared_patterns())])
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_match_of_a_safety_pattern_is_left_out(pattern: Pattern, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern.words))
    assert Prefilter([pattern.words]).possible(text) == {0}


@pytest.mark.parametrize("part", PARTS)
def test_a_message_meets_the_same_patterns_with_and_without(part: str) -> None:
    patterns = shared_patterns()
    prefilter = Prefilter([pattern.words for pattern in patterns])
    for message in read(part):
        text = plain(message.text)
        possible = prefilter.possible(text)
        met = {number for number, pattern in enumerate(patterns) if pattern.words.search(text)}
        assert met <= possible, message.text
