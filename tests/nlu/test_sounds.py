"""Sounds that answer without a word are told apart, and where nobody could they are asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.nlu.sounds import answer_in, misheard

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


@pytest.mark.parametrize(
    "text",
    [
        "know thank you",
        "Know, thank you.",
        "know",
        "now thanks",
        "know not tonight",
        "how do i say know nicely",
        "i want to tell her know",
        "knot tonight",
    ],
)
def test_a_no_written_as_another_word_is_noticed(text: str) -> None:
    assert misheard(text) == "no"


@pytest.mark.parametrize(
    "text", ["only if you want that too", "only if you want not to", "I can tonight.", "i want tonight", "yes i want to tonight"]
)
def test_what_sounds_the_same_with_and_without_its_no_could_be_either(text: str) -> None:
    assert misheard(text) == "either"


@pytest.mark.parametrize(
    "text",
    [
        "no thank you",
        "i don't want to tonight",
        "you know what i mean",
        "i know he's tired",
        "know what",
        "i want to tell her how i feel",
        "i want to say no tonight",
        "she wants to know",
        "tell him know that i love him",
        "now what",
        "we can do it another night",
        "",
    ],
)
def test_what_is_clear_to_the_ear_is_left_alone(text: str) -> None:
    assert misheard(text) is None


@given(st.text())
def test_whatever_is_written_it_is_one_of_three(text: str) -> None:
    assert misheard(text) in (None, "no", "either")
