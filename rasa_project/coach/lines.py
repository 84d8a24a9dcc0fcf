"""Finding the line: a whole one that fits the situation, else one composed of sentences (`compose`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from rasa_project.coach import compose
from rasa_project.coach.choice import choose
from rasa_project.coach.content import TONES, Library, Line, Step, Tone
from rasa_project.coach.measure import fits_a_line, words
from rasa_project.coach.phrase import Phrase
from rasa_project.coach.rules import GESTURE, THANKS_FOR_ASKING
from rasa_project.coach.situation import Details, Situation
from rasa_project.coach.wanted import wanted_closeness, wanted_deed, wanted_offer, wanted_reason, wanted_time, wanted_why

Source = Callable[[Library, Situation, Iterable[Tone]], Iterator[Phrase]]
"""Where lines come from: written whole, or composed."""

_OTHER_TIME = re.compile(r"\btonight\b|\btomorrow(?: morning| night| evening)?\b")
"""Where an asking line without a place for one names its time."""

_A_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekend|weeknights?|tomorrow|tonight|this (?:week|evening)|(?:an|one) (?:evening|night))\b",
    re.IGNORECASE,
)
"""A time that a line names by itself."""

TOO_FINE = ("intimate", "intimacy")
"""Words that strangers who tried it put right more often than any other: they sound like a doctor."""
FOR_NOW = "for_now"
"""The bank whose lines tell of oneself ("it'd be my first time"), so that none is for who did not say so."""
DATED = frozenset({"plan", "yes", "reply"})
"""The banks whose lines name a day of their own, for which the one that was named may stand."""
_WITH_PART = re.compile(r"\b(?:morning|afternoon|evening|night|weekend|week)\b")
_PLANNED = re.compile(
    r"\b(?P<on>on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow)(?P<part> (?:morning|afternoon|evening|night))?\b(?! breakfast)",
    re.IGNORECASE,
)

FIRST_TONES: tuple[Tone, ...] = ("warm", "direct")
"""The tones of a line for which no tone was asked, the better first: a joke is never a default."""


def find_line(
    library: Library, situation: Situation, *, at_most_words: int | None = None, at_least_words: int = 0, asks: bool = True
) -> Phrase | None:
    """The line for this situation, or None when every fitting one has been offered.

    A whole line comes before a composed one. `at_most_words` is for "shorter"; `at_least_words`, kept to where it can be, for "softer", which says
    more; `asks=False` prefers a line that holds no question, for when the coach has one of its own.
    """
    situation = _for_now(situation)
    tones: tuple[Tone, ...] = (situation.details.tone,) if situation.details.tone and not _weighs(library, situation) else FIRST_TONES
    # who asks for a film rather hears of it in another tone than of something else
    own_bank = situation.details.bank is not None
    waited = situation.session.held is not None  # the message that waited for the age answer is answered now
    just_said = situation.heard.truths | (situation.details.truths if waited else frozenset())
    unasked = "asking" in situation.details.left_out  # nobody has asked in words
    whole = partial(whole_lines, at_most_words=at_most_words)
    kinds: list[tuple[Source, Iterable[Tone]]] = [
        (whole, tones if own_bank else tones[:1]),
        (compose.composed_lines, tones[:1] if not own_bank else ()),
        (whole, TONES if own_bank or wanted_offer(situation) else tones[1:]),
    ]
    if wanted_why(situation) is not None or (wanted_deed(situation) is not None and not own_bank):
        kinds.insert(0, (compose.composed_lines, tones[:1]))  # what the person said themselves before all that others might say
    for candidates, in_tones in kinds:
        fitting = [
            phrase
            for phrase in candidates(library, situation, in_tones)
            if phrase.text not in situation.session.offered.lines
            and (at_most_words is None or phrase.length <= at_most_words)
            and not (unasked and THANKS_FOR_ASKING.search(phrase.text))
            and not any(words in phrase.text.lower() for words in situation.details.avoid)
        ]
        if at_most_words is not None and fitting:
            # "shorter" wants to hear it at once: keep to the shorter half of what fits
            fitting = sorted(fitting, key=lambda phrase: phrase.length)[: max(3, len(fitting) // 2)]
        # what was only just said is said in the line, where one says it; else what was said to be true is, for the most part
        fitting = [phrase for phrase in fitting if phrase.needs & just_said] or _for_the_most_part(fitting, situation)
        fitting = [phrase for phrase in fitting if phrase.length >= at_least_words] or fitting
        fitting = [phrase for phrase in fitting if asks or "?" not in phrase.text] or fitting
        # a word that hardly anybody says at home comes only where nothing else is left
        fitting = [phrase for phrase in fitting if not any(fine in phrase.text for fine in TOO_FINE)] or fitting
        if "offer" in situation.details.left_out and not _asks(situation):
            fitting = [phrase for phrase in fitting if not GESTURE.search(phrase.text)] or fitting
        if fitting:
            return choose(
                fitting,
                seed=f"{situation.seed}:{situation.session.turn}:line",
                key=lambda phrase: phrase.text,
                said=lambda phrase: phrase.text,
                openers=situation.session.offered.openers,
            )
    rather = _with_less(library, situation)
    return find_line(library, rather, at_most_words=at_most_words, at_least_words=at_least_words, asks=asks) if rather is not None else None


def _asks(situation: Situation) -> bool:
    """Whether the line is to ask: what it asks for is no offer beside it."""
    return situation.details.role == "asker" and not situation.details.took_a_no


def _weighs(library: Library, situation: Situation) -> bool:
    """Whether the partner's no has a reason that is no laughing matter, while nobody asks for a lighter line just now."""
    reason = library.reasons_by_id.get(situation.details.reason or "")
    return situation.details.took_a_no and reason is not None and reason.heavy and "funnier" not in situation.heard.shapes


def _with_less(library: Library, situation: Situation) -> Situation | None:
    """The moment with one thing less for the line to say, rather than no line at all; None where nothing can go."""
    details, own_bank = situation.details, situation.details.bank is not None
    asks, left_out = details.role == "asker", details.left_out
    if not own_bank and wanted_reason(library, situation) and (asks or details.avoid):
        left_out |= {"reason"}  # a film alone rather than nothing because of the rain; "leave out the body", of a reason that is all about it
    elif wanted_time(situation) and (own_bank or (asks and wanted_offer(situation))):
        left_out |= {"time"}  # breakfast alone rather than nothing, where no words for it take another day
    elif "asking" in left_out:
        left_out -= {"asking"}  # rather a line that thanks for asking than none
    else:
        return None
    return situation.with_session(situation.session.with_details(left_out=left_out))


def _for_now(situation: Situation) -> Situation:
    """The moment with the bank of a no for a while, where the no is one; that the no is for tonight is said in no line then."""
    details = situation.details
    if details.role == "decliner" and (wanted_offer(situation) is not None or wanted_time(situation) is not None):
        return situation  # "come for breakfast instead" is about tonight
    if details.for_now is None or details.bank is not None or details.topic is not None or details.took_a_no:
        return situation
    return situation.with_session(situation.session.with_details(bank=details.for_now))


def _for_the_most_part(fitting: list[Phrase], situation: Situation) -> list[Phrase]:
    """Two times in three only the lines that say something that was said to be true: they are the warmest, and the others keep them fresh."""
    warmest = [phrase for phrase in fitting if phrase.needs]
    return warmest if warmest and (situation.seed + situation.session.turn) % 3 else fitting


def whole_lines(library: Library, situation: Situation, tones: Iterable[Tone] = TONES, *, at_most_words: int | None = None) -> Iterator[Phrase]:
    """The whole lines that say what the details ask for, neither less nor more; of a bank only those of `at_most_words`."""
    if situation.details.bank is not None:
        yield from _lines_of_the_bank(library, situation, tones, at_most_words)
        return
    details, time = situation.details, wanted_time(situation)
    reason, offer, closeness = wanted_reason(library, situation), wanted_offer(situation), wanted_closeness(library, situation)
    for line in lines_for(library, situation, reason, offer):
        if (
            line.tone in tones
            and line.medium == details.medium
            and line.needs <= details.truths
            and (line.time == (time is not None) or _tonight_may_be(time, line, situation))
            and (line.step is not Step.DOOR or line.time or "time" in details.left_out)
            and (line.asks_for is None or line.asks_for == closeness)
        ):
            text = line.text.replace("{time}", time or "") if time is None or line.time else _OTHER_TIME.sub(time, line.text, count=1)
            if not fits_a_line(text, details.medium):
                continue  # the time that was named is too long for it
            yield Phrase(text, line.tone, line.step.value, line.source, line.needs)


def _lines_of_the_bank(library: Library, situation: Situation, tones: Iterable[Tone], at_most_words: int | None) -> Iterator[Phrase]:
    """The lines of a bank of its own.

    A line about one thing is for those who spoke of it, its kinds are for those who named one, its parts for those who speak them; a medium that it
    lacks is no reason for silence.
    """
    details = situation.details
    name, _, kind = (details.bank or "").partition(".")
    time = wanted_time(situation)
    fitting = [
        line
        for line in library.banks.get(name, ())
        if line.tone in tones
        and line.needs <= details.truths
        and kind in ("", line.kind)
        and line.reason in (None, details.reason)
        and not (line.time and time is None)
        and not _names_another_day(_text(line, time, name), time, a_no=details.role == "decliner")
        and (at_most_words is None or words(line.text) <= at_most_words)
        and (line.asks_for != "sex" or details.asks_for == "sex")
        and not _of_the_other_part(line, details)
        and _text(line, time, name) not in situation.session.offered.lines
    ]
    if name == FOR_NOW:
        fitting = [line for line in fitting if line.about is None or line.about in details.subjects]  # a first time is nobody's who did not say so
    preferences: tuple[Callable[[Line], bool], ...] = (
        lambda line: line.about in details.subjects,
        lambda line: line.about is None,
        lambda line: details.reason is not None and line.reason == details.reason,
        lambda line: bool(kind) or line.kind is None,
        lambda line: details.role is not None or line.role is None,
        lambda line: details.role is None or line.role == details.role,
        lambda line: line.time,
        lambda line: line.medium == details.medium,
    )
    for is_preferred in preferences:
        fitting = [line for line in fitting if is_preferred(line)] or fitting
    for line in fitting:
        yield Phrase(_text(line, time, name), line.tone, line.step.value, line.source, line.needs)


def _names_another_day(text: str, time: str | None, *, a_no: bool) -> bool:
    """Whether a line names a day of its own beside the time that was named; the tonight of a no is none."""
    if time is None:
        return False
    text = text.replace(time.removeprefix("on "), "")
    return bool(_A_DAY.search(text.replace("tonight", "") if a_no else text))


def _text(line: Line, time: str | None, bank: str) -> str:
    """The line with the time that was named: where it has a place for it, and in a plan for the line's own day."""
    if bank.partition(".")[0] not in DATED or time is None or not (planned := _PLANNED.search(line.text)):
        return line.text.replace("{time}", time or "")
    said = time if planned["on"] or not time.startswith("on ") else time.removeprefix("on ")
    if planned["part"] and not _WITH_PART.search(said):
        said += planned["part"]
    return line.text[: planned.start()] + said + line.text[planned.end() :]


def _of_the_other_part(line: Line, details: Details) -> bool:
    return None not in (line.role, details.role) and line.role != details.role


def with_bank(details: Details, bank: str) -> Details:
    """The details when lines are to come from `bank`: for the three parts of tonight from the part itself."""
    if bank == "decline":
        return replace(details, bank=None, topic=None, role="decliner", took_a_no=False)
    if bank in ("ask", "hear_a_no"):
        return replace(details, bank=None, topic=None, role="asker", took_a_no=bank == "hear_a_no")
    return replace(details, bank=bank)


def _tonight_may_be(time: str | None, line: Line, situation: Situation) -> bool:
    """Whether the time that was named can stand for "tonight" in an asking line, whose day is the asker's to choose."""
    return time is not None and situation.details.role == "asker" and line.offer is not None and bool(_OTHER_TIME.search(line.text))


def lines_for(library: Library, situation: Situation, reason: str | None, offer: str | None) -> tuple[Line, ...]:
    """The lines of the speaker's part (saying no, asking, or taking a no) that give this reason and offer this, or none."""
    bank = "hear_a_no" if situation.details.took_a_no else "ask"
    return library.lines_saying.get("decline" if situation.details.role == "decliner" else bank, {}).get((reason, offer), ())
