"""The noise step: of some training messages a second copy, as a recogniser mishears it or a thumb mistypes it. It never touches another message.

A copy means what its original means, whatever it now says ("want not to" heard as "want that too"): that is what recognisers do to people, and so
the label stays right. The words that make a no or a danger are neither lost nor mistyped. `config.yml` says how many messages get a copy.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_project.nlu.text import tidy

ORIGINAL = "original"
"""Set on a copy: the message it was made of."""

_MISHEARD: tuple[tuple[str, str], ...] = (
    # what was said, as a pattern; what a recogniser makes of it
    (r"\bno(?=,? (?:thank|thanks|not|to)\b|$)", "know"),
    (r"^no\b", "know"),
    (r"\bwant not to\b", "want that too"),
    (r"\bnot to\b", "not too"),
    (r"\b(do i|do we|can i|to|i'll) tell(?= (?:him|her|them|my \w+) (?:no|not|that|i|i'm|i am|it's|we)\b)", r"\1 kill"),
    (r"\bmood\b", "mode"),
    (r"\bin the mood\b", "in the mud"),
    (r"\bright\b", "write"),
    (r"\bwrite\b", "right"),
    (r"\btheir\b", "there"),
    (r"\bthere\b", "their"),
    (r"\bthey're\b", "there"),
    (r"\byour\b", "you're"),
    (r"\byou're\b", "your"),
    (r"\btoo\b", "to"),
    (r"\btwo\b", "to"),
    (r"\bfor\b", "four"),
    (r"\bhear\b", "here"),
    (r"\bweek\b", "weak"),
    (r"\bknight\b", "night"),
    (r"\btonight\b", "to night"),
    (r"\bpain\b", "pane"),
    (r"\bwait\b", "weight"),
    (r"\bmorning\b", "mourning"),
    (r"\bhusband\b", "has been"),
    (r"\bwife\b", "why if"),
    (r"\bpartner\b", "part of her"),
    (r"\bask\b", "asked"),
    (r"\basked\b", "ask"),
    (r"\bask her\b", "asker"),
    (r"\bhim\b", "hymn"),
    (r"\bwon't\b", "want"),
    (r"\bsex\b", "six"),
    (r"\bintimacy\b", "intimate see"),
    (r"\bcuddle\b", "cuddled"),
    (r"\brefuse\b", "re fuse"),
    (r"\bkindly\b", "kind lee"),
    (r"\bline\b", "lion"),
    (r"\bsofter\b", "soft her"),
    (r"\bshorter\b", "short her"),
    (r"\btext\b", "tax"),
    (r"\bphone\b", "foam"),
    (r"\bdelete\b", "the lead"),
    (r"\bremember\b", "member"),
    (r"\bi'm\b", "im"),
    (r"\bi've\b", "i have"),
    (r"\bcould\b", "good"),
    (r"\bhow do i\b", "how to i"),
    (r"\bwhat do i\b", "what i"),
    (r"\bgoing to\b", "gonna"),
    (r"\bit's\b", "its"),
    (r"\bbye\b", "by"),
)
_CORRECTED: tuple[tuple[str, str], ...] = (
    # what was meant; what a keyboard puts in its place
    (r"\bi'll\b", "ill"),
    (r"\bhe'll\b", "hell"),
    (r"\bshe'll\b", "shell"),
    (r"\bwe'll\b", "well"),
    (r"\bwe're\b", "were"),
    (r"\bi'd\b", "id"),
    (r"\bwe'd\b", "wed"),
    (r"\bof\b", "if"),
    (r"\bif\b", "of"),
    (r"\bfrom\b", "form"),
    (r"\bjust\b", "jut"),
    (r"\btired\b", "tires"),
    (r"\bbed\b", "bee"),
    (r"\bgood\b", "food"),
    (r"\btonight\b", "tonight's"),
    (r"\bthis\b", "thus"),
    (r"\bin\b", "on"),
    (r"\bme\b", "my"),
    (r"\btonight\b", "2nite"),
    (r"\btomorrow\b", "tmrw"),
    (r"\bplease\b", "pls"),
    (r"\byou\b", "u"),
    (r"\bare\b", "r"),
    (r"\bto\b", "2"),
    (r"\bbecause\b", "cos"),
    (r"\band\b", "n"),
    (r"\bwith\b", "wiv"),
    (r"\bthing\b", "fing"),
)
_KEEPS_THE_MEANING = re.compile(r"n't\b|nt\b|\b(?:no|not|nor|never|none|nothing|cannot|stop|without|\d+)\b", re.IGNORECASE)
"""Words that are never lost or mistyped: without them a message means something else."""
_BESIDE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n",
    "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
"""The keys beside a key."""

Chance = random.Random


def noisy(text: str, seed: str) -> str | None:
    """The message as a recogniser or a thumb might have made it; None where nothing happened. The same for the same text and seed."""
    chance = random.Random(f"{seed}\0{text}")  # noqa: S311 - a repeatable draw, no secret
    before = tidy(text)
    after = before
    drawn = chance.choices(range(len(_CHANGES)), weights=_WEIGHTS, k=chance.choice((1, 1, 2)))
    for place in sorted(drawn):  # spaces go last: a word that is not to be mistyped is known by them
        after = _CHANGES[place](after, chance)
    return after if after != before and after else None


def _misheard(text: str, chance: Chance) -> str:
    """As a recogniser writes it: small letters, no marks, one or two sounds taken for others."""
    text = re.sub(r"[^\w\s']", "", text.lower())
    return _replaced(text, _MISHEARD, chance, chance.choice((1, 2)))


def _late(text: str, chance: Chance) -> str:
    """As a recogniser that woke late writes it: the first word or two are lost, unless they carry the meaning."""
    words = re.sub(r"[^\w\s']", "", text.lower()).split()
    lost = chance.choice((1, 1, 2))
    if len(words) < lost + 3 or _KEEPS_THE_MEANING.search(" ".join(words[:lost])):
        return text
    return " ".join(words[lost:])


def _bare(text: str, _: Chance) -> str:
    """Typed without capitals, marks or apostrophes."""
    return re.sub(r"[^\w\s]", "", text.lower())


def _corrected(text: str, chance: Chance) -> str:
    """As a keyboard corrected it, or as people shorten it."""
    return _replaced(text.lower(), _CORRECTED, chance, chance.choice((1, 2)))


def _mistyped(text: str, chance: Chance) -> str:
    """A letter or two dropped, doubled, swapped, or the key beside it."""
    words = text.split(" ")
    for _ in range(chance.choice((1, 1, 2))):
        long = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha() and not _KEEPS_THE_MEANING.search(word)]
        if not long:
            break
        place = chance.choice(long)
        words[place] = _slipped(words[place], chance)
    return " ".join(words)


def _slipped(word: str, chance: Chance) -> str:
    place = chance.randrange(1, len(word) - 1)
    key = word[place].lower()
    return chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + chance.choice(_BESIDE.get(key, key)) + word[place + 1 :],
        )
    )


def _joined(text: str, chance: Chance) -> str:
    """A space or two missed."""
    for _ in range(chance.choice((1, 2))):
        spaces = [match.start() for match in re.finditer(r"(?<=\w) (?=\w)", text)]
        if len(spaces) < 2:
            break
        place = chance.choice(spaces)
        text = text[:place] + text[place + 1 :]
    return text


def _replaced(text: str, pairs: tuple[tuple[str, str], ...], chance: Chance, times: int) -> str:
    found = [(pattern, other) for pattern, other in pairs if re.search(pattern, text)]
    for pattern, other in chance.sample(found, min(times, len(found))):
        text = re.sub(pattern, other, text, count=1)
    return text


_CHANGES: tuple[Callable[[str, Chance], str], ...] = (_misheard, _late, _bare, _corrected, _mistyped, _joined)
_WEIGHTS = (4, 1, 2, 2, 4, 1)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NoisyCopies(GraphComponent):
    """Adds the copies while training; when the model is used it does nothing. It stands before the featurizers, which then see the copies, too."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`share` of the messages get a copy; `seed` draws which and how."""
        return {"share": 0.3, "seed": 20170812}

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str:
        """Rasa's cache looks at this class alone; other noise means training anew, too."""
        return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> NoisyCopies:
        """As Rasa creates it."""
        return cls(config)

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._share, self._seed = float(config["share"]), str(config["seed"])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data with the copies behind the messages."""
        copies = [copy for example in training_data.intent_examples if (copy := self._copy(example)) is not None]
        return training_data.merge(TrainingData(copies))

    def process(self, messages: list[Message]) -> list[Message]:
        """Nothing: what people say is noisy enough."""
        return messages

    def _copy(self, example: Message) -> Message | None:
        text, intent = example.get(TEXT), example.get(INTENT)
        if not text or not intent or not is_copied(text, self._share, self._seed):
            return None
        changed = noisy(text, self._seed)
        if changed is None:
            return None
        copy = Message.build(changed, intent=intent)
        copy.set(ORIGINAL, text)
        return copy


def is_copied(text: str, share: float, seed: str) -> bool:
    """Whether a message gets a copy: drawn by the message alone, so that a later addition moves no other."""
    return random.Random(f"{seed}\0which\0{text}").random() < share  # noqa: S311 - a repeatable draw, no secret
