"""An age is read where a message is little else, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.nlu.age import age_said, ages_told


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("34", 34),
        ("i'm 34", 34),
        ("Im 34", 34),
        ("I am 34 years old", 34),
        ("34yo", 34),
        ("34.", 34),
        ("yes, 34", 34),
        ("no, i'm 17", 17),
        ("17", 17),
        ("i'm forty one", 41),
        ("forty-one", 41),
        ("twenty", 20),
        ("i turned 18 in march so yes", 18),
        ("58 actually", 58),
        ("sixteen", 16),
        ("nearly 18", 17),
        ("i'm not 18", 17),
        ("not eighteen yet", 17),
        ("i'm not 18 yet", 17),
    ],
)
def test_an_age_is_read(text: str, age: int) -> None:
    assert age_said(text) == age


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "30 minutes",
        "we've been married 34 years",
        "at 10",
        "give me 3 lines",
        "2",
        "4",
        "111",
        "1000",
        "my daughter is 16",
        "he is 40 and i am so tired of all of this",
        "one more",
        "i'm one of those people",
        "not tonight",
    ],
)
def test_another_number_is_no_age(text: str) -> None:
    assert age_said(text) is None


@given(st.text())
def test_whatever_is_said_the_age_is_one_a_person_can_have_or_none(text: str) -> None:
    age = age_said(text)
    assert age is None or 4 <= age <= 110


@pytest.mark.parametrize("number", range(18, 100))
def test_every_adult_age_is_read_in_digits(number: int) -> None:
    assert age_said(f"i'm {number}") == number


@pytest.mark.parametrize("number", range(5, 18))
def test_every_age_below_is_read_in_digits(number: int) -> None:
    assert age_said(f"i'm {number}") == number


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("im 22 and i want to say no to my boyfriend tonight", (22,)),
        ("my boyfriend and i are both 19", (19,)),
        ("something else, im 19 hes 20", (19, 20)),
        ("I said I am seventy-four years old. He is 77.", (74, 77)),
        ("she's fifteen and i'm nineteen", (15, 19)),
        ("im 20 minutes away and he's 12 years older", ()),
        ("we were 3 weeks together", ()),
        ("half 10 on weeknights", ()),
        ("", ()),
        ("oh sorry i meant yes to 18, he doesn't push", (18,)),
        ("yes to being over 18", (18,)),
    ],
)
def test_ages_are_found_anywhere_in_a_message(text: str, ages: tuple[int, ...]) -> None:
    assert ages_told(text) == ages
