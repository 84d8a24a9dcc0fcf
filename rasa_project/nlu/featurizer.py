"""Gives Rasa the meaning of a message as one dense sentence feature."""

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
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_project import paths
from rasa_project.errors import ModelError
from rasa_project.nlu.ahead import known_meaning
from rasa_project.nlu.encoder import SentenceEncoder, shared_encoder, verify

NAME = "SentenceFeaturizer"
MEANING = "meaning"
"""Set on a message that is read alone: what the encoder made of it, each word included."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """The sentence encoder as a Rasa featurizer."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Only what Rasa's featurizers expect, and `sha256`: the encoder the model was trained with."""
        return {**Featurizer.get_default_config(), "alias": NAME}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["onnxruntime", "tokenizers"]

    def __init__(self, config: dict[str, Any], encoder: SentenceEncoder) -> None:
        super().__init__(NAME, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceFeaturizer:
        """As Rasa creates it. Raises EncoderError when the encoder's files are not the expected ones."""
        return cls(config, shared_encoder())

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be set wrongly."""

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str:
        """Another encoder, or another way to read with it, means training anew."""
        code = hashlib.sha256(Path(__file__).with_name("encoder.py").read_bytes()).hexdigest()
        return f"{verify(paths.ENCODER)['sha256']['model.onnx']} {code}"

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to every training message."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the feature to messages that have a text and lack it."""
        with_text = [message for message in messages if message.get(TEXT)]
        if len(with_text) == 1:
            (message,) = with_text
            meaning = known_meaning(message.get(TEXT)) or self._encoder.read(message.get(TEXT))
            message.set(MEANING, meaning)
            _add(message, meaning.vector)
        else:
            for message, vector in zip(with_text, self._encoder.encode([message.get(TEXT) for message in with_text])):
                _add(message, vector)
        return messages


def _add(message: Message, vector: NDArray[np.float32]) -> None:
    message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, NAME))


def embedding(message: Message) -> NDArray[np.float32]:
    """The message's sentence feature: shape (1, dimensions). Raises ModelError where it has none."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ModelError("a message has no sentence embedding; SentenceFeaturizer must stand first in config.yml")
    features: NDArray[np.float32] = sentence.features
    return features
