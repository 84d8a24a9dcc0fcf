"""The safety net: notices danger in a message, by patterns and by the classifier, whatever the intent seems to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from rasa_project import paths
from rasa_project.coach.intents import SAFETY
from rasa_project.errors import ContentError
from rasa_project.nlu import readings
from rasa_project.nlu.age import are_adults
from rasa_project.nlu.intent_classifier import DANGER, RANKING, MeaningClassifier
from rasa_project.nlu.prefilter import Prefilter
from rasa_project.nlu.text import plain

SAFETY_KEY = "safety"
AT_ONCE = "at_once"
"""The entity of a message that tells of a life in danger this minute."""
AGE = "minor_involved"
GUESS = "guess"
"""Set on a message: what it is if the danger that the classifier noticed in it is none, where that may well be; None where there is no such doubt."""
FAINT = "faint"
"""Set on a message: whether such a danger is less probable than none."""
UNLIKELY = "unlikely"
"""Set on a message: whether such a danger is so improbable that it is asked about only where somebody begins to tell."""
BEYOND_DOUBT, UNLIKELY_BELOW, FAINT_BELOW = 0.85, 0.8, 0.5
"""Probabilities of all dangers together: from the first on the message is answered as one; below it is asked about.

They are those of training, where dangers are many; in the middle of a talk about a line they are few. Between 0.5 and 0.8 lie 30 of 1,066 messages of
strangers, who were in none, and 86 of 816 dangers of `tests/safety`. What a partner does is asked about there all the same (`coach/skills/guess.py`):
that leaves 11 questions less, and 43 dangers that would not be asked about if it is there that they are first told.
"""


@dataclass(frozen=True)
class Pattern:
    """Words that mean one danger, unless other words stand in the same message."""

    label: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None

    def matches(self, text: str) -> bool:
        """Whether a plain text (`text.plain`) holds the danger."""
        return bool(self.words.search(text)) and not (self.unless and self.unless.search(text))


@lru_cache(maxsize=1)
def shared_patterns() -> tuple[Pattern, ...]:
    """The project's patterns, the weightier label first, read once a process."""
    return read_patterns(paths.SAFETY_PATTERNS)


def read_patterns(file: Path) -> tuple[Pattern, ...]:
    """The patterns of a file, in the order of `intents.SAFETY`. Raises ContentError: without patterns nothing is served."""
    try:
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        patterns = [
            Pattern(label, re.compile(entry["words"]), re.compile(entry["unless"]) if entry.get("unless") else None)
            for label, entries in document["patterns"].items()
            for entry in entries
        ]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, re.error) as error:
        raise ContentError(f"{file}: the safety patterns cannot be used ({error})") from error
    unknown = {pattern.label for pattern in patterns} - set(SAFETY)
    if unknown or not patterns:
        raise ContentError(f"{file}: no patterns, or unknown labels {sorted(unknown)}")
    return tuple(sorted(patterns, key=lambda pattern: SAFETY.index(pattern.label)))


@lru_cache(maxsize=1)
def urgent_patterns() -> tuple[re.Pattern[str], ...]:
    """The words of a life in danger this minute, read once a process. Raises ContentError."""
    return read_urgent(paths.SAFETY_PATTERNS)


def read_urgent(file: Path) -> tuple[re.Pattern[str], ...]:
    """The `at_once` patterns of a file. Raises ContentError."""
    try:
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        return tuple(re.compile(words) for words in document["at_once"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise ContentError(f"{file}: the patterns of a life in danger cannot be used ({error})") from error


class DangerRules:
    """Patterns, ready to be looked for: of a hundred and fifty a message is searched for the two dozen that it may meet."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._prefilter = Prefilter([pattern.words for pattern in self._patterns])

    def danger_in(self, text: str) -> str | None:
        """The weightiest danger that a pattern finds in a message, or None."""
        as_written, put_right = plain(text), readings.put_right(text, readings.shared_readings())
        texts = {as_written: None, put_right: None}  # most messages need no second reading
        possible = {number for words in texts for number in self._prefilter.possible(words)}
        for number in sorted(possible):
            pattern = self._patterns[number]
            if any(pattern.matches(words) for words in texts):
                return pattern.label
        return None


@lru_cache(maxsize=1)
def shared_rules() -> DangerRules:
    """The project's patterns, ready to be looked for. Raises ContentError."""
    return DangerRules(shared_patterns())


def weightier(one: str | None, other: str | None) -> str | None:
    """The weightier of two dangers, either of which may be None."""
    return min((label for label in (one, other) if label is not None), key=SAFETY.index, default=None)


def danger_probability(ranking: Sequence[dict[str, Any]]) -> float:
    """The probability of all dangers together."""
    return sum(float(intent["confidence"]) for intent in ranking if intent["name"] in SAFETY)


def possible_instead(ranking: Sequence[dict[str, Any]]) -> str | None:
    """The likeliest harmless intent, where a danger is not beyond doubt; None where it is.

    The danger is noticed all the same: whether it is one is then asked, before anything else is said. An age that no pattern has read in the words is
    never beyond doubt: it may be a child's in the next room, and how old the two are can be asked.
    """
    dangers = [str(intent["name"]) for intent in ranking if intent["name"] in SAFETY]
    if danger_probability(ranking) >= BEYOND_DOUBT and dangers[:1] != [AGE]:
        return None
    return next((str(intent["name"]) for intent in ranking if intent["name"] not in SAFETY), None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(GraphComponent, IntentClassifier):
    """Overrides the intent of a message that holds a danger, and says by what it was noticed (`safety`: label, by)."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The classifier's ranking must be there."""
        return [MeaningClassifier]

    def __init__(self, rules: DangerRules, urgent: tuple[re.Pattern[str], ...] = ()) -> None:
        self._rules = rules
        self._urgent = urgent

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> SafetyNet:
        """As Rasa creates it. Raises ContentError when the patterns cannot be used."""
        return cls(shared_rules(), urgent_patterns())

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `safety` on each message (null where no danger was noticed), and the intent where one was."""
        for message in messages:
            ranking = message.get(RANKING)
            text = message.get(TEXT) or ""
            by_rule, by_model = self._rules.danger_in(text), message.get(DANGER)
            if by_model == AGE and are_adults(text):
                by_model = None
            harmless = possible_instead(ranking)
            label = weightier(by_rule, by_model if by_rule is None or harmless is None else None)  # a guess outweighs no pattern
            if label is None:
                message.set(SAFETY_KEY, None, add_to_output=True)
                message.set(GUESS, None, add_to_output=True)
                self._put_harmless_first(message, ranking)
                continue
            if any(words.search(plain(text)) for words in self._urgent):
                entity = {"entity": AT_ONCE, "value": "yes", "start": 0, "end": 0}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
            message.set(SAFETY_KEY, {"label": label, "by": "rule" if label == by_rule else "model"}, add_to_output=True)
            message.set(GUESS, harmless if by_rule is None else None, add_to_output=True)
            message.set(FAINT, by_rule is None and danger_probability(ranking) < FAINT_BELOW, add_to_output=True)
            message.set(UNLIKELY, by_rule is None and danger_probability(ranking) < UNLIKELY_BELOW, add_to_output=True)
            probability = 1.0 if label == by_rule else max(intent["confidence"] for intent in ranking if intent["name"] == label)
            intent = {"name": label, "confidence": probability}
            message.set(INTENT, intent, add_to_output=True)
            message.set(RANKING, [intent, *(other for other in ranking if other["name"] != label)], add_to_output=True)
        return messages

    @staticmethod
    def _put_harmless_first(message: Message, ranking: list[dict[str, Any]]) -> None:
        """A danger too improbable to be answered as one is no intent either: the likeliest harmless one stands."""
        if ranking[0]["name"] not in SAFETY:
            return
        ordered = sorted(ranking, key=lambda intent: intent["name"] in SAFETY)
        message.set(INTENT, ordered[0], add_to_output=True)
        message.set(RANKING, ordered, add_to_output=True)
