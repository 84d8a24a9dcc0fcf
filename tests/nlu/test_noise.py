"""The noise step: copies of training messages as they might have been heard or typed, the same every time, and never of anything else."""

from __future__ import annotations

import re

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_project.nlu.noise import ORIGINAL, NoisyCopies, is_copied, noisy
from tests.samples import messages

TEXTS = [text for texts in messages("training").values() for text in texts][::40]


def ways(text: str, tries: int = 400) -> set[str]:
    """What becomes of a message by many seeds."""
    return {changed for seed in range(tries) if (changed := noisy(text, str(seed))) is not None}


def test_the_same_seed_makes_the_same_noise_and_another_makes_other() -> None:
    assert [noisy(text, "1") for text in TEXTS] == [noisy(text, "1") for text in TEXTS] != [noisy(text, "2") for text in TEXTS]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("no thank you", "know thank you"),
        ("how do i say i want not to", "want that too"),
        ("how do i tell him no", "kill him no"),
        ("can you hear me", "here"),
        ("i'll ask her tomorrow morning", "mourning"),
        ("how do I say not tonight to my wife", "why if"),
    ],
)
def test_a_recogniser_mishears(text: str, heard: str) -> None:
    assert any(heard in changed for changed in ways(text))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("i don't think he'll mind", "hell"),
        ("i can't, i'm tired", "cant im"),
        ("what do i say to my husband", r"\bhusb?a?nd?|hsu"),
        ("see you tomorrow please", "tmrw|pls"),
        ("i would rather sleep", r"iwould|wouldrather|rathersleep"),
    ],
)
def test_a_thumb_or_a_keyboard_slips(text: str, typed: str) -> None:
    assert any(re.search(typed, changed) for changed in ways(text))


def test_the_start_may_be_lost_but_not_with_what_carries_the_meaning() -> None:
    assert "do i tell her about the rota" in ways("how do i tell her about the rota", 2000)
    assert all(changed.startswith("stop") for changed in ways("stop sending me the evening notes"))
    assert all("never" in changed.replace(" ", "") for changed in ways("never will i say yes to this"))


def test_a_word_that_makes_a_no_is_never_mistyped() -> None:
    assert all("never" in changed.replace(" ", "") and "without" in changed.replace(" ", "") for changed in ways("never without asking first"))


@pytest.mark.parametrize("text", ["", " ", "?", "😴"])
def test_what_holds_no_word_makes_no_copy(text: str) -> None:
    assert ways(text) == set()


def test_about_the_agreed_share_gets_a_copy() -> None:
    drawn = [is_copied(text, 0.3, "1") for texts in messages("training").values() for text in texts]
    assert abs(sum(drawn) / len(drawn) - 0.3) < 0.02
    assert not any(is_copied(text, 0.0, "1") for text in TEXTS)


def made(share: float) -> list[Message]:
    step = NoisyCopies.create({"share": share, "seed": 1}, None, None, None)
    return list(step.process_training_data(TrainingData([Message.build(text, intent="greet") for text in TEXTS])).intent_examples)


def test_copies_come_behind_the_messages_with_their_intent_and_their_original() -> None:
    examples = made(1.0)
    assert [example.get(TEXT) for example in examples[: len(TEXTS)]] == TEXTS
    copies = examples[len(TEXTS) :]
    assert len(copies) > len(TEXTS) / 2
    for copy in copies:
        assert copy.get(ORIGINAL) in TEXTS
        assert copy.get(TEXT) != copy.get(ORIGINAL)
        assert copy.get(INTENT) == "greet"


def test_without_a_share_nothing_is_added() -> None:
    assert [example.get(TEXT) for example in made(0.0)] == TEXTS


def test_a_message_that_is_to_be_understood_is_left_alone() -> None:
    said = [Message.build("how do i tell him no")]
    step = NoisyCopies.create({"share": 1.0, "seed": 1}, None, None, None)
    assert step.process(said) == said
    assert said[0].get(TEXT) == "how do i tell him no"
