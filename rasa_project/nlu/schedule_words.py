"""Turns what a message says about when evening notes come into a wish: "ten thirty on weeknights, not fridays", "an hour later", "till monday".

Whatever could mean two things means nothing: the coach asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from rasa_project.coach.schedule import EVERY_DAY, PartOfDay, ScheduleWish
from rasa_project.nlu.clock_words import Clock, Part
from rasa_project.nlu.day_words import WEEKENDS, Days
from rasa_project.nlu.schedule_items import ARRANGES, NOTES, Item, clauses
from rasa_project.nlu.time_words import time_words, word_set

MOST_WORDS = 80
"""Words of the longest message that is read: a longer one is a story."""

_NOT = word_set("not no never dont doesnt wont nor neither nothing none cant")
_EXCEPT = word_set("except excluding minus bar without save omit skip drop leave")
_PAUSES = word_set("pause hold stop suspend mute silence snooze cancel skip off rest break quiet peace miss leave drop")
_RESUMES = frozenset({"resume", "unpause", "restart", "unmute", "back-on"})
_STARTS = word_set("start begin bring switch turn put starting send have want")
_BEGINS = _STARTS - {"have", "want", "send"}
_MANY = frozenset({"notes", "prompts", "nudges", "reminders"})
_MOVES = word_set("move shift change push switch bring put swap make pull")
_ALSO = frozenset({"also", "too", "add", "plus", "include", "including"})
_CORRECTS = word_set("actually sorry wait correction oops rather instead meant mean better scrap scratch thoughts thought hang")
_LATER, _EARLIER = frozenset({"later", "delay"}), frozenset({"earlier", "sooner"})
_DAYTIME: dict[Part, PartOfDay] = {"morning": "morning", "afternoon": "afternoon"}
_SATURDAY, _MONDAY = 5, 0


def schedule_wish(text: str) -> ScheduleWish | None:
    """What a message says about when evening notes come; None where it says nothing of it, or nothing sure."""
    words = time_words(text)
    if not words or len(words) > MOST_WORDS or _is_final(words):
        return None
    found = clauses(words)
    return _Reader(found).wish() if found else None


def _is_final(words: Sequence[str]) -> bool:
    """Whether it is about no note ever again, which is not a matter of when."""
    return any(pair in (("at", "all"), ("any", "more"), ("ever", "again")) for pair in pairwise(words))


class _Doubt(Exception):  # noqa: N818 - no error: it ends the reading
    """What was said may mean two things."""


class _Reader:
    """Reads the clauses of one message in order."""

    def __init__(self, found: Sequence[Sequence[Item]]) -> None:
        self._clauses = found
        self._words = frozenset(item.word for clause in found for item in clause if item.kind == "word")
        self._clock: Clock | None = None
        self._days: frozenset[int] | None = None
        self._part: Part | None = None
        self._part_of_day: PartOfDay | None = None
        """The same, where it may not fit the hour that is set."""
        self._without: set[int] = set()
        self._also: set[int] = set()
        self._later: int | None = None
        self._until_day: tuple[int, int] | None = None
        self._until_date: tuple[int | None, int] | None = None
        self._pause_days: int | None = None
        self._zone: str | None = None
        self._perhaps_once = False
        """Whether a day was left out that may be one day: "not friday"."""
        self._how_often = False
        """Whether it was said how often, which is not when."""
        self._any_day = False
        self._tonight = False
        """Whether tonight was named without taking it out."""
        self._until = False
        """Whether an end was said without a word for pausing."""
        self._corrected = False
        self._left_out_last = False

    def wish(self) -> ScheduleWish | None:
        """The wish; None where nothing sure was said."""
        try:
            for number, clause in enumerate(self._clauses):
                self._read(clause, after=self._clauses[number - 1] if number else ())
            found = self._whole()
        except _Doubt:
            return None
        return None if found == ScheduleWish() else found

    def _whole(self) -> ScheduleWish:
        minute = None
        if self._clock is not None:
            minute = self._clock.minutes(self._part)
            if minute is None:
                raise _Doubt
        ends = self._until_day is not None or self._until_date is not None
        if self._later is not None and (minute is not None or self._days is not None or self._without or self._also or self._tonight):
            raise _Doubt  # an hour later on some days is more than a schedule can hold
        if self._days is None and (self._perhaps_once or self._how_often):
            raise _Doubt  # which friday, which three nights
        if self._any_day and not self._without:
            raise _Doubt
        if self._tonight and minute is not None and self._days is None and self._words.isdisjoint(_STARTS | {"from"}):
            raise _Doubt  # one night, or every night from now on
        if self._until and (minute is not None or self._days is not None):
            raise _Doubt  # "every night till friday": what comes after?
        days = self._days
        if days is not None:
            days = (days - self._without) | self._also
            if not days:
                raise _Doubt
        without, also = (frozenset[int](), frozenset[int]()) if days is not None else (frozenset(self._without), frozenset(self._also))
        if ends and self._pause_days == 0:
            self._pause_days = None
        return ScheduleWish(
            minute=minute,
            days=days,
            without=without,
            also=also,
            part=None if minute is not None else self._part_of_day,
            later=self._later,
            pause_until_day=None if self._until_day is None else self._until_day[0],
            pause_weeks=0 if self._until_day is None else self._until_day[1],
            pause_until_date=self._until_date,
            pause_days=self._pause_days,
            zone=self._zone,
        )

    def _read(self, clause: Sequence[Item], after: Sequence[Item]) -> None:
        words = frozenset(item.word for item in clause if item.kind in ("word", "tonight"))
        goes_on = bool(after) and after[-1].kind == "days" and clause[0].kind == "days" and self._left_out_last
        if goes_on and not any(item.word in _EXCEPT for item in after):
            raise _Doubt  # "not mondays, tuesdays": left out as well, or meant instead
        state = _Clause(words, negated=goes_on)
        state.adds = bool(words & _ALSO or (clause[0].word == "and" and not after)) and sum(item.kind == "days" for item in clause) == 1
        for number, item in enumerate(clause):
            before = clause[number - 1] if number else None
            following = clause[number + 1] if number + 1 < len(clause) else None
            if item.kind == "word":
                self._word(item.word, before, following, clause[number + 2] if number + 2 < len(clause) else None, state)
                continue
            if (
                before is not None
                and before.word == "or"
                and number > 1
                and clause[number - 2].kind == item.kind
                and not state.negated
                and not self._corrected
            ):
                raise _Doubt
            state.goes_on = following is not None and following.word in ("or", "nor")
            self._time(item, following, state, clause[number + 2] if number + 2 < len(clause) else None)
            state.fresh = state.fresh and state.goes_on
            self._corrected = self._corrected and item.kind in ("tonight", "zone")

    def _word(self, word: str, before: Item | None, following: Item | None, second: Item | None, state: _Clause) -> None:
        next_word = "" if following is None else following.word
        if word == "no" and (
            following is None or following.kind == "clock" or next_word in ("make", "wait", "sorry", "no", "actually", "not", "hang")
        ):
            self._corrected = True
        elif word in _NOT:
            state.negated = state.fresh = True
        elif word in ("other", "apart", "aside"):
            raise _Doubt
        elif word in _EXCEPT:
            state.negated = state.fresh = True
            state.paused = state.paused or word in _PAUSES
        elif word == "but":
            state.negated = state.fresh = self._next_days(following, second) and self._days is not None
        elif word == "off" and before is not None and before.kind == "days" and not state.negated:
            self._take_off(cast(Days, before.value))
        elif word == "off" and before is not None and before.kind == "tonight":
            self._pause_days, self._tonight = 1, False
        elif word in _PAUSES:
            state.paused = True
        elif word in _RESUMES or (word in ("again", "back") and next_word != "to" and state.may_resume(word)):
            self._resume(state)
        elif word == "until":
            state.until = True
        elif word in ("from", "starting", "beginning"):
            state.since = True
        elif word in _CORRECTS or (word == "make" and next_word in ("it", "that") and self._clock is not None):
            self._corrected = True
            state.negated = False
        elif word in ARRANGES and not (before is not None and before.word in _NOT | {"to", "stop"}):
            state.negated = state.paused = False
        elif word == "only" and state.negated and not state.fresh and not self._tonight:
            raise _Doubt
        elif word in ("only", "just") and state.negated and not state.fresh:
            state.negated = False

    @staticmethod
    def _next_days(following: Item | None, second: Item | None) -> bool:
        """Whether days follow, a small word aside ("but on fridays")."""
        if following is not None and following.word in ("on", "for", "at"):
            following = second
        return following is not None and following.kind == "days"

    def _resume(self, state: _Clause) -> None:
        if state.negated or (state.words & {"push", "move", "shift"} and "on" not in state.words):
            raise _Doubt
        state.resumes = True
        if self._pause_days is None:  # else: "for two weeks, then start again"
            self._pause_days = 0

    def _take_off(self, days: Days) -> None:
        """Days with "off" after them: "fridays off"."""
        if self._days is not None:
            self._days = (self._days - days.days) or None
        self._leave_out(days)

    def _time(self, item: Item, following: Item | None, state: _Clause, second: Item | None) -> None:
        if item.kind == "clock":
            self._at(cast(Clock, item.value), following, second, state)
        elif item.kind == "days":
            self._on(cast(Days, item.value), state)
        elif item.kind == "minutes":
            self._by(cast(int, item.value), state)
        elif item.kind == "nights":
            self._for(cast(int, item.value), state)
        elif item.kind == "how_often":
            self._how_often = True
        elif item.kind == "zone":
            self._zone = cast(str, item.value)
        elif item.kind == "date":
            if not (state.until or state.since or state.begins or self._is_all_there_is()):
                raise _Doubt
            self._ends(state, date=cast("tuple[int | None, int]", item.value))
        elif item.kind == "tonight":
            if state.until:
                raise _Doubt
            if state.stops or "miss" in state.words:
                self._pause_days = 1
            elif not state.since:
                self._tonight, self._part = True, self._part or "night"
        elif item.kind == "tomorrow":
            if not (state.until or state.since or state.begins) or (state.since and state.stops):
                raise _Doubt
            self._until = self._until or (state.until and not state.stops)
            self._pause_days = 1
        elif state.until or state.since or state.resumes or (item.kind == "this_week" and (state.negated or state.paused)):
            self._ends(state, day=_MONDAY)
        else:
            raise _Doubt

    def _at(self, time: Clock, following: Item | None, second: Item | None, state: _Clause) -> None:
        """A time of the day."""
        if state.since and following is not None and following.word == "to" and second is not None and second.kind == "clock":
            if state.words.isdisjoint(_MOVES):
                raise _Doubt  # from when to when
            return  # the hour that it is moved from
        if state.until:
            raise _Doubt
        if state.paused:
            return
        if state.negated and state.fresh:
            state.negated = state.goes_on  # "not at ten or eleven, at nine"
            return
        if self._clock is not None and self._clock != time and not self._corrected:
            raise _Doubt
        self._clock = time
        state.has_hour = True

    def _on(self, days: Days, state: _Clause) -> None:
        """Days of the week."""
        if days.doubtful:
            raise _Doubt
        is_one = len(days.days) == 1 or (days.days == WEEKENDS and not days.named)
        if (state.until or state.since) and is_one and not (state.since and days.often):
            self._ends(state, day=_SATURDAY if days.days == WEEKENDS else min(days.days), weeks=days.weeks)
            return
        if state.until:
            raise _Doubt
        if days.once:
            if not (state.begins or (days.weeks and self._is_all_there_is())) or len(days.days) != 1:
                raise _Doubt
            self._ends(state, day=min(days.days), weeks=days.weeks)
            return
        if state.resumes and not days.often and len(days.days) == 1:
            self._ends(state, day=min(days.days))  # "back on monday"
            return
        if state.negated or state.paused:
            if not days.days or days.days == EVERY_DAY:
                raise _Doubt
            self._leave_out(days)
            self._left_out_last = True
            return
        self._left_out_last = False
        if days.part is not None:
            if self._part is not None and self._part != days.part and not self._corrected and {self._part, days.part} != {"night", "evening"}:
                raise _Doubt
            self._part = days.part
            if days.named or not days.days or days.part in _DAYTIME:
                self._part_of_day = _DAYTIME.get(days.part) or ("evening" if days.part == "evening" else None)
        if not days.days:
            return
        self._any_day = days.days == EVERY_DAY and not days.often
        if state.adds and self._days is None:
            self._also |= days.days
        elif self._days is None or self._corrected:
            if state.shifts and state.has_hour:
                raise _Doubt  # "move it to eleven on saturdays": and on the other days?
            self._days = days.days
        else:
            self._days |= days.days

    def _leave_out(self, days: Days) -> None:
        self._without |= days.days
        self._perhaps_once = self._perhaps_once or not days.often

    def _by(self, minutes: int, state: _Clause) -> None:
        """Minutes by which to move it."""
        later = bool(state.words & _LATER) or ("push" in state.words and "back" in state.words)
        earlier = bool(state.words & _EARLIER) or ("forward" in state.words and bool(state.words & {"bring", "pull"}))
        if later == earlier or state.negated or "than" in state.words:
            raise _Doubt
        moved = minutes if later else -minutes
        if self._later is not None and self._later != moved and not self._corrected:
            raise _Doubt
        self._later = moved

    def _for(self, nights: int, state: _Clause) -> None:
        """So many nights."""
        if not (state.negated or state.paused or self._is_all_there_is()):
            raise _Doubt
        self._pause_days = nights

    def _ends(self, state: _Clause, *, day: int | None = None, weeks: int = 0, date: tuple[int | None, int] | None = None) -> None:
        """A pause ends on a day, or notes begin on it."""
        if state.since and state.stops:
            raise _Doubt  # a pause that begins on a day
        self._until = self._until or (state.until and not state.stops)
        self._until_day, self._until_date = None if day is None else (day, weeks), date
        state.until = state.since = False

    def _is_all_there_is(self) -> bool:
        """Whether the message is nothing but an answer: "thursday week", "for two weeks"."""
        return self._words.isdisjoint(ARRANGES | NOTES | _MOVES) and self._clock is None and self._days is None


class _Clause:
    """What the words of a clause have said up to here."""

    def __init__(self, words: frozenset[str], *, negated: bool) -> None:
        self.words = words
        self.negated = negated
        self.fresh = False
        """Whether nothing was named since the word that negates."""
        self.goes_on = False
        """Whether what was named is followed by another of its kind: "ten or eleven"."""
        self.paused = False
        self.until = False
        self.since = False
        self.resumes = False
        self.adds = False
        """Whether its days are added to those that are set."""
        self.has_hour = False

    def may_resume(self, word: str) -> bool:
        """Whether "again" or "back" takes a pause back here: "start them again", "i want the notes back"; "tonight's note again" does not."""
        if self.moves or "tonight" in self.words:
            return False
        return bool(self.words & (_STARTS if word == "back" or not _MANY.isdisjoint(self.words) else _BEGINS))

    @property
    def begins(self) -> bool:
        """Whether the clause says when notes begin."""
        return self.resumes or bool(self.words & {"start", "begin", "starting", "beginning"})

    @property
    def shifts(self) -> bool:
        """Whether the clause moves the hour that is set."""
        return bool(self.words & {"move", "shift", "push", "bring"})

    @property
    def stops(self) -> bool:
        """Whether the clause takes notes away: then an end is an end of that."""
        return self.negated or self.paused

    @property
    def moves(self) -> bool:
        """Whether the clause moves the hour: then "back" is a direction."""
        return bool(self.words & (_LATER | _EARLIER | {"push", "move", "shift"}))
