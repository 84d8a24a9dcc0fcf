"""How well messages are understood: the product's features beside meaning alone and wording alone, on messages the training has not seen.

`make nlu-report` prints the table and writes docs/reference/understanding.md. The classifier is the same each time; only what it sees differs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rasa_project import lean_runtime, paths
from rasa_project.coach.intents import OUT_OF_SCOPE, SAFETY
from rasa_project.nlu.encoder import shared_encoder
from rasa_project.nlu.linear_model import LinearModel, Training, fit
from rasa_project.nlu.validation import kept_for_validation
from rasa_project.nlu.wording import Wording

PAGE = paths.ROOT / "docs" / "reference" / "understanding.md"
KINDS = ("plain", "hard")
NAMES = {
    "counts": "wording alone (counts of words and letter groups)",
    "meaning": "meaning alone (sentence encoder, tuned on the training messages)",
    "both": "both: the product",
}


@dataclass(frozen=True)
class Messages:
    """Texts with their intents."""

    texts: tuple[str, ...]
    intents: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What one candidate reaches on one kind of test messages; shares between 0 and 1."""

    understood: float
    danger_noticed: float
    false_alarms: float


def read_messages(files: Sequence[Path]) -> Messages:
    """The messages of Rasa NLU files."""
    pairs = [
        (line.strip()[2:], entry["intent"])
        for file in files
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]
    return Messages(tuple(text for text, _ in pairs), tuple(intent for _, intent in pairs))


def training_messages() -> Messages:
    """What the product is trained with."""
    return read_messages(sorted(paths.TRAINING_DATA[0].glob("*.yml")))


def held_out_messages(kind: str) -> Messages:
    """Messages written apart from the training data, `plain` or `hard`."""
    return read_messages([paths.ROOT / "tests" / "nlu" / f"{kind}.yml"])


class Candidate:
    """The product's classifier over some of its features: `counts`, `meaning` or `both`."""

    def __init__(self, features: str, training: Messages) -> None:
        from rasa_project.nlu.intent_classifier import MeaningClassifier  # brings Rasa, which the lean runtime must precede

        started = time.perf_counter()
        self._features = features
        self._wording = Wording.learn(training.texts)
        defaults = MeaningClassifier.get_default_config()
        how = Training(defaults["strength"], defaults["seed"], OUT_OF_SCOPE, SAFETY)
        apart = [kept_for_validation(text) for text in training.texts]
        self._model: LinearModel = fit(*self._see(training.texts), training.intents, apart, how)
        self.training_seconds = time.perf_counter() - started

    def score(self, held_out: Messages) -> Score:
        """How well the held-out messages are understood, thresholds included."""
        probabilities = self._model.probabilities(*self._see(held_out.texts))
        classes, truth = np.array(self._model.classes), np.array(held_out.intents)
        likeliest = np.where(probabilities.max(axis=1) >= self._model.belief, classes[probabilities.argmax(axis=1)], OUT_OF_SCOPE)
        alarmed = probabilities[:, np.isin(classes, SAFETY)].sum(axis=1) >= self._model.alarm
        danger = np.isin(truth, SAFETY)
        return Score(float((likeliest == truth).mean()), float(alarmed[danger].mean()), float(alarmed[~danger].mean()))

    def _see(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], csr_matrix]:
        meaning, wording = shared_encoder().encode(texts), self._wording.count(texts)
        if self._features == "counts":
            meaning = np.zeros_like(meaning)
        if self._features == "meaning":
            wording = csr_matrix(wording.shape, dtype=np.float32)
        return meaning, wording


def table() -> str:
    """The comparison as a page."""
    training = training_messages()
    held_out = {kind: held_out_messages(kind) for kind in KINDS}
    counts = ", ".join(f"{len(held_out[kind].texts)} {kind}" for kind in KINDS)
    lines = [
        "# How well messages are understood",
        "",
        f"Trained on {len(training.texts):,} messages, tested on {counts} ones, written apart from the training data by someone who had not seen it.",
        "`make nlu-report` makes this page. The patterns of the safety net come on top; they are not counted here.",
        "",
        "| features | plain | hard | danger noticed, plain / hard | harmless taken for danger, plain / hard | training |",
        "|---|---|---|---|---|---|",
    ]
    for features, name in NAMES.items():
        candidate = Candidate(features, training)
        plain, hard = (candidate.score(held_out[kind]) for kind in KINDS)
        lines.append(
            f"| {name} | {plain.understood:.1%} | {hard.understood:.1%} | {plain.danger_noticed:.1%} / {hard.danger_noticed:.1%} "
            f"| {plain.false_alarms:.1%} / {hard.false_alarms:.1%} | {candidate.training_seconds:.0f} s |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    lean_runtime.prepare()
    page = table()
    PAGE.write_text(page, encoding="utf-8")
    print(page)
