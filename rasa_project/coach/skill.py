"""What the skills share: finding the words of a moment, and building the turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rasa_project.coach.answer import Answer, Turn, opener
from rasa_project.coach.choice import choose
from rasa_project.coach.content import Frame, Library, StandingAnswer
from rasa_project.coach.lines import find_line, with_bank
from rasa_project.coach.situation import Session, Situation

REMEMBERED_ANSWERS = 40
REMEMBERED_LINES = 60

LINE = "line"
"""What the coach waits for after a line: keep it, or another?"""

LINE_CHIPS = ("softer", "funnier", "shorter", "another", "as_text", "why")
FIRST_NO_CHIPS = ("truth_not_you", "truth_love", *LINE_CHIPS)
"""Under a no for which nothing warm was said to be true yet: one tap says so, and the next line may say it."""

AGAIN = "again"
"""The words of a moment for those who come back to it: `topic.got_turned_down.again`."""


def standing_answer(library: Library, situation: Situation, moment: str) -> StandingAnswer:
    """One of the answers written for `moment`, for this channel and role, not one just heard.

    Raises KeyError for a moment that nothing is written for.
    """
    written = [entry for entry in library.moments.get(moment, ()) if entry.channel in ("any", situation.channel)]
    role = situation.details.role
    # words for anybody, where it is not known whose part is spoken of; a moment that has none speaks for the part it is written for
    variants = [entry for entry in written if entry.role in ("any", role)] or written
    exact = [entry for entry in variants if entry.channel == situation.channel]
    variants = exact or variants
    if not variants:
        raise KeyError(moment)
    chosen = choose(
        variants,
        seed=f"{situation.seed}:{situation.session.turn}:{moment}",
        key=lambda entry: entry.id,
        said=lambda entry: entry.text or entry.line or entry.question or "",
        heard=situation.session.offered.answers,
        openers=situation.session.offered.openers,
    )
    return chosen.of_one(situation.heard.pronoun)


def without_again(moment: str) -> str:
    """The moment itself, also where its words were those for coming back to it."""
    return moment.removesuffix(f".{AGAIN}")


def was_said(library: Library, session: Session, moment: str) -> bool:
    """Whether the coach has already answered at this moment in this conversation."""
    return any(entry.id in session.offered.answers for entry in library.moments.get(moment, ()))


def say(library: Library, situation: Situation, moment: str, *, line_of: str | None = None, **changes: object) -> Turn:
    """The turn that answers with what is written for `moment`; the coach then waits for an answer to it if it asks.

    The line comes from the bank that the words name, or from `line_of`. Who comes back to a moment hears the words written for that, where
    there are any.
    """
    again = f"{moment}.{AGAIN}"
    if again in library.moments and was_said(library, situation.session, moment):
        moment = again
    entry = standing_answer(library, situation, moment)
    answer = Answer.of(entry, **changes)
    line_of = line_of or entry.line_of
    if line_of is not None:
        situation = situation.with_session(replace(situation.session, details=with_bank(situation.details, line_of)))
        phrase = find_line(library, situation, asks=entry.question is None)
        if phrase is None:
            return say(library, situation, "shape.exhausted")
        asks = "" if "?" in phrase.text else answer.after  # no question follows a line that asks one
        answer = replace(
            answer,
            line=phrase.text,
            after=asks,
            step=phrase.step,
            source=phrase.source,
            chips=answer.chips or LINE_CHIPS,
            listen=answer.listen and (bool(asks) or bool(entry.listen)),
        )
    if answer.line is not None:
        answer = replace(answer, before=introduced(library, situation, answer.before))
    question = moment if answer.listen or without_again(moment) in library.turns_after else LINE if answer.line is not None else None
    return finish(replace(situation.session, question=question), answer, entry.id)


def filled(turn: Turn, fills: Mapping[str, str]) -> Turn:
    """The turn with what belongs into the places of its own words ("{count}")."""

    def fill(text: str) -> str:
        for place, words in fills.items():
            text = text.replace("{" + place + "}", words)
        return text[:1].upper() + text[1:]

    answer = replace(turn.answer, before=fill(turn.answer.before), after=fill(turn.answer.after))
    return replace(turn, answer=answer, session=replace(turn.session, offered=replace(turn.session.offered, answer=answer.to_dict())))


def introduced(library: Library, situation: Situation, before: str) -> str:
    """The coach's own words with the lead to the line after them; quotation marks are not heard, so a line is always announced."""
    if before.endswith(":"):
        return before
    lead = frame(library, situation, f"lead.{situation.details.medium}")
    return " ".join(part for part in (before, lead.text if lead is not None else "") if part)


def finish(session: Session, answer: Answer, *ids: str, own: str | None = None) -> Turn:
    """The turn, with what was said noted for the next ones; `own` are the person's own words in the line."""
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
            own=own,
            step=answer.step,
            source=answer.source,
            lines=(*offered.lines, answer.line)[-REMEMBERED_LINES:],
        )
    return Turn(answer, replace(session, offered=offered))


def offer_as_it_is(
    library: Library, situation: Situation, line: str, receipt: str, chips: tuple[str, ...] = LINE_CHIPS, *, own: str | None = None
) -> Turn:
    """The turn that offers a line word for word, opened by the frame `receipt`: one offered before, or made of one.

    `own` are the person's own words in it beside ours; where none are named, those of the line before that are still in it.
    """
    before_it = situation.session.offered.own
    if own is None and before_it is not None and before_it in line and before_it != line:
        own = before_it
    entry, offered = frame(library, situation, receipt), situation.session.offered
    before = introduced(library, situation, entry.text if entry is not None else "")
    answer = Answer(before=before, line=line, step=offered.step or "house", source=offered.source or "house", chips=chips)
    return finish(replace(situation.session, question=LINE, held=None), answer, *([entry.id] if entry is not None else []), own=own)


def frame(library: Library, situation: Situation, moment: str) -> Frame | None:
    """A few words of the coach's own for `moment`, or None where none are written."""
    role = situation.details.role or "any"
    variants = [entry for entry in library.frames_at.get(moment, ()) if entry.role in ("any", role) and entry.channel in ("any", situation.channel)]
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
