"""A question in between that wants a plain answer of its own ("is that daft?", "does a person read this?"); what was open stays open."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import next_turn

ASIDE = "aside."
"""The moments of such answers, each named after the choice that asks for it."""


def answer(library: Library, situation: Situation) -> Turn | None:
    """The plain answer; None where none is asked for, where danger was noticed, in an exercise, and where words for the partner are brought."""
    heard, session = situation.heard, situation.session
    asked = next((choice for choice in sorted(heard.choices) if f"{ASIDE}{choice}" in library.moments), None)
    if (
        asked is None
        or f"{heard.intent}.{asked}" in library.moments
        or session.careful is not None
        or heard.own_words is not None
        or (session.question or "").startswith(next_turn.EXERCISES)
    ):
        return None
    turn = say(library, situation, f"{ASIDE}{asked}")
    return turn.with_session(replace(turn.session, question=session.question))
