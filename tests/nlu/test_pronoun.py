"""How a message speaks of the partner."""

from __future__ import annotations

import pytest

from rasa_project.nlu.pronoun import pronoun_of_partner


@pytest.mark.parametrize(
    ("message", "pronoun"),
    [
        ("what if he goes quiet", "he"),
        ("Hes had a long day", "he"),
        ("would my wife mind that", "she"),
        ("is her no about me?", "she"),
        ("they might mind", None),
        ("he said she told him", None),
        ("when do i say it", None),
        ("our son is up and he hears everything", None),
        ("her mum is here", None),
        ("what the hell", None),
    ],
)
def test_one_person_is_spoken_of_or_it_is_left_open(message: str, pronoun: str | None) -> None:
    assert pronoun_of_partner(message) == pronoun
