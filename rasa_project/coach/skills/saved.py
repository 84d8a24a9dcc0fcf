"""Lines put aside for later in this conversation; they go when it ends."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say

LISTED = "list_saved"


def save(library: Library, situation: Situation) -> Turn:
    """Puts the last line aside."""
    offered = situation.session.offered
    if offered.line is None:
        return say(library, situation, "save_phrase.nothing")
    saved = (*(line for line in offered.saved if line != offered.line), offered.line)
    return say(library, situation.with_session(replace(situation.session, offered=replace(offered, saved=saved))), "save_phrase")


def show(library: Library, situation: Situation) -> Turn:
    """The saved line that was shown longest ago; on a speaker none, since the household may hear it."""
    offered = situation.session.offered
    if situation.channel == "voice":
        return say(library, situation, "list_saved.aloud")
    if not offered.saved:
        return say(library, situation, "list_saved.nothing")
    *rest, newest = offered.saved
    shown = replace(situation.session, offered=replace(offered, saved=(newest, *rest)))
    turn = say(library, situation.with_session(shown), LISTED, line=newest)
    return Turn(turn.answer, replace(turn.session, question=LISTED))


def delete(library: Library, situation: Situation) -> Turn:
    """Drops the line shown last, or the newest; without one there is only the conversation to forget."""
    offered, question = situation.session.offered, situation.session.question
    if not offered.saved:
        return say(library, situation, "delete_one")
    saved = offered.saved[1:] if question == LISTED else offered.saved[:-1]
    return say(library, situation.with_session(replace(situation.session, offered=replace(offered, saved=saved))), "delete_one.done")
