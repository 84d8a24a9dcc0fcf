"""Composing a line where no written line fits, after the grammar of the framework.

Declining is *acknowledge + clear no + reassure* [+ reason] [+ offer] [+ time], as far as it is still one thought: with a reason either the opening
or the closing, with a reason and an offer neither, since readers who would have to say it stumble over a fourth part (docs/reference/content.md).
Asking is *personal + concrete time + easy way out*.
Source of the grammar: Kim et al. 2020 (reassuring rejection); Kitzinger & Frith 1999 (the clear no).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rasa_project.coach.content import Clause, Library, Tone
from rasa_project.coach.measure import fitting
from rasa_project.coach.phrase import Phrase
from rasa_project.coach.rules import THANKS_FOR_ASKING
from rasa_project.coach.situation import Situation
from rasa_project.coach.wanted import wanted_closeness, wanted_deed, wanted_offer, wanted_reason, wanted_time, wanted_why

T = TypeVar("T")

WISHES = (("I'd love ", "I'd like "), ("I'll ", "Let's "))
"""How sentences begin that say what one would like, the better first; others ("Shall we ...?", "Come and ...") ask already."""
SUGGEST = ("Let's ", "Shall ", "Could ", "Would ", "Will ", "Can ")
"""How an offer begins that may be a sentence of its own."""
ITS_TIME, A_DAY = re.compile(r"\b(?:tomorrow|tonight|now|morning)\b"), re.compile(r"\b(?:tomorrow|today|tonight|now|morning)\b")
"""What a wish names as its time; and any day, beside which another one makes no sense."""
_SO = re.compile(r"\bso\b")
FEW = 6
"""How many clauses of each part a line is composed from."""


def composed_lines(library: Library, situation: Situation, tones: Iterable[Tone], *, every: bool = False) -> Iterator[Phrase]:
    """Lines that the clauses allow for this situation and that a person can say in one breath.

    With `every` all of them, thousands; without, those of a few clauses of each part, drawn by the seed and the turn: enough to choose from.
    """
    if situation.details.took_a_no:
        return  # taking a no has whole lines only
    compose = _declining if situation.details.role == "decliner" else _asking
    few = None if every else random.Random(f"{situation.seed}:{situation.session.turn}:clauses")  # noqa: S311 - variety, not secrecy
    for tone in tones:
        yield from compose(library, situation, tone, few)


def _declining(library: Library, situation: Situation, tone: Tone, few: random.Random | None) -> Iterator[Phrase]:
    reason_id, offer_id, time = wanted_reason(library, situation), wanted_offer(situation), wanted_time(situation)
    light = _light_part(reason_id, offer_id) if tone == "playful" else None
    reasons = _reason_sentences(library, situation, _tone_of("reason", light, tone))
    offers = _offer_sentences(library, offer_id, _tone_of("offer", light, tone))
    times = _time_sentences(library, situation, time, _tone_of("time", light, tone))
    if [] in (reasons, offers, times):
        return  # something was asked for that nothing can say in this tone
    unasked = "asking" in situation.details.left_out  # nobody has asked in words, so that there is nothing to thank for
    openings = _drawn(_unless_it_thanks(_fitting(library, situation, _tone_of("opening", light, tone), "acknowledge"), unasked=unasked), few)
    closings = _drawn(_unless_it_thanks(_fitting(library, situation, _tone_of("closing", light, tone), "reassure"), unasked=unasked), few)
    noes = _drawn([clause.text for clause in _fitting(library, situation, None, "no")], few)
    named_reasons: list[str | None] = [*reasons] if reasons else [None]
    named_offers: list[str | None] = [*offers] if offers else [None]
    apart = offer_id is not None and library.alternatives_by_id[offer_id].apart
    cores = [core for no in noes for reason in named_reasons for offer in named_offers for core in _cores(no, reason, offer, apart=apart)]
    without_reason = [core for no in noes for offer in named_offers for core in _cores(no, None, offer, apart=apart)]
    opened = [f"{opening.text} {core}" for opening in openings for core in cores]
    joined = [f"{opening.text.rstrip('.')}, but {no}." for opening in openings if "joins" in opening.marks for no in noes]
    if apart and offers and reasons is None and joined:
        cores = _both(joined, offers)  # rest or time apart after a bare no sounds as if one wanted to be rid of somebody
    deed = wanted_deed(situation)
    if times is not None:
        # with an offer and a day a line says enough, and thanks before it are one part too many; of all three, the reason is the one that nobody owes
        choices = [
            *([_both(cores, times)] if offers is not None else []),
            _both(opened, times),
            _both([f"{opening.text} {core}" for opening in openings for core in without_reason], times),
            [*_both(cores, times), *_both(without_reason, times)],
        ]
    elif offers is not None:
        # no opening says love: before a no it sounds as if worse came after it, behind the offer it is what it says
        lasting = _both(cores, [closing.text for closing in closings if "love" in closing.needs])
        choices = [[*(cores if reasons else opened), *lasting], cores]
    else:
        closed = [f"{core} {closing.text}" for core in cores for closing in closings]
        ended = [
            f"{opening.text} {core} {closing.text}"
            for opening in openings
            for core in cores
            for closing in closings
            if _go_together(opening, closing)
        ]
        flowing = [f"{text} {closing.text}" for text in joined for closing in closings if "thanks" not in closing.marks]
        choices = [[*opened, *closed]] if reasons else [[*(flowing or ended), *(closed if unasked else [])], ended]
    if deed is not None:
        thanked = [f"{deed} {core}" for core in cores]
        choices = [thanked if times is None else _both(thanked, times), thanked, *choices]
    yield from _first_that_fits(choices, situation, tone, "no", "kim_2020")


def _unless_it_thanks(clauses: list[Clause], *, unasked: bool) -> list[Clause]:
    return [clause for clause in clauses if not (unasked and THANKS_FOR_ASKING.search(clause.text))]


def _drawn(parts: list[T], few: random.Random | None) -> list[T]:
    return parts if few is None or len(parts) <= FEW else few.sample(parts, FEW)


def _both(first: list[str], second: list[str]) -> list[str]:
    return [f"{one} {other}" for one in first for other in second]


def _go_together(opening: Clause, closing: Clause) -> bool:
    """Whether the two do not say the same: thanks once, and of what needs to be said first each once."""
    return "thanks" not in closing.marks and not (opening.needs & closing.needs)


def _light_part(reason: str | None, offer: str | None) -> str:
    """The one part of a playful line that is light; one joke a line is charming, three are evasive."""
    return "reason" if reason is not None else "offer" if offer is not None else "opening"


def _tone_of(part: str, light: str | None, tone: Tone) -> Tone:
    return tone if light in (None, part) else "warm"


def _cores(no: str, reason: str | None, offer: str | None, *, apart: bool) -> list[str]:
    """The no and what belongs to it: "I'm worn out, so it's a no tonight, but I'd love a cuddle."; in two where the reason has a "so" of its own.

    An offer that suggests something ("Shall we ...?") may stand by itself after a reason, where the no before it is not bare, and one that is rest
    or time `apart` always does.
    """
    alone = no[:1].upper() + no[1:]
    because = alone if reason is None else f"{reason} {alone}" if _SO.search(reason) else f"{reason.rstrip('.')}, so {no}"
    if offer is None:
        return [f"{because}."]
    by_itself, joined = f"{because}. {offer}", f"{because}, but {_lowered(offer)}"
    if apart:
        return [by_itself]
    return [joined, by_itself] if reason is not None and offer.startswith(SUGGEST) else [joined]


def _lowered(sentence: str) -> str:
    """A sentence as it goes on within another."""
    return sentence if sentence.split()[0].split("'")[0] == "I" else sentence[:1].lower() + sentence[1:]


def _asking(library: Library, situation: Situation, tone: Tone, few: random.Random | None) -> Iterator[Phrase]:
    if wanted_offer(situation) is not None:
        yield from _suggesting(library, situation, tone, few)
        return
    reason = _reason_sentences(library, situation, tone)
    time = wanted_time(situation)
    asks = [
        clause.text.replace("{time}", time) if time else clause.text
        for clause in library.clauses
        if _may_stand(clause, situation, tone)
        and clause.parts == {"time", "out"}
        and (clause.asks_for or "intimacy") == wanted_closeness(library, situation)
        and ("{time}" in clause.text) == (time is not None)
    ]
    personal = reason if reason is not None else _clauses(library, situation, tone, "personal")
    yield from _first_that_fits([_both(_drawn(personal, few), asks)], situation, tone, "ask", "gottman")


def _suggesting(library: Library, situation: Situation, tone: Tone, few: random.Random | None) -> Iterator[Phrase]:
    """Who asks for a film is given words for a film: [personal or reason] + what they would like + when and an easy way out."""
    time, wishes = wanted_time(situation), _wishes(library, situation, tone)
    outs = [clause for clause in library.clauses if _may_stand(clause, situation, tone) and {"suggest", "out"} <= clause.parts]
    suggested = [
        f"{wish} {clause.text.replace('{time}', time or '')}"
        for wish in wishes
        for clause in outs
        if ("time" in clause.parts) != bool(ITS_TIME.search(wish))  # a wish for tomorrow has named its time
        and ("{time}" in clause.text) == (time is not None)
    ]
    reason = _reason_sentences(library, situation, tone)
    personal = reason if reason is not None else _clauses(library, situation, tone, "personal")
    yield from _first_that_fits([_both(_drawn(personal, few), suggested), suggested], situation, tone, "ask", "gottman")


def _wishes(library: Library, situation: Situation, tone: Tone) -> list[str]:
    """What is offered within a no, as a wish of one's own; in another tone where there is none in this one, since the way out is in it anyway."""
    time, named = wanted_time(situation), wanted_offer(situation)
    for openings in WISHES:
        tones: tuple[Tone, ...] = (tone, "warm", "direct")
        for one in tones:
            offers = _offer_sentences(library, named, one) or []
            wishes = [offer for offer in offers if offer.startswith(openings) and not (time and A_DAY.search(offer))]
            if wishes:
                return wishes
    return []


def _first_that_fits(choices: list[list[str]], situation: Situation, tone: Tone, step: str, source: str) -> Iterator[Phrase]:
    """The lines of the first choice that holds any that can be said in one breath."""
    for texts in choices:
        fit = fitting(texts, situation.details.medium)
        yield from (Phrase(text, tone, step, source) for text in fit)
        if fit:
            return


def _may_stand(clause: Clause, situation: Situation, tone: Tone | None) -> bool:
    details = situation.details
    return (
        clause.role == (details.role or "decliner")
        and tone in (None, clause.tone)
        and clause.medium in ("any", details.medium)
        and clause.needs <= details.truths
    )


def _fitting(library: Library, situation: Situation, tone: Tone | None, part: str) -> list[Clause]:
    """The clauses that carry this part and fit the reason, what is offered and where it is said."""
    reason = library.reasons_by_id.get(situation.details.reason or "")
    unfit = {"light"} if reason is not None and reason.heavy else set()
    if situation.details.medium == "texted" or (reason is not None and reason.wants_space):
        unfit |= {"company"} | ({"bye"} if situation.details.medium == "texted" else set())
    if wanted_offer(situation) is not None:
        unfit |= {"alone", "bold"}
    if _asks_for_company(library, situation):
        unfit.add("bold")
    if wanted_time(situation) is not None:
        unfit.add("tonight")
    return [clause for clause in library.clauses if clause.parts == {part} and not clause.marks & unfit and _may_stand(clause, situation, tone)]


def _asks_for_company(library: Library, situation: Situation) -> bool:
    return situation.details.role == "asker" and wanted_closeness(library, situation) == "closeness"


def _clauses(library: Library, situation: Situation, tone: Tone, part: str) -> list[str]:
    return [clause.text for clause in _fitting(library, situation, tone, part)]


def _reason_sentences(library: Library, situation: Situation, tone: Tone) -> list[str] | None:
    """The sentences that give the reason, in the person's own words where they told it in some; None when no reason is wanted."""
    why, wanted = wanted_why(situation), wanted_reason(library, situation)
    if why is not None:
        return [why]
    if wanted is None:
        return None
    reason = library.reasons_by_id[wanted]
    company = _asks_for_company(library, situation)
    if (reason.bold and company) or (reason.tonight and wanted_time(situation) is not None) or (reason.asks_for == "closeness" and not company):
        return None  # it makes no sense before this ask
    return list(reason.clauses.of(tone))


def _offer_sentences(library: Library, wanted: str | None, tone: Tone) -> list[str] | None:
    if wanted is None:
        return None
    # naming the alternative is saying that one wants it, so what it needs (touch) is met
    return [sentence for entry in library.alternatives if entry.id == wanted for sentence in entry.offers.of(tone)]


def _time_sentences(library: Library, situation: Situation, wanted: str | None, tone: Tone) -> list[str] | None:
    if wanted is None:
        return None
    return [sentence.replace("{time}", wanted) for sentence in _clauses(library, situation, tone, "time")]
