"""What to say when the partner answers: the no once more, with no fresh reason; for the asker, a weak yes taken as the no it is."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, PartnerReply, Role
from rasa_project.coach.intents import ANSWERS, ASKING, DECLINING, OUT_OF_SCOPE, SHAPING, TURNED_DOWN
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import age, next_turn, safety

PUSHES = frozenset({"why", "again", "when_then"})
"""Answers that ask for another answer."""
WEAK_YES = frozenset({"maybe", "if_you_want"})
"""Answers that sound like a yes and are a no for tonight (Kitzinger & Frith 1999)."""
REPEATED, WORRIED = 1, 2
"""How often the partner may have asked again: once the no is repeated, then the coach asks about worry before any firmer line."""
LOOKED_SAD = "looked_sad"
"""The choice that tells of a partner who took it well, and was sad about it."""
SETTLED, LIGHT = "settled", frozenset({"joke", "fine"})
"""It went well; an answer that is light, where the person is glad of it."""
UNCLEAR, ANSWERED = "partner.unclear", "they_answered"
"""Asks what the partner said; the choice that tells only that they answered."""
SILENCE = "silence"
"""The partner says nothing."""
IS_IT_ME = "is_it_me"
IN_A_TALK = {"why": "why_now", "when_then": "how_long"}
"""What asks for another answer tonight asks something else of who opened a talk, or told of what has been so for long."""
WHAT_IF_THEY, WHAT_IF_REPLY = "what_if_they_say", "what_if"
"""The choice that asks what to say to whatever they may say, and the reply that fits any of it."""
ASKS_BACK = frozenset({*IN_A_TALK.values(), WHAT_IF_REPLY})
"""Answers that are no answer to an ask: they want to know more."""
TONIGHTS = frozenset({"", "reply", "firm", "ask", "decline", "hear_a_no", "apart", "plan"})
"""Banks whose lines are about tonight, or another evening."""
SULKS = "sulks"
"""Sulks or punishes after a no: hurt, or pushing? That is asked before any more words are found."""
SAYS_NO = "i_am_asked"
"""The choice by which somebody puts it right that they are the one who says no."""
ASKS = "i_am_asking"
"""The choice by which they put it right that they are the one who asks."""
WHAT_IF = "what_if_a_no"
"""The choice that only asks what to say to a no, in a few words."""
ANOTHER_DAY = "another_day"
"""They name another day, which stands in the line."""
NO_SAID, AFTER_IT = "partner.receipt.no_said", "reply.no_said"
"""The receipt and the lines for after one's own no."""
HURTS, JUST_NO = "hurts", "not_now"
"""The choice that tells of hurt, and the partner's plain no: of that, company comes first."""


def answer_partner(library: Library, situation: Situation) -> Turn | None:
    """The turn when the message tells what the partner answered; None when it does not, or when company comes first."""
    heard, line = situation.heard, situation.session.offered.line
    said = heard.partner_said or (heard.partner_words if situation.session.question == UNCLEAR else None)
    reply = _reply(library, situation, said) if situation.session.adult else None
    if _no_is_said(situation) and (reply is None or reply.role == "asker"):
        situation = situation.with_session(situation.session.with_details(role="decliner", topic=None))
        return say(library, situation, NO_SAID, line_of=AFTER_IT)
    if reply is None:
        return say(library, situation, UNCLEAR) if line is not None and ANSWERED in heard.choices else None
    if reply.id == SETTLED and LOOKED_SAD in heard.choices and situation.details.role == "decliner" and line is not None:
        return say(library, situation, "partner.settled_sad", line_of="reply.disappointed")
    if reply.id in (SETTLED, JUST_NO) and heard.wish is not None:
        return None  # "she's fine with it. anything nice to say in the morning?"
    if reply.id == JUST_NO and (situation.details.bank or "").startswith("thanks"):
        return None  # "can it mention how he said no": it is of last night
    if reply.id == SETTLED or (reply.id in LIGHT and heard.intent == "good_news"):
        if line is not None and heard.asks and situation.details.role == "decliner":
            return say(library, situation, "partner.receipt.settled", line_of="reply.settled")
        return say(library, situation, "partner.settled") if line is not None else None
    hurt_by_a_no = HURTS in heard.choices and reply.id == JUST_NO
    if reply.id == ANOTHER_DAY and situation.details.time is None and heard.time is None:
        return None
    if (
        (line is None or hurt_by_a_no)
        and heard.intent in TURNED_DOWN | {"log_moment"}
        and (reply.id not in age.NEEDS_WORDS or HURTS in heard.choices)
    ):
        return None
    role = _speaker(situation, reply)
    if role is None:
        return None
    if reply.id in ASKS_BACK:
        return None
    situation = situation.with_session(situation.session.with_details(role=role, topic=None))
    return _answer_to_the_asker(library, situation, reply) if role == "asker" else _answer_to_the_decliner(library, situation, reply)


def _no_is_said(situation: Situation) -> bool:
    """Whether somebody's own no is behind them, and they want words for after it: "no no i already said no. what do i say now"."""
    asks = situation.heard.intent in DECLINING | SHAPING | ANSWERS | {OUT_OF_SCOPE, "show_appreciation", "give_feedback"} - {"change_mind"}
    said = age.ALREADY_SAID in situation.heard.choices or situation.heard.partner_said == age.ALREADY_SAID
    return situation.session.adult and said and asks and situation.details.role != "asker"


def answer_what_they_ask_back(library: Library, situation: Situation) -> Turn | None:
    """Words for what is no answer to an ask ("for how long?", "why now?", whatever they may say), before it counts as told to a listener."""
    heard, line = situation.heard, situation.session.offered.line
    what_if = WHAT_IF_THEY in heard.choices and WHAT_IF not in heard.choices and heard.partner_said is None
    reply = _reply(library, situation, WHAT_IF_REPLY if what_if else heard.partner_said)
    if line is None or reply is None or reply.id not in ASKS_BACK or heard.intent == "good_news":
        return None
    return say(library, situation, f"partner.receipt.{reply.id}", line_of=f"reply.{reply.id}")


def asks_about_sulking(library: Library, situation: Situation) -> Turn | None:
    """The question that a sulk after one's own no gets before any coaching, and before the age question; None where there is none."""
    heard = situation.heard
    said_no = situation.details.role == "decliner" or heard.intent not in ASKING | TURNED_DOWN
    between_two = (situation.session.question or "").startswith(
        next_turn.TWO
    )  # what they say to each other is no report, and they both hear the answer
    if heard.partner_said != SULKS or situation.details.role == "asker" or not said_no or between_two:
        return None
    return say(library, situation, "partner.sulks_aloud" if situation.channel == "voice" else "partner.sulks")


def answers(library: Library, situation: Situation) -> bool:
    """Whether the message tells what the partner answered to the line that was offered, in the part that it was offered for."""
    role, said = situation.details.role, situation.heard.partner_said
    return (
        role is not None
        and situation.session.offered.line is not None
        and any(entry.id == said and entry.role in ("any", role) for entry in library.partner)
    )


def is_an_ordinary_reply(library: Library, situation: Situation) -> bool:
    """Whether a danger noticed by the model alone is an ordinary reply of the partner's, told of.

    One "when, then?" after the no is; at the next one the coach asks about worry. "What if he says no" after an ask presses nobody.
    """
    heard = situation.heard
    if heard.safety_by != "model":
        return False
    if heard.partner_said in ASKS_BACK and situation.session.offered.line is not None:
        return True  # "what do i say if he asks how long this will last"
    if not answers(library, situation):
        return False
    one_push = heard.partner_said in PUSHES and heard.partner_said == heard.partner_words and situation.details.pushed == 0
    what_if = heard.partner_said == SILENCE or WHAT_IF in heard.choices or (heard.partner_said == JUST_NO and heard.faint)
    return (heard.safety == "pressured" and one_push) or (heard.safety == "wants_to_pressure" and what_if)


def _reply(library: Library, situation: Situation, said: str | None) -> PartnerReply | None:
    """The partner's reply, as it is meant after the line that was offered."""
    bank = (situation.details.bank or "").partition(".")[0]
    if bank not in TONIGHTS or situation.details.for_now is not None or situation.details.topic == "lost_desire":
        if said == IS_IT_ME:
            return None  # "she thinks it's her", of desire long gone: nothing of tonight answers that
        said = IN_A_TALK.get(said or "", said)
    return next((entry for entry in library.partner if entry.id == said), None)


def _speaker(situation: Situation, reply: PartnerReply) -> Role | None:
    """Whose part is spoken for; None when the partner's words do not answer that part."""
    role = situation.details.role
    if SAYS_NO in situation.heard.choices and reply.role == "asker":
        return None  # "i'm the one who says no"
    if role is None:
        role = "decliner" if situation.heard.intent in DECLINING else reply.role if reply.role != "any" else None
    return role if reply.role in ("any", role) else None


def _answer_to_the_decliner(library: Library, situation: Situation, reply: PartnerReply) -> Turn:
    pushed = situation.details.pushed + (reply.id in PUSHES)
    situation = situation.with_session(situation.session.with_details(pushed=pushed))
    if reply.id in PUSHES and pushed == WORRIED:
        return say(library, situation, "partner.goes_on_aloud" if situation.channel == "voice" else "partner.goes_on")
    if reply.id in PUSHES and pushed > WORRIED:
        # a firm no that is asked away again is no longer about wording
        return safety.answer_danger(library, replace(situation, heard=replace(situation.heard, safety="pressured")))
    return say(library, situation, f"partner.receipt.{reply.id}", line_of=f"reply.{reply.id}")


def _answer_to_the_asker(library: Library, situation: Situation, reply: PartnerReply) -> Turn:
    situation = situation.with_session(situation.session.with_details(took_a_no=reply.id != ANOTHER_DAY))
    moment = "ask.after_no" if reply.id in WEAK_YES else f"partner.receipt.{reply.id}"
    return say(library, situation, moment, line_of=f"reply.{reply.id}")
