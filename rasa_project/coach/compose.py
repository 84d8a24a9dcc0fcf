"""Composing a line of whole sentences where no written line fits, after the grammar of the framework.

Declining is *acknowledge + clear no + reassure* [+ reason] [+ offer] [+ time]; asking is *personal + concrete time + easy way out*. Three
sentences and 25 words at most, so with an offer or a time the opening sentence reassures, not a closing one.
Source of the grammar: Kim et al. 2020 (reassuring rejection); Kitzinger & Frith 1999 (the clear no).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from rasa_project.coach.content import Clause, Library, Tone
from rasa_project.coach.measure import fits_a_line
from rasa_project.coach.phrase import Phrase
from rasa_project.coach.situation import Situation
from rasa_project.coach.wanted import wanted_closeness, wanted_offer, wanted_reason, wanted_time


def composed_lines(library: Library, situation: Situation, tones: Iterable[Tone]) -> Iterator[Phrase]:
    """Every line that the clauses allow for this situation and that a person can say in one breath."""
    if situation.details.took_a_no:
        return  # taking a no has whole lines only
    compose = _declining if situation.details.role == "decliner" else _asking
    for tone in tones:
        for phrase in compose(library, situation, tone):
            if fits_a_line(phrase.text, situation.details.medium):
                yield phrase


def _declining(library: Library, situation: Situation, tone: Tone) -> Iterator[Phrase]:
    reason = _reason_sentences(library, wanted_reason(library, situation), tone)
    offers = _offer_sentences(library, wanted_offer(situation), tone)
    times = _time_sentences(library, situation, wanted_time(situation), tone)
    further = [sentences for sentences in (offers, times) if sentences is not None]
    if reason == [] or not all(further):
        return  # something was asked for that nothing can say in this tone
    plain = _clauses(library, situation, tone, {"acknowledge", "no"})
    reassuring = _clauses(library, situation, tone, {"acknowledge", "no", "reassure"})
    closings = _clauses(library, situation, tone, {"reassure"})
    given = [] if reason is None else [reason]
    if not further:
        patterns = [[plain, *given, closings], *([[reassuring, reason]] if reason else [])]
    elif len(further) == 1:
        patterns = [[reassuring, *given, *further]]
    else:
        patterns = [[reassuring, *further]]  # a fourth sentence is too many: of all three, the reason is the one nobody owes
    yield from _joined(patterns, tone, "no", "kim_2020")


def _asking(library: Library, situation: Situation, tone: Tone) -> Iterator[Phrase]:
    if wanted_offer(situation) is not None:
        return  # who asks for a film is given words for a film; they are written whole
    reason = _reason_sentences(library, wanted_reason(library, situation), tone)
    time = wanted_time(situation)
    asks = [
        clause.text.replace("{time}", time) if time else clause.text
        for clause in library.clauses
        if _may_stand(clause, situation, tone)
        and {"time", "out"} <= clause.parts
        and (clause.asks_for or "intimacy") == wanted_closeness(situation)
        and ("{time}" in clause.text) == (time is not None)
    ]
    personal = reason if reason is not None else _clauses(library, situation, tone, {"personal"})
    yield from _joined([[personal, asks]], tone, "ask", "gottman")


def _joined(patterns: list[list[list[str]]], tone: Tone, step: str, source: str) -> Iterator[Phrase]:
    for pattern in patterns:
        for sentences in product(*pattern):
            yield Phrase(" ".join(sentences), tone, step, source)


def _may_stand(clause: Clause, situation: Situation, tone: Tone) -> bool:
    details = situation.details
    return (
        clause.role == (details.role or "decliner")
        and clause.tone == tone
        and clause.medium in ("any", details.medium)
        and clause.needs <= details.truths
    )


def _clauses(library: Library, situation: Situation, tone: Tone, parts: set[str]) -> list[str]:
    return [clause.text for clause in library.clauses if clause.parts == parts and _may_stand(clause, situation, tone)]


def _reason_sentences(library: Library, wanted: str | None, tone: Tone) -> list[str] | None:
    """The sentences that give the reason; None when no reason is wanted."""
    if wanted is None:
        return None
    return [sentence for reason in library.reasons if reason.id == wanted for sentence in reason.clauses.of(tone)]


def _offer_sentences(library: Library, wanted: str | None, tone: Tone) -> list[str] | None:
    if wanted is None:
        return None
    # naming the alternative is saying that one wants it, so what it needs (touch) is met
    return [sentence for entry in library.alternatives if entry.id == wanted for sentence in entry.offers.of(tone)]


def _time_sentences(library: Library, situation: Situation, wanted: str | None, tone: Tone) -> list[str] | None:
    if wanted is None:
        return None
    return [sentence.replace("{time}", wanted) for sentence in _clauses(library, situation, tone, {"time"})]
