"""One form of a message for everything that reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.nlu.text import MAXIMUM_READ, plain, tidy, without_the_age


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  not   tonight\n", "not tonight"),
        ("not\ttonight\r\nlove", "not tonight love"),
        ("don’t", "don't"),
        ("don‘t", "don't"),
        ("don`t", "don't"),
        ("“no”", '"no"'),
        ("well…", "well..."),
        ("no – not now — later", "no - not now - later"),
        ("ｎｏｔ ｔｏｎｉｇｈｔ", "not tonight"),
        ("𝐧𝐨𝐭 𝐭𝐨𝐧𝐢𝐠𝐡𝐭", "not tonight"),
        ("n\u200bo\u200dt", "not"),
        ("no\u00adt", "not"),
        ("\ufeffnot", "not"),
        ("\u202enot\u202c", "not"),
        ("not\x00tonight", "not tonight"),
        ("\x1b[31mnot", "[31mnot"),
        ("not\u00a0tonight", "not tonight"),
        ("not\u2028tonight", "not tonight"),
        ("café", "café"),
        ("cafe\u0301", "café"),
        ("❤\ufe0f", "❤"),
        ("\ud83d", ""),
        ("", ""),
        ("Not Tonight", "Not Tonight"),
    ],
    ids=ascii,
)
def test_a_message_has_one_form(written: str, read: str) -> None:
    assert tidy(written) == read


def test_an_acute_accent_typed_for_an_apostrophe_is_one() -> None:
    """Common on European keyboards; normalising first would turn it into a space and a floating accent."""
    assert tidy("don´t") == "don't"


@given(st.text())
def test_whatever_is_written_one_printable_line_is_read(text: str) -> None:
    read = tidy(text)
    assert read.isprintable()
    assert read == " ".join(read.split())


@pytest.mark.parametrize("character", ["a", "\u00a0a", "\ufb03", "\ufdfa", "\u3300", "😴", "\x00", "´"], ids=ascii)
@pytest.mark.parametrize("times", [MAXIMUM_READ, 250_000])
def test_no_more_than_the_limit_is_read_of_any_message(character: str, times: int) -> None:
    """Some characters become many in their one form; the limit holds for what is read."""
    length = len(tidy(character * times))
    assert length <= MAXIMUM_READ


def test_of_a_message_that_is_too_long_both_ends_are_read() -> None:
    read = tidy("beginning " + "x" * 10_000 + " end")
    assert read.startswith("beginning")
    assert read.endswith(" end")


def test_a_message_of_the_longest_kind_is_read_whole() -> None:
    text = "ab" * (MAXIMUM_READ // 2)
    assert tidy(text) == text


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_in_plain_english_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("written", ["don't", "DON'T", "dont", "Don’t", "  don't "])
def test_in_its_plain_form_an_apostrophe_and_capitals_make_no_difference(written: str) -> None:
    assert plain(written) == "dont"


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_is_read_as_anything_else_is(text: str) -> None:
    assert tidy(text) == tidy(f"{text} \u2060")


@pytest.mark.parametrize("opening", ["yes 34. ", "Yes, I am 71. ", "yeah 41, ", "im 22. ", "54, ", "yep 29 yo - "])
def test_an_adults_age_before_the_story_is_left_out(opening: str) -> None:
    assert without_the_age(f"{opening}just off a long shift") == "just off a long shift"


@pytest.mark.parametrize(
    "text",
    ["im 15, my boyfriend wants to", "17. he is twenty", "yes 34", "yes 24 and tired", "2 kids, no sleep and he asks", "i am 15. help me with this"],
)
def test_anything_else_is_left_as_it_is_and_a_minors_age_above_all(text: str) -> None:
    assert without_the_age(text) == text
