"""Reads how long at a place in a message's words: "an hour and a half", "20 minutes", "two weeks", "a fortnight"."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_project.nlu.numbers import number_at
from rasa_project.nlu.time_words import word_set

_HOUR, _HOURS = frozenset({"hour"}), frozenset({"hour", "hours"})
_NIGHTS = {
    "night": 1,
    "nights": 1,
    "day": 1,
    "days": 1,
    "evening": 1,
    "evenings": 1,
    "week": 7,
    "weeks": 7,
    "fortnight": 14,
    "month": 30,
    "months": 30,
}
_ONE = frozenset({"a", "an", "one"})
WORDS = _HOURS | _ONE | frozenset(_NIGHTS) | word_set("half quarter quarters of and minutes couple the next 1.5")
"""The words that a span can hold, numbers aside."""
_MOST_MINUTES = 12 * 60
_MOST_NIGHTS = 366


def minutes_at(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """Minutes that start at a word, up to half a day, and how many words they take; None and 0 where there are none."""
    minutes, used = _minutes(words, position)
    return (minutes, used) if minutes is not None and 0 < minutes <= _MOST_MINUTES else (None, 0)


def nights_at(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """Nights that start at a word, up to a year, and how many words they take; None and 0 where there are none."""
    count, used = _count(words, position)
    if count is None:
        return None, 0
    unit = _NIGHTS.get(_word(words, position + used))
    if unit is None or (unit == 1 and words[position] in ("a", "an")):
        return None, 0  # "a night" is how often
    nights = count * unit
    return (nights, used + 1) if 0 < nights <= _MOST_NIGHTS else (None, 0)


def _word(words: Sequence[str], position: int) -> str:
    return words[position] if 0 <= position < len(words) else ""


def _count(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """How many: "a", "two", "a couple of", "the next three"."""
    start = position
    if _word(words, start) == "the" and _word(words, start + 1) == "next":
        start += 2
        if _word(words, start) in _NIGHTS:
            return None, 0
    if _word(words, start) in _ONE:
        if _word(words, start + 1) == "couple":
            return 2, start + 2 + (_word(words, start + 2) == "of") - position
        return 1, start + 1 - position
    if _word(words, start) == "couple":
        return 2, start + 1 + (_word(words, start + 1) == "of") - position
    if _word(words, start) == "fortnight":
        return None, 0
    number, used = number_at(words, start)
    return (None, 0) if number is None else (number, start + used - position)


def _minutes(words: Sequence[str], position: int) -> tuple[int | None, int]:
    word = _word(words, position)
    if word == "half":
        skip = 2 if _word(words, position + 1) in _ONE else 1
        return (30, skip + 1) if _word(words, position + skip) in _HOUR else (None, 0)
    if word == "quarter" or word in _ONE:
        start = position + (word != "quarter")
        if _word(words, start) == "half" or _word(words, start) == "quarter":
            size, skip = (30, 1) if _word(words, start) == "half" else (15, 1)
            skip += _word(words, start + skip) == "of"
            skip += _word(words, start + skip) in _ONE
            if _word(words, start + skip) in _HOUR:
                return size, start + skip + 1 - position
            return None, 0
    if word == "hour":
        return 60, 1
    if word == "1.5" and _word(words, position + 1) in _HOURS:
        return 90, 2
    if word in ("three", "3") and _word(words, position + 1) == "quarters":
        end = position + 2 + (_word(words, position + 2) == "of")
        end += _word(words, end) in _ONE
        return (45, end + 1 - position) if _word(words, end) in _HOUR else (None, 0)
    count, used = _count(words, position)
    if count is None:
        return None, 0
    unit = _word(words, position + used)
    end = position + used + 1
    if unit == "minutes":
        return count, end - position
    if [unit, _word(words, end), _word(words, end + 1)] == ["and", "a", "half"] and _word(words, end + 2) in _HOURS:
        return count * 60 + 30, end + 3 - position
    if unit not in _HOURS:
        return None, 0
    if [_word(words, end), _word(words, end + 1)] == ["and", "a"] and _word(words, end + 2) in ("half", "quarter"):
        return count * 60 + (30 if words[end + 2] == "half" else 15), end + 3 - position
    return count * 60, end - position
