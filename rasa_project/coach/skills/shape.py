"""Changing the form of a line: softer, shorter, another, as a text, with or without a reason; again; why."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.choice import choose
from rasa_project.coach.content import Library
from rasa_project.coach.intents import SHAPING
from rasa_project.coach.lines import find_line, with_bank
from rasa_project.coach.measure import MAXIMUM_LINE_WORDS, fits_a_line, parted, words
from rasa_project.coach.rules import THANKS_FOR_ASKING, keeps_what_it_needs
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import finish, offer_as_it_is, say, standing_answer
from rasa_project.coach.skills.line import bare_line, first_line, offer_line
from rasa_project.coach.skills.topic import answer_topic, topic_moment

RECEIPT_OF = {"with_time": "receipt.time"}
ADDED = frozenset({"with_reason", "with_offer", "with_time"})
"""Wishes for something more in the line."""
TONIGHT = ("reply", "firm")
"""Banks whose lines are about tonight's no as well."""
SLOWER, SHORTER = "slower", "shorter"
_LEANS = re.compile(r"(?:it|that|this|and|but|so|then|only|just|if|or|also|too)\b", re.IGNORECASE)
"""How a sentence begins that leans on the one before it."""
_POINTS = re.compile(r"\b(?:here it is|here goes|hear me out|so i'll say it|i'll say it plainly|so here)\b", re.IGNORECASE)
"""What only points to the sentence that comes."""
_HEART = re.compile(r"\b(?:sorry|apolog\w*|i love you|yes)\b", re.IGNORECASE)
"""What a line that says it is there to say."""
CLEARLY_SHORTER = 0.8
"""How many of its words the next line may have at most, for it to be heard as shorter; where there is none, any that is shorter will do."""


def refine(library: Library, situation: Situation) -> Turn:
    """Another line of the wished form; a detail that is missing for it is asked for."""
    shapes = situation.heard.shapes or ("another",)
    if situation.details.bank is not None:
        if situation.details.role is not None and ADDED.intersection(shapes) and situation.details.bank.startswith(TONIGHT):
            situation = situation.with_session(situation.session.with_details(bank=None))  # what was asked to be added belongs in tonight's own lines
        else:
            return _another(library, situation, shapes)
    topic = situation.details.topic
    names_the_time = topic == "leave_door_open" and situation.details.time is not None
    if topic is not None and "with_time" not in shapes and not names_the_time:
        return say(library, situation, topic_moment(topic))
    if situation.details.role is None:
        return say(library, situation, "shape.nothing_yet")
    if "with_reason" in shapes and situation.details.reason is None:
        return say(library, situation, "explain_reason.ask")
    if "with_offer" in shapes and situation.details.alternative is None:
        return say(library, situation, "offer.ask")
    if "with_time" in shapes and situation.details.time is None:
        return say(library, situation, "time.ask")
    return _another(library, situation, shapes)


def names_a_part(heard: Heard) -> bool:
    """Whether a message names anything that a line can hold."""
    return bool(heard.reason or heard.truths or heard.alternative or heard.time or heard.asks_for or heard.subjects)


def shorter_of_the_same(library: Library, line: str, share: float = CLEARLY_SHORTER) -> str | None:
    """The line without one or two of its sentences: the thanks before the rest, never its no, its way out or its question; None where none can go.

    `share`: how many of its words it may keep.
    """
    parts = parted(line)
    may_go = [place for place, sentence in enumerate(parts) if "?" not in sentence and not _HEART.search(sentence)]
    for number in (1, 2):
        shorter = []
        for gone in combinations(may_go, number):
            kept = [place for place in range(len(parts)) if place not in gone]
            short = " ".join(parts[place] for place in kept)
            leans = all(_POINTS.search(parts[place]) for place in kept) or any(place - 1 in gone and _LEANS.match(parts[place]) for place in kept)
            if kept and not leans and words(short) <= words(line) * share and keeps_what_it_needs(library, line, short):
                shorter.append((sum(THANKS_FOR_ASKING.search(parts[place]) is None for place in gone), -words(short), short))
        if shorter:
            return min(shorter)[2]
    return None


def _another(library: Library, situation: Situation, shapes: tuple[str, ...]) -> Turn:
    last = situation.session.offered.line
    theirs = _with_their_words(library, situation)
    if theirs is not None and SHORTER not in shapes:
        return offer_as_it_is(library, situation, theirs, f"receipt.{shapes[0]}", own=situation.session.offered.own)
    same = None
    if last and shapes == (SHORTER,) and not names_a_part(situation.heard):
        # a line that says the heart of it ("I love you.") stays itself even where little can go
        same = shorter_of_the_same(library, last) or (shorter_of_the_same(library, last, share=1) if _HEART.search(last) else None)
    if same is not None and same not in situation.session.offered.lines:
        return offer_as_it_is(library, situation, same, "receipt.shorter")
    at_most = None
    if SHORTER in shapes and last:
        at_most = int(words(last) * CLEARLY_SHORTER)
        if find_line(library, situation, at_most_words=at_most) is None:
            at_most = words(last) - 1
    return offer_line(
        library,
        situation,
        receipt_moment=RECEIPT_OF.get(shapes[0], f"receipt.{shapes[0]}"),
        at_most_words=at_most,
        at_least_words=words(last) if "softer" in shapes and last else 0,
    )


def _with_their_words(library: Library, situation: Situation) -> str | None:
    """Another line that keeps the words that somebody had put into the last one; None where it holds none, or there is no room."""
    own = situation.session.offered.own
    if own is None:
        return None
    other = find_line(library, situation, at_most_words=MAXIMUM_LINE_WORDS - words(own))
    if other is None:
        return None
    line = f"{own} {other.text}"
    return line if fits_a_line(line, situation.details.medium) and line not in situation.session.offered.lines else None


def just_a_line(library: Library, situation: Situation) -> Turn:
    """The line alone."""
    topic = situation.details.topic
    if situation.details.bank is not None:
        return bare_line(library, situation)
    if topic is not None:
        entry = next((entry for entry in library.moments[topic_moment(topic)] if entry.line_of), None)
        if entry is not None:
            return bare_line(library, situation.with_session(replace(situation.session, details=with_bank(situation.details, entry.line_of or ""))))
        entry = standing_answer(library, situation, topic_moment(topic))
        if entry.line is not None:
            answer = Answer(line=entry.line, bare=True, step=entry.step.value, source=entry.source, chips=("another",))
            return finish(situation.session, answer, entry.id)
    if situation.details.role is None:
        return say(library, situation, "shape.nothing_yet")
    return bare_line(library, situation)


def repeat(library: Library, situation: Situation) -> Turn:
    """The last answer once more, word for word, and slower where that was asked for; "one more" is a wish for another."""
    if set(situation.heard.shapes) - {SLOWER}:
        return refine(library, situation)
    last = situation.session.offered.answer
    if last is None:
        return say(library, situation, "repeat.nothing")
    return Turn(replace(Answer.from_dict(last), slow=SLOWER in situation.heard.shapes), situation.session)


def shortened(situation: Situation, *, in_exercise: bool) -> Turn | None:
    """The last answer as briefly as it can be said aloud, where it waits and holds no line to shorten: its question alone, which stays open.

    A sentence that is to be finished, or to be answered in an exercise, is none to shorten: it stands alone. None where there is a line, where
    something else is said as well, and on a screen, where an answer can be read again.
    """
    last = situation.session.offered.answer
    if situation.channel != "voice" or not wishes_only(situation, SHORTER) or last is None or not last["listen"]:
        return None
    if last["line"] and not in_exercise:
        return None
    answer = Answer.from_dict(last)
    return Turn(replace(answer, before="") if answer.after or answer.line else answer, situation.session)


def wishes_only(situation: Situation, shape: str) -> bool:
    """Whether a form is all that was wished for, in words that say nothing else."""
    heard = situation.heard
    return heard.intent in SHAPING and heard.shapes == (shape,) and not (heard.reason or heard.alternative or heard.time or heard.parts)


def why_this(library: Library, situation: Situation) -> Turn:
    """Why the last line would work: its step, and who says so, in one sentence."""
    offered = situation.session.offered
    step = next((step for step in library.steps if step.id.value == offered.step), None)
    if offered.line is None or step is None:
        return say(library, situation, "why.nothing")
    sentence = choose(
        step.why,
        seed=f"{situation.seed}:{situation.session.turn}:why",
        key=str,
        said=str,
        heard=offered.answers,
        openers=offered.openers,
    )
    answer = Answer(before=sentence, step=offered.step, source=step.source, chips=("another", "keep"))
    return finish(situation.session, answer, sentence)


def answer_about_the_line(library: Library, situation: Situation) -> Turn:
    """Yes, no, or a detail after a line: keep it, another one, or one that says the detail."""
    heard = situation.heard
    if heard.intent == "affirm" and not heard.shapes:
        return say(library, situation, "keep")
    if heard.intent == "skip" and not heard.shapes:
        return say(library, situation, "skip_ok")
    if heard.intent == "inform" and situation.details.bank is not None and not heard.shapes:
        return offer_line(library, situation)
    if heard.intent == "inform" and not heard.shapes:
        return first_line(library, situation) if _has_detail(situation) else say(library, situation, "keep")
    return refine(library, situation)


def leave_door_open(library: Library, situation: Situation) -> Turn:
    """Another time, if it is meant: in the line when it was named, else asked about; it is never added unasked."""
    if "without_time" in situation.heard.shapes and situation.session.offered.line is not None:
        return refine(library, situation.with_session(situation.session.with_details(topic=None)))
    if situation.details.time is None:
        return answer_topic(library, situation)
    return offer_line(library, situation.with_session(situation.session.with_details(topic=None)), receipt_moment="receipt.time")


def answer_leave_door_open(library: Library, situation: Situation) -> Turn:
    """What came back when the coach asked whether they want to name a time: a time, a yes, or rather not."""
    if situation.heard.time is None and situation.heard.intent == "affirm":
        return say(library, situation, "time.ask")
    return answer_time(library, situation.with_session(situation.session.with_details(topic=None)))


def answer_reason(library: Library, situation: Situation) -> Turn:
    """What came back when the coach asked for a reason: the line with it, or one that needs none."""
    if situation.heard.reason is None:
        situation = situation.with_session(situation.session.with_details(reason=None, left_out=situation.details.left_out | {"reason"}))
        return offer_line(library, situation, receipt_moment="receipt.without_reason")
    return offer_line(library, situation)


def answer_offer(library: Library, situation: Situation) -> Turn:
    """What came back when the coach asked what to offer instead: the line with it, or one that offers nothing."""
    return offer_line(library, situation, receipt_moment=None if situation.heard.alternative else "receipt.another")


def answer_time(library: Library, situation: Situation) -> Turn:
    """What came back when the coach asked for a time: the line with it, or one that promises none."""
    if situation.heard.time is None:
        situation = situation.with_session(situation.session.with_details(time=None, left_out=situation.details.left_out | {"time"}))
        return offer_line(library, situation, receipt_moment="receipt.another")
    return offer_line(library, situation, receipt_moment="receipt.time")


def _has_detail(situation: Situation) -> bool:
    heard = situation.heard
    return bool(heard.reason or heard.alternative or heard.time or heard.truths or heard.asks_for)
