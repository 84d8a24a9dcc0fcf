"""What only the ear can tell: "mhm" is a yes, "uh-uh" a no, "mm" either; and whether a yes or a no hangs on a word that is easily misheard."""

from __future__ import annotations

import re
from typing import Literal

from rasa_project.nlu.text import plain

YES, NO = "affirm", "deny"
_YES = frozenset({"mhm", "m hm", "m hum", "um hum", "uh huh", "a huh", "uh hu"})
_NO = frozenset({"uh uh", "nuh uh", "nu uh", "na uh", "unh unh", "huh uh", "ah ah", "uh uh uh", "nuh uh uh"})
_EITHER = frozenset({"m", "m m", "mh", "uh", "uhuh"})
"""As recognisers write what was hummed; a person would have heard the tune."""
_RUN = re.compile(r"(.)\1+")
_BETWEEN = re.compile(r"[\s\-,]+")
_AROUND = ' .,!?*"-~'
_LONGEST = 24
_NO_FOR_KNOW = re.compile(
    r"^(?:know|now|knot)(?: (?:thanks|thank you|thank|ta|not|please|sorry|i'?m|tonight)\b|$)"
    r"|\b(?:say|saying|said|tell|telling)(?: (?:him|her|them|you|a))? (?:know|now|knot)\b(?! (?:how|what|that|why|where|when|who|if|to|i|we|and)\b)"
    r"|\bknot tonight\b"
)
"""A "no" or "not" that was written down as another word."""
_EITHER_WAY = re.compile(
    r"\b(?:want|wants|like|need)(?: it| to)? (?:not to|that too|not too|it too)$"  # "only if you want that too", "... want not to"
    r"|^(?:no |yes |but )?i (?:can|could|want|wanna|would)(?: to)? tonight$"  # a "n't" is the first thing to be lost
)
"""The same to the ear with and without its no."""


def answer_in(text: str) -> tuple[str, ...]:
    """What a message that is nothing but a sound answers: affirm or deny, both where it could be either, none where it is no such sound."""
    if len(text) > _LONGEST:
        return ()
    sound = _RUN.sub(r"\1", _BETWEEN.sub(" ", plain(text).strip(_AROUND)))
    if sound in _YES:
        return (YES,)
    if sound in _NO:
        return (NO,)
    return (YES, NO) if sound in _EITHER else ()


def misheard(text: str) -> Literal["either", "no"] | None:
    """Whether what a recogniser wrote hangs on a word that it may have misheard: the meaning could be `either`, or there is a `no` behind it."""
    heard = _BETWEEN.sub(" ", plain(text).strip(_AROUND))
    if _EITHER_WAY.search(heard):
        return "either"
    return "no" if _NO_FOR_KNOW.search(heard) else None
