"""The candidates that understanding could rest on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench import candidates
from bench.candidates import Cached, Candidate, Recipe, milliseconds, score, with_copies
from bench.messages import Messages
from rasa_project.nlu.validation import kept_for_validation

ASKED, SAID, HURTS = "how do i ask number", "what is the weather in town", "it burns and itches, day"
TEXTS = tuple(f"{start} {number}" for start in (ASKED, SAID, HURTS) for number in range(40))
TRAINING = Messages(TEXTS, ("how_to_ask",) * 40 + ("out_of_scope",) * 40 + ("medical",) * 40)


class Counting:
    """An encoder that tells two openings apart, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        self.asked += 1
        return np.array([[text.startswith(start[:4]) for start in (ASKED, SAID, HURTS)] for text in texts], dtype=np.float32)


@pytest.mark.parametrize(
    "recipe",
    [Recipe("counts", counts=True), Recipe("vectors", Counting()), Recipe("both", Counting(), counts=True, copies=True)],
    ids=lambda recipe: recipe.name,
)
def test_a_candidate_learns_from_whatever_its_recipe_names(recipe: Recipe) -> None:
    candidate = Candidate(recipe, TRAINING)
    reached = score(
        candidate,
        Messages(
            ("how do i ask number forty", "what is the weather in town forty", "it burns and itches, day forty"),
            ("how_to_ask", "out_of_scope", "medical"),
        ),
    )
    assert (reached.understood, reached.danger_noticed, reached.false_alarms) == (1, 1, 0)
    assert milliseconds(candidate, TEXTS[:3]) > 0
    assert candidate.megabytes > 0


def test_copies_stay_with_their_originals() -> None:
    texts, intents, apart, copied = with_copies(TRAINING)
    assert tuple(texts[: len(TEXTS)]) == TEXTS
    assert len(texts) == len(intents) == len(apart) == len(copied)
    assert sum(copied) == len(texts) - len(TEXTS) > 0
    assert sum(apart[: len(TEXTS)]) == sum(map(kept_for_validation, TEXTS))


def test_what_was_encoded_is_remembered_and_few_texts_never(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(candidates, "CACHE", tmp_path / "cache")
    encoder = Counting()
    cached, many = Cached(encoder, "counting"), [f"how {number}" for number in range(500)]
    assert np.array_equal(cached.encode(many), cached.encode(many))
    assert encoder.asked == 1
    cached.encode(many[:3])
    cached.encode(many[:3])
    assert encoder.asked == 3
    Cached(encoder, "another").encode(many)
    assert encoder.asked == 4
