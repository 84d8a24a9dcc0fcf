"""Reads a number at a place in a message's words: "34", "forty one", "nineteen"."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNITS = {
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
TENS = {word: value for value, word in zip(range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])}
TENS["fourty"] = 40
_DIGITS = re.compile(r"^\d{1,3}$")


def number_at(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """The number from 0 to 999 that starts at a word, and how many words it takes; None and 0 where there is none."""
    word = words[position] if position < len(words) else ""
    if _DIGITS.match(word):
        return int(word), 1
    if word in TENS:
        unit = UNITS.get(words[position + 1], 0) if position + 1 < len(words) else 0
        return (TENS[word] + unit, 2) if 1 <= unit <= 9 else (TENS[word], 1)
    return (UNITS[word], 1) if word in UNITS else (None, 0)
