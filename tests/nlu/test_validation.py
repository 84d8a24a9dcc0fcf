"""Which training messages are kept from the encoder."""

from __future__ import annotations

from rasa_project.nlu.validation import SHARE, kept_for_validation
from tests.samples import messages


def test_about_the_agreed_share_is_kept_apart() -> None:
    texts = [text for texts in messages("training").values() for text in texts]
    assert abs(sum(map(kept_for_validation, texts)) / len(texts) - SHARE) < 0.02


def test_every_intent_is_trained_on_and_tried() -> None:
    for intent, texts in messages("training").items():
        assert len({kept_for_validation(text) for text in texts}) == 2, intent


def test_the_dress_of_a_message_does_not_decide() -> None:
    assert all(kept_for_validation(f"I'm tired {number}") == kept_for_validation(f"IM TIRED {number}") for number in range(50))
