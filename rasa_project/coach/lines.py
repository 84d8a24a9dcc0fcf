"""Finding the line: a whole one that fits the situation, else one composed of sentences (`compose`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rasa_project.coach import compose
from rasa_project.coach.choice import choose
from rasa_project.coach.content import TONES, Library, Line, Step, Tone
from rasa_project.coach.measure import words
from rasa_project.coach.phrase import Phrase
from rasa_project.coach.situation import Situation
from rasa_project.coach.wanted import wanted_closeness, wanted_offer, wanted_reason, wanted_time

_OTHER_TIME = re.compile(r"\btonight\b|\btomorrow(?: morning| night| evening)?\b")
"""Where an asking line without a place for one names its time."""

FIRST_TONES: tuple[Tone, ...] = ("warm", "direct")
"""The tones of a line for which no tone was asked: a joke is never a default."""


def find_line(library: Library, situation: Situation, *, at_most_words: int | None = None) -> Phrase | None:
    """The line for this situation, or None when every fitting one has been offered.

    A whole line comes before a composed one. `at_most_words` is for "shorter".
    """
    tones: tuple[Tone, ...] = (situation.details.tone,) if situation.details.tone else FIRST_TONES
    # who asks for a film rather hears of it in another tone than of something else
    kinds = [(whole_lines, tones), (compose.composed_lines, tones), (whole_lines, TONES if wanted_offer(situation) else ())]
    for candidates, in_tones in kinds:
        fitting = [
            phrase
            for phrase in candidates(library, situation, in_tones)
            if phrase.text not in situation.session.offered.lines and (at_most_words is None or words(phrase.text) <= at_most_words)
        ]
        if at_most_words is not None and fitting:
            # "shorter" wants to hear it at once: keep to the shorter half of what fits
            fitting = sorted(fitting, key=lambda phrase: words(phrase.text))[: max(3, len(fitting) // 2)]
        # what was only just said is said in the line, where one says it
        fitting = [phrase for phrase in fitting if phrase.needs & situation.heard.truths] or fitting
        if fitting:
            return choose(
                fitting,
                seed=f"{situation.seed}:{situation.session.turn}:line",
                key=lambda phrase: phrase.text,
                said=lambda phrase: phrase.text,
                openers=situation.session.offered.openers,
            )
    return None


def whole_lines(library: Library, situation: Situation, tones: Iterable[Tone] = TONES) -> Iterator[Phrase]:
    """The whole lines that say what the details ask for, neither less nor more."""
    details, time = situation.details, wanted_time(situation)
    for line in lines_for(library, situation):
        if (
            line.tone in tones
            and line.medium == details.medium
            and line.needs <= details.truths
            and line.reason == wanted_reason(library, situation)
            and line.offer == wanted_offer(situation)
            and (line.time == (time is not None) or _tonight_may_be(time, line, situation))
            and (line.step is not Step.DOOR or line.time or "time" in details.left_out)
            and (line.asks_for is None or line.asks_for == wanted_closeness(situation))
        ):
            text = line.text.replace("{time}", time or "") if time is None or line.time else _OTHER_TIME.sub(time, line.text, count=1)
            yield Phrase(text, line.tone, line.step.value, line.source, line.needs)


def _tonight_may_be(time: str | None, line: Line, situation: Situation) -> bool:
    """Whether the time that was named can stand for "tonight" in an asking line, whose day is the asker's to choose."""
    return time is not None and situation.details.role == "asker" and line.offer is not None and bool(_OTHER_TIME.search(line.text))


def lines_for(library: Library, situation: Situation) -> tuple[Line, ...]:
    """The lines of the speaker's part: saying no, asking, or taking a no."""
    if situation.details.role == "decliner":
        return library.decline_lines
    return library.hear_a_no_lines if situation.details.took_a_no else library.ask_lines
