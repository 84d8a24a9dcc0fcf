"""Offering a line: the no for tonight, or the ask."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.choice import choose
from rasa_project.coach.content import Library, Reason
from rasa_project.coach.intents import ROLE_OF
from rasa_project.coach.lines import find_line
from rasa_project.coach.measure import words
from rasa_project.coach.situation import Session, Situation
from rasa_project.coach.skill import FIRST_NO_CHIPS, LINE, LINE_CHIPS, finish, frame, introduced, say, standing_answer
from rasa_project.coach.skills.topic import answer_topic
from rasa_project.coach.wanted import NOTHING

ANY_TONE = frozenset({"receipt.another", "receipt.softer", "receipt.direct"})
"""Wishes for which, when nothing is left in the tone of before, a line of another tone is better than none."""
MOST_WORDS_AROUND = 20
"""Words of the coach's own around a line; over it, the receipt is left out."""


def first_line(library: Library, situation: Situation) -> Turn:
    """A line for the part this message speaks for, with a receipt of what was said; asked about only the first time."""
    role = ROLE_OF.get(situation.heard.intent, situation.details.role or "decliner")
    situation = situation.with_session(situation.session.with_details(role=role, topic=None, bank=None))
    reason = _reason(library, situation)
    if reason is not None and reason.partner_aimed and role == "decliner" and situation.heard.reason:
        return offer_line(library, situation, after_moment="partner_aimed")
    return offer_line(library, situation)


def plan(library: Library, situation: Situation) -> Turn:
    """Asking for time together: at the time that was named, else the words written for it."""
    if situation.details.time is None:
        return answer_topic(library, situation)
    asks_for = situation.details.asks_for or "closeness"
    situation = situation.with_session(situation.session.with_details(role="asker", topic=None, asks_for=asks_for))
    if find_line(library, situation) is None:  # what was named beside the time may be no wish: "the kids are in bed at breakfast"
        situation = situation.with_session(situation.session.with_details(alternative=None, reason=None))
    return offer_line(library, situation)


def alternatives(library: Library, situation: Situation) -> Turn:
    """Another way to be close: in a no for tonight where one was named, else the words written for it."""
    details = situation.details
    if details.role == "asker" or details.alternative in (None, NOTHING):
        return answer_topic(library, situation)
    return offer_line(library, situation.with_session(situation.session.with_details(role="decliner", topic=None, bank=None)))


def offer_line(
    library: Library,
    situation: Situation,
    *,
    receipt_moment: str | None = None,
    at_most_words: int | None = None,
    at_least_words: int = 0,
    after_moment: str | None = None,
) -> Turn:
    """The next line, or an honest word that there is none left of this kind.

    `receipt_moment` names the frame that opens the answer instead of a receipt of what was said; `after_moment` a standing answer whose text
    follows the line.
    """
    phrase = find_line(library, situation, at_most_words=at_most_words, at_least_words=at_least_words)
    if phrase is None and at_most_words is not None:  # shorter matters more than the tone
        phrase = find_line(library, situation.with_session(situation.session.with_details(tone=None)), at_most_words=at_most_words)
    if phrase is None and situation.details.tone is not None and receipt_moment in ANY_TONE:
        phrase = find_line(library, situation.with_session(situation.session.with_details(tone=None)))
    if phrase is None:
        return say(library, situation, "shape.exhausted")
    ids: list[str] = []
    after = ""
    before = introduced(library, situation, _receipt(library, situation, receipt_moment, ids))
    if after_moment is not None:
        entry = standing_answer(library, situation, after_moment)
        after = entry.question or entry.text
        ids.append(entry.id)
    elif situation.session.offered.line is None and "?" not in phrase.text:
        question = frame(library, situation, f"question.{situation.details.role}.first")
        if question is not None:
            after = question.text
            ids.append(question.id)
    if words(before) + words(after) > MOST_WORDS_AROUND:
        before = introduced(library, situation, "")
    answer = Answer(
        before=before,
        line=phrase.text,
        after=after,
        step=phrase.step,
        source=phrase.source,
        chips=_chips(situation),
        listen=after.endswith("?"),
    )
    return finish(_awaiting(situation, after_moment if answer.listen and after_moment else LINE), answer, *ids)


def bare_line(library: Library, situation: Situation) -> Turn:
    """The line alone, without a word around it."""
    phrase = find_line(library, situation)
    if phrase is None:
        return say(library, situation, "shape.exhausted")
    answer = Answer(line=phrase.text, bare=True, step=phrase.step, source=phrase.source, chips=_chips(situation))
    return finish(_awaiting(situation), answer)


def _chips(situation: Situation) -> tuple[str, ...]:
    details = situation.details
    return FIRST_NO_CHIPS if details.role == "decliner" and details.bank is None and not details.truths else LINE_CHIPS


def _awaiting(situation: Situation, question: str = LINE) -> Session:
    """After a line, "yes", "no" or a bare word is about the line, whether or not the coach asked."""
    return replace(situation.session, question=question, held=None)


def _reason(library: Library, situation: Situation) -> Reason | None:
    return library.reasons_by_id.get(situation.details.reason or "")


def _receipt(library: Library, situation: Situation, moment: str | None, ids: list[str]) -> str:
    """A few words that show one thing was heard: the reason just named, else something neutral."""
    reason = _reason(library, situation)
    session = situation.session
    spoken_for = situation.details.role or "decliner"  # "had flu all week" is no receipt for who wants to ask
    if moment is None and reason is not None and reason.role == spoken_for and reason.receipts and (situation.heard.reason or session.held):
        return choose(
            reason.receipts,
            seed=f"{situation.seed}:{session.turn}:receipt",
            key=str,
            said=str,
            openers=session.offered.openers,
        )
    frame_ = frame(library, situation, moment or f"receipt.{situation.details.role}.neutral")
    if frame_ is None:
        return ""
    ids.append(frame_.id)
    text = frame_.text.replace("{time}", situation.details.time or "")
    return text[:1].upper() + text[1:]
