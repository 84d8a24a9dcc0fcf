"""What the coach says next by the table of turns (`data/coaching/turns.yml`): after its question, to what was heard, the words of a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Signal
from rasa_project.coach.intents import A_NO_SAID, ANYTHING, SIGNAL
from rasa_project.coach.situation import Details, Offered, Situation
from rasa_project.coach.skill import filled, say, without_again
from rasa_project.coach.skills import age, practice, safety
from rasa_project.coach.skills.shape import SLOWER

TWO = "both."
"""Moments of two people who use it together; nothing of that is kept or recalled."""
IN_COMPANY = (
    "turned_down.",
    "repeated.",
    "lost.",
    "trust.",
    "company.",
    "want_company",
    "topic.got_turned_down",
    "topic.repeated_rejection",
    "topic.lost_desire",
    "topic.rebuild_trust",
    "topic.stopped_asking",
)
"""Moments of company; what helps there is not another line."""
REHEARSAL = "practice."
EXERCISES = (TWO, REHEARSAL)
"""Moments in which whatever is said belongs to the exercise, and is no wish for something else."""
PARTING = frozenset({"parting", "both_stop", "both_done", "enough", "enough_tonight"})
"""Choices by which two people leave; in their talk a goodbye alone is mostly one they speak of."""
HELLO, BOTH_ADULTS = f"{TWO}hello", "both_adults"
"""The moment that two adults are welcomed at; noted of the conversation, so that they are asked once."""
WHICH_SIDE = "trust.which"
"""Asks who somebody is after a breach of trust; needless where they told."""
NEVER_AN_ANSWER = intents.PRIVACY | frozenset(
    {"stop", "goodbye", "help", "repeat", "bot_challenge", "why_this", "safety_false_alarm", "not_helpful", "practice", "both_here"}
)
"""What is never taken as part of an exercise, so that it works everywhere."""
SAID_IN_COMPANY = (
    intents.ANSWERS
    | intents.TURNED_DOWN
    | frozenset({intents.OUT_OF_SCOPE, "log_moment", "lost_desire", "rebuild_trust", "desire_mismatch", "thanks", "want_company"})
)
"""What is said to somebody who listens is not a wish for words."""
OFFERED_BY_BUTTON = {"want_company": "company", "just_a_line": "words"}
"""Intents that stand for one of two offered things."""

WANTS_WORDS = "i_want_to_say"
"""The choice by which somebody who is listened to asks for words ("how do i tell her")."""
WORDS_FOR = frozenset({"lost_desire", "rebuild_trust"})
WORDS_WANTED = frozenset({"show_appreciation", "explain_reason", "how_to_ask", "start_the_talk", "not_in_the_mood"})
"""In these topics, intents that are a wish for words ("i need words so he knows it isn't him")."""

Continue = Callable[[Library, Situation], Turn]


def next_turn(library: Library, situation: Situation, go_on: Continue) -> Turn | None:
    """The turn that the table names; None when nothing in it fits."""
    question = without_again(situation.session.question or "")
    rows = library.turns_after.get(question, ())
    # what was named in so many words counts before what the message was taken for
    for names in (_named(situation), _named(situation) | _meant(situation, question)):
        for row in rows:
            if any(names.issuperset(heard.split("+")) for heard in row.hears):
                return go_to(library, situation, row.says, go_on)
    return None


def go_to(library: Library, situation: Situation, moment: str, go_on: Continue) -> Turn:
    """The turn of a moment: its words, or what an intent, a danger or a rehearsal gets."""
    kind, _, name = moment.partition(".")
    if kind == "intent":
        return go_on(library, situation.with_intent(name))
    if kind == "safety" and name in intents.SAFETY:
        return safety.answer_danger(library, replace(situation, heard=replace(situation.heard, safety=name)))
    if moment == WHICH_SIDE and situation.details.side is not None:
        return say(library, situation, f"trust.{situation.details.side}_words")
    if kind == "practice":
        return practice.go_to(library, situation, moment)
    if kind == "age":
        return age.close(library, situation, moment)
    if moment.startswith(TWO):
        return together(library, situation, moment)
    return say(library, situation, moment)


def together(library: Library, situation: Situation, moment: str) -> Turn:
    """A turn with two people: what was known before is put away, and only their signal is held until the end of it."""
    session = situation.session
    signal = situation.heard.signal or (session.details.signal if (session.question or "").startswith(TWO) else None)
    offered = replace(Offered(), answers=session.offered.answers, openers=session.offered.openers)
    if moment == HELLO:
        session = replace(session, asked=session.asked | {BOTH_ADULTS})
    turn = say(library, situation.with_session(replace(session, details=Details(signal=signal), offered=offered, held=None)), moment)
    agreed = next((entry for entry in library.signals if entry.id == signal), None)
    return turn if agreed is None else _with_signal(turn, agreed)


def _with_signal(turn: Turn, signal: Signal) -> Turn:
    """The turn with what the two agreed on in its place."""
    return filled(turn, {"signal": signal.name, "yes": signal.yes, "no": signal.no, "unsure": signal.unsure})


def _named(situation: Situation) -> frozenset[str]:
    """What was named: choices, wishes, the partner's reply, a thing for a signal."""
    heard = situation.heard
    names = {*heard.choices, heard.partner_said, heard.wish, SIGNAL if heard.signal else None} - {None}
    if heard.parts and (situation.session.question or "").startswith(REHEARSAL):
        names -= {"enough"}  # "not tonight, i'm done" is a line
        if practice.A_NO in heard.parts and len(heard.parts) > 1:
            names.add(A_NO_SAID)
    if WANTS_WORDS in heard.choices and (situation.session.question or "").startswith(IN_COMPANY):
        names.add("words")
    return frozenset(name for name in names if name is not None)


def _meant(situation: Situation, question: str) -> frozenset[str]:
    """What the message was taken for, and what that stands for here."""
    heard, topic = situation.heard, situation.details.topic
    names: set[str] = set()
    if not (heard.intent in intents.ASKING and heard.time is not None):  # another day is another ask
        names.add(heard.intent)
    if heard.intent in OFFERED_BY_BUTTON:
        names.add(OFFERED_BY_BUTTON[heard.intent])
    if topic in WORDS_FOR and heard.intent in WORDS_WANTED:
        names.add("words")
    if question.startswith(EXERCISES):
        if heard.parts or not heard.sure:
            names -= {"stop", "goodbye"}  # "not tonight, i'm done in" is a line, however final it sounds
        spoken_of = question.startswith(TWO) and heard.intent == "goodbye" and not heard.choices & PARTING  # "you and your goodnights"
        if spoken_of:
            names -= {"goodbye"}
        if spoken_of or heard.intent not in NEVER_AN_ANSWER or heard.parts or not heard.sure:
            names.add(ANYTHING)
    elif question.startswith(IN_COMPANY) and _said_to_a_listener(situation):
        names.add(ANYTHING)
    elif set(heard.shapes) - {SLOWER} or heard.partner_said is not None:
        names -= intents.ANSWERS | {intents.OUT_OF_SCOPE}  # "warmer, she's worked late" is a wish for the line
    elif heard.intent in SAID_IN_COMPANY or heard.intent == topic:
        names.add(ANYTHING)
    return frozenset(names)


def _said_to_a_listener(situation: Situation) -> bool:
    """Who is listened to says all kinds of things: "i feel a bit lighter" is no wish where there is no line, and a doubtful intent is none."""
    heard, last = situation.heard, situation.session.offered.answer or {}
    return not heard.sure or (not last.get("line") and heard.intent in SAID_IN_COMPANY | {situation.details.topic, "refine_phrase"})
