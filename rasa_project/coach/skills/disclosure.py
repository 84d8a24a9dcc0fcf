"""What the coach is, said again every three hours: an automated coach, no person, no therapist. Never in the middle of a line or of a danger."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import standing_answer

EVERY = 3 * 60 * 60
"""Seconds after which it is said again."""


def remind(library: Library, situation: Situation, turn: Turn) -> Turn:
    """The turn, with a reminder before its words where three hours have gone by and no line is in the way; else it waits for the next answer."""
    session, answer = turn.session, turn.answer
    if session.disclosed is None and situation.session.disclosed is not None:
        return turn  # all was forgotten just now, this too
    if session.disclosed is None or situation.heard.intent == "bot_challenge":
        return turn.with_session(replace(session, disclosed=situation.now))
    if situation.now - session.disclosed < EVERY or answer.line is not None or answer.safety is not None or answer.end:
        return turn
    reminder = standing_answer(library, situation, "disclosure.again")
    before = " ".join(part for part in (reminder.text, answer.before) if part)
    return replace(turn, answer=replace(answer, before=before), session=replace(session, disclosed=situation.now))
