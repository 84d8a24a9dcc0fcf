"""How close a second class must be to be doubted, and how noisy copies count: chosen on messages kept apart, by a model that has not seen them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rasa_project.nlu.linear_model import ASKED_AT_MOST, LinearModel, _doubt, fit
from tests.nlu.test_linear_model import CLASSES, HOW, apart, messages

NAMES = np.array(CLASSES)


def chosen(unclear: int, right: int, clear: int = 1000, rival: str = "decline") -> float:
    """The doubt where `unclear` messages lie between an ask and `rival`, of which `right` are asks, and all others are clear."""
    probabilities = np.full((unclear + clear, len(CLASSES)), 0.01)
    probabilities[:, CLASSES.index("ask")] = 0.97
    probabilities[:unclear, CLASSES.index("ask")] = 0.5
    probabilities[:unclear, CLASSES.index(rival)] = 0.4
    truth = np.array(["ask"] * right + [rival] * (unclear - right) + ["ask"] * clear)
    return _doubt(probabilities, NAMES, truth, 0.2, {"outside", "danger"})


def test_two_that_are_close_are_doubted_where_the_likelier_is_a_mere_guess() -> None:
    assert 0.01 / 0.97 < chosen(unclear=20, right=10) <= 0.8


def test_where_the_likelier_is_mostly_right_nothing_is_ever_doubted() -> None:
    assert chosen(unclear=20, right=15) > 1


def test_not_too_many_are_asked_about() -> None:
    assert chosen(unclear=int(2 * ASKED_AT_MOST * 1000), right=0) > 1


def test_what_may_be_a_danger_or_nobodys_business_is_not_asked_about() -> None:
    assert chosen(unclear=20, right=10, rival="danger") > 1
    assert chosen(unclear=20, right=10, rival="outside") > 1


def test_where_every_guess_is_good_nothing_is_ever_doubted() -> None:
    dense, sparse, labels = messages()
    dense = np.eye(4, dtype=np.float32)[[CLASSES.index(name) for name in labels]]
    model = fit(dense, sparse, labels, apart(labels), HOW)
    assert model.doubt > 1


def test_the_doubt_is_kept_with_the_model(tmp_path: Path) -> None:
    dense, sparse, labels = messages()
    model = replace(fit(dense, sparse, labels, apart(labels), HOW), doubt=0.37)
    model.write(tmp_path / "model.npz")
    assert LinearModel.read(tmp_path / "model.npz").doubt == pytest.approx(0.37)


def test_copies_change_what_is_learnt_a_little_and_nothing_is_chosen_on_them() -> None:
    dense, sparse, labels = messages()
    rows = [number for number, kept in enumerate(apart(labels)) if kept]
    more = np.vstack([dense, -dense[rows]])  # what no copy would be: were thresholds chosen on it, nothing would be believed
    both = np.concatenate([np.arange(len(labels)), rows])
    copied = [False] * len(labels) + [True] * len(rows)
    model = fit(more, sparse[both], [labels[row] for row in both], [*apart(labels), *([True] * len(rows))], HOW, copied)
    without = fit(dense, sparse, labels, apart(labels), HOW)
    assert (model.temperature, model.belief, model.alarm) == pytest.approx((without.temperature, without.belief, without.alarm))
    assert not np.allclose(model.weights, without.weights)
