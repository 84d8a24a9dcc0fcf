"""CLINC150: how many of the messages that are in scope are understood, and how many of the others are turned away, by the paper's protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bench.candidates import Recipe, seen
from bench.messages import OUTSIDE, Clinc
from rasa_project.nlu.linear_model import DENSE_SCALE, OUTSIDE_SHARE
from rasa_project.nlu.wording import Wording

STRENGTH, RANDOM_STATE = 0.5, 20170812
SCALE = 4.0
"""How much a vector counts that was not tuned on these messages, over one that was."""
PAPER = (
    ("FastText, threshold", 0.886, 0.283),
    ("SVM, threshold", 0.882, 0.180),
    ("CNN, threshold", 0.909, 0.309),
    ("DialogFlow, threshold", 0.908, 0.267),
    ("Rasa, threshold", 0.909, 0.312),
    ("MLP, threshold", 0.934, 0.491),
    ("BERT, threshold", 0.962, 0.523),
    ("Rasa, out-of-scope class trained", 0.915, 0.453),
    ("BERT, out-of-scope class trained", 0.969, 0.403),
)
"""Larson et al. 2019: in-scope accuracy and out-of-scope recall."""


@dataclass(frozen=True)
class Outcome:
    """Shares between 0 and 1; a message in scope that is turned away counts as wrong."""

    in_scope: float
    outside: float
    without_threshold: float


def measure(recipe: Recipe, data: Clinc) -> Outcome:
    """Trains on the training messages in scope, chooses one threshold on the validation messages, counts on the test messages."""
    recipe = replace(recipe, scale=SCALE)
    wording = Wording.learn(data.training.texts) if recipe.counts else None
    machine = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=RANDOM_STATE)
    machine.fit(_features(recipe, wording, data.training.texts), data.training.intents)

    def likeliest(texts: Sequence[str]) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        scores = machine.decision_function(_features(recipe, wording, texts))
        return machine.classes_[scores.argmax(axis=1)], scores.max(axis=1)

    threshold = best_threshold(*likeliest(data.validation.texts), np.array(data.validation.intents))
    return outcome(*likeliest(data.test.texts), np.array(data.test.intents), threshold)


def best_threshold(names: NDArray[np.str_], scores: NDArray[np.float64], truth: NDArray[np.str_]) -> float:
    """The threshold with the most messages right, where as many are out of scope as the product takes for given."""

    def worth(threshold: float) -> float:
        reached = outcome(names, scores, truth, threshold)
        return (1 - OUTSIDE_SHARE) * reached.in_scope + OUTSIDE_SHARE * reached.outside

    return max((float(value) for value in np.unique(scores)), key=worth)


def outcome(names: NDArray[np.str_], scores: NDArray[np.float64], truth: NDArray[np.str_], threshold: float) -> Outcome:
    """What a threshold gives: below it a message is turned away."""
    inside, turned_away = truth != OUTSIDE, scores < threshold
    right = names == truth
    return Outcome(float((right & ~turned_away)[inside].mean()), float(turned_away[~inside].mean()), float(right[inside].mean()))


def _features(recipe: Recipe, wording: Wording | None, texts: Sequence[str]) -> csr_matrix:
    dense, sparse = seen(recipe, wording, texts)
    return hstack([csr_matrix(DENSE_SCALE * dense), sparse], format="csr", dtype=np.float64)
