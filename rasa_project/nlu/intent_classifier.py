"""What a message means: a linear classifier over its sentence embedding and its wording, with calibrated confidence."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_project.coach.intents import OUT_OF_SCOPE, SAFETY
from rasa_project.errors import ModelError
from rasa_project.library import load_library
from rasa_project.nlu import reasons_told, remarks
from rasa_project.nlu.details import REMARK, TOLD_REASON
from rasa_project.nlu.encoder import shared_encoder
from rasa_project.nlu.featurizer import SentenceFeaturizer, embedding
from rasa_project.nlu.linear_model import LinearModel, Training, fit
from rasa_project.nlu.noise import ORIGINAL
from rasa_project.nlu.readings import shared_readings, without_idioms
from rasa_project.nlu.reasons_told import ReasonsTold
from rasa_project.nlu.remarks import Remarks
from rasa_project.nlu.validation import kept_for_validation
from rasa_project.nlu.wording import Wording

RANKING = "intent_ranking"
BELIEVED = "believed"
"""Set on a message: whether its likeliest intent is probable enough."""
DANGER = "danger"
"""Set on a message: the likeliest danger when all dangers together are probable enough, else None."""
DOUBTED = "doubted"
"""Set on a message: whether its second likeliest intent is too close to the likeliest to choose between them."""
FILE = "intent_classifier.npz"
LEARNS_WITH = ("details", "labelled_messages", "linear_model", "reasons_told", "remarks", "telling_model", "text", "validation", "wording")
"""Modules that change what is learnt."""
Learnt = tuple[Wording, LinearModel, ReasonsTold, Remarks]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents of a message by probability.

    (Rasa's LogisticRegressionClassifier reads sparse features only, and loads an untrained model without a word when its file is not trusted.)
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The embedding must be there."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength` is scikit-learn's C, `seed` its random state."""
        return {"strength": 0.5, "seed": 20170812}

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str:
        """Rasa's cache looks at this class alone; a change of what it trains with means training anew, too."""
        code = [Path(__file__).with_name(f"{name}.py") for name in LEARNS_WITH]
        return hashlib.sha256(b"".join(file.read_bytes() for file in (*code, *reasons_told.sources(), *remarks.sources()))).hexdigest()

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, learnt: Learnt | None = None) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._learnt = learnt

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> MeaningClassifier:
        """As Rasa creates it for training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **_: Any
    ) -> MeaningClassifier:
        """As Rasa loads it from a trained model. Raises ModelError when the file is missing or damaged."""
        try:
            with model_storage.read_from(resource) as folder:
                learnt = Wording.read(folder), LinearModel.read(folder / FILE), ReasonsTold.read(folder, load_library()), Remarks.read(folder)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError("the intent classifier in the model cannot be read; run 'evening-note train'") from error
        return cls(config, model_storage, resource, learnt)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the training messages and keeps the result in the model."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        originals = [example.get(ORIGINAL) for example in examples]
        wording = Wording.learn([text for text, original in zip(texts, originals) if original is None])
        how = Training(self._config["strength"], self._config["seed"], OUT_OF_SCOPE, SAFETY)
        dense = np.vstack([embedding(example) for example in examples])
        intents = [str(example.get(INTENT)) for example in examples]
        apart = [kept_for_validation(original or text) for text, original in zip(texts, originals)]  # a copy goes where its original goes
        model = fit(dense, wording.count(texts), intents, apart, how, [original is not None for original in originals])
        written = [row for row, original in enumerate(originals) if original is None]
        of_written = [intents[row] for row in written], [texts[row] for row in written], dense[written], wording, how
        reasons, said = reasons_told.learn(load_library(), *of_written), remarks.learn(*of_written)
        with self._storage.write_to(self._resource) as folder:
            wording.write(folder)
            model.write(folder / FILE)
            reasons.write(folder)
            said.write(folder)
        self._learnt = wording, model, reasons, said
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` and `intent_ranking` (all intents, the most probable first), `believed`, `doubted`, `danger`, `told_reason` and `remark`."""
        if self._learnt is None:
            raise ModelError("the intent classifier is not trained; run 'evening-note train'")
        for message in messages:
            if message.get(TEXT):
                self._understand(message, *self._learnt)
            else:
                nothing = {"name": OUT_OF_SCOPE, "confidence": 1.0}
                message.set(INTENT, nothing, add_to_output=True)
                message.set(RANKING, [nothing], add_to_output=True)
                message.set(BELIEVED, True)
        return messages

    def _understand(self, message: Message, wording: Wording, model: LinearModel, reasons: ReasonsTold, said: Remarks) -> None:
        features = embedding(message)[0], *wording.count_one(message.get(TEXT))
        ranking = _ranking(model, model.probabilities_of_one(*features))
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(RANKING, ranking, add_to_output=True)
        message.set(BELIEVED, ranking[0]["confidence"] >= model.belief)
        message.set(DOUBTED, len(ranking) > 1 and ranking[1]["confidence"] >= model.doubt * ranking[0]["confidence"])
        danger = likeliest_danger(ranking, model.alarm)
        literal = without_idioms(message.get(TEXT), shared_readings()) if danger is not None else None
        if literal is not None:  # "dead tired", "our son is sixteen": what else the message says decides
            ranking = _ranking(model, model.probabilities_of_one(shared_encoder().encode([literal])[0], *wording.count_one(literal)))
            danger = likeliest_danger(ranking, model.alarm)
        message.set(DANGER, danger)
        message.set(TOLD_REASON, reasons.told_in(ranking[0]["name"], *features))
        message.set(REMARK, said.heard_in(*features))


def _ranking(model: LinearModel, probabilities: NDArray[np.float64]) -> list[dict[str, Any]]:
    """All intents, the most probable first."""
    return [{"name": model.classes[position], "confidence": float(probabilities[position])} for position in np.argsort(-probabilities)]


def likeliest_danger(ranking: list[dict[str, Any]], threshold: float) -> str | None:
    """The likeliest danger when all dangers together are at least as probable as `threshold`, or None.

    Recall first: a message spread over several dangers is one even when each alone is improbable.
    """
    dangers = [intent for intent in ranking if intent["name"] in SAFETY]
    if not dangers or sum(intent["confidence"] for intent in dangers) < threshold:
        return None
    return str(max(dangers, key=lambda intent: float(intent["confidence"]))["name"])
