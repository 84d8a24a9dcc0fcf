"""A linear model over the telling columns of the wording."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from rasa_project.nlu.linear_model import LinearModel, Training
from rasa_project.nlu.telling_model import OFTEN, TellingModel

NOTHING = np.zeros(2, dtype=np.float32)


def model_of(weights: list[list[float]]) -> TellingModel:
    classes = ("none", "one", "two")
    model = LinearModel(classes, np.array(weights, dtype=np.float32), np.zeros(len(classes), dtype=np.float32), 1.0, 0.0, 1.0)
    return TellingModel(model, np.array([7]))


def test_only_the_columns_that_were_learnt_count() -> None:
    model = model_of([[0, 0, 0], [0, 0, 0], [0, 0, 2]])
    assert model.scores(NOTHING, np.array([2, 7, 9]), np.ones(3, dtype=np.float32))[2] == 2
    assert model.scores(NOTHING, np.array([2, 8, 9]), np.ones(3, dtype=np.float32))[2] == 0


def test_words_that_few_messages_hold_are_not_learnt() -> None:
    generator = np.random.default_rng(3)
    dense = generator.normal(size=(120, 4)).astype(np.float32)
    targets = np.repeat(np.array(list("abcdef")), 20)
    often = (targets == "b").astype(np.float32)
    seldom = np.zeros(120, dtype=np.float32)
    seldom[: OFTEN - 1] = 1
    learnt = TellingModel.learn(dense, csr_matrix(np.column_stack([seldom, often])), targets, np.ones(120), Training(0.5, 1, "a", ()))
    nothing = np.zeros(4, dtype=np.float32)
    plain = learnt.scores(nothing, np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))
    assert np.array_equal(learnt.scores(nothing, np.array([0]), np.ones(1, dtype=np.float32)), plain)
    assert learnt.scores(nothing, np.array([1]), np.ones(1, dtype=np.float32))[1] > plain[1]


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    model_of([[0, 0, 0], [0, 0, 0], [0, 0, 2]]).write(tmp_path, "some")
    again = TellingModel.read(tmp_path, "some")
    assert again.scores(NOTHING, np.array([7]), np.ones(1, dtype=np.float32))[2] == 2


def test_what_was_not_kept_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="some"):
        TellingModel.read(tmp_path, "some")
