"""Lines put aside: for this conversation, and beyond it where that was agreed to."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.remembered import Change, DropLine, Purpose, SaveLine
from rasa_project.coach.rules import may_not_be_said
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say
from rasa_project.coach.skills import memory

LISTED = "list_saved"
ASK = "save_phrase.ask"


def save(library: Library, situation: Situation) -> Turn:
    """Puts the last line aside; asks once in a conversation whether it may be kept for longer."""
    session, remembered, own = situation.session, situation.remembered, situation.heard.own_words
    worded = own is not None and session.adult and session.careful is None and not may_not_be_said(library, own)
    line = own if worded else session.offered.line  # "make it 'last night was brilliant'. can you save that"
    if line is None:
        return say(library, situation, "save_phrase.nothing")
    situation = _with_saved(situation, (*(other for other in session.offered.saved if other != line), line))
    if Purpose.SAVED in remembered.consents:
        turn = say(library, situation, "save_phrase.kept")
        return turn if line in (kept.text for kept in remembered.saved) else turn.changing(SaveLine(line))
    may_ask = remembered.readable and not remembered.locked and session.careful is None
    if may_ask and Purpose.SAVED.value not in session.asked:
        asked = situation.session.asked | {Purpose.SAVED.value}
        return say(library, situation.with_session(replace(situation.session, asked=asked)), ASK)
    return say(library, situation, "save_phrase")


def answer(library: Library, situation: Situation) -> Turn | None:
    """The turn when the message says whether saved lines may be kept; None when it does not."""
    if situation.session.question != ASK:
        return None
    if situation.heard.intent == "affirm":
        return memory.agreed(library, situation, Purpose.SAVED, *(SaveLine(line) for line in situation.session.offered.saved))
    return say(library, situation, "save_phrase") if situation.heard.intent in ("deny", "skip") else None


def show(library: Library, situation: Situation) -> Turn:
    """The saved line that was shown longest ago, the newest first; on a speaker none, since the household may hear it."""
    if situation.channel == "voice":
        return say(library, situation, "list_saved.aloud")
    if situation.remembered.locked:
        return memory.unavailable(library, situation) or say(library, situation, "list_saved.nothing")
    lines = _all(situation)
    if not lines:
        return say(library, situation, "list_saved.nothing")
    *rest, newest = lines
    turn = say(library, _with_saved(situation, (newest, *rest)), LISTED, line=newest, private=True)
    return turn.with_session(replace(turn.session, question=LISTED))


def delete(library: Library, situation: Situation) -> Turn:
    """Drops the line shown last, or the newest; without one there is only the conversation to forget."""
    if "last_entry" in situation.heard.choices or _just_noted(situation):
        return memory.undo(library, situation)
    if situation.remembered.locked:
        return memory.unavailable(library, situation) or say(library, situation, "delete_one")
    named = situation.heard.saved_line
    if named is not None:
        gone = next((kept.text for kept in situation.remembered.saved if kept.id == named), None)
        left = tuple(line for line in situation.session.offered.saved if line != gone)
        turn = say(library, _with_saved(situation, left), "delete_one.done_stored")
        return turn.changing(DropLine(named)) if gone is not None else turn
    lines = _all(situation)
    if not lines:
        return say(library, situation, "delete_one")
    shown = situation.session.question == LISTED
    dropped, left = (lines[0], lines[1:]) if shown else (lines[-1], lines[:-1])
    changes: list[Change] = [DropLine(kept.id) for kept in situation.remembered.saved if kept.text == dropped and kept.id is not None]
    turn = say(library, _with_saved(situation, left), "delete_one.done_stored" if changes else "delete_one.done")
    return turn.changing(*changes)


def _just_noted(situation: Situation) -> bool:
    """Whether "that one" is the moment that went into the journal a moment ago."""
    return situation.answered_with("log_moment.noted") and Purpose.JOURNAL in situation.remembered.consents


def _all(situation: Situation) -> tuple[str, ...]:
    """The lines put aside now and before, in the order in which they are shown: the last one next."""
    here = situation.session.offered.saved
    return (*(kept.text for kept in situation.remembered.saved if kept.text not in here), *here)


def _with_saved(situation: Situation, lines: tuple[str, ...]) -> Situation:
    return situation.with_session(replace(situation.session, offered=replace(situation.session.offered, saved=lines)))
