"""Reads days at a place in a message's words: "weeknights", "mon-fri", "every tuesday night", "thursday week", "the 14th of june"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rasa_project.coach.schedule import EVERY_DAY
from rasa_project.nlu.clock_words import Part
from rasa_project.nlu.numbers import TENS, UNITS
from rasa_project.nlu.time_words import DAYS, word_set

_DAY_OF = {name: number for number, name in enumerate(DAYS)}
_PARTS: dict[str, Part] = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night"}
WEEKNIGHTS, WEEKENDS = frozenset(range(5)), frozenset({5, 6})
_SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})
_GROUPS: dict[str, tuple[frozenset[int], Part | None]] = {
    "weeknights": (WEEKNIGHTS, "night"),
    "weekdays": (WEEKNIGHTS, None),
    "weekends": (WEEKENDS, None),
    "schoolnights": (_SUNDAY_TO_THURSDAY, "night"),
    "every-day": (EVERY_DAY, None),
    "every-night": (EVERY_DAY, "night"),
    "daily": (EVERY_DAY, None),
    "nightly": (EVERY_DAY, "night"),
}
_TO = frozenset({"to", "through", "until", "-"})
_ONCE = frozenset({"this", "next", "coming", "last"})
_EVERY = frozenset({"every", "each"})
_NOUNS = frozenset(
    {"note", "notes", "prompt", "prompts", "message", "messages", "nudge", "nudges", "reminder", "reminders", "ping", "one", "ones", "thing"}
)
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("january", "jan"), ("february", "feb"), ("march",), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"), ("august", "aug"),
            ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ],
        1,
    )
    for name in names
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
    "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
WORDS = (
    _ONCE
    | _TO
    | _EVERY
    | frozenset((*DAYS, *(f"{day}s" for day in DAYS), *_GROUPS, *MONTHS, *_ORDINALS, *_PARTS, *(f"{part}s" for part in _PARTS)))
    | word_set("all any most some alternate a the other few so single of day days week weekend in on st nd rd th")
)
"""The words that days and dates can hold, numbers aside."""
_OF_THE_WEEK = ("of", "the", "week")
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Days:
    """Days as they were said."""

    days: frozenset[int]
    """Weekdays, 0 is Monday; empty where only a part of the day was said ("mornings")."""
    often: bool
    """Whether every such day is meant for sure ("fridays", "every friday"), not perhaps one ("friday")."""
    part: Part | None = None
    once: bool = False
    """Whether one day is meant ("this friday", "thursday week")."""
    weeks: int = 0
    """How many weeks after the next such day: 1 for "thursday week"."""
    named: bool = False
    """Whether the days have names ("fridays"), not one for all ("every night")."""
    doubtful: bool = False
    """Nothing that a schedule can hold: "every other night", "most nights"."""


def days_at(words: Sequence[str], position: int) -> tuple[Days | None, int]:
    """The days that start at a word, and how many words they take; None and 0 where there are none."""
    word = _word(words, position)
    if word in _EVERY or word in ("all", "any", "most", "some", "alternate", "a", "this", "next", "coming", "the"):
        return _introduced(words, position)
    if word in ("mornings", "evenings", "afternoons"):
        return Days(frozenset(), often=True, part=_PARTS[word.rstrip("s")]), 1
    if word == "in" and [_word(words, position + 1), _word(words, position + 2).rstrip("s")] == ["the", "morning"]:
        return Days(frozenset(), often=True, part="morning"), 3
    if word in ("seven", "7") and _word(words, position + 1) in ("days", "nights") and _word(words, position + 2) in ("a", "per"):
        return Days(EVERY_DAY, often=True), 4
    return _named(words, position)


def date_at(words: Sequence[str], position: int) -> tuple[tuple[int | None, int] | None, int]:
    """A date that starts at a word, as month (None where none was said) and day, and how many words it takes."""
    start = position + (_word(words, position) == "the")
    month = MONTHS.get(_word(words, start))
    if month is not None:
        after = start + 1 + (_word(words, start + 1) == "the")
        day, used = _day_of_month(words, after)
        # "may" and "march" are words of their own; without a day a month counts only where one is waited for
        return ((month, day), after + used - position) if day is not None else ((month, 1), start + 1 - position)
    day, used = _day_of_month(words, start)
    end = start + used
    if day is None:
        return None, 0
    after = end + (_word(words, end) == "of")
    month = MONTHS.get(_word(words, after))
    if month is not None:
        return (month, day), after + 1 - position
    with_the = start > position and not words[start].isdigit()  # "the fourteenth", not "second thoughts"
    return ((None, day), end - position) if with_the or words[end - 1] in ("st", "nd", "rd", "th") else (None, 0)


def _word(words: Sequence[str], position: int) -> str:
    return words[position] if 0 <= position < len(words) else ""


def _introduced(words: Sequence[str], position: int) -> tuple[Days | None, int]:
    """Days after a word like "every", "this", "the"."""
    word, after = words[position], _word(words, position + 1)
    every = word in _EVERY or word == "all" or word == "any"
    if word in ("most", "some", "alternate") or (every and after in ("other", "second", "third", "alternate", "few", "so")):
        skip = position + (2 if every else 1)
        days, used = _named(words, skip)
        if days is None and _word(words, skip).rstrip("s") in ("night", "day", "evening", "week"):
            days, used = Days(EVERY_DAY, often=True), 1
        return (None, 0) if days is None else (replace(days, doubtful=True), skip + used - position)
    if every:
        skip = position + 1 + (after in ("single", "the", "of"))
        unit = _word(words, skip)
        if unit.rstrip("s") in ("night", "day", *_PARTS):
            part = _PARTS.get(unit.rstrip("s"))
            used = skip + 1 - position
            used += 3 * (tuple(words[position + used : position + used + 3]) == _OF_THE_WEEK)
            return Days(EVERY_DAY, often=word != "any", part=part), used
        if word == "all" and unit == "week":
            return Days(EVERY_DAY, often=True), skip + 1 - position
        days, used = _named(words, skip)
        return (None, 0) if days is None else (replace(days, often=True), skip + used - position)
    if word == "a":
        days, used = _named(words, position + 1)
        if days is not None and days.named:
            return replace(days, often=True), used + 1
        if after == "week" and _word(words, position + 2) in ("on", "from", "next"):
            days, used = _named(words, position + 3)
            return (None, 0) if days is None or not days.named else (replace(days, once=True, often=False, weeks=1), used + 3)
        return None, 0
    # "this friday", "next weekend", "the coming friday", "the weekend"
    skip = position + 1 + (after in _ONCE)
    days, used = _named(words, skip)
    if days is None:
        return None, 0
    if word == "the" and after not in _ONCE:
        return (replace(days, often=False), used + 1) if words[skip] == "weekend" else (None, 0)
    return replace(days, once=True, often=False), skip + used - position


def _named(words: Sequence[str], position: int) -> tuple[Days | None, int]:
    """Days by their name, or a group of them by its name."""
    word = _word(words, position)
    if word in _GROUPS:
        if word in ("daily", "nightly") and _word(words, position + 1) in _NOUNS:
            return None, 0  # "the nightly note" says what it is, not when
        days, part = _GROUPS[word]
        said, used = _part(words, position + 1)
        used += 3 * (days == EVERY_DAY and tuple(words[position + 1 + used : position + 4 + used]) == _OF_THE_WEEK)
        return Days(days, often=True, part=said or part), 1 + used
    if word == "weekend":
        said, used = _part(words, position + 1)
        return Days(WEEKENDS, often=used > 0 and words[position + 1].endswith("s"), part=said), 1 + used
    day = _DAY_OF.get(word.rstrip("s") if word.endswith("days") else word)
    if day is None:
        return None, 0
    if _word(words, position + 1) == "week":
        return Days(frozenset({day}), often=False, once=True, weeks=1, named=True), 2
    said, used = _part(words, position + 1)
    if _word(words, position + 1 + used) in _TO:
        last = _word(words, position + 2 + used)
        until = _DAY_OF.get(last.rstrip("s") if last.endswith("days") else last)
        if until is not None:
            span = frozenset((day + ahead) % len(DAYS) for ahead in range((until - day) % len(DAYS) + 1))
            end, more = _part(words, position + 3 + used)
            return Days(span, often=word.endswith("days") or last.endswith("days"), part=end or said, named=True), 3 + used + more
    often = word.endswith("days") or (used > 0 and words[position + used].endswith("s"))
    return Days(frozenset({day}), often=often, part=said, named=True), 1 + used


def _part(words: Sequence[str], position: int) -> tuple[Part | None, int]:
    """The part of a day after its name ("friday nights")."""
    word = _word(words, position)
    part = _PARTS.get(word.rstrip("s"))
    return (part, 1) if part is not None else (None, 0)


def _day_of_month(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """A day of the month: "14", "14th", "fourteenth", "twenty first"."""
    word = _word(words, position)
    if word.isdigit() and len(word) <= 2:
        day = int(word)
        return (day, 1 + (_word(words, position + 1) in ("st", "nd", "rd", "th"))) if 1 <= day <= _LONGEST_MONTH else (None, 0)
    if word in _ORDINALS:
        return _ORDINALS[word], 1
    if word in ("twenty", "thirty") and _ORDINALS.get(_word(words, position + 1), 99) < len(UNITS) // 2:
        day = TENS[word] + _ORDINALS[words[position + 1]]
        return (day, 2) if day <= _LONGEST_MONTH else (None, 0)
    return None, 0
