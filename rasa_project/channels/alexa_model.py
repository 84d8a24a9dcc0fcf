"""Alexa's interaction model, made from our own training messages: what people say to the coach, within Amazon's limits.

Alexa hands on the words in a slot and drops the carrier around it, so a carrier is nothing that a "no" could hide in: openings that many messages
share, either of a question ("how do i") or somebody's name for their partner ("my wife"), after which any negation still comes. "I want to" is
none, since "i don't want to" could be taken for it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rasa_project import paths
from rasa_project.channels.alexa_intents import FREE_SPEECH, SPEECH, AlexaIntents, carrier_name, load_intents
from rasa_project.coach.content import Library
from rasa_project.errors import ContentError
from rasa_project.library import load_library
from rasa_project.nlu.text import tidy

SPEECH_TYPE = "FreeSpeech"
QUERY_TYPE = "AMAZON.SearchQuery"
PROMPT = "Elicit.FreeSpeech"

VALUES = 800
"""Values of the free speech: enough to show Alexa how people talk here."""
LONGEST_VALUE_WORDS = 20
LONGEST_VALUE = 140
LONGEST_SAMPLE = 200
CARRIERS = 40
SHARED_BY = 15
"""How many messages open with a carrier."""
CARRIER_WORDS = (2, 4)
OPENS = re.compile(r"(?:how|what) .+|my \w+")
"""What a carrier may be: the opening of a question, or a partner named."""

NEGATION = re.compile(r"no|not|never|none|nobody|nothing|neither|nor|without|hardly|cannot|\w+n't|(?:do|does|did|ca|wo|is|was|are)nt")
_POLAR = re.compile(r"yes|yeah|ok|okay|stop|may|might|must|can|could|will|would|shall|should|ought|\w+'(?:d|ll)")
_SPOKEN = re.compile(r"[a-z][a-z' -]*")
_MARKS = re.compile(r"[.,!?;:\"()…/]+|(?<!\w)['-]+|['-]+(?!\w)")
"""Marks that are not spoken, and apostrophes and hyphens that join nothing."""
_BULLET = re.compile(r"\s*-\s?(.+)")


class Message(NamedTuple):
    """A training message as Alexa may read it, and the intent it is of."""

    intent: str
    words: str


def interaction_model() -> dict[str, Any]:
    """The model as Amazon's schema has it. The same data always makes the same model. Raises ContentError."""
    return make_model(load_intents(), tuple(training_messages(paths.NLU)), load_library())


def make_model(intents: AlexaIntents, messages: tuple[Message, ...], library: Library) -> dict[str, Any]:
    """The model for these intents from these messages; the prompt, which Alexa asks for and never says, comes from the content."""
    taken = {sample for intent in intents.intents for sample in intent.samples} | {intent.says for intent in intents.intents}
    prompt = next(entry for entry in library.answers if entry.moment == "alexa.listening")
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": intents.invocation_name,
                "intents": [
                    *({"name": intent.name, "slots": [], "samples": list(intent.samples)} for intent in intents.intents),
                    _free(FREE_SPEECH, SPEECH_TYPE, f"{{{SPEECH}}}"),
                    *(_free(carrier_name(words), QUERY_TYPE, f"{words} {{{SPEECH}}}") for words in carriers(messages)),
                ],
                "types": [{"name": SPEECH_TYPE, "values": [{"name": {"value": words}} for words in values(messages, intents, taken)]}],
            },
            "dialog": {
                "delegationStrategy": "SKILL_RESPONSE",
                "intents": [
                    {
                        "name": FREE_SPEECH,
                        "delegationStrategy": "SKILL_RESPONSE",
                        "confirmationRequired": False,
                        "prompts": {},
                        "slots": [
                            {
                                "name": SPEECH,
                                "type": SPEECH_TYPE,
                                "confirmationRequired": False,
                                "elicitationRequired": True,
                                "prompts": {"elicitation": PROMPT},
                            }
                        ],
                    }
                ],
            },
            "prompts": [{"id": PROMPT, "variations": [{"type": "PlainText", "value": f"{prompt.text} {prompt.question}"}]}],
        }
    }


def training_messages(folder: Path) -> Iterator[Message]:
    """The messages in a folder of training data that can be said and written as Alexa asks for, each once. Raises ContentError."""
    seen = set()
    for file in sorted(folder.glob("*.yml")):
        try:
            entries = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)["nlu"]
        except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
            raise ContentError(f"{file}: cannot be read ({type(error).__name__})") from error
        for entry in entries:
            for line in str(entry.get("examples", "")).splitlines():
                bullet = _BULLET.fullmatch(line)
                words = spoken(bullet[1]) if bullet else None
                message = Message(str(entry.get("intent", "")), words or "")
                if message.intent and message.words and message not in seen:
                    seen.add(message)
                    yield message


def spoken(text: str) -> str | None:
    """A message as it is spoken, in the letters that Alexa allows; None where it holds others (digits, accents, emoji)."""
    words = " ".join(_MARKS.sub(" ", tidy(text).lower()).split())
    return words if _SPOKEN.fullmatch(words) else None


def carriers(messages: Iterable[Message]) -> tuple[str, ...]:
    """The openings that go before free speech, the most shared first."""
    shared: Counter[str] = Counter()
    for message in messages:
        words = message.words.split()
        for length in range(CARRIER_WORDS[0], CARRIER_WORDS[1] + 1):
            if len(words) > length:
                shared[" ".join(words[:length])] += 1
    return tuple(opening for opening, times in shared.most_common() if times >= SHARED_BY and carries(opening))[:CARRIERS]


def carries(words: str) -> bool:
    """Whether words may be dropped by Alexa and restored by us: they hold no negation, modal, yes or no, and none could stand before them."""
    in_letters = words.replace(" ", "").isalpha()
    return bool(in_letters and OPENS.fullmatch(words)) and not any(NEGATION.fullmatch(word) or _POLAR.fullmatch(word) for word in words.split())


def values(messages: Iterable[Message], intents: AlexaIntents, taken: set[str]) -> tuple[str, ...]:
    """The values of the free speech: some of every intent, in an order that means nothing and stays the same."""
    left_out = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in intents.left_out.words)})(?:s|es|ed|ing|er|y)?\b")
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for message in messages:
        fits = len(message.words.split()) <= LONGEST_VALUE_WORDS and len(message.words) <= LONGEST_VALUE
        if fits and message.intent not in intents.left_out.intents and message.words not in taken and not left_out.search(message.words):
            by_intent[message.intent].append(message.words)
    mixed = (sorted(words, key=_mixed) for _, words in sorted(by_intent.items()))
    in_turn = (words for words in chain.from_iterable(zip_longest(*mixed)) if words is not None)
    return tuple(dict.fromkeys(in_turn))[:VALUES]


def _mixed(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _free(name: str, kind: str, sample: str) -> dict[str, Any]:
    return {"name": name, "slots": [{"name": SPEECH, "type": kind}], "samples": [sample]}
