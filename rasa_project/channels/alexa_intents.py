"""What Alexa tells apart by itself, from `data/alexa/intents.yml`, and how a spoken request becomes a message to the coach."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, Extra, ValidationError

from rasa_project import paths
from rasa_project.errors import ContentError

FREE_SPEECH = "FreeSpeechIntent"
SPEECH = "speech"
"""The slot that holds what was said, in every intent of free speech."""
CARRIED = "After_"
"""Before the words of a carrier in an intent's name: `After_how_do_i`. Alexa drops the carrier from what it hands on, and the name restores it."""

Kind = Literal["told", "stop", "go_on", "not_yet", "nothing_heard"]


class ClosedIntent(BaseModel):
    """An intent that carries no words: what the coach is told instead."""

    name: str
    says: str
    of: str
    """The intent of ours that it means; its samples are training messages of it."""
    kind: Kind = "told"
    samples: tuple[str, ...] = ()

    class Config:
        extra = Extra.forbid
        frozen = True


class LeftOut(BaseModel):
    """What no value of the free speech holds."""

    intents: frozenset[str]
    words: tuple[str, ...]

    class Config:
        extra = Extra.forbid
        frozen = True


class AlexaIntents(BaseModel):
    """The file as a whole."""

    invocation_name: str
    intents: tuple[ClosedIntent, ...]
    left_out: LeftOut

    class Config:
        extra = Extra.forbid
        frozen = True

    def closed(self, name: str | None) -> ClosedIntent | None:
        """The closed intent of a name, if it is one."""
        return next((intent for intent in self.intents if intent.name == name), None)

    def of_words(self, text: str) -> ClosedIntent | None:
        """The closed intent whose sample a text is, word for word: free speech may bring the same words."""
        said = text.lower().strip(" .,!?")
        return next((intent for intent in self.intents if said in intent.samples or said == intent.says), None)


def carrier_name(words: str) -> str:
    """The name of the intent for speech after a carrier."""
    return CARRIED + words.replace(" ", "_")


def carrier_of(name: str) -> str | None:
    """The words that an intent's name restores; None where it carries none."""
    return name.removeprefix(CARRIED).replace("_", " ") if name.startswith(CARRIED) else None


@lru_cache(maxsize=1)
def load_intents() -> AlexaIntents:
    """The project's own file. Raises ContentError."""
    return read_intents(paths.ALEXA_INTENTS)


def read_intents(file: Path) -> AlexaIntents:
    """The intents in a file. Raises ContentError with the file and the reason."""
    try:
        return AlexaIntents.parse_obj(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"{file}: cannot be read ({type(error).__name__})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(f"{file}: {' '.join(str(part) for part in first['loc'])}: {first['msg']}") from error
