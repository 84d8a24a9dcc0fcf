"""Adults only: the age question before the first coaching, and the message that waits for its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import COACHING, DECLINING, NEEDS_AN_ADULT, SHAPING
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import topic

ADULT_AGE = 18
ASK, ASK_BOTH, ASK_PAIR, ASK_AGAIN, WHY, REFUSED, CLOSED, WELCOME = (
    "age.ask",
    "age.ask_both",
    "age.ask_pair",
    "age.again",
    "age.why",
    "age.refused",
    "age.closed",
    "age.welcome",
)

OF_THE_PARTNER = "ages_of_both"
"""Noted of the conversation: the question is to be about both, though one of them is writing."""
NEEDS_WORDS = frozenset({"maybe", "if_you_want", "just_hold", "another_day"})
"""Answers of the partner's that need words and no company; they are kept with the message that waits."""
TO_A_NO = frozenset({"why", "again", "when_then", "is_it_me"})
"""The same of answers to a no that was said already."""
ALREADY_SAID = "already_said_no"
"""The choice that tells that one's own no is said, and words are for after it."""

Continue = Callable[[Library, Situation], Turn]
"""How the conversation goes on with a situation: the coach's own dispatch."""


def ask(library: Library, situation: Situation) -> Turn:
    """The disclosure and the question; the message that was sent is held, to be answered straight after the yes."""
    session, heard = situation.session, situation.heard
    if session.held is None or heard.intent not in SHAPING:  # "what did you ask?" takes nothing back
        asked = heard.own_words if heard.own_way == "ask" else None  # a question turned whole; nothing else in words outlives its message
        waits = replace(situation.details, wish=heard.wish, partner_said=_answered(heard), own_words=asked, own_way=heard.own_way if asked else None)
        at_once = topic.words_at_once(library, heard)
        if at_once is not None:
            waits = replace(waits, left_out=waits.left_out | {at_once})
        session = replace(session, held=heard.intent, details=waits)
    moment = ASK_BOTH if situation.heard.intent == "both_here" else ASK_PAIR if OF_THE_PARTNER in session.asked else ASK
    return say(library, situation.with_session(session), moment)


def _answered(heard: Heard) -> str | None:
    if heard.intent in DECLINING:
        said = ALREADY_SAID if ALREADY_SAID in heard.choices else None
        return heard.partner_said if heard.partner_said in TO_A_NO else said
    return heard.partner_said if heard.partner_said in NEEDS_WORDS and heard.intent != "want_company" else None


def is_asked(situation: Situation) -> bool:
    """Whether the age question is open."""
    return situation.session.question in (ASK, ASK_BOTH, ASK_PAIR, ASK_AGAIN, WHY, "greet.disclosed")


def answer(library: Library, situation: Situation, go_on: Continue) -> Turn | None:
    """What follows the answer to the age question; None when the message is not about it and can be answered as it is.

    A yes or an age of eighteen or more opens the coaching; a no, an age below, or two unclear answers close the conversation kindly.
    """
    heard = situation.heard
    said_yes = heard.intent == "affirm" or heard.yes_first or (heard.age is not None and heard.age >= ADULT_AGE)
    if said_yes:
        return _open(library, situation, go_on)
    if heard.intent == "deny":
        return close(library, situation, REFUSED)
    if heard.intent in ("why_this", "bot_challenge"):
        return say(library, situation, WHY)
    if heard.intent in ("inform", "skip", "out_of_scope", "not_helpful"):
        if situation.session.question == ASK_AGAIN:
            return close(library, situation, REFUSED)
        return say(library, situation, ASK_AGAIN)
    return None


def keep_asking(situation: Situation, turn: Turn) -> Turn:
    """The turn for a message that was about something else: the age question stays open, and what waits for it keeps waiting."""
    session = turn.session
    if session.adult or session.closed or session.careful or session.question is not None:
        return turn
    return turn.with_session(replace(session, question=situation.session.question, held=situation.session.held))


def close(library: Library, situation: Situation, moment: str) -> Turn:
    """Ends the coaching for good; the conversation stays closed."""
    session = replace(situation.session, closed=True, held=None, question=None).with_details(own_words=None, own_way=None, why=None)
    turn = say(library, situation.with_session(session), moment)
    return turn.with_session(replace(turn.session, question=None))


def closed(library: Library, situation: Situation) -> Turn:
    """What a closed conversation still answers."""
    turn = say(library, situation, "safety.closed" if situation.session.careful else CLOSED)
    return turn.with_session(replace(turn.session, question=None))


def _open(library: Library, situation: Situation, go_on: Continue) -> Turn:
    # "again" is not about the age question any more; that both are adults must still be known
    both = situation.session.question if situation.session.question == ASK_BOTH else None
    session = replace(situation.session, adult=True, question=both, offered=replace(situation.session.offered, answer=None))
    waited, session = session.details, session.with_details(own_words=None, own_way=None)
    situation = situation.with_session(session)
    overriding = COACHING if session.held is not None else NEEDS_AN_ADULT
    if situation.heard.intent in overriding and situation.heard.age is None:
        return go_on(library, situation)  # "yes, and how do I ask her": the new message is the one to answer
    if session.held is None:
        return say(library, situation, WELCOME)
    between = session.doubt.heard.between if session.doubt is not None else None
    heard = replace(
        situation.heard,
        intent=session.held,
        wish=waited.wish,
        partner_said=waited.partner_said,
        own_words=waited.own_words,
        own_way=waited.own_way,
        between=between,
    )
    turn = go_on(library, replace(situation, heard=heard))
    return turn.with_session(replace(turn.session, held=None))
