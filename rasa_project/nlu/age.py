"""Reads an age where a message is little else: "34", "i'm forty one", "58 actually", "i turned 18 in march so yes"."""

from __future__ import annotations

import re

from rasa_project.nlu.text import plain

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {word: value for value, word in zip(range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])}
_TENS["fourty"] = 40
_ALMOST = frozenset({"almost", "nearly", "soon", "not"})
_LONGEST = 8
"""Words of the longest message that is taken for a mere age."""
_YOUNGEST, _OLDEST = 5, 110
_DIGITS = re.compile(r"^(\d{1,3})(?:yo|yrs?)?$")
_LEADS = frozenset(
    {"im", "i", "am", "aged", "age", "turned", "yes", "yeah", "yep", "yup", "no", "nope", "well", "um", "oh", "just", "over", "sorry", "a"}
)
_AFTER = re.compile(r"^(?:$|years?|yrs|yo|old|actually|now|so|in|this|last|and|here|love|mate|thanks|next|yes|then|today|tomorrow|yet)")
_WORD = re.compile(r"[a-z0-9]+")


def age_said(text: str) -> int | None:
    """The age a person gives of themselves, in years, or None. "nearly 18" is 17."""
    words = _WORD.findall(plain(text))
    if not words or len(words) > _LONGEST:
        return None
    for position, word in enumerate(words):
        number, used = _number(words, position)
        if number is None:
            if word in _LEADS or word in _ALMOST:
                continue
            return None  # another word before the number: it counts something else
        after = words[position + used] if position + used < len(words) else ""
        if not _YOUNGEST <= number <= _OLDEST or not _AFTER.match(after):
            return None
        return number - 1 if _ALMOST & set(words[:position]) else number
    return None


def _number(words: list[str], position: int) -> tuple[int | None, int]:
    """The number that starts at a word, and how many words it takes."""
    word = words[position]
    digits = _DIGITS.match(word)
    if digits:
        return int(digits.group(1)), 1
    if word in _TENS:
        unit = _UNITS.get(words[position + 1], 0) if position + 1 < len(words) else 0
        return (_TENS[word] + unit, 2) if 1 <= unit <= 9 else (_TENS[word], 1)
    return (_UNITS[word], 1) if word in _UNITS else (None, 0)
