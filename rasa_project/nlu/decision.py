"""The last word on a message: what is no sentence, or fits nothing well enough, is out of scope."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from rasa_project.coach.intents import OUT_OF_SCOPE
from rasa_project.nlu.intent_classifier import BELIEVED, RANKING
from rasa_project.nlu.language import in_another_language
from rasa_project.nlu.safety_net import SAFETY_KEY, SafetyNet
from rasa_project.nlu.text import tidy

RANKED = 5
NOISE = "noise"

_LETTER = re.compile(r"[^\W\d_]|\d")
_PAYLOAD = re.compile(r"^\W*[a-z_]+\s*(?:@[\d.]+)?\s*\{.*\}\s*$|^\s*[/\u2044]\s*[a-z_]+\s*$", re.IGNORECASE | re.DOTALL)
_INSTRUCTIONS = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your |my )*(?:previous|prior|above|earlier|system)?\s*(?:instructions?|prompts?|rules)\b"
    r"|\bsystem prompt\b|^\W*system\s*:|\bset \w+\s*=\s*\w+|\byou are now (?:a|an|in)\b|<\s*script|\bdrop table\b",
    re.IGNORECASE,
)
_FOREIGN_SHARE = 0.5


def noise_in(text: str) -> str | None:
    """Why a message cannot mean anything here: empty, symbols, language (another script), instructions; None when it may."""
    text = tidy(text)
    if not text:
        return "empty"
    letters = _LETTER.findall(text)
    if not letters:
        return "symbols"
    if _PAYLOAD.match(text) or _INSTRUCTIONS.search(text):
        return "instructions"
    if sum(1 for letter in letters if ord(letter) > 0x24F) > _FOREIGN_SHARE * len(letters):
        return "language"
    return "language" if in_another_language(text) else None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent, IntentClassifier):
    """Turns a message that is noise, or that no intent fits well enough, into `out_of_scope`; a danger is never overruled."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The safety net must have had its word."""
        return [SafetyNet]

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Decision:
        """As Rasa creates it."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the final intent, and keeps the five likeliest in the ranking."""
        for message in messages:
            ranking = message.get(RANKING)
            noise = noise_in(message.get(TEXT) or "")
            if noise is not None:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), {"entity": NOISE, "value": noise, "start": 0, "end": 0}], add_to_output=True)
            believed = bool(message.get(BELIEVED)) and noise is None
            if message.get(SAFETY_KEY) is None and not believed and ranking[0]["name"] != OUT_OF_SCOPE:
                confidence = 1.0 if noise else 1.0 - float(ranking[0]["confidence"])
                intent = {"name": OUT_OF_SCOPE, "confidence": confidence}
                ranking = [intent, *(other for other in ranking if other["name"] != OUT_OF_SCOPE)]
                message.set(INTENT, intent, add_to_output=True)
            message.set(RANKING, ranking[:RANKED], add_to_output=True)
        return messages
