"""Reads a time of the day at a place in a message's words: "ten thirty", "half 10", "quarter past nine", "2230", "7 in the morning"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rasa_project.nlu.numbers import TENS, UNITS, number_at
from rasa_project.nlu.time_words import clock, word_set

Part = Literal["am", "pm", "morning", "afternoon", "evening", "night"]
_PARTS: dict[str, Part] = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night"}
_NOON, _MIDNIGHT = frozenset({"noon", "midday"}), frozenset({"midnight"})
_ABOUT = frozenset({"ish", "sharp"})
_PAST, _TO = frozenset({"past", "after"}), frozenset({"to", "of", "until", "before"})
_BEFORE_THE_HOUR = frozenset({5, 10, 20, 25})
"""The minutes that people count to or past an hour without saying "minutes"."""
WORDS = _NOON | _MIDNIGHT | _ABOUT | _PAST | _TO | word_set("half quarter a oclock am pm minutes h oh o in the at night morning")
"""The words that a time can hold, numbers aside."""
_DAY = 24 * 60


@dataclass(frozen=True)
class Clock:
    """A time as it was said. `hour` is 0 to 23, as said; `part` what was said of the part of the day."""

    hour: int
    minute: int
    part: Part | None = None
    plain: bool = False
    """A mere number ("ten"), which is a time only where something says so."""
    whole_day: bool = False
    """Said on the clock of 24 hours, or an hour with a name: there is nothing to guess."""
    doubtful: bool = False
    """It may be two things: "10 to 11" is ten to eleven or an hour long."""

    def minutes(self, part: Part | None = None) -> int | None:
        """Minutes from midnight; None where nobody could tell. `part` is what the days said ("every night"), where the time itself said nothing.

        An hour from five to eleven without more is the evening's.
        """
        if self.doubtful:
            return None
        if self.whole_day or self.hour > 12:
            return None if self.part == "am" and self.hour > 12 else (self.hour * 60 + self.minute) % _DAY
        hour = _hour(self.hour, self.part or part)
        return None if hour is None else (hour * 60 + self.minute) % _DAY


def _hour(hour: int, part: Part | None) -> int | None:
    """An hour from 0 to 12 as one of 24."""
    if hour == 0:
        return 0 if part in (None, "am", "night") else None
    if part == "am":
        return hour % 12
    if part == "pm":
        return hour % 12 + 12
    if part == "morning":
        return hour if hour < 12 else None
    if part == "afternoon":
        return hour % 12 + 12 if hour == 12 or hour < 7 else None
    if part == "evening" and hour == 4:
        return 16
    if part in ("night", "evening") and hour in (12, 1, 2, 3, 4):
        return hour % 12 if part == "night" or hour == 12 else None
    return hour + 12 if 5 <= hour <= 11 and not (part == "night" and hour == 5) else None


def clock_at(words: Sequence[str], position: int) -> tuple[Clock | None, int]:
    """The time that starts at a word, and how many words it takes; None and 0 where there is none."""
    read, used = _bare(words, position)
    if read is None:
        return None, 0
    end = position + used
    if _word(words, end) == "oclock":
        read, end = replace(read, plain=False), end + 1
    part, taken = _part(words, end)
    if part is None and _word(words, end) in _ABOUT:
        end += 1
        part, taken = _part(words, end)
    if part is not None:
        # "12:30 am": on the clock of twelve hours after all
        read, end = replace(read, part=part, plain=False, whole_day=read.whole_day and read.hour > 12), end + taken
    return read, end - position


def _word(words: Sequence[str], position: int) -> str:
    return words[position] if 0 <= position < len(words) else ""


def _bare(words: Sequence[str], position: int) -> tuple[Clock | None, int]:
    """A time without what may follow it."""
    word = _word(words, position)
    if word in _NOON:
        return Clock(12, 0, whole_day=True), 1
    if word in _MIDNIGHT:
        return Clock(0, 0, whole_day=True), 1
    if word in ("12", "twelve") and _word(words, position + 1) in _NOON | _MIDNIGHT:
        read, used = _bare(words, position + 1)
        return read, used + 1
    digital = clock(word)
    if digital is not None:
        return _digital(*digital, leading_zero=word[0] == "0")
    if word == "half":
        skip = 2 if _word(words, position + 1) in _PAST else 1
        hour, used = _hour_at(words, position + skip)
        return (None, 0) if hour is None else (_past(hour, 30), skip + used)
    if word in ("quarter", "a") and (word == "quarter" or _word(words, position + 1) == "quarter"):
        return _counted(words, position, 15, 1 if word == "quarter" else 2)
    counted = _minutes_from_hour(words, position)
    return counted if counted[0] is not None else _hour_and_minutes(words, position)


def _digital(hour: int, minute: int, *, leading_zero: bool) -> tuple[Clock | None, int]:
    """A time written with both its parts. "08:30" is written as clocks of 24 hours write it, and yet it is about an evening."""
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None, 0
    return Clock(hour % 24, minute, whole_day=hour > 12 or hour == 0, doubtful=leading_zero and hour > 0), 1


def _minutes_from_hour(words: Sequence[str], position: int) -> tuple[Clock | None, int]:
    """ "ten to ten", "twenty past nine", "5 minutes to eleven"."""
    minutes, used = number_at(words, position)
    if minutes is None or not 1 <= minutes <= 29:
        return None, 0
    spelled = _word(words, position + used) == "minutes"
    if not spelled and minutes not in _BEFORE_THE_HOUR:
        return None, 0
    read, taken = _counted(words, position, minutes, used + spelled)
    if read is not None and not spelled and words[position].isdigit() and _word(words, position + 1) in _TO:
        hour, _ = _hour_at(words, position + 2)
        read = replace(read, doubtful=hour == minutes + 1)
    return read, taken


def _counted(words: Sequence[str], position: int, minutes: int, used: int) -> tuple[Clock | None, int]:
    """So many minutes past or to the hour that follows."""
    way = _word(words, position + used)
    if way not in _PAST | _TO:
        return None, 0
    hour, taken = _hour_at(words, position + used + 1)
    if hour is None:
        return None, 0
    return _past(hour, minutes if way in _PAST else -minutes), used + 1 + taken


def _past(hour: int, minutes: int) -> Clock:
    """So many minutes past an hour, or to it where they are negative. To noon and to midnight the part of the day is known."""
    named = hour in (_NAMED_NOON, _NAMED_MIDNIGHT)
    hour = {_NAMED_NOON: 12, _NAMED_MIDNIGHT: 0}.get(hour, hour)
    if minutes < 0:
        hour = (hour - 1) % 24 if named or hour > 13 else (hour - 2) % 12 + 1
        minutes += 60
    return Clock(hour, minutes, whole_day=named or hour > 12)


_NAMED_NOON, _NAMED_MIDNIGHT = -12, -24


def _hour_at(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """An hour by itself: a number up to 23, noon or midnight."""
    word = _word(words, position)
    if word in _NOON:
        return _NAMED_NOON, 1
    if word in _MIDNIGHT:
        return _NAMED_MIDNIGHT, 1
    number, used = number_at(words, position)
    return (None, 0) if number is None or not 1 <= number <= 23 else (number, used)


def _hour_and_minutes(words: Sequence[str], position: int) -> tuple[Clock | None, int]:
    """ "ten", "22", "ten thirty", "nine oh five", "2230"."""
    word = _word(words, position)
    if word.isdigit() and 3 <= len(word) <= 4:
        hour, minute = divmod(int(word), 100)
        if hour > 23 or minute > 59 or (not hour and len(word) == 3):
            return None, 0
        return Clock(hour, minute, plain=True, whole_day=hour > 12 or hour == 0, doubtful=word[0] == "0" and hour > 0), 1
    if word == "one":
        # seldom an hour ("send me one"): only with what makes it one
        follows = _word(words, position + 1)
        makes_it_one = follows in ("oclock", "thirty", "fifteen") or _part(words, position + 1)[0] is not None
        if not makes_it_one and _word(words, position - 1) not in ("at", "around", "about", "by"):
            return None, 0
    hour_read, used = _hour_of_24(words, position)
    if hour_read is None:
        return None, 0
    if _word(words, position + used) == "h" and word.isdigit():
        return Clock(hour_read, 0, whole_day=hour_read > 12), used + 1
    minute_read, taken, doubtful = _minutes_after(words, position + used, hour_read)
    if minute_read is None:
        return Clock(hour_read, 0, plain=True, whole_day=hour_read > 12), used
    return Clock(hour_read, minute_read, plain=word.isdigit(), whole_day=hour_read > 12, doubtful=doubtful), used + taken


def _hour_of_24(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """An hour in digits or words; "twenty two" is one hour, "twenty thirty" half past eight."""
    number, used = number_at(words, position)
    if number is None or number > 24:
        return None, 0
    if number == 0 and words[position] != "00":
        return None, 0
    return number % 24, used


def _minutes_after(words: Sequence[str], position: int, hour: int) -> tuple[int | None, int, bool]:
    """The minutes after an hour, how many words they take, and whether they may be another hour."""
    word = _word(words, position)
    if word in ("oh", "o") and UNITS.get(_word(words, position + 1), 0) in range(1, 10):
        return UNITS[words[position + 1]], 2, False
    if word in TENS or (word.isdigit() and len(word) == 2):
        number, used = number_at(words, position)
        if number is not None and 10 <= number <= 59:
            # "10 12" may be two hours
            return number, used, word.isdigit() and number <= 24 and number != hour
    if word in UNITS and 10 <= UNITS[word] <= 19:
        return UNITS[word], 1, UNITS[word] < 13 and UNITS[word] != hour
    return None, 0, False


def _part(words: Sequence[str], position: int) -> tuple[Part | None, int]:
    """The part of the day that was said after a time, and how many words it takes."""
    first, second, third = (_word(words, position + ahead) for ahead in range(3))
    if first == "am":
        return "am", 1
    if first == "pm":
        return "pm", 1
    if first == "at" and second in ("night", "nights"):
        return "night", 2
    if first in ("in", "of", "on") and second in ("the", "an", "a") and third.rstrip("s") in _PARTS:
        return _PARTS[third.rstrip("s")], 3
    if first in ("morning", "mornings"):
        return "morning", 1
    if first == "in" and second.rstrip("s") in ("morning", "evening"):
        return _PARTS[second.rstrip("s")], 2
    return None, 0
