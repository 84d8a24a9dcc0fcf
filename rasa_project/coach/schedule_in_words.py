"""A schedule in words, as parts of a sentence: "10:30 pm" for the eye, "ten thirty" for the ear, "weeknights except Fridays" for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rasa_project.coach.schedule import DAYS_A_WEEK, EVERY_DAY, NIGHT_ENDS, Schedule

if TYPE_CHECKING:
    from rasa_project.coach.content import Channel, Word

WEEKNIGHTS = frozenset(range(5))
WEEKENDS = EVERY_DAY - WEEKNIGHTS
_GROUPS = {"every": EVERY_DAY, "weeknights": WEEKNIGHTS, "weekends": WEEKENDS}
_MOST_LEFT_OUT = 2
"""How many days a group may lack and still be named ("every night except Sundays")."""
_NOON, _EVENING = 12 * 60, 17 * 60

NEEDED = frozenset(
    {f"number.{number}" for number in (*range(1, 20), 20, 30, 40, 50)}
    | {f"days.{day}" for day in range(DAYS_A_WEEK)}
    | {f"day.{day}" for day in range(DAYS_A_WEEK)}
    | {f"month.{month}" for month in range(1, 13)}
    | {f"days.{group}" for group in _GROUPS}
    | {"days.every.daytime", "days.weeknights.daytime", "days.weekends.daytime"}
    | {"on.every", "on.weeknights", "on.weekends", "on.named"}
    | {"days.and", "days.comma", "days.except", "until.day", "until.date"}
    | {"clock.am", "clock.pm", "clock.am.whole", "clock.pm.whole", "clock.noon", "clock.midnight"}
    | {"said.whole", "said.minutes", "said.oh", "said.tens"}
    | {"part.night", "part.morning", "part.afternoon", "part.evening"}
)
"""The ids of the words that `data/coaching/times.yml` must hold."""


@dataclass(frozen=True)
class InWords:
    """The parts of a sentence about evening notes."""

    hour: str
    """"10:30 pm"; on a speaker "ten thirty"."""
    days: str
    """"weeknights except Fridays"."""
    on_days: str
    """The same with what goes before it in a sentence: "on weeknights except Fridays", "every night"."""
    until: str | None
    """When a pause ends: "until Monday"; None where there is none."""


def in_words(schedule: Schedule, words: Mapping[str, Word], channel: Channel, today: date) -> InWords:
    """A schedule in the words of `data/coaching/times.yml`, to be read or to be heard."""
    days, on_days = _days(schedule.days, words, daytime=NIGHT_ENDS <= schedule.minute < _EVENING)
    until = None if schedule.paused_until is None or schedule.paused_until <= today else _until(schedule.paused_until, today, words)
    return InWords(_clock(schedule.minute, words) if channel == "text" else _said(schedule.minute, words), days, on_days, until)


def _clock(minute: int, words: Mapping[str, Word]) -> str:
    """An hour to be read."""
    whole = _whole(minute, words)
    if whole is not None:
        return whole
    hour, rest = divmod(minute, 60)
    name = f"clock.{'am' if minute < _NOON else 'pm'}{'' if rest else '.whole'}"
    return words[name].text.format(hour=(hour - 1) % 12 + 1, minute=f"{rest:02}")


def _said(minute: int, words: Mapping[str, Word]) -> str:
    """An hour to be heard."""
    whole = _whole(minute, words)
    if whole is not None:
        return whole
    hour, rest = divmod(minute, 60)
    hour_word = words[f"number.{(hour - 1) % 12 + 1}"].text
    said = words["said.minutes" if rest else "said.whole"].text.format(hour=hour_word, minutes=_minutes(rest, words) if rest else "")
    part = "night" if minute < NIGHT_ENDS else "morning" if minute < _NOON else "afternoon" if minute < _EVENING else "evening"
    return words[f"part.{part}"].text.format(time=said)


def _whole(minute: int, words: Mapping[str, Word]) -> str | None:
    """The two hours that have a name."""
    name = {0: "clock.midnight", _NOON: "clock.noon"}.get(minute)
    return None if name is None else words[name].text


def _minutes(rest: int, words: Mapping[str, Word]) -> str:
    """The minutes after an hour, 1 to 59."""
    if rest < 10:
        return words["said.oh"].text.format(number=words[f"number.{rest}"].text)
    if rest < 20 or rest % 10 == 0:
        return words[f"number.{rest}"].text
    return words["said.tens"].text.format(tens=words[f"number.{rest - rest % 10}"].text, number=words[f"number.{rest % 10}"].text)


def _days(days: frozenset[int], words: Mapping[str, Word], *, daytime: bool) -> tuple[str, str]:
    """Days, and the same as they go into a sentence."""
    # the group that lacks the fewest of its days: "weeknights" rather than "every night except Saturdays and Sundays"
    for group, whole in sorted(_GROUPS.items(), key=lambda named: len(named[1] - days)):
        left_out = whole - days
        if days <= whole and len(left_out) <= _MOST_LEFT_OUT and 2 * len(left_out) < len(days):
            name = words[f"days.{group}.daytime" if daytime else f"days.{group}"].text
            if left_out:
                name = words["days.except"].text.format(days=name, left_out=_listed(sorted(left_out), words))
            return name, words[f"on.{group}"].text.format(days=name)
    name = _listed(sorted(days), words)
    return name, words["on.named"].text.format(days=name)


def _listed(days: Sequence[int], words: Mapping[str, Word]) -> str:
    """Days one by one: "Mondays, Tuesdays and Fridays"."""
    names = [words[f"days.{day}"].text for day in days]
    if len(names) == 1:
        return names[0]
    return words["days.and"].text.format(first=words["days.comma"].text.join(names[:-1]), last=names[-1])


def _until(day: date, today: date, words: Mapping[str, Word]) -> str:
    if (day - today).days <= DAYS_A_WEEK:
        return words["until.day"].text.format(day=words[f"day.{day.weekday()}"].text)
    return words["until.date"].text.format(day=day.day, month=words[f"month.{day.month}"].text)
