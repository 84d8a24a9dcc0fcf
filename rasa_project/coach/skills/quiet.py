"""Keeping it quiet: a soft voice and fewer words, or silence when somebody is beside; the line on the person's own screen instead."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say

QUIETLY, ALOUD, BESIDE, TO_SCREEN = "quietly", "aloud_again", "beside_me", "to_my_screen"
"""Choices named in a wish to be discreet."""


def answer(library: Library, situation: Situation) -> Turn:
    """On a speaker a short word and a closed microphone, unless a soft voice was asked for and nobody is near; elsewhere a short answer."""
    if situation.channel != "voice":
        return say(library, situation, "discreet_mode")
    choices = situation.heard.choices
    if TO_SCREEN in choices:
        return _to_screen(library, situation)
    if BESIDE in choices:
        return _silent(library, situation)
    if ALOUD in choices:
        return say(library, situation.with_session(replace(situation.session, discreet=False)), "discreet_mode.off")
    if QUIETLY in choices:
        return say(library, situation.with_session(replace(situation.session, discreet=True)), "discreet_mode")
    return _silent(library, situation)


def softened(turn: Turn) -> Turn:
    """The turn said softly where that was asked for: a line stands alone, without a word about what it is for."""
    answer = turn.answer
    if not turn.session.discreet:
        return turn
    if answer.line is not None:
        answer = replace(answer, before="", after="", bare=True, listen=False)
    return replace(turn, answer=replace(answer, discreet=True))


def in_plain_clothes(situation: Situation) -> Situation:
    """The same moment; where it is to be quiet, what is asked for is named without the word."""
    if not situation.session.discreet or situation.details.asks_for != "sex":
        return situation
    return situation.with_session(situation.session.with_details(asks_for="intimacy"))


def _silent(library: Library, situation: Situation) -> Turn:
    """No line aloud: whispering is not privacy."""
    turn = say(library, situation, "discreet_mode.beside")
    return turn.with_session(replace(turn.session, discreet=True))


def _to_screen(library: Library, situation: Situation) -> Turn:
    """The last line goes to the person's own screen, where the channel knows one; it is never said aloud instead."""
    line = situation.session.offered.line
    if BESIDE in situation.heard.choices and (line is None or not situation.own_screen):
        return _silent(library, situation)
    if line is None:
        return say(library, situation, "discreet_mode.nothing_to_send")
    if not situation.own_screen:
        return say(library, situation, "discreet_mode.no_screen")
    return say(library, situation, "discreet_mode.sent", card_text=line)
