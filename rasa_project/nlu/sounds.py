"""Sounds that answer without a word: "mhm" is a yes, "uh-uh" a no, "mm" either; a classifier over letters and meaning takes one for the other."""

from __future__ import annotations

import re

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
