"""Tokens for Rasa by spaCy's English rules; blank, so no model is downloaded."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language


@lru_cache(maxsize=1)
def english() -> Language:
    """The blank English of spaCy: the tokenizer and the vocabulary, shared by all components of a process."""
    return spacy.blank("en")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class EnglishTokenizer(Tokenizer):
    """Rasa's tokens from spaCy's tokenizer; Rasa's own SpacyNLP refuses a blank pipeline."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`in_training`: whether training messages get tokens, too; none of our components learns from them. The rest Rasa's tokenizers expect."""
        return {"in_training": True, "intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["spacy"]

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any) -> EnglishTokenizer:
        """As Rasa creates it."""
        return cls({**cls.get_default_config(), **config})

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training messages, with tokens where they are wanted."""
        tokenized: TrainingData = super().process_training_data(training_data) if self._config["in_training"] else training_data
        return tokenized

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of a message, with their places."""
        document = english().make_doc(message.get(attribute) or "")
        tokens = [Token(token.text, token.idx) for token in document if not token.is_space]
        return tokens or [Token("", 0)]
