"""Other readings of a message: misheard words put right, figures of speech in plain words, and never where they may be meant."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from rasa_project.errors import ContentError
from rasa_project.nlu.readings import put_right, read_readings, shared_readings, without_idioms
from rasa_project.nlu.safety_net import shared_rules


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("i want to dye", "i want to die"),
        ("I am fivteen", "i am fifteen"),
        ("he wont take know for an answer", "he wont take no for an answer"),
        ("i dont want to be hear any more", "i dont want to be here any more"),
    ],
)
def test_what_was_misheard_is_put_right(heard: str, meant: str) -> None:
    assert put_right(heard, shared_readings()) == meant


@pytest.mark.parametrize("text", ["i want to dye my hair", "can you hear me", "how do i ask her"])
def test_what_was_heard_well_stays(text: str) -> None:
    assert put_right(text, shared_readings()) == text


@pytest.mark.parametrize(
    "text",
    [
        "I'm dead tired",
        "our son is sixteen",
        "i'd kill for a lie in",
        "he would never hurt a fly, he wouldn't hurt a fly",
        "sixteen weeks without a cuddle",
        "i said stop and he stopped at once",
    ],
)
def test_figures_of_speech_are_read_in_plain_words(text: str) -> None:
    literal = without_idioms(text, shared_readings())
    assert literal is not None
    assert literal != text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "he's never hit me but he punches the wall",
        "he wouldn't hurt a fly, only me",
        "our daughter is sixteen and he touches her",
        "my son has a girlfriend who is fifteen and i fancy her",
        "i said stop and he stopped in the end",
        "i'm 16 years old",
        "sixteen weeks till i turn eighteen",
        "i teach year ten and a pupil says he loves me",
        "he is killing me",
    ],
)
def test_nothing_is_read_away_where_it_may_be_meant(text: str) -> None:
    assert without_idioms(text, shared_readings()) is None


def test_a_pattern_sees_what_was_meant() -> None:
    assert shared_rules().danger_in("i want to dye") == "self_harm"
    assert shared_rules().danger_in("i am sixten") == "minor_involved"


@pytest.mark.parametrize(
    "document", ["", "[]", "{", {"misheard": []}, {"misheard": [{"words": "("}], "idioms": []}, {"misheard": [{}], "idioms": []}], ids=str
)
def test_readings_of_no_use_are_a_clear_error(document: object, tmp_path: Path) -> None:
    file = tmp_path / "readings.yml"
    file.write_text(document if isinstance(document, str) else yaml.safe_dump(document))
    with pytest.raises(ContentError, match=r"readings\.yml"):
        read_readings(file)


def test_a_long_message_costs_little() -> None:
    before = time.process_time()
    for text in ("a" * 4000, "i want to " * 400, "sixteen weeks our son is " * 160, "dead " * 800):
        without_idioms(text, shared_readings())
    assert time.process_time() - before < 0.5
