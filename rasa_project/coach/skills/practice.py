"""Rehearsing: the coach plays the partner for two exchanges, then names one strength and one better wording.

A partner who pushes is not rehearsed: that is no part to give in to.
"""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.choice import choose
from rasa_project.coach.content import Library, Role
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import say, standing_answer

START, PARTNER, FEEDBACK, NEXT = "practice.start", "practice.partner", "practice.feedback", "practice.next"
HOW_WAS_IT = "how_was_it"
MANNERS = ("kind", "hurt", "teasing", "disappointed", "asking_why", "silent")
"""How the partner takes it; drawn anew each time, or named by the person (the choices `manner_hurt` ...)."""
STRENGTHS = {
    # the parts that a sentence can hold, the most telling first
    "decliner": ("clear_no", "thanks", "warm", "offer", "reason"),
    "asker": ("way_out", "okay", "personal", "time", "thanks", "warm"),
}
FAULTS = {
    # parts that are better left out, and the advice for each
    "decliner": {"blame": "no_blame", "maybe": "no_maybe", "sorry": "no_sorry"},
    "asker": {"explicit_pressure": "okay", "second_ask": "okay", "blame": "no_blame", "sorry": "no_sorry"},
}
A_NO = "clear_no"
"""The part that makes a sentence a no."""
MISSING = {"decliner": (A_NO, "thanks"), "asker": ("way_out", "okay", "personal")}
"""Parts that a sentence is better with."""


def part_named(heard: Heard) -> Role | None:
    """Whose line is wanted, where the message tells."""
    if heard.choices & {"practise_no", "a_no"}:
        return "decliner"
    return "asker" if heard.choices & {"practise_ask", "an_ask"} else None


def start(library: Library, situation: Situation) -> Turn:
    """What will happen, and whose line it is; asks which part it is where that is not known."""
    role = situation.details.role
    manner = _manner_named(situation.heard) or situation.details.manner
    situation = situation.with_session(situation.session.with_details(parts=frozenset(), manner=manner))
    return say(library, situation, f"{START}.{role}" if role is not None else START)


def asked_how_it_went(library: Library, situation: Situation) -> Turn | None:
    """One strength and one better wording for who asks how they did, in a rehearsal or after it; None for anybody else."""
    details, heard = situation.details, situation.heard
    in_role = (situation.session.question or "").startswith(PARTNER) and bool(heard.parts)
    if HOW_WAS_IT not in heard.choices or not details.parts or in_role or situation.session.careful is not None:
        return None
    return _feedback(library, situation)


def go_to(library: Library, situation: Situation, moment: str) -> Turn:
    """The next moment of a rehearsal, by the table of turns."""
    if moment in (START, NEXT):
        return start(library, situation) if moment == START else say(library, situation, moment)
    if moment.startswith(f"{START}."):
        role = "asker" if moment.endswith("asker") else "decliner"
        return start(library, situation.with_session(situation.session.with_details(role=role, topic=None, bank=None, took_a_no=False)))
    if moment == PARTNER:
        return _in_role(library, situation)
    if moment == FEEDBACK:
        return _feedback(library, _noted(situation))
    return say(library, situation, moment)


def _manner_named(heard: Heard) -> str | None:
    return next((name for name in MANNERS if f"manner_{name}" in heard.choices), None)


def _noted(situation: Situation) -> Situation:
    details = situation.details
    return situation.with_session(situation.session.with_details(parts=details.parts | situation.heard.parts))


def _in_role(library: Library, situation: Situation) -> Turn:
    """The partner's first or second answer; the second eases, whatever the first was."""
    if _manner_named(situation.heard) is not None and not situation.heard.parts:
        return start(library, situation)  # "he'd go quiet. do it like that": how to play, and no sentence yet
    situation = _noted(situation)
    role, question = situation.details.role or "decliner", situation.session.question or ""
    if question.startswith(f"{PARTNER}.") and question.endswith(".first"):
        return say(library, situation, question.removesuffix("first") + "second")
    named = _manner_named(situation.heard) or situation.details.manner
    met = [name for name in MANNERS for entry in library.moments[f"{PARTNER}.{role}.{name}.first"] if entry.id in situation.session.offered.answers]
    seed = f"{situation.seed}:{situation.session.turn}:manner"
    manner = named or choose(MANNERS, seed=seed, key=str, said=str, heard=met)
    return say(library, situation, f"{PARTNER}.{role}.{manner}.first")


def _feedback(library: Library, situation: Situation) -> Turn:
    """One strength, one better wording; the better wording is a line where one helps."""
    details = situation.details
    role, parts = details.role or "decliner", details.parts
    strength = next((part for part in STRENGTHS[role] if part in parts), "brave")
    better = next((advice for part, advice in FAULTS[role].items() if part in parts), None)
    better = better or next((part for part in MISSING[role] if part not in parts), "nothing")
    praise = standing_answer(library, situation, f"practice.strength.{strength}")
    turn = say(library, situation, f"practice.better.{better}")
    answer = replace(turn.answer, before=f"{praise.text} {turn.answer.before}", chips=("once_more", "enough"))
    offered = replace(turn.session.offered, answer=answer.to_dict(), answers=(*turn.session.offered.answers, praise.id))
    return replace(turn, answer=answer, session=replace(turn.session, question=NEXT, offered=offered))
