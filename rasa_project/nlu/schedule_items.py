"""Cuts a message into what it says about when and the words between, and keeps what is said about the notes: a time in a story counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import available_timezones

from rasa_project.coach.schedule import DAYS_A_WEEK
from rasa_project.nlu import clock_words, day_words, span_words
from rasa_project.nlu.clock_words import clock_at
from rasa_project.nlu.day_words import MONTHS, date_at, days_at
from rasa_project.nlu.numbers import TENS, UNITS, number_at
from rasa_project.nlu.span_words import minutes_at, nights_at
from rasa_project.nlu.time_words import END, word_set

Kind = Literal["clock", "days", "date", "tonight", "tomorrow", "minutes", "nights", "this_week", "next_week", "how_often", "zone", "word"]


class Item(NamedTuple):
    """A time of whatever kind, or a word between."""

    kind: Kind
    word: str
    """Its first word."""
    value: object = None
    """A Clock, Days, minutes, nights, a (month, day) or a zone; None for a word."""


NOTES = word_set(
    """
    note notes prompt prompts nudge nudges reminder reminders ping pings notification notifications bedtime alert alerts
    """
)
"""Words for the notes themselves."""
ARRANGES = word_set(
    """
    make move shift change set push bring put send ping nudge remind message buzz deliver reschedule start switch turn swap have give get
    schedule let come arrive stop cancel
    """
)
_OBJECTS = frozenset({"it", "them", "me", "us", "mine", "that", "those", "these"})
_PLAINLY_ABOUT_NOTES = frozenset({"pause", "unpause", "resume", "mute", "unmute", "snooze"})
_MARKING = ARRANGES - {"start", "have", "give", "get", "let", "come", "arrive", "stop"}
"""Verbs that are about the notes when an object follows: "move it"."""
_WORDS_BETWEEN = word_set(
    """
    a about actually add again ah alright also always am an and any anyway apart around aside as at aye back bar be beginning best better
    bother bring brilliant but by can cant cheers coming correction could course daily darling dear definitely delay delivered do does
    doesnt done dont dot drop earlier er erm evening every exactly except excluding fine for forward from gimme go going good grand great
    guess hang hello hey hi hmm hold honestly hour hours hun i id ideal ill in include including instead into is it its just keep kindly
    know later leave lets like lot love lovely mate maybe me mean meant messages mine minus miss more much my nah need needed neither never
    nice night nightly nights no none nope nor not nothing now of off oh ok okay omit on one ones only onwards oops or our out over own
    peace perfect perhaps please plus prefer preferably probably pull quiet rather really rest restart right roughly round said same save say
    scrap scratch sending shall sharp should silence skip so some something sooner sorry starting still sure suit suits suspend take text
    thank thanks that thatll thats the their them then there thereabouts these they thing things think this those thought thoughts time to
    too try uh um unmute until up us use usual wait wanna want wanted we weekly well will with without wont work works would yeah yep yes
    yup you your yours
    """
)
"""Words that may stand beside a time and leave it what it is."""
_SPLITS = frozenset({"because", "cos", "coz", "cause", "since", "so", "while", "when", "whenever", "as"})
_GOES_ON = frozenset({"well", "of", "from", "usual", "always", "before"})
"""After "as" or "so": the clause goes on."""
_DOUBTS = word_set("if unless between alternate alternating few several most some sometimes depending once twice before either")
_MAKES_AN_HOUR = word_set("at to for around about round by say roughly it that from until")
_NAMING = frozenset({"the", "that", "your", "this"})
_OTHER_WORDS = word_set("Easter Christmas Factory Reunion Turkey Jersey Universal Center Chad Niger Guam Nome Troll Knox")
"""Places that are words of their own before "time"."""
_PHRASES: dict[tuple[str, ...], tuple[Kind, str, object]] = {
    # the words, what they are, the word that they stand for
    ("tonight",): ("tonight", "tonight", None),
    ("today",): ("tonight", "today", None),
    ("this", "evening"): ("tonight", "tonight", None),
    ("tomorrow", "night"): ("tomorrow", "tomorrow", None),
    ("tomorrow", "evening"): ("tomorrow", "tomorrow", None),
    ("tomorrow",): ("tomorrow", "tomorrow", None),
    ("this", "week"): ("this_week", "week", None),
    ("the", "rest", "of", "the", "week"): ("this_week", "week", None),
    ("the", "end", "of", "the", "week"): ("this_week", "week", None),
    ("rest", "of", "the", "week"): ("this_week", "week", None),
    ("after", "the", "weekend"): ("this_week", "week", None),
    ("next", "week"): ("next_week", "week", None),
    ("next", "month"): ("date", "month", (None, 1)),
    ("the", "end", "of", "the", "month"): ("date", "month", (None, 1)),
    ("the", "rest", "of", "the", "month"): ("date", "month", (None, 1)),
    ("rest", "of", "the", "month"): ("date", "month", (None, 1)),
    ("how", "about"): ("word", "about", None),
    ("what", "about"): ("word", "about", None),
    ("instead", "of"): ("word", "not", None),
    ("rather", "than"): ("word", "not", None),
    ("apart", "from"): ("word", "except", None),
    ("aside", "from"): ("word", "except", None),
    ("other", "than"): ("word", "except", None),
    ("as", "well"): ("word", "also", None),
    ("all", "the", "time"): ("word", "always", None),
}
_PHRASES_BY_FIRST = {first: [phrase for phrase in _PHRASES if phrase[0] == first] for first, *_ in _PHRASES}
_WEEKLY = (("a", "week"), ("per", "week"), ("each", "week"), ("every", "week"), ("weekly",))
_KNOWN = _WORDS_BETWEEN | NOTES | ARRANGES | _PLAINLY_ABOUT_NOTES | {"back-on", "each", "per", "all", END}
_OF_TIMES = frozenset(
    (*UNITS, *TENS, *clock_words.WORDS, *day_words.WORDS, *span_words.WORDS, *(word for phrase in _PHRASES for word in phrase))
) | word_set("once twice times weekly per -")
"""Every word that a time can hold, digits aside."""


def clauses(words: Sequence[str]) -> list[list[Item]] | None:
    """The clauses that are about when notes come; None where something in them makes it doubtful."""
    if (
        not _names_notes(words)
        and any(word not in _KNOWN and word not in _OF_TIMES and not word[0].isdigit() for word in words)
        and "time" not in words
    ):
        return []  # most messages are done with here
    split = _split(words)
    whole = [list(_items(clause, sure=True)) for clause in split]
    if all(_is_covered(item) for clause in whole for item in clause):
        return [clause for clause in whole if not _tells_the_time(clause)]
    if not any(_is_marked(clause) for clause in whole):
        return []
    kept: list[list[Item]] = []
    for clause, items in zip(split, whole):
        runs = [items] if all(_is_covered(item) for item in items) else [run for run in _runs(list(_items(clause, sure=False))) if _is_marked(run)]
        runs = [run for run in runs if not _tells_the_time(run)]
        if any(item.kind != "word" for run in runs for item in run) and not _DOUBTS.isdisjoint(clause):
            return None
        kept += runs
    return kept


def _names_notes(words: Sequence[str]) -> bool:
    """Whether a message is about the notes: it names them, or arranges something."""
    return any(
        word in NOTES or word in _PLAINLY_ABOUT_NOTES or (word in _MARKING and following in _OBJECTS)
        for word, following in zip(words, [*words[1:], ""])
    )


def _split(words: Sequence[str]) -> list[list[str]]:
    """The words clause by clause."""
    found: list[list[str]] = [[]]
    for position, word in enumerate(words):
        if word == END or (word in _SPLITS and words[position + 1 : position + 2] and words[position + 1] not in _GOES_ON):
            found.append([])
        else:
            found[-1].append(word)
    return [clause for clause in found if clause]


def _items(words: Sequence[str], *, sure: bool) -> Iterator[Item]:
    """The items of a clause. Unless it is sure to be about the notes, a mere number is an hour only where something makes it one."""
    position = 0
    while position < len(words):
        item, used = _item(words, position, sure=sure)
        yield item
        position += used


def _item(words: Sequence[str], position: int, *, sure: bool) -> tuple[Item, int]:
    word = words[position]
    if word not in _OF_TIMES and not word[0].isdigit():
        zone, taken = _zone(words, position)
        return (Item("zone", word, zone), taken) if zone is not None else (Item("word", word), 1)
    for phrase in _PHRASES_BY_FIRST.get(word, ()):
        if tuple(words[position : position + len(phrase)]) == phrase:
            kind, meant, value = _PHRASES[phrase]
            return Item(kind, meant, value), len(phrase)
    often = _how_often(words, position)
    if often:
        return Item("how_often", word), often
    before = words[position - 1] if position else ""
    time, used = clock_at(_up_to_the_hour(words, position) if before == "from" else words, position)
    if time is not None and words[position + used : position + used + 1] and words[position + used] in NOTES and before in _NAMING:
        return Item("word", word), used  # "the ten o'clock ping" says which, not when
    if time is not None and not time.plain:
        return Item("clock", word, time), used
    minutes, taken = minutes_at(words, position)
    if minutes is not None:
        return Item("minutes", word, minutes), taken
    day, taken = date_at(words, position)
    if day is not None and (word not in MONTHS or taken > 1 or before in ("until", "from")):
        return Item("date", word, day), taken
    days, taken = days_at(words, position)
    if days is not None:
        return Item("days", word, days), taken
    nights, taken = nights_at(words, position)
    if nights is not None:
        return Item("nights", word, nights), taken
    if time is not None and (sure or before in _MAKES_AN_HOUR):
        return Item("clock", word, time), used
    zone, taken = _zone(words, position)
    return (Item("zone", word, zone), taken) if zone is not None else (Item("word", word), 1)


def _how_often(words: Sequence[str], position: int) -> int:
    """How many words say how often in a week, without saying on which days ("twice a week"); 0 where none do."""
    if words[position] in ("once", "twice"):
        end = position + 1
    else:
        number, used = number_at(words, position)
        end = position + used + 1
        unit = words[end - 1] if number is not None and end <= len(words) else ""
        if unit not in ("nights", "days", "times", "night") or (number == DAYS_A_WEEK and unit != "times"):
            return 0
    found = next((phrase for phrase in _WEEKLY if tuple(words[end : end + len(phrase)]) == phrase), None)
    return 0 if found is None else end + len(found) - position


def _up_to_the_hour(words: Sequence[str], position: int) -> Sequence[str]:
    """The words up to the hour that something is moved to: "from ten to nine" is no ten to nine."""
    return words[: words.index("to", position)] if "to" in words[position:] else words


def _is_covered(item: Item) -> bool:
    """Whether an item takes nothing away from what is said about when."""
    return item.kind != "word" or item.word in _KNOWN


def _is_marked(items: Sequence[Item]) -> bool:
    """The same of a clause that was read."""
    return _names_notes([item.word if item.kind == "word" else "" for item in items])


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The stretches of a clause without a word that could change what is said."""
    run: list[Item] = []
    for item in items:
        if _is_covered(item):
            run.append(item)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _tells_the_time(items: Sequence[Item]) -> bool:
    """Whether a clause only says how late it is: "it's half ten"."""
    return len(items) > 1 and items[0].word == "its" and items[1].kind == "clock"


@lru_cache(maxsize=1)
def _cities() -> dict[tuple[str, ...], str | None]:
    """The zones by the words of their place ("new", "york"); None for a place of which there are two."""
    found: dict[tuple[str, ...], str | None] = {}
    for zone in sorted(available_timezones()):
        area, _, place = zone.rpartition("/")
        if area in ("", "Etc", "SystemV") or place in _OTHER_WORDS:
            continue
        name = tuple(place.lower().split("_"))
        found[name] = zone if name not in found else None
    return found


def _zone(words: Sequence[str], position: int) -> tuple[str | None, int]:
    """A zone named by a place and "time": "new york time"."""
    if "time" not in words:
        return None, 0
    for length in (1, 2, 3):
        if words[position + length : position + length + 1] == ["time"]:
            zone = _cities().get(tuple(words[position : position + length]))
            if zone is not None:
                return zone, length + 1
    return None, 0
