"""Everything the coach answers with standing words: small talk, privacy, and what it did not understand."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Session, Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import line

NOISE_MOMENTS = {"empty": "noise", "symbols": "noise", "language": "other_language", "instructions": "instructions", "too_long": "too_long"}
WHICH_PART = ("age.welcome", "inform_unplaced", "shape.nothing_yet", "out_of_scope.first", "out_of_scope.second")
"""Moments that ask whether it is a no or an ask."""
SAID_IN_COMPANY = intents.ANSWERS | {intents.OUT_OF_SCOPE, "log_moment", "not_helpful", "repeated_rejection", "got_turned_down"}
"""What is said to somebody who listens is not a wish for words."""
COMPANY_FIRST = ("topic.got_turned_down", "topic.repeated_rejection", "topic.lost_desire", "topic.rebuild_trust")
COMPANY_QUESTIONS = (*COMPANY_FIRST, "turned_down.company", "want_company")
FORGET, COUNTRY = "forget_me.ask", "set_country.ask"
FORGET_QUESTIONS = (FORGET, "delete_one")
"""Moments that ask whether this conversation is to be forgotten."""
FORGETTING = frozenset({"forget_me", "delete_one"})
"""Intents that say so once more."""


def moment(library: Library, situation: Situation) -> Turn:
    """The standing words for an intent of the same name."""
    return say(library, situation, situation.heard.intent)


def greet(library: Library, situation: Situation) -> Turn:
    """A greeting; the first one says what this is and asks the age."""
    return say(library, situation, "greet" if situation.session.adult else "greet.disclosed")


def help_(library: Library, situation: Situation) -> Turn:
    """What can be said here."""
    return say(library, situation, "help")


def weak_yes(library: Library, situation: Situation) -> Turn:
    """The partner said "maybe" or "if you want": a no for tonight, and a line that takes it as one (Kitzinger & Frith 1999)."""
    return say(library, situation.with_session(situation.session.with_details(took_a_no=True)), "ask.after_no")


def explain_reason(library: Library, situation: Situation) -> Turn:
    """Asked for words for a reason: the line with it; a line without one comes first where it is not known yet."""
    if situation.details.reason is not None:
        return line.first_line(library, situation)
    situation = situation.with_session(situation.session.with_details(role="decliner", topic=None))
    return line.offer_line(library, situation, after_moment="explain_reason.ask")


def goodbye(library: Library, situation: Situation) -> Turn:
    """The end of a conversation."""
    turn = say(library, situation, situation.heard.intent)
    return Turn(turn.answer, replace(turn.session, question=None, misses=0))


def forget(library: Library, situation: Situation) -> Turn:
    """Asks once before everything is forgotten."""
    return say(library, situation, FORGET)


def answer_forget(library: Library, situation: Situation) -> Turn:
    """Forgets all of this conversation after a yes; what was a danger or closed it stays noticed."""
    session = situation.session
    if situation.heard.intent not in FORGETTING | {"affirm"}:
        return say(library, situation, "forget_me.kept")
    turn = say(library, situation, "forget_me.done")
    kept = Session(closed=session.closed, careful=session.careful, turn=session.turn)
    return Turn(turn.answer, kept)


def country(library: Library, situation: Situation) -> Turn:
    """Notes the country named, or asks for it."""
    if situation.heard.country is None:
        return say(library, situation, "set_country.unknown" if situation.session.question == COUNTRY else COUNTRY)
    return say(library, situation, "set_country.done")


def discreet(library: Library, situation: Situation) -> Turn:
    """Somebody is near: on a speaker a short word and a closed microphone, elsewhere a short neutral answer."""
    return say(library, situation, "discreet_mode.beside" if situation.channel == "voice" else "discreet_mode")


def out_of_scope(library: Library, situation: Situation) -> Turn:
    """Nothing here fits: said kindly, then with two choices, then with a way out."""
    noise = situation.heard.noise
    misses = situation.session.misses + 1
    situation = situation.with_session(replace(situation.session, misses=misses))
    if noise in NOISE_MOMENTS and misses < 3:
        return say(library, situation, NOISE_MOMENTS[noise])
    return say(library, situation, ("out_of_scope.first", "out_of_scope.second", "out_of_scope.third")[min(misses, 3) - 1])


def unplaced(library: Library, situation: Situation) -> Turn:
    """A bare answer with no open question."""
    intent = situation.heard.intent
    if intent == "inform":
        return say(library, situation, "inform_unplaced")
    return say(library, situation, {"affirm": "still_here", "deny": "no_problem", "skip": "skip_ok"}[intent])


def company(library: Library, situation: Situation) -> Turn:
    """Company instead of words."""
    if situation.session.question in COMPANY_FIRST:
        return say(library, situation, "turned_down.company")
    return say(library, situation, "want_company")
