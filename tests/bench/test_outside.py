"""The protocol of CLINC150: one threshold, and a message in scope that is turned away counts as wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench.messages import OUTSIDE, clinc150
from bench.outside import best_threshold, outcome

NAMES = np.array(["pay", "pay", "fly", "fly", "pay"])
SCORES = np.array([0.9, 0.4, 0.8, 0.2, 0.3])
TRUTH = np.array(["pay", "pay", "pay", OUTSIDE, OUTSIDE])


def test_what_is_turned_away_counts_as_wrong_in_scope_and_as_right_outside() -> None:
    reached = outcome(NAMES, SCORES, TRUTH, 0.5)
    assert reached.in_scope == pytest.approx(1 / 3)
    assert reached.outside == 1
    assert reached.without_threshold == pytest.approx(2 / 3)


def test_the_threshold_is_the_best_for_both_together() -> None:
    assert best_threshold(NAMES, SCORES, TRUTH) == pytest.approx(0.4)


def test_the_data_is_split_as_in_the_paper_and_nothing_outside_is_trained_on(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text(
        json.dumps(
            {name: [[f"{name} text", OUTSIDE if "oos" in name else "pay"]] for name in ("train", "val", "test", "oos_train", "oos_val", "oos_test")}
        )
    )
    data = clinc150(file)
    assert data is not None
    assert data.training.texts == ("train text",)
    assert data.validation.texts == ("val text", "oos_val text")
    assert data.test.intents == ("pay", OUTSIDE)


def test_without_the_data_there_is_none(tmp_path: Path) -> None:
    assert clinc150(tmp_path / "gone.json") is None
