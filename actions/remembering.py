"""Between the coach and the memory: what is remembered of the person in this conversation, and the changes a turn asks for."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach import Situation, Turn
from rasa_project.coach.intents import EVENING_NOTE
from rasa_project.coach.skills.journal import THEIRS
from rasa_project.coach.skills.memory import LOCKED
from rasa_project.errors import MemoryStoreError
from rasa_project.memory.opened import opened_memory, recall, renewed
from rasa_project.memory.turn import current_turn

READS_THE_JOURNAL = frozenset({"show_patterns", "why_this", "tonights_prompt", EVENING_NOTE})
"""Intents for which the journal's entries are read; the others do without them."""
ASK_FOR_THE_JOURNAL = frozenset({"how_many", THEIRS})
"""Choices for which they are read as well, whatever the message was taken for."""


def with_memory(person: str | None, situation: Situation) -> Situation:
    """The situation with what is remembered of the person; a PIN that was asked for opens it first."""
    if person is None:
        return situation
    session = situation.session
    if session.question == LOCKED and situation.heard.pin is not None:
        session = replace(session, ticket=_unlocked(person, situation.heard.pin))
    elif session.ticket is not None:
        session = replace(session, ticket=renewed(person, session.ticket))  # it locks again when idle, not while it is used
    asks = {situation.heard.intent, session.held, session.waits_for_pin}
    entries = bool(READS_THE_JOURNAL & asks) or bool(ASK_FOR_THE_JOURNAL & situation.heard.choices)
    remembered = recall(person, session.ticket, entries=entries)
    return replace(situation, session=session, remembered=remembered)


def carry_out(person: str | None, situation: Situation, turn: Turn) -> bool:
    """Has the memory change what the turn asks for; whether anything was changed.

    Raises MemoryStoreError when it could not be: then nothing was.
    """
    if person is None or not turn.changes:
        return False
    message = current_turn()  # so that the same message, sent again, changes nothing twice
    opened_memory().carry_out(person, turn.changes, situation.session.ticket, message.request if message is not None else None)
    return True


def _unlocked(person: str, pin: str) -> str | None:
    """What a PIN opens; nothing where the memory fails, which leaves it locked."""
    try:
        return opened_memory().unlock(person, pin)
    except MemoryStoreError:
        return None
