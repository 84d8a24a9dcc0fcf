"""Sounds that answer without a word are told apart, and where nobody could they are asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.nlu.sounds import answer_in

EITHER = ("affirm", "deny")


@pytest.mark.parametrize("text", ["mhm", "Mhm.", "mm-hm", "mmhmm", "mm hmm", "uh huh", "Uh-huh!", "m-hm"])
def test_a_hummed_yes_is_a_yes(text: str) -> None:
    assert answer_in(text) == ("affirm",)


@pytest.mark.parametrize("text", ["uh uh", "Uh-uh.", "uh-uhhh", "nuh uh", "nuh-uh", "unh-unh", "ah ah", "huh-uh"])
def test_a_hummed_no_is_a_no(text: str) -> None:
    assert answer_in(text) == ("deny",)


@pytest.mark.parametrize("text", ["mm", "Mmm.", "m", "mm mm", "uh", "uhuh"])
def test_a_hum_without_its_tune_is_either(text: str) -> None:
    assert answer_in(text) == EITHER


@pytest.mark.parametrize("text", ["", "hm", "hmm", "um", "aha", "huh", "yes", "no", "mum", "ha ha", "mhm he's asleep", "uh uh uh oh", "m" * 500])
def test_what_is_no_answer_or_more_than_a_sound_is_left_to_the_classifier(text: str) -> None:
    assert answer_in(text) == ()


@given(st.text())
def test_whatever_is_written_there_is_a_yes_a_no_either_or_neither(text: str) -> None:
    assert answer_in(text) in ((), ("affirm",), ("deny",), EITHER)
