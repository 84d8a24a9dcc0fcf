"""What is kept of a person: agreeing to it purpose by purpose, taking that back, a PIN, and where the rest is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import LASTING
from rasa_project.coach.remembered import Agree, Change, DropMoment, NoteMoment, Purpose, SaveLine, SetPin, TakeAlong, Withdraw
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say

CHOICES = {"keep_journal": Purpose.JOURNAL, "keep_lines": Purpose.SAVED, "keep_notes": Purpose.NOTES}
"""How a purpose is named."""
WHICH, ASK, ADULT = "remember.which", "remember.ask_", "remember.adult"
WHICH_TO_STOP = "stop_remembering.which"
PIN, LOCKED = "pin.ask", "pin.locked"
REFUSES = frozenset({"stop_remembering", "safety_false_alarm", "not_helpful"})
"""What a plain refusal ("no, i don't want a note kept") is easily taken for."""
CANNOT = "remember.cannot"
IS_KEPT = "what_is_kept"
"""The choice that asks what is kept now."""
KEPT = frozenset({Purpose.JOURNAL, Purpose.SAVED, Purpose.NOTES})

Continue = Callable[[Library, Situation], Turn]


def start(library: Library, situation: Situation) -> Turn:
    """Asks before anything is kept: which purpose, then whether."""
    choices = situation.heard.choices
    if "set_pin" in choices:
        return ask_pin(library, situation)
    blocked = unavailable(library, situation)
    if blocked is not None:
        return blocked
    named = [purpose for choice, purpose in CHOICES.items() if choice in choices]
    if len(named) != 1:
        return say(library, situation, WHICH)
    return ask(library, situation, named[0])


def ask(library: Library, situation: Situation, purpose: Purpose) -> Turn:
    """Says exactly what would be kept for a purpose, and asks."""
    if purpose in situation.remembered.consents:
        return say(library, situation, "remember.already")
    if purpose is Purpose.NOTES and situation.session.wished is None:
        return say(library, situation, "bedtime_on.when")
    asked = situation.session.asked | {purpose.value}
    return say(library, situation.with_session(replace(situation.session, asked=asked)), f"{ASK}{purpose.value}")


def agreed(library: Library, situation: Situation, purpose: Purpose, *more: Change) -> Turn:
    """The turn after a yes: it is noted, with what waited for it; once, whether the age may be remembered too."""
    turn = say(library, situation, f"remember.yes_{purpose.value}").changing(Agree(purpose), *more)
    turn = turn.with_session(replace(turn.session, told=None, wished=None))
    session = situation.session
    if (
        session.adult
        and situation.channel == "text"
        and Purpose.ADULT not in situation.remembered.consents | session.asked
        and turn.answer.after == ""
    ):
        question = say(library, situation, ADULT)
        asked = session.asked | {Purpose.ADULT.value}
        answer = replace(turn.answer, after=question.answer.after or question.answer.before, chips=question.answer.chips, listen=True)
        return replace(turn, answer=answer, session=replace(turn.session, question=ADULT, asked=asked))
    return turn


def stop(library: Library, situation: Situation) -> Turn:
    """Takes a yes back: what was kept for it goes at once."""
    choices, consents = situation.heard.choices, situation.remembered.consents
    if "remove_pin" in choices:
        return remove_pin(library, situation)
    if situation.remembered.locked:  # what was agreed to is not known: that nothing was would be untrue
        return unavailable(library, situation) or say(library, situation, "stop_remembering")
    if not consents or not situation.remembered.readable:
        return say(library, situation, "stop_remembering.nothing" if situation.remembered.readable else "stop_remembering")
    named = [purpose for choice, purpose in CHOICES.items() if choice in choices and purpose in consents]
    standing = [purpose for purpose in CHOICES.values() if purpose in consents]
    if "keep_everything" in choices or (not named and len(standing) < 2):
        situation = without_what_is_held(situation, *consents)
        return say(library, situation, "stop_remembering.done_all").changing(*(Withdraw(purpose) for purpose in Purpose if purpose in consents))
    if not named:
        return say(library, situation, WHICH_TO_STOP)
    turn = say(library, without_what_is_held(situation, *named), f"stop_remembering.done_{named[0].value}")
    return turn.changing(*(Withdraw(purpose) for purpose in named))


def answer(library: Library, situation: Situation, go_on: Continue) -> Turn | None:
    """The turn when the message answers a question about the memory; None when it does not."""
    heard, question = situation.heard, situation.session.question or ""
    yes, no = heard.intent == "affirm", heard.intent in ("deny", "skip")
    no = no or (question.startswith(ASK) and heard.intent in REFUSES)
    yes = yes or (question == ADULT and heard.yes_first and heard.intent == "start_remembering")  # "yes, keep my age"
    if question == LOCKED and heard.pin is None and not situation.remembered.locked:
        return None
    if question == LOCKED:
        return _opened(library, situation, go_on)
    if question == PIN:
        if heard.pin is not None:
            return say(library, situation, "pin.set").changing(SetPin(heard.pin))
        return say(library, situation, "remember.no") if no else None
    if question in (WHICH, WHICH_TO_STOP) and heard.choices & {*CHOICES, "keep_everything"}:
        return start(library, situation) if question == WHICH else stop(library, situation)
    if question == WHICH and no:
        return say(library, situation, "remember.no")
    if question == ADULT and (yes or no):
        turn = say(library, situation, "remember.adult_yes" if yes else "remember.no")
        return turn.changing(Agree(Purpose.ADULT)) if yes else turn
    if question == f"{ASK}{Purpose.SAVED.value}" and yes:
        return agreed(library, situation, Purpose.SAVED, *(SaveLine(line) for line in situation.session.offered.saved))
    if question.startswith(ASK) and no:
        return say(library, situation.with_session(replace(situation.session, told=None, wished=None)), "remember.no")
    return None


def unavailable(library: Library, situation: Situation) -> Turn | None:
    """The turn where the memory cannot be used now: there is none here, or a PIN protects it; None where it can."""
    remembered = situation.remembered
    if not remembered.readable:
        return say(library, situation, CANNOT)
    if remembered.locked:
        turn = say(library, situation, LOCKED)
        return turn.with_session(replace(turn.session, waits_for_pin=situation.heard.intent))
    return None


def ask_pin(library: Library, situation: Situation) -> Turn:
    """A PIN, in writing alone: what is said aloud is no secret."""
    if situation.channel == "voice":
        return say(library, situation, "remember.aloud")
    return unavailable(library, situation) or say(library, situation, PIN)


def remove_pin(library: Library, situation: Situation) -> Turn:
    """The PIN goes, once it was given."""
    return unavailable(library, situation) or say(library, situation, "pin.removed").changing(SetPin(None))


def undo(library: Library, situation: Situation) -> Turn:
    """Drops the last entry of the journal."""
    return unavailable(library, situation) or say(library, situation, "delete_one.entry_done").changing(DropMoment())


def named_purpose(situation: Situation) -> Purpose | None:
    """The one purpose that is named and agreed to; None where that is not one."""
    named = [purpose for choice, purpose in CHOICES.items() if choice in situation.heard.choices and purpose in situation.remembered.consents]
    return named[0] if len(named) == 1 else None


def names_a_part(situation: Situation) -> bool:
    """Whether the journal, the saved lines or the evening notes are named, agreed to or not."""
    return bool(situation.heard.choices & CHOICES.keys())


def without_what_is_held(situation: Situation, *purposes: Purpose) -> Situation:
    """The situation without what this conversation itself holds for purposes that are taken back."""
    session = situation.session
    if Purpose.SAVED in purposes:
        session = replace(session, offered=replace(session.offered, saved=()))
    return situation.with_session(replace(session, told=None) if Purpose.JOURNAL in purposes else session)


def with_remembered_age(situation: Situation) -> Situation:
    """The situation of an adult where that was agreed to be remembered; on a speaker anybody could be speaking, so it is asked again."""
    known = Purpose.ADULT in situation.remembered.consents and situation.channel != "voice"
    return situation.with_session(replace(situation.session, adult=True)) if known else situation


def kept_out(turn: Turn) -> Turn:
    """The turn; after a danger without anything to note or to keep."""
    if turn.session.careful not in LASTING and turn.answer.safety is None:
        return turn
    changes = tuple(change for change in turn.changes if not isinstance(change, (NoteMoment, TakeAlong, SaveLine)))
    return replace(turn, changes=changes, session=replace(turn.session, told=None, wished=None))


def what_is_kept(library: Library, situation: Situation) -> Turn:
    """What is kept of the person now, purpose by purpose, where that is what they ask; else how it is with privacy here. Never aloud."""
    if IS_KEPT not in situation.heard.choices or situation.channel == "voice":
        return say(library, situation, "privacy_question")
    blocked = unavailable(library, situation)
    if blocked is not None:
        return blocked
    remembered = situation.remembered
    kept = [purpose.value for purpose in Purpose if purpose in remembered.consents] + (["pin"] if remembered.protected else [])
    if not kept:
        return say(library, situation, "privacy_question.nothing_kept")
    turn = say(library, situation, "privacy_question.kept")
    parts = (say(library, situation, f"privacy_question.kept_{name}").answer.before for name in kept)
    answer = replace(turn.answer, before=" ".join((turn.answer.before, *parts)), private=True)
    return replace(turn, answer=answer, session=replace(turn.session, offered=replace(turn.session.offered, answer=answer.to_dict())))


def export(library: Library, situation: Situation) -> Turn:
    """Where all that is kept can be taken along; never read aloud."""
    return say(library, situation, "remember.aloud" if situation.channel == "voice" else "export_data.here")


def _opened(library: Library, situation: Situation, go_on: Continue) -> Turn | None:
    """After a PIN: what waited for it is answered; a wrong one is asked for again, and anything else is what it is."""
    heard, session = situation.heard, situation.session
    if situation.remembered.locked:
        if heard.pin is None:
            return None
        turn = say(library, situation, "pin.wrong")
        return turn.with_session(replace(turn.session, question=LOCKED))
    waiting = session.waits_for_pin
    situation = situation.with_session(replace(session, waits_for_pin=None, question=None))
    return say(library, situation, "pin.opened") if waiting is None else go_on(library, situation.with_intent(waiting))
