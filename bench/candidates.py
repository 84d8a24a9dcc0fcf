"""What understanding could rest on: the same classifier over other features, and Rasa's own defaults."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bench.messages import Messages
from bench.paths import ROOT
from rasa_project.coach.intents import OUT_OF_SCOPE, SAFETY
from rasa_project.nlu.linear_model import LinearModel, Training, fit
from rasa_project.nlu.validation import kept_for_validation
from rasa_project.nlu.wording import Wording

CACHE = ROOT / ".tools" / "nlu-report"


class Encoder(Protocol):
    """Whatever turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""


class Understanding(Protocol):
    """A trained candidate."""

    classes: tuple[str, ...]
    belief: float
    alarm: float
    training_seconds: float
    megabytes: float

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts, classes)."""


@dataclass(frozen=True)
class Score:
    """What one candidate reaches on one kind of test messages; shares between 0 and 1."""

    understood: float
    danger_noticed: float
    false_alarms: float


@dataclass(frozen=True)
class Recipe:
    """Features: an encoder's vector (None for none), counts of the wording, and whether noisy copies are trained on."""

    name: str
    encoder: Encoder | None = None
    counts: bool = False
    copies: bool = False
    scale: float = 1.0
    """How much the vector counts, over what suits an encoder that was tuned on the training messages."""
    encoder_megabytes: float = 0.0


class Cached:
    """An encoder that remembers on disk what it has encoded, so that a second report takes less long."""

    def __init__(self, encoder: Encoder, name: str) -> None:
        self._encoder, self._name = encoder, name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text; few texts at a time are never remembered, so that they can be timed."""
        if len(texts) < 500:
            return self._encoder.encode(texts)
        digest = hashlib.sha256(json.dumps([self._name, list(texts)]).encode()).hexdigest()[:24]
        file = CACHE / f"{digest}.npy"
        if not file.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            np.save(file, self._encoder.encode(texts))
        kept: NDArray[np.float32] = np.load(file)
        return kept


class Candidate:
    """The product's classifier over the features of a recipe."""

    def __init__(self, recipe: Recipe, training: Messages) -> None:
        started = time.perf_counter()
        self._recipe = recipe
        texts, intents, apart, copied = with_copies(training) if recipe.copies else _as_they_are(training)
        self._wording = Wording.learn(training.texts) if recipe.counts else None
        self._model: LinearModel = fit(*self._see(texts), intents, apart, how(), copied)
        self.classes, self.belief, self.alarm = self._model.classes, self._model.belief, self._model.alarm
        self.training_seconds = time.perf_counter() - started
        self.megabytes = recipe.encoder_megabytes + 2 * self._model.weights.size / 1e6

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts, classes)."""
        return self._model.probabilities(*self._see(texts))

    def score(self, held_out: Messages) -> Score:
        """How well the held-out messages are understood."""
        return score(self, held_out)

    def _see(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], csr_matrix]:
        return seen(self._recipe, self._wording, texts)


class RasaDefaults:
    """What `rasa init` proposes, without what needs TensorFlow: counts of words and letter groups, and logistic regression."""

    def __init__(self, training: Messages) -> None:
        from rasa.engine.graph import ExecutionContext, GraphSchema
        from rasa.engine.storage.local_model_storage import LocalModelStorage
        from rasa.engine.storage.resource import Resource
        from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
        from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
        from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
        from rasa.shared.nlu.training_data.message import Message
        from rasa.shared.nlu.training_data.training_data import TrainingData

        started = time.perf_counter()
        self._folder = tempfile.TemporaryDirectory()
        storage = LocalModelStorage.create(Path(self._folder.name))
        context = ExecutionContext(GraphSchema({}), "bench")
        self._message = Message
        self._steps: list[Any] = [WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())]
        data = TrainingData([Message.build(text, intent=intent) for text, intent in zip(training.texts, training.intents)])
        self._steps[0].process_training_data(data)
        for number, options in enumerate(({}, {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4})):
            config = {**CountVectorsFeaturizer.get_default_config(), **options, "alias": f"counts {number}"}
            counts = CountVectorsFeaturizer(config, storage, Resource(f"counts {number}"), context)
            counts.train(data)
            counts.process_training_data(data)
            self._steps.append(counts)
        config = LogisticRegressionClassifier.get_default_config()
        self._classifier = LogisticRegressionClassifier(config, "classifier", storage, Resource("classifier"))
        self._classifier.train(data)
        self.classes = tuple(str(name) for name in self._classifier.clf.classes_)
        self.belief, self.alarm = 0.3, 0.5
        """The threshold of Rasa's fallback as `rasa init` sets it; and for a danger, which Rasa knows nothing of, more likely than not."""
        self.training_seconds = time.perf_counter() - started
        self.megabytes = 8 * self._classifier.clf.coef_.size / 1e6

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts, classes)."""
        messages = [self._message.build(text) for text in texts]
        for step in self._steps:
            step.process(messages)
        found: NDArray[np.float64] = self._classifier.clf.predict_proba(self._classifier._create_X(messages))
        return found


def how() -> Training:
    """How the product trains."""
    from rasa_project.nlu.intent_classifier import MeaningClassifier  # brings Rasa, which the lean runtime must precede

    defaults = MeaningClassifier.get_default_config()
    return Training(defaults["strength"], defaults["seed"], OUT_OF_SCOPE, SAFETY)


def seen(recipe: Recipe, wording: Wording | None, texts: Sequence[str]) -> tuple[NDArray[np.float32], csr_matrix]:
    """What a recipe sees of texts: dense and sparse features, either of which may be empty."""
    meaning = np.zeros((len(texts), 1), dtype=np.float32) if recipe.encoder is None else recipe.scale * recipe.encoder.encode(texts)
    return meaning, csr_matrix((len(texts), 1), dtype=np.float32) if wording is None else wording.count(texts)


def share_and_seed_of_copies() -> tuple[float, str]:
    """How many messages get a noisy copy, and drawn by what: as config.yml has it."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    step = next(component for component in pipeline if component["name"].endswith("NoisyCopies"))
    return float(step["share"]), str(step["seed"])


def with_copies(training: Messages) -> tuple[list[str], list[str], list[bool], list[bool]]:
    """Texts, intents, whether they are kept apart, whether they are noisy copies: as the product trains."""
    from rasa_project.nlu.noise import is_copied, noisy

    share, seed = share_and_seed_of_copies()
    texts, intents, apart, copied = _as_they_are(training)
    for text, intent in zip(training.texts, training.intents):
        changed = noisy(text, seed) if is_copied(text, share, seed) else None
        if changed is not None:
            texts.append(changed)
            intents.append(intent)
            apart.append(kept_for_validation(text))
            copied.append(True)
    return texts, intents, apart, copied


def _as_they_are(training: Messages) -> tuple[list[str], list[str], list[bool], list[bool]]:
    return list(training.texts), list(training.intents), [kept_for_validation(text) for text in training.texts], [False] * len(training.texts)


def score(candidate: Understanding, held_out: Messages) -> Score:
    """How well the held-out messages are understood, thresholds included; the patterns of the safety net are not."""
    probabilities = candidate.probabilities(held_out.texts)
    classes, truth = np.array(candidate.classes), np.array(held_out.intents)
    likeliest = np.where(probabilities.max(axis=1) >= candidate.belief, classes[probabilities.argmax(axis=1)], OUT_OF_SCOPE)
    alarmed = probabilities[:, np.isin(classes, SAFETY)].sum(axis=1) >= candidate.alarm
    danger = np.isin(truth, SAFETY)
    return Score(float((likeliest == truth).mean()), float(alarmed[danger].mean()), float(alarmed[~danger].mean()))


def milliseconds(candidate: Understanding, texts: Sequence[str]) -> float:
    """The median time to understand one message, one after the other."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        candidate.probabilities([text])
        taken.append(time.perf_counter() - started)
    return 1000 * float(np.median(taken))
