"""A message in another language is told from one in English, and English is never taken for another."""

from __future__ import annotations

import pytest

from rasa_project.nlu.language import in_another_language
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
