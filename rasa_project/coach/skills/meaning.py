"""A message that could mean either of two things: the coach asks once which, in plain words, and acts on the answer."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Meaning
from rasa_project.coach.intents import ANSWERS, ASKING, DECLINING, OUT_OF_SCOPE
from rasa_project.coach.situation import Doubt, Heard, Situation
from rasa_project.coach.skill import LINE, finish, say
from rasa_project.coach.skills import age, next_turn, talk

WHICH, YES_OR_NO = "meaning.which", "meaning.yes_or_no"
SAID_BACK = {"no": "meaning.said_back.no", "ask": "meaning.said_back.ask"}
YES_NO = ("affirm", "deny")
PART = {"no": "not_in_the_mood", "ask": "how_to_ask"}
NAMED = {"first_of_two": 0, "second_of_two": 1}
"""Choices that name one of two by its place."""
SAME_ANSWER = (
    frozenset({"not_in_the_mood", "explain_reason", "leave_door_open"}),  # a line that says no
    frozenset({"got_turned_down", "repeated_rejection"}),  # company first
    frozenset({"how_to_ask", "plan_intimacy"}),  # a line that asks
    frozenset({"leave_door_open", "got_turned_down"}),  # words about another time, which ask for nothing tonight
    frozenset({"forget_me", "delete_one", "stop_remembering"}),  # each asks before it forgets
)
"""Intents whose answers are so alike that a wrong guess costs less than a question."""
A_YES = "yes"
"""The bank of words for a yes."""
A_CUDDLE_AND_A_NO = frozenset({"not_in_the_mood", "want_alternatives"})
"""The same, where another way to be close is named."""


def held(situation: Situation) -> Situation:
    """The same moment, its doubt put by until the age is known."""
    doubt = Doubt.about(situation.heard) if situation.heard.between is not None else None
    return situation.with_session(replace(situation.session, doubt=doubt))


def is_doubted(library: Library, situation: Situation) -> bool:
    """Whether it is worth a question which of two things was meant."""
    between = situation.heard.between
    if between is None or any(group.issuperset(between) for group in SAME_ANSWER):
        return False
    if _message(situation).alternative is not None and A_CUDDLE_AND_A_NO.issuperset(between):
        return False  # "a cuddle and no sex" is both, in one line
    wish = library.wishes_in.get(between[0], {}).get(_message(situation).wish or "")
    if wish is not None and (wish.line_of or "").partition(".")[0] == A_YES:
        return False  # "he asked and yes, but i'm tongue-tied" is neither an ask nor a no
    if between[0] in DECLINING and any(reason.id in _message(situation).reasons and reason.role == "decliner" for reason in library.reasons):
        return False  # a reason for a no was given
    return {meaning.id for meaning in library.meanings}.issuperset(between)


def ask(library: Library, situation: Situation) -> Turn:
    """Asks which of the two was meant; each has a button."""
    first, second = (_meaning(library, intent) for intent in situation.heard.between or ())
    session = situation.session
    doubt = Doubt.about(_message(situation), session.question)
    turn = say(library, situation.with_session(replace(session, doubt=doubt)), WHICH, chips=(first.chip.id, second.chip.id))
    asked = turn.answer.after.replace("{first}", first.phrase).replace("{second}", second.phrase)
    return finish(turn.session, replace(turn.answer, after=asked))


def is_asked(situation: Situation) -> bool:
    """Whether the question is open."""
    return situation.session.question == WHICH and situation.session.doubt is not None


def answered(library: Library, situation: Situation, part: str | None) -> Situation | Turn:
    """What follows the answer: the moment with the message as it was meant, or as it now is; or a turn, when it is still unclear.

    The intent itself (a button, the same thing said more plainly), the place of one of the two, or `part`, the intent that "a no" or "an ask" stands
    for, says which; anything else that is clear is a new message. Nobody is asked twice.
    """
    heard, doubt = situation.heard, situation.session.doubt
    between = doubt.heard.between if doubt is not None else None
    if doubt is None or between is None:
        return situation
    place = next((NAMED[choice] for choice in NAMED if choice in heard.choices), None)
    named = between[place] if place is not None else part
    meant = next((intent for intent in (named, heard.intent) if intent in between), None)
    if meant is not None:
        session = replace(situation.session, doubt=None, question=doubt.question)
        return replace(situation, heard=_told_apart(doubt.heard, heard, meant), session=session)
    says_something = heard.partner_said or heard.reason or heard.own_words or heard.wish or heard.alternative or heard.shapes
    if heard.intent in ("affirm", "deny", "skip", OUT_OF_SCOPE) and heard.noise is None and not says_something:
        return talk.still_unclear(library, situation)
    return replace(situation, heard=replace(heard, between=None))


def dropped(situation: Situation) -> Situation:
    """The same moment without a doubt that nobody asks about any more."""
    return situation.with_session(replace(situation.session, doubt=None))


def is_a_sound(situation: Situation) -> bool:
    """Whether a mere sound ("mm") answers an open question: a yes or a no to it, and which is asked once."""
    return situation.heard.between == YES_NO and situation.session.question is not None


def was_just_asked_about(library: Library, situation: Situation) -> bool:
    """Whether the coach's last words asked the same of the sound before; who hums again is not understood."""
    return not {entry.id for entry in library.moments.get(YES_OR_NO, ())}.isdisjoint(situation.session.offered.answers[-1:])


def ask_yes_or_no(library: Library, situation: Situation) -> Turn:
    """Asks whether the sound was a yes or a no; the question that it answers stays open."""
    session = situation.session
    turn = say(library, situation, YES_OR_NO)
    return turn.with_session(replace(turn.session, question=session.question))


def is_misheard(library: Library, situation: Situation) -> bool:
    """Whether a spoken message hangs on a word that may have been misheard, so that a yes could be a no.

    Where it can only be a no, a sure understanding is enough, but for the age, where a no ends everything. An exercise is about its words, and
    nobody is asked twice.
    """
    heard, question = situation.heard, situation.session.question or ""
    enough = heard.by_ear == "no" and heard.sure and not age.is_asked(situation)
    if situation.channel != "voice" or heard.by_ear is None or enough:
        return False
    return not question.startswith(next_turn.EXERCISES) and not was_just_asked_about(library, situation) and not is_said_back(situation)


def say_back(library: Library, situation: Situation) -> Turn:
    """Asks whether it is as understood, before anything is done: a no, unless it was clearly an ask; an answer to a question, whether yes or no."""
    session, heard = situation.session, situation.heard
    if session.question not in (None, LINE) and heard.intent in ANSWERS | {OUT_OF_SCOPE}:
        return ask_yes_or_no(library, situation)
    part = "ask" if heard.intent in ASKING else "no"
    meant = heard if heard.intent in ASKING | DECLINING else replace(heard, intent=PART[part])
    doubt = Doubt.about(replace(meant, sure=True, between=None, by_ear=None), session.question)
    return say(library, situation.with_session(replace(session, doubt=doubt)), SAID_BACK[part])


def is_said_back(situation: Situation) -> bool:
    """Whether the coach has just said back what it understood."""
    return situation.session.question in SAID_BACK.values() and situation.session.doubt is not None


def confirmed(library: Library, situation: Situation) -> Situation | Turn:
    """What follows the answer: the message as it was understood after a yes; which it is is asked after a no; anything else is a new message."""
    heard, session = situation.heard, situation.session
    doubt = session.doubt
    if doubt is None:
        return situation
    if heard.intent == "affirm":
        return replace(situation, heard=doubt.heard, session=replace(session, doubt=None, question=doubt.question))
    if heard.intent in ("deny", "skip", OUT_OF_SCOPE) and heard.noise is None:
        return talk.still_unclear(library, dropped(situation))
    return dropped(situation)


def _message(situation: Situation) -> Heard:
    """The message that is doubted: the one that was put by until the age was known, else the one just heard."""
    doubt, heard = situation.session.doubt, situation.heard
    return doubt.heard if doubt is not None and doubt.heard.between == heard.between else heard


def _meaning(library: Library, intent: str) -> Meaning:
    return next(meaning for meaning in library.meanings if meaning.id == intent)


def _told_apart(before: Heard, now: Heard, meant: str) -> Heard:
    """The first message as it was meant, with what was said since."""
    return replace(
        before,
        intent=meant,
        sure=True,
        between=None,
        reason=now.reason or before.reason,
        reasons=(*before.reasons, *now.reasons),
        alternative=now.alternative or before.alternative,
        time=now.time or before.time,
        shapes=(*before.shapes, *now.shapes),
        truths=before.truths | now.truths,
        asks_for=now.asks_for or before.asks_for,
        wish=now.wish or before.wish,
        subjects=now.subjects or before.subjects,
    )
