"""A message in another language is told from one in English, and English is never taken for another."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from rasa_project.nlu.language import LANGUAGES, in_another_language, small_words
from tests.samples import messages


@pytest.mark.parametrize(
    "text",
    [
        "ich habe heute keine lust und weiß nicht wie ich es ihm sagen soll",
        "je n'ai pas envie ce soir et je ne sais pas comment le dire",
        "no tengo ganas esta noche y no sé cómo decirlo",
        "non ho voglia stasera e non so come dirlo a lui",
        "ik heb vanavond geen zin en ik weet niet hoe ik het moet zeggen",
    ],
    ids=["German", "French", "Spanish", "Italian", "Dutch"],
)
def test_another_language_is_noticed(text: str) -> None:
    assert in_another_language(text)


@pytest.mark.parametrize("text", ["", "no", "no no", "ok", "die", "ce soir"])
def test_a_few_words_are_left_to_the_classifier(text: str) -> None:
    assert not in_another_language(text)


@pytest.mark.parametrize("name", ["plain", "hard", "training"])
def test_english_is_never_taken_for_another_language(name: str) -> None:
    taken = [text for intent, texts in messages(name).items() if intent != "out_of_scope" for text in texts if in_another_language(text)]
    assert taken == []


@pytest.mark.parametrize("code", [*LANGUAGES, "en"])
def test_the_small_words_are_the_ones_that_spacy_ships(code: str) -> None:
    assert small_words()[code] == importlib.import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS


def test_looking_for_languages_loads_no_tokenizer_of_theirs() -> None:
    code = "import sys; from rasa_project.nlu.language import small_words; small_words(); print('spacy.lang.fr' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
