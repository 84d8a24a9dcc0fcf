"""Everything the coach answers with standing words: small talk, privacy, and what it did not understand."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import ANSWERS
from rasa_project.coach.remembered import Forget, Purpose
from rasa_project.coach.situation import Session, Situation
from rasa_project.coach.skill import LINE, say, without_again
from rasa_project.coach.skills import age, line, memory, next_turn

NOISE_MOMENTS = {"empty": "noise", "symbols": "noise", "language": "other_language", "instructions": "instructions", "too_long": "too_long"}
ABOUT_THEM = "out_of_scope.about_them"
"""Asks what is wanted where somebody tells of the partner, and not what."""
WHICH_PART = ("age.welcome", "inform_unplaced", "shape.nothing_yet", "out_of_scope.first", "out_of_scope.second", ABOUT_THEM)
"""Moments that ask whether it is a no or an ask."""
MISREAD = "misread"
"""The choice that says the coach took it wrongly; what was meant is asked."""
HERE, AT_THE_LINE = "out_of_scope.here", "out_of_scope.at_the_line"
"""What was not understood while a question is open: the same question once more; right after a line, whether it is about that."""
FORGET, COUNTRY = "forget_me.ask", "set_country.ask"
INSTEAD = "delete_one"
"""The moment that offers to forget everything to who wanted one thing gone, of which there is none."""
PARTS = tuple(purpose.value for purpose in (Purpose.JOURNAL, Purpose.SAVED, Purpose.NOTES))
FORGET_QUESTIONS = (FORGET, INSTEAD, *(f"{FORGET}_{part}" for part in PARTS))
"""Moments that ask whether this conversation is to be forgotten."""
SURE = "are_you_sure"
"""The choice that asks whether it is certain, and says no yes: "u sure?"."""
FORGETTING = frozenset({"forget_me", "delete_one"})
"""Intents that say so once more."""


def moment(library: Library, situation: Situation) -> Turn:
    """The standing words for an intent of the same name."""
    return say(library, situation, situation.heard.intent)


def greet(library: Library, situation: Situation) -> Turn:
    """A greeting; the first one says what this is and asks the age."""
    return say(library, situation, "greet" if situation.session.adult else "greet.disclosed")


def good_news(library: Library, situation: Situation) -> Turn:
    """A short gladness, and quiet."""
    return say(library, situation, "good_news.talked" if "talked" in situation.heard.choices else "good_news")


def help_(library: Library, situation: Situation) -> Turn:
    """What can be said here."""
    return say(library, situation, "help")


def explain_reason(library: Library, situation: Situation) -> Turn:
    """Asked for words for a reason: the line with it; a line without one comes first where it is not known yet."""
    if situation.details.reason is not None:
        return line.first_line(library, situation)
    situation = situation.with_session(situation.session.with_details(role="decliner", topic=None))
    return line.offer_line(library, situation, after_moment="explain_reason.ask")


def goodbye(library: Library, situation: Situation) -> Turn:
    """The end of a conversation."""
    turn = say(library, situation, situation.heard.intent)
    return turn.with_session(replace(turn.session, question=None, misses=0))


def forget(library: Library, situation: Situation) -> Turn:
    """Asks once before everything is forgotten, or the part that was named."""
    named = memory.named_purpose(situation)
    if named is None and memory.names_a_part(situation) and not situation.remembered.locked and situation.remembered.readable:
        return say(library, situation, "stop_remembering.nothing" if not situation.remembered.consents else memory.WHICH_TO_STOP)
    return say(library, situation, FORGET if named is None else f"{FORGET}_{named.value}")


def answers_forgetting(situation: Situation) -> bool:
    """Whether the message answers if all is to be forgotten. Who goes on about one thing says no yes to that."""
    intent, question = situation.heard.intent, situation.session.question
    one_thing = intent == "delete_one" and (question == INSTEAD or "last_entry" in situation.heard.choices)
    meant = intent in ANSWERS | FORGETTING or SURE in situation.heard.choices
    return question in FORGET_QUESTIONS and meant and not one_thing


def answer_forget(library: Library, situation: Situation) -> Turn:
    """Forgets all of this conversation after a yes; what was a danger or closed it stays noticed."""
    session = situation.session
    if SURE in situation.heard.choices:
        turn = say(library, situation, "forget_me.sure")
        return turn.with_session(replace(turn.session, question=session.question))
    if situation.heard.intent not in FORGETTING | {"affirm"}:
        return say(library, situation, "forget_me.kept")
    part = (session.question or "").removeprefix(FORGET).removeprefix("_")
    if part in PARTS:
        purpose = Purpose(part)
        return say(library, memory.without_what_is_held(situation, purpose), "forget_me.done_part").changing(Forget(purpose))
    turn = say(library, situation, "forget_me.done")
    kept = Session(closed=session.closed, careful=session.careful, turn=session.turn)
    return turn.with_session(kept).changing(Forget())


def country(library: Library, situation: Situation) -> Turn:
    """Notes the country named, or asks for it."""
    if situation.heard.country is None:
        return say(library, situation, "set_country.unknown" if situation.session.question == COUNTRY else COUNTRY)
    return say(library, situation, "set_country.done")


def out_of_scope(library: Library, situation: Situation) -> Turn:
    """Nothing here fits: said kindly, then with two choices, then with a way out."""
    noise = situation.heard.noise
    misses = situation.session.misses + 1
    situation = situation.with_session(replace(situation.session, misses=misses))
    if noise in NOISE_MOMENTS and misses < (2 if situation.channel == "voice" else 3):  # aloud the second time narrows it to two choices
        return say(library, situation, NOISE_MOMENTS[noise])
    last, question = situation.session.offered.answer, situation.session.question
    if misses == 1 and last is not None and last["after"].endswith("?") and question not in (None, LINE, *WHICH_PART):
        turn = say(library, situation, HERE, after=last["after"], chips=tuple(last["chips"]), listen=True)
        return turn.with_session(replace(turn.session, question=question))
    if misses == 1 and noise is None and question == LINE and situation.session.offered.line is not None:
        turn = say(library, situation, AT_THE_LINE)  # in the middle of a talk it is mostly about the line
        return turn.with_session(replace(turn.session, question=LINE))
    if misses == 1 and noise is None and situation.heard.pronoun is not None and situation.session.offered.line is None:
        return say(library, situation, ABOUT_THEM)
    return say(library, situation, ("out_of_scope.first", "out_of_scope.second", "out_of_scope.third")[min(misses, 3) - 1])


def still_unclear(library: Library, situation: Situation) -> Turn:
    """What was asked about and is still unclear: the general choices; after the next miss a way out."""
    return say(library, situation.with_session(replace(situation.session, misses=2)), "out_of_scope.second")


def unplaced(library: Library, situation: Situation) -> Turn:
    """A bare answer with no open question."""
    intent = situation.heard.intent
    if intent == "inform":
        return say(library, situation, "inform_unplaced")
    return say(library, situation, {"affirm": "still_here", "deny": "no_problem", "skip": "skip_ok"}[intent])


def company(library: Library, situation: Situation) -> Turn:
    """Company instead of words."""
    return say(library, situation, "want_company")


def not_helpful(library: Library, situation: Situation) -> Turn:
    """Another kind of help than the one that did not help, not another line."""
    session = situation.session
    if MISREAD in situation.heard.choices:
        return say(library, situation, "not_helpful.plain")
    last = next((entry.moment for entry in library.answers if entry.id in session.offered.answers[-1:]), "")
    if (session.question or last).startswith(next_turn.IN_COMPANY):
        return say(library, situation, "not_helpful.after_company")
    return say(library, situation, "not_helpful.after_line" if session.offered.line is not None else "not_helpful.plain")


def why_asked(library: Library, situation: Situation) -> Turn:
    """A question answered with a question: what the coach asks for, and that nobody has to say. The question stays open."""
    moment = f"why_asked.{without_again(situation.session.question or '')}"
    turn = say(library, situation, moment if moment in library.moments else "why_asked")
    return turn.with_session(replace(turn.session, question=situation.session.question))


def both_here(library: Library, situation: Situation) -> Turn:
    """Two people who want to use it together: both are asked whether they are adults, unless they have said so."""
    session, heard = situation.session, situation.heard
    if session.question == age.ASK_BOTH:
        return next_turn.together(library, situation, "both.hello")
    if next_turn.BOTH_ADULTS not in session.asked:
        return next_turn.together(library, situation, "both.adults")
    wanted = "both.signal.ask" if "both_signal" in heard.choices else "both.third" if "both_another" in heard.choices else "both.after_again"
    return next_turn.together(library, situation, wanted)
