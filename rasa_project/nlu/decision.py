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

from rasa_project.coach.intents import OUT_OF_SCOPE, SAFETY
from rasa_project.nlu.intent_classifier import BELIEVED, DOUBTED, RANKING
from rasa_project.nlu.language import in_another_language
from rasa_project.nlu.safety_net import SAFETY_KEY, SafetyNet
from rasa_project.nlu.sounds import answer_in
from rasa_project.nlu.text import tidy

RANKED = 5
NOISE = "noise"
BETWEEN = "between"
"""Told of a message: the two intents that are too close to choose between, the likelier first, or null."""

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
    """Turns a message that is noise, or that no intent fits well enough, into `out_of_scope`, and says when it could mean either of two things.

    A danger is never overruled.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The safety net must have had its word."""
        return [SafetyNet]

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Decision:
        """As Rasa creates it."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the final intent and `between`, and keeps the five likeliest in the ranking."""
        for message in messages:
            ranking = message.get(RANKING)
            answers = answer_in(message.get(TEXT) or "") if message.get(SAFETY_KEY) is None else ()
            if answers:
                self._answered_by_a_sound(message, ranking, answers)
                continue
            noise = noise_in(message.get(TEXT) or "")
            if noise is not None:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), {"entity": NOISE, "value": noise, "start": 0, "end": 0}], add_to_output=True)
            believed = bool(message.get(BELIEVED)) and noise is None
            if message.get(SAFETY_KEY) is None and not believed and ranking[0]["name"] != OUT_OF_SCOPE:
                confidence = 1.0 if noise else 1.0 - float(ranking[0]["confidence"])
                intent = {"name": OUT_OF_SCOPE, "confidence": confidence}
                ranking = [intent, *(other for other in ranking if other["name"] != OUT_OF_SCOPE)]
                message.set(INTENT, intent, add_to_output=True)
            doubted = message.get(SAFETY_KEY) is None and believed and bool(message.get(DOUBTED))
            message.set(BETWEEN, _between(ranking) if doubted else None, add_to_output=True)
            message.set(RANKING, ranking[:RANKED], add_to_output=True)
        return messages

    @staticmethod
    def _answered_by_a_sound(message: Message, ranking: list[dict[str, Any]], answers: tuple[str, ...]) -> None:
        """A yes or a no for certain, or either with an even chance."""
        meant = [{"name": name, "confidence": 1.0 / len(answers)} for name in answers]
        rest = [{**other, "confidence": 0.0} for other in ranking if other["name"] not in answers]
        message.set(INTENT, meant[0], add_to_output=True)
        message.set(RANKING, [*meant, *rest][:RANKED], add_to_output=True)
        message.set(BETWEEN, list(answers) if len(answers) > 1 else None, add_to_output=True)


def _between(ranking: list[dict[str, Any]]) -> list[str] | None:
    """The two likeliest intents, where either may be asked about."""
    names = [str(intent["name"]) for intent in ranking[:2]]
    return names if len(names) > 1 and not {OUT_OF_SCOPE, *SAFETY}.intersection(names) else None
