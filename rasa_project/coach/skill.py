"""What the skills share: finding the words of a moment, and building the turn."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Answer, Turn, opener
from rasa_project.coach.choice import choose
from rasa_project.coach.content import Frame, Library, StandingAnswer
from rasa_project.coach.situation import Session, Situation

REMEMBERED_ANSWERS = 40
REMEMBERED_LINES = 60


def standing_answer(library: Library, situation: Situation, moment: str) -> StandingAnswer:
    """One of the answers written for `moment`, for this channel and role, not one just heard.

    Raises KeyError for a moment that nothing is written for.
    """
    variants = [
        entry
        for entry in library.answers
        if entry.moment == moment and entry.channel in ("any", situation.channel) and entry.role in ("any", situation.details.role or "any")
    ]
    exact = [entry for entry in variants if entry.channel == situation.channel]
    variants = exact or variants
    if not variants:
        raise KeyError(moment)
    return choose(
        variants,
        seed=f"{situation.seed}:{situation.session.turn}:{moment}",
        key=lambda entry: entry.id,
        said=lambda entry: entry.text or entry.line or entry.question or "",
        heard=situation.session.offered.answers,
        openers=situation.session.offered.openers,
    )


def say(library: Library, situation: Situation, moment: str, **changes: object) -> Turn:
    """The turn that answers with what is written for `moment`; the coach then waits for an answer to it if it asks."""
    entry = standing_answer(library, situation, moment)
    answer = Answer.of(entry, **changes)
    if answer.line is not None:
        answer = replace(answer, before=introduced(library, situation, answer.before))
    session = replace(situation.session, question=moment if answer.listen else None)
    return finish(session, answer, entry.id)


def introduced(library: Library, situation: Situation, before: str) -> str:
    """The coach's own words with the lead to the line after them; quotation marks are not heard, so a line is always announced."""
    lead = frame(library, situation, f"lead.{situation.details.medium}")
    return " ".join(part for part in (before, lead.text if lead is not None else "") if part)


def finish(session: Session, answer: Answer, *ids: str) -> Turn:
    """The turn, with what was said noted for the next ones."""
    offered = session.offered
    openers = [opener(answer.before or answer.line or answer.after)]
    if answer.line is not None:
        openers.append(opener(answer.line))
    offered = replace(
        offered,
        answer=answer.to_dict(),
        answers=(*offered.answers, *ids)[-REMEMBERED_ANSWERS:],
        openers=tuple(openers),
    )
    if answer.line is not None:
        offered = replace(
            offered,
            line=answer.line,
            step=answer.step,
            source=answer.source,
            lines=(*offered.lines, answer.line)[-REMEMBERED_LINES:],
        )
    return Turn(answer, replace(session, offered=offered))


def frame(library: Library, situation: Situation, moment: str) -> Frame | None:
    """A few words of the coach's own for `moment`, or None where none are written."""
    role = situation.details.role or "any"
    variants = [
        entry for entry in library.frames if entry.moment == moment and entry.role in ("any", role) and entry.channel in ("any", situation.channel)
    ]
    if not variants:
        return None
    return choose(
        variants,
        seed=f"{situation.seed}:{situation.session.turn}:{moment}",
        key=lambda entry: entry.id,
        said=lambda entry: entry.text,
        heard=situation.session.offered.answers,
        openers=situation.session.offered.openers,
    )
