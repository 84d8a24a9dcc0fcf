"""A linear classifier over dense and sparse features, trained by scikit-learn, kept as plain arrays, with honest probabilities and thresholds."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

TEMPERATURES = np.geomspace(0.05, 1.0, 40)
THRESHOLDS = np.linspace(0.02, 0.6, 59)
FALSE_ALARMS = 0.035
"""The share of harmless messages that may be taken for a danger, on messages left out of training (which hold many look-alikes on purpose).

Of the ordinary messages of `tests/nlu` it is less: at 0.03, 0.035, 0.05 and 0.08 eleven, thirteen, eighteen and thirty-four in a thousand; and of the
hard dangers of `tests/safety` that are held out 80.7, 82.8, 86.5 and 92.1 % are noticed (by a model that has not seen the messages left out). At 0.05
more than one in twenty-five of the strangers' harmless messages was taken for one.
"""
DENSE_SCALE = 0.55
"""How much the dense features count beside the sparse ones; an encoder tuned on the training messages separates those too easily.

Of 0.4 to 1.3 the best on the messages kept apart, by accuracy and by likelihood (81.3 % against 80.8 % at 1).
"""
REST = ""
"""The class of all that has no machine of its own in a share; no class is called so."""
COPY_WEIGHT = 0.3
"""How much a noisy copy counts beside a message as it was written; `make nlu-report` shows what the copies are worth."""
TOLERANCE = 0.01
"""When the solver stops; at a hundredth of it the messages kept apart are understood as well (82.28 % and 82.29 %), in a tenth more time."""
AS_GOOD = 0.002
"""A difference in accuracy that is none, on the few thousand messages kept apart."""
OUTSIDE_SHARE = 0.2
"""How many of the messages people send are taken to be nobody's business here."""
CLOSENESSES = np.linspace(0.3, 1.0, 36)
WORTH_ASKING = 0.5
"""A question is worth its trouble where the likeliest class is right no more often than this."""
ASKED_AT_MOST = 0.03
"""The share of messages that may be asked about, on messages left out of training (which are harder than most)."""


@dataclass(frozen=True)
class LinearModel:
    """Weights (classes, dense + sparse features), biases (classes,), and what was chosen on left-out messages."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    temperature: float
    """Divides the scores, so that the probabilities mean what they say."""
    belief: float
    """The probability below which the likeliest class is not believed."""
    alarm: float
    """The summed probability of all dangers from which on one is noticed."""
    doubt: float = 1.0
    """How probable the second class must be, as a share of the first, for the two to be too close to choose between."""

    def probabilities(self, dense: NDArray[np.float32], sparse: csr_matrix) -> NDArray[np.float64]:
        """Shape (messages, classes); each row sums to one."""
        split = dense.shape[1]
        scores = dense @ self.weights[:, :split].T + sparse @ self.weights[:, split:].T + self.biases
        return _softmax(np.asarray(scores, dtype=np.float64) / self.temperature)

    def probabilities_of_one(self, dense: NDArray[np.float32], columns: NDArray[np.intp], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """Shape (classes,): the same for one message, whose sparse features are given by the columns that are not zero and their values."""
        scores = self.scores_of_one(dense, columns, values)
        return _softmax(np.asarray(scores, dtype=np.float64)[None, :] / self.temperature)[0]

    def scores_of_one(self, dense: NDArray[np.float32], columns: NDArray[np.intp], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (classes,): how far one message lies on each class's side."""
        split = len(dense)
        scores: NDArray[np.float32] = self.weights[:, :split] @ dense + self.weights[:, columns + split] @ values + self.biases
        return scores

    def write(self, file: Path) -> None:
        """Keeps it as plain arrays: nothing in the file can run."""
        np.savez(
            file,
            classes=np.array(self.classes),
            weights=self.weights.astype(np.float16),  # half the size, the same answers
            biases=self.biases,
            chosen=np.array([self.temperature, self.belief, self.alarm, self.doubt]),
        )

    @classmethod
    def read(cls, file: Path) -> LinearModel:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the file is not of that form."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                chosen = [float(value) for value in arrays["chosen"]]
                classes = tuple(str(name) for name in arrays["classes"])
                temperature, belief, alarm, doubt = chosen
                # column by column, so that the few columns of one message lie together
                weights = np.asfortranarray(arrays["weights"].astype(np.float32))
                return cls(classes, weights, arrays["biases"].astype(np.float32), temperature, belief, alarm, doubt)
        except (zipfile.BadZipFile, EOFError) as error:
            raise ValueError(f"{file.name} is damaged") from error


@dataclass(frozen=True)
class Training:
    """How to train: `strength` is scikit-learn's C, `seed` its random state."""

    strength: float
    seed: int
    outside: str
    """The class of what is nobody's business."""
    dangers: Collection[str]


def fit(
    dense: NDArray[np.float32],
    sparse: csr_matrix,
    labels: Sequence[str],
    kept_apart: Sequence[bool],
    how: Training,
    copies: Sequence[bool] | None = None,
) -> LinearModel:
    """Trains on one row a message; deterministic for the same input and seed.

    One linear support vector machine a class (Cortes & Vapnik 1995); a temperature turns the scores into probabilities (Guo et al. 2017,
    "On Calibration of Modern Neural Networks"). Temperature and thresholds are chosen on the messages that were kept apart, by a model that has
    not seen them; the one that is kept is then trained on all. `copies` says which rows are noisy copies: they count less, and nothing is chosen on
    them. Raises ValueError when a class has no message that was not kept apart.
    """
    features = hstack([csr_matrix(DENSE_SCALE * dense), sparse], format="csr", dtype=np.float64)
    targets, apart = np.array(labels), np.array(kept_apart, dtype=bool)
    copied = np.zeros(len(targets), dtype=bool) if copies is None else np.array(copies, dtype=bool)
    counts = np.where(copied, COPY_WEIGHT, 1.0)
    classes = np.unique(targets)
    if not np.array_equal(np.unique(targets[~apart]), classes):
        raise ValueError("a class has only messages that are kept apart")
    # in processes, not threads: scikit-learn's solver has one random state for all threads
    alone, whole = Parallel(n_jobs=2)(delayed(separate)(features[rows], targets[rows], counts[rows], how) for rows in (~apart, slice(None)))
    chosen_on = apart & ~copied
    scores, known = features[chosen_on] @ alone[0].T + alone[1], targets[chosen_on]
    weights, biases = whole
    weights[:, : dense.shape[1]] *= DENSE_SCALE  # what was learnt then holds for the features as they come
    true_class = np.searchsorted(classes, known)
    temperature = float(min(TEMPERATURES, key=lambda value: _loss(scores / value, true_class)))
    probabilities = _softmax(scores / temperature)
    belief = _belief(probabilities, classes, known, how.outside)
    return LinearModel(
        tuple(str(name) for name in classes),
        weights.astype(np.float32),
        biases.astype(np.float32),
        temperature,
        belief,
        _alarm(probabilities, classes, known, how.dangers),
        _doubt(probabilities, classes, known, belief, {how.outside, *how.dangers}),
    )


def separate(
    features: csr_matrix, targets: NDArray[np.str_], counts: NDArray[np.float64], how: Training, jobs: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (classes, features) and biases (classes,) of one machine a class, the classes in the order of the alphabet.

    With `jobs` that many processes share the classes. There must be three classes or more in each share.
    """
    from sklearn.svm import LinearSVC

    classes, numbers = np.unique(targets, return_counts=True)
    balanced = dict(zip(classes, len(targets) / (len(classes) * numbers)))  # as scikit-learn balances them, whatever the share

    def of_these(some: NDArray[np.str_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        shared = np.where(np.isin(targets, some), targets, REST)
        weights = {name: balanced.get(name, 1.0) for name in np.unique(shared)}
        machine = LinearSVC(C=how.strength, class_weight=weights, random_state=how.seed, tol=TOLERANCE)
        machine.fit(features, shared, sample_weight=counts)
        kept = machine.classes_ != REST
        return machine.coef_[kept], machine.intercept_[kept]

    if jobs == 1:
        return of_these(classes)
    shares = Parallel(n_jobs=jobs)(delayed(of_these)(some) for some in np.array_split(classes, jobs))
    return np.vstack([weights for weights, _ in shares]), np.concatenate([biases for _, biases in shares])


def _belief(probabilities: NDArray[np.float64], classes: NDArray[np.str_], targets: NDArray[np.str_], outside: str) -> float:
    """The highest threshold of those with the best accuracy when `OUTSIDE_SHARE` of the messages are out of scope: a question beats a wrong guess."""
    best, confidence = classes[probabilities.argmax(axis=1)], probabilities.max(axis=1)
    inside = targets != outside

    def worth(threshold: float) -> float:
        believed = np.where(confidence >= threshold, best, outside)
        right = believed == targets
        return float((1 - OUTSIDE_SHARE) * right[inside].mean() + OUTSIDE_SHARE * right[~inside].mean()) if inside.any() and not inside.all() else 0.0

    worths = np.array([worth(threshold) for threshold in THRESHOLDS])
    return float(THRESHOLDS[worths >= worths.max() - AS_GOOD].max())


def _alarm(probabilities: NDArray[np.float64], classes: NDArray[np.str_], targets: NDArray[np.str_], dangers: Collection[str]) -> float:
    """The lowest threshold that takes no more than `FALSE_ALARMS` of the harmless messages for a danger."""
    danger = probabilities[:, np.isin(classes, list(dangers))].sum(axis=1)
    harmless = ~np.isin(targets, list(dangers))
    if not harmless.any():
        return float(THRESHOLDS[0])
    return next((float(value) for value in THRESHOLDS if (danger[harmless] >= value).mean() <= FALSE_ALARMS), float(THRESHOLDS[-1]))


def _doubt(
    probabilities: NDArray[np.float64], classes: NDArray[np.str_], targets: NDArray[np.str_], belief: float, never_asked: Collection[str]
) -> float:
    """The lowest share from which on the likeliest class is a mere guess, and not too many messages are asked about; above 1 where there is none."""
    order = np.argsort(-probabilities, axis=1)[:, :2]
    first, second = np.take_along_axis(probabilities, order, axis=1).T
    askable = (first >= belief) & ~np.isin(classes[order], list(never_asked)).any(axis=1)
    right = classes[order[:, 0]] == targets

    def is_worth_it(share: float) -> bool:
        asked = askable & (second >= share * first)
        return bool(asked.any() and right[asked].mean() <= WORTH_ASKING and asked.mean() <= ASKED_AT_MOST)

    return next((float(share) for share in CLOSENESSES if is_worth_it(share)), 2.0)


def _loss(logits: NDArray[np.float64], true_class: NDArray[np.int64]) -> float:
    probabilities = _softmax(logits)[np.arange(len(true_class)), true_class]
    return float(-np.log(np.maximum(probabilities, 1e-12)).mean())


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = shifted / shifted.sum(axis=1, keepdims=True)
    return result
