"""A danger that is no more than a guess is asked about once, plainly, before anything else: nobody is spoken to as what they are not."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Doubt, Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import age, next_turn, safety

ASKED = "safety.guess"
"""The moments of the question, one for each danger: "safety.guess.self_harm"."""
MOST_ASKED = 2
"""How many such questions there are in a conversation; after them only what is not faint counts, and counts at once."""
DENIALS = frozenset({"deny", "safety_false_alarm"})
SOMETHING_ELSE = "something_else"
"""The choice that it is no danger."""
NOT_ASKED_ABOUT = frozenset({"explicit_request"})
"""Answered at once: a short word about what is not written here wrongs nobody."""
ASKED_EVEN_IF_UNLIKELY = frozenset({"partner_violence", "pressured", "sexual_assault", "explicit_request"})
"""Where the middle of a talk asks for no more certainty: what a partner does may be told there first, and the last wrongs nobody."""
MINOR = "minor_involved"
HELP = frozenset({"help", "set_country"})


def in_an_exercise(situation: Situation) -> bool:
    """Whether a guess at something explicit is only a sentence that is being practised."""
    heard, question = situation.heard, situation.session.question or ""
    return heard.safety == "explicit_request" and heard.guess is not None and question.startswith(next_turn.EXERCISES)


def was_denied(situation: Situation) -> bool:
    """Whether the person has said of the same guess that it is something else; only what is not faint counts then."""
    heard = situation.heard
    return heard.guess is not None and f"{ASKED}.{heard.safety}" in situation.session.asked


def is_worth_asking(situation: Situation) -> bool:
    """Whether to ask before the danger is answered as one.

    Not where a life may be in danger this minute, where danger was noticed before, or where the question was just asked: then it counts. Of each
    danger it is asked once, and of `MOST_ASKED` in a conversation. On a speaker the dangers that come from a partner have a neutral question of
    their own first.
    """
    heard, session = situation.heard, situation.session
    if heard.safety is None or heard.guess is None or heard.safety_by != "model" or heard.at_once or heard.safety in NOT_ASKED_ABOUT:
        return False
    aloud = situation.channel == "voice" and heard.safety in safety.NEUTRAL_FIRST
    return session.careful is None and not session.closed and not aloud and not _was_asked_enough(situation) and not is_asked(situation)


def is_too_faint(situation: Situation) -> bool:
    """Whether a guess is let be: one less probable than none where it was asked about often enough, an unlikely one in the middle of a talk.

    That is a talk about a line, in which people say all kinds of things; who begins to tell is asked.
    """
    heard, session = situation.heard, situation.session
    if heard.guess is None or session.careful is not None:
        return False
    before_the_other = (session.question or "").startswith(next_turn.TWO)  # nobody is asked there about a fear that is hardly likely
    in_a_talk = before_the_other or (session.adult and session.offered.line is not None)
    surer = heard.safety not in ASKED_EVEN_IF_UNLIKELY or before_the_other
    return (heard.faint and _was_asked_enough(situation)) or (in_a_talk and (heard.unlikely if surer else heard.faint))


def is_for_the_age_question(situation: Situation) -> bool:
    """Whether a guess at somebody's age comes before the question about it, or as an answer to it: it is asked about both then."""
    heard, session = situation.heard, situation.session
    return heard.safety == MINOR and heard.guess is not None and heard.safety_by == "model" and not session.adult and session.careful is None


def noted_for_the_age_question(situation: Situation) -> Situation:
    """The moment with such a guess put by until that question."""
    return situation.with_session(replace(situation.session, asked=situation.session.asked | {age.OF_THE_PARTNER}))


def _was_asked_enough(situation: Situation) -> bool:
    return sum(asked.startswith(f"{ASKED}.") for asked in situation.session.asked) >= MOST_ASKED


def ask(library: Library, situation: Situation) -> Turn:
    """Asks whether it is that danger, or something else; the message waits, as what it is if it is something else."""
    heard, session = situation.heard, situation.session
    waits = replace(heard, intent=heard.guess or heard.intent, safety=None, safety_by=None, guess=None)
    situation = situation.with_session(replace(session, doubt=Doubt.about(waits, session.question)))
    moment = f"safety.guess.{heard.safety}"
    turn = say(library, situation, moment, safety=heard.safety, private=True)
    return turn.with_session(replace(turn.session, question=moment))


def is_asked(situation: Situation) -> bool:
    """Whether the question is open."""
    return (situation.session.question or "").startswith(f"{ASKED}.") and situation.session.doubt is not None


def answered(situation: Situation) -> Situation:
    """The moment as the answer makes it: the danger after a yes or a call for help, the waiting message after a no, else the new message."""
    heard, session = situation.heard, situation.session
    label = (session.question or "").removeprefix(f"{ASKED}.")
    doubt = session.doubt
    if heard.guess is not None and (heard.faint or heard.guess in DENIALS or SOMETHING_ELSE in heard.choices):
        heard = replace(heard, intent=heard.guess, safety=None, safety_by=None, guess=None)  # "no, he's lovely": an answer, and no second sign
        situation = replace(situation, heard=heard)
    if doubt is None or heard.safety is not None:
        return situation.with_session(replace(session, doubt=None))
    if heard.intent == "affirm" or heard.intent in HELP:
        return replace(situation, heard=replace(doubt.heard, intent=label, safety=label), session=replace(session, doubt=None, question=None))
    denied = replace(session, doubt=None, question=doubt.question, asked=session.asked | {f"{ASKED}.{label}"})
    grown = label == MINOR and heard.age is not None and heard.age >= age.ADULT_AGE  # "we're both 22, the exam is at 9"
    if heard.intent in DENIALS or SOMETHING_ELSE in heard.choices or grown:
        return replace(situation, heard=doubt.heard, session=denied)
    if label == "wants_to_pressure" and heard.intent in intents.SHAPING | intents.ASKING:
        # who only asks for the words again has not said that it is something else
        return replace(situation, heard=replace(doubt.heard, intent=label, safety=label), session=replace(session, doubt=None, question=None))
    return situation.with_session(replace(session, doubt=None, question=None))
