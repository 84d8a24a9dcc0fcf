"""Reads an age where a message is little else: "34", "i'm forty one", "58 actually", "i turned 18 in march so yes"."""

from __future__ import annotations

import re

from rasa_project.nlu.numbers import number_at
from rasa_project.nlu.text import plain

ADULT_AGE = 18
_ALMOST = frozenset({"almost", "nearly", "soon", "not"})
_LONGEST = 8
"""Words of the longest message that is taken for a mere age."""
_YOUNGEST, _OLDEST = 5, 110
_YEARS = re.compile(r"^(\d{1,3})(?:yo|yrs?)$")
_LEADS = frozenset(
    {"im", "i", "am", "aged", "age", "turned", "yes", "yeah", "yep", "yup", "no", "nope", "well", "um", "oh", "just", "over", "sorry", "a"}
)
_AFTER = re.compile(
    r"^(?:$|[mfx]$|male$|female$|man$|woman$|years?|yrs|yo|old|actually|now|so|in|this|last|and|here|love|mate|thanks|next|yes|then|today|tomorrow|yet)"
)
_IS = frozenset({"im", "am", "hes", "shes", "theyre", "were", "both", "is", "are", "aged", "turned"})
"""What stands before the age of one of the two."""
_BETWEEN = frozenset(
    {"a", "an", "the", "gay", "bi", "bisexual", "lesbian", "queer", "trans", "straight", "guy", "man", "woman", "girl", "bloke", "lad", "lass"}
    | {"male", "female", "widow", "widower", "wife", "husband", "mum", "dad", "student", "nurse", "of", "only", "just", "now", "nearly"}
)
"""What may stand between: "im gay 22", "i'm a guy, 24", "i am a man of 58"."""
_COUNTED = frozenset(
    {"minutes", "mins", "min", "hours", "hour", "hrs", "days", "day", "weeks", "week", "months", "month", "years", "year", "yrs", "times", "percent"}
    | {"miles", "stone", "kids", "children", "pounds", "oclock", "pm", "nights", "to", "past"}
)
_OF_BOTH = re.compile(r"\bboth\b|\bwe(?:re| are)(?: now)? (?:\d\d|twenty|thirty|forty|fifty|sixty|seventy|eighty)")
_WORD = re.compile(r"[a-z0-9]+")
_YES_TO_IT = re.compile(r"\byes to (?:being |the )?(?:over )?(?:18|eighteen)\b")
"""The answer to the question whether one is eighteen or over, told of."""


def age_said(text: str) -> int | None:
    """The age a person gives of themselves, in years, or None. "nearly 18" is 17."""
    words = [_YEARS.sub(r"\1", word) for word in _WORD.findall(plain(text))]
    if not words or len(words) > _LONGEST:
        return None
    for position, word in enumerate(words):
        number, used = number_at(words, position)
        if number is None:
            if word in _LEADS or word in _ALMOST:
                continue
            return None  # another word before the number: it counts something else
        after = words[position + used] if position + used < len(words) else ""
        if not _YOUNGEST <= number <= _OLDEST or not _AFTER.match(after):
            return None
        return number - 1 if _ALMOST & set(words[:position]) else number
    return None


def are_adults(text: str) -> bool:
    """Whether a message tells that both are adults: an age that is all it says, two ages, or one of them both.

    One adult's age among other words says nothing of the other: "i'm 24, she's finishing her gcses".
    """
    alone, told = age_said(text), ages_told(text)
    if alone is not None:
        return alone >= ADULT_AGE
    return bool(told) and min(told) >= ADULT_AGE and (len(told) > 1 or _OF_BOTH.search(plain(text)) is not None)


def ages_told(text: str) -> tuple[int, ...]:
    """The ages that are told of the two people anywhere in a message ("im 22 and he's twenty four", "we're both 19"), in years."""
    words = [_YEARS.sub(r"\1", word) for word in _WORD.findall(plain(text))]
    told = [18 for _ in _YES_TO_IT.finditer(" ".join(words))]
    for position in range(1, len(words)):
        number, used = number_at(words, position)
        before = position - 1
        while before > 0 and words[before] in _BETWEEN:
            before -= 1
        if number is None or not _YOUNGEST <= number <= _OLDEST or words[before] not in _IS:
            continue
        after = words[position + used : position + used + 2]
        if after[:1] and after[0] in _COUNTED and not (after[0] in ("years", "year", "yrs") and after[1:] == ["old"]):
            continue  # "im 20 minutes away", "hes 12 years older"
        told.append(number)
    return tuple(told)
