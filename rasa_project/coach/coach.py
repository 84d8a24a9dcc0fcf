"""The coach: from a situation to a turn. Safety comes first, then age, then what was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import ASKING, COACHING, LASTING, NEEDS_AN_ADULT, ROLE_OF, TURNED_DOWN
from rasa_project.coach.situation import Details, Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import age, line, safety, shape, talk, topic
from rasa_project.coach.wishes import with_wishes

WISHES = frozenset({"want_alternatives", "refine_phrase", "inform", "how_to_ask"})
"""Where another way to be close is wished for; elsewhere it is mostly what the partner is doing ("she's kissing my neck")."""

REASONS_WITH_A_DAY = frozenset({"big_day", "early_start"})
"""Reasons that name a day of their own ("interview tomorrow"), which is no offer of another time."""

PART_OF = {"a_no": "not_in_the_mood", "an_ask": "how_to_ask"}
"""What a choice between a no and an ask stands for."""

OVERHEARD = frozenset(
    {"inform", "deny", "affirm", "skip", "repeat", "not_helpful", "save_phrase", "delete_one", "goodbye", "good_news", "log_moment", "why_this"}
)
"""Intents that a wish for the line just offered is easily taken for ("warmer. she's worked late all week")."""

Skill = Callable[[Library, Situation], Turn]

SKILLS: dict[str, Skill] = {
    **dict.fromkeys(COACHING, topic.answer_topic),
    **dict.fromkeys(intents.COMPANY | intents.JOURNAL | intents.NOTES | intents.PRIVACY | intents.TALK, talk.moment),
    **dict.fromkeys(intents.ANSWERS, talk.unplaced),
    **dict.fromkeys(intents.SAFETY, safety.answer_danger),
    "not_in_the_mood": line.first_line,
    "explain_reason": talk.explain_reason,
    "plan_intimacy": line.plan,
    "leave_door_open": shape.leave_door_open,
    "how_to_ask": line.first_line,
    "just_a_line": shape.just_a_line,
    "refine_phrase": shape.refine,
    "repeat": shape.repeat,
    "why_this": shape.why_this,
    "not_helpful": talk.moment,
    "want_company": talk.company,
    "greet": talk.greet,
    "help": talk.help_,
    "stop": talk.goodbye,
    "goodbye": talk.goodbye,
    "forget_me": talk.forget,
    "set_country": talk.country,
    "discreet_mode": talk.discreet,
    "safety_false_alarm": safety.false_alarm,
    "out_of_scope": talk.out_of_scope,
}
"""Which skill answers which intent."""


def respond(library: Library, situation: Situation) -> Turn:
    """The coach's turn for what was heard. The same situation always gets the same turn."""
    session = replace(situation.session, turn=situation.session.turn + 1)
    if situation.heard.intent != intents.OUT_OF_SCOPE:
        session = replace(session, misses=0)
    if situation.heard.country is not None:
        session = replace(session, country=situation.heard.country)
    situation = situation.with_session(session)
    if age.is_asked(situation) and situation.heard.age is not None and situation.heard.age < age.ADULT_AGE:
        situation = replace(situation, heard=replace(situation.heard, safety="minor_involved"))
    if session.closed:
        return safety.answer_closed(library, situation)
    if situation.heard.safety is not None or situation.heard.intent in intents.SAFETY:
        return safety.answer_danger(library, situation)
    situation = _with_details(library, situation)
    if age.is_asked(situation):
        return age.answer(library, situation, _go_on) or age.keep_asking(situation, _go_on(library, situation))
    return _go_on(library, situation)


def _go_on(library: Library, situation: Situation) -> Turn:
    """The turn once safety and age have had their word."""
    intent, session = situation.heard.intent, situation.session
    if session.question in talk.FORGET_QUESTIONS and intent in intents.ANSWERS | talk.FORGETTING:
        return talk.answer_forget(library, situation)
    if session.careful in LASTING:
        turn = safety.answer_carefully(library, situation)
        if turn is not None:
            return turn
    if not session.adult and (intent in NEEDS_AN_ADULT or situation.heard.choice in PART_OF):
        return age.ask(library, situation.with_intent(PART_OF.get(situation.heard.choice or "", intent)))
    return _answer_to_the_question(library, situation) or SKILLS[intent](library, situation)


def _answer_to_the_question(library: Library, situation: Situation) -> Turn | None:
    """The turn when the message answers what the coach last asked; None when it does not."""
    heard, question = situation.heard, situation.session.question
    if question == talk.COUNTRY and (heard.intent in intents.ANSWERS or heard.country):
        return talk.country(library, situation)
    if heard.partner_said == "weak_yes" and situation.details.role == "asker":
        return talk.weak_yes(library, situation)
    chosen = _chosen(library, situation)
    if chosen is not None:
        return chosen
    if _wishes_for_the_line(situation):
        return shape.refine(library, situation)
    if _adds_to_the_line(situation):
        return line.offer_line(library, situation)
    if heard.intent not in intents.ANSWERS:
        return None
    if question == "topic.leave_door_open":
        return shape.answer_leave_door_open(library, situation)
    if question == "explain_reason.ask":
        return shape.answer_reason(library, situation)
    if question == "offer.ask":
        return shape.answer_offer(library, situation)
    if question == "time.ask":
        return shape.answer_time(library, situation)
    if question == line.LINE:
        return shape.answer_about_the_line(library, situation)
    if heard.intent == "inform" and situation.details.role is not None and heard.reason:
        return line.first_line(library, situation)
    return None


def _wishes_for_the_line(situation: Situation) -> bool:
    """Whether a message that is something else at first sight holds a wish for the line just offered."""
    heard = situation.heard
    return bool(heard.shapes) and situation.session.offered.line is not None and heard.intent in OVERHEARD | {intents.OUT_OF_SCOPE}


def _adds_to_the_line(situation: Situation) -> bool:
    """Whether a message names something that belongs in the no just offered: love, another way to be close, another time."""
    heard = situation.heard
    named = {"show_appreciation": heard.truths, "want_alternatives": heard.alternative, "leave_door_open": heard.time}
    if situation.details.role is None or situation.session.offered.line is None:
        return False
    corrects_the_time = heard.time is not None and heard.intent in OVERHEARD
    return corrects_the_time or (situation.details.role == "decliner" and bool(named.get(heard.intent)))


def _chosen(library: Library, situation: Situation) -> Turn | None:
    """The turn when one of two offered things was named in a word: company or words, a no or an ask."""
    heard, question = situation.heard, situation.session.question
    if question in talk.COMPANY_QUESTIONS or question == "not_helpful":
        if heard.choice == "company":
            return talk.company(library, situation)
        if heard.choice == "words" or heard.intent == "just_a_line":
            return _words(library, situation)
    if question in talk.COMPANY_QUESTIONS and heard.intent in talk.SAID_IN_COMPANY:
        return say(library, situation, "turned_down.company")
    if question == "topic.unsure_about_yes" and heard.choice == "keep_the_peace":
        return line.first_line(library, situation.with_intent("not_in_the_mood"))
    if question == "topic.unsure_about_yes" and heard.choice == "for_me":
        return say(library, situation, "unsure.for_me")
    if heard.choice in PART_OF and heard.intent in intents.ANSWERS | {intents.OUT_OF_SCOPE}:
        return line.first_line(library, situation.with_intent(PART_OF[heard.choice]))
    if question in talk.WHICH_PART and heard.intent in ("affirm", "skip"):
        return say(library, situation, "shape.nothing_yet")
    return None


def _words(library: Library, situation: Situation) -> Turn:
    """Words were wanted instead of company: for taking tonight's no, for the part that was spoken of, or for opening the talk."""
    details = situation.details
    if details.topic in ("lost_desire", "rebuild_trust"):
        return say(library, situation, "topic.start_the_talk")
    if details.topic not in TURNED_DOWN and not details.took_a_no:
        return line.offer_line(library, situation) if details.role is not None else say(library, situation, "shape.nothing_yet")
    role = details.role or "asker"
    situation = situation.with_session(situation.session.with_details(role=role, topic=None, took_a_no=True))
    return line.offer_line(library, situation, receipt_moment="receipt.turned_down.words")


def _with_details(library: Library, situation: Situation) -> Situation:
    """The situation with what this message says noted; a change of role starts the details afresh."""
    heard, session = situation.heard, situation.session
    details = session.details
    role = ROLE_OF.get(heard.intent, details.role)
    if details.role is not None and role != details.role:
        details = Details(truths=details.truths)
    took_a_no = heard.intent in TURNED_DOWN or (details.took_a_no and heard.intent not in ASKING)
    truths = details.truths | heard.truths
    alternative = next((entry for entry in library.alternatives if entry.id == heard.alternative), None)
    if alternative is not None and heard.intent in WISHES:
        truths |= alternative.needs  # who names a cuddle wants the touch in it
    details = replace(
        details,
        role=role,
        took_a_no=took_a_no,
        reason=heard.reason or details.reason,
        alternative=(heard.alternative if heard.intent in WISHES else None) or details.alternative,
        time=(heard.time if _names_another_time(situation) else None) or details.time,
        asks_for=heard.asks_for or details.asks_for,
        truths=truths,
    )
    if heard.reason is not None or heard.intent == "explain_reason":
        details = replace(details, left_out=details.left_out - {"reason"})  # it is asked for anew
    details = with_wishes(details, heard.shapes)
    return situation.with_session(replace(session, details=details))


def _names_another_time(situation: Situation) -> bool:
    """Whether a day in the message is meant for the line. "I present on Monday" is a reason, not a promise: another time is never added unasked."""
    heard = situation.heard
    if heard.reason in REASONS_WITH_A_DAY:
        return False
    return (
        heard.intent in ASKING | {"leave_door_open", "refine_phrase"}
        or "with_time" in heard.shapes
        or situation.session.question in ("time.ask", "topic.leave_door_open")
        or situation.details.time is not None  # a correction
        or (heard.intent == "inform" and situation.details.role == "asker")
    )
