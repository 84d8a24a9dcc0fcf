"""Rasa's tracker store, cut down to what the next turn needs: the slots. No message text is kept, and idle conversations go.

`SessionStore` holds them in memory, for a process whose conversations end with it; `KeptSessionStore` seals them into the database.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from rasa_project.memory import tables
from rasa_project.memory.engine import changing, clean_up, reading
from rasa_project.memory.vault import Vault

PERSON_SLOT = "person"
"""Where a conversation says whose it is, if it does."""
_TURNS_BETWEEN_CLEARINGS = 100
_UPSERT = {
    name: insert(tables.sessions).on_conflict_do_update(
        index_elements=["id"], set_={column: insert(tables.sessions).excluded[column] for column in ("person", "expires", "slots")}
    )
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
"""A conversation's row, new or in place of the one before."""
_LIVE = select(tables.sessions.c.slots).where(tables.sessions.c.id == bindparam("row"), tables.sessions.c.expires > bindparam("now"))


class SessionStore(TrackerStore):
    """Holds the slots of each live conversation in memory.

    A turn costs the same however long the conversation is, since nothing is replayed. A conversation idle for `minutes` is forgotten, and beyond
    `conversations` the longest idle ones go first.
    """

    def __init__(self, domain: Domain, minutes: int, conversations: int, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(domain)
        self._seconds = minutes * 60
        self._most = conversations
        self._clock = clock
        self._slots: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the slots that differ from their initial value, and lets go of what is too old or too much."""
        self._slots[tracker.sender_id] = (self._clock(), _slots_of(tracker))
        self._slots.move_to_end(tracker.sender_id)
        self._let_go()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it stood after its last turn, or None when it is unknown or forgotten."""
        self._let_go()
        kept = self._slots.get(sender_id)
        return None if kept is None else _tracker_of(sender_id, kept[1], self.domain)

    async def retrieve_full_tracker(self, sender_id: str) -> DialogueStateTracker | None:
        """The same: nothing else is kept."""
        return await self.retrieve(sender_id)

    async def keys(self) -> Iterable[str]:
        """The conversations held."""
        return list(self._slots)

    def forget(self, sender_id: str) -> None:
        """Forgets a conversation at once."""
        self._slots.pop(sender_id, None)

    def _let_go(self) -> None:
        oldest = self._clock() - self._seconds
        while self._slots and (len(self._slots) > self._most or next(iter(self._slots.values()))[0] < oldest):
            self._slots.popitem(last=False)


class KeptSessionStore(TrackerStore):
    """Keeps the slots of each live conversation in the database, sealed, so that they outlive a restart of the server.

    Nothing is held in memory: what was deleted in the database, by whatever process, is gone. A conversation idle for `minutes` is forgotten, and
    beyond `conversations` the longest idle ones go first. What cannot be read raises MemoryStoreError: were it a fresh conversation instead, a
    refusal or an age would be forgotten.
    """

    def __init__(self, domain: Domain, engine: Engine, vault: Vault, minutes: int, conversations: int, clock: Callable[[], datetime]) -> None:
        super().__init__(domain)
        self._engine = engine
        self._vault = vault
        self._idle = timedelta(minutes=minutes)
        self._most = conversations
        self._clock = clock
        self._turns = 0

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the slots that differ from their initial value. Raises MemoryStoreError."""
        row = self._row(tracker.sender_id)
        slots = _slots_of(tracker)
        person = slots.get(PERSON_SLOT)
        values = {
            "person": self._vault.person(person) if isinstance(person, str) else None,
            "expires": int((self._clock() + self._idle).timestamp()),
            "slots": self._vault.sessions.seal(json.dumps(slots, separators=(",", ":")).encode(), "sessions", row),
        }
        with changing(self._engine) as connection:
            self._vault.check(connection)
            connection.execute(_UPSERT[self._engine.dialect.name], {"id": row, **values})
        self._turns += 1
        if self._turns % _TURNS_BETWEEN_CLEARINGS == 0:
            self._let_go()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it stood after its last turn, or None when it is unknown or forgotten. Raises MemoryStoreError."""
        row = self._row(sender_id)
        with reading(self._engine) as connection:
            sealed = connection.execute(_LIVE, {"row": row, "now": int(self._clock().timestamp())}).scalar()
        if sealed is None:
            return None
        return _tracker_of(sender_id, json.loads(self._vault.sessions.open(sealed, "sessions", row)), self.domain)

    async def retrieve_full_tracker(self, sender_id: str) -> DialogueStateTracker | None:
        """The same: nothing else is kept."""
        return await self.retrieve(sender_id)

    async def keys(self) -> Iterable[str]:
        """None: the database knows no conversation by its name."""
        return []

    def forget(self, sender_id: str) -> None:
        """Forgets a conversation at once. Raises MemoryStoreError."""
        with changing(self._engine) as connection:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.id == self._row(sender_id)))
        clean_up(self._engine)

    def _let_go(self) -> None:
        """Deletes what is too old or too much."""
        table = tables.sessions
        with changing(self._engine) as connection:
            newest = select(table.c.expires).order_by(table.c.expires.desc())
            too_much = connection.execute(newest.offset(self._most).limit(1)).scalar()
            oldest = max(int(self._clock().timestamp()), too_much or 0)
            connection.execute(delete(table).where(table.c.expires <= oldest))

    def _row(self, sender_id: str) -> bytes:
        return self._vault.fingerprint("conversation", sender_id)


def _slots_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots that differ from their initial value."""
    return {slot.name: slot.value for slot in tracker.slots.values() if slot.value != slot.initial_value}


def _tracker_of(sender_id: str, slots: dict[str, Any], domain: Domain) -> DialogueStateTracker:
    """A conversation with these slots that waits for the person."""
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    events += [SlotSet(name, value) for name, value in slots.items()]
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    return DialogueStateTracker.from_events(sender_id, events, domain.slots)
