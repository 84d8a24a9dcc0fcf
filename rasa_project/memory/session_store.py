"""Rasa's tracker store, cut down to what the next turn needs: the slots, and the last answers for messages that are sent again.

No message text is kept, and idle conversations go. A turn that was decided on a state of things that is over is refused, never written over
what came in between.

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
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.engine import changing, clean_up, reading
from rasa_project.memory.turn import Answers, Stand, Turn, current_turn
from rasa_project.memory.vault import Vault

PERSON_SLOT = "person"
"""Where a conversation says whose it is, if it does."""
_TURNS_BETWEEN_CLEARINGS = 100
_COLUMNS = ("person", "expires", "slots", "answers")
_ROW = tables.sessions.c.id == bindparam("row")
_LIVE = select(tables.sessions.c.slots, tables.sessions.c.answers).where(_ROW, tables.sessions.c.expires > bindparam("now"))
_UPDATE = (
    update(tables.sessions)
    .where(_ROW, tables.sessions.c.slots == bindparam("before"))
    .values({column: bindparam(f"new_{column}") for column in _COLUMNS})
)
"""In place of the state that was read. Each piece is sealed with a random nonce, so the sealed slots tell a state from every other."""


def _insert(insert: Callable[..., Any], *, over_the_living: bool) -> Any:
    """A new row; in place of one that is there only if that has ended, or without asking."""
    statement = insert(tables.sessions)
    ended = None if over_the_living else tables.sessions.c.expires <= bindparam("now")
    columns = _COLUMNS if not over_the_living else _COLUMNS[:-1]
    return statement.on_conflict_do_update(index_elements=["id"], set_={column: statement.excluded[column] for column in columns}, where=ended)


_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_INSERT = {name: _insert(insert, over_the_living=False) for name, insert in _INSERTS.items()}
_UPSERT = {name: _insert(insert, over_the_living=True) for name, insert in _INSERTS.items()}
"""A conversation's row outside a turn, new or in place of the one before."""
CHANGED_MEANWHILE = "the conversation was changed by another process meanwhile; nothing of this turn was kept"


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
        self._stands: OrderedDict[str, tuple[float, Stand]] = OrderedDict()

    async def begin(self, turn: Turn) -> None:
        """Reads how the conversation stands before a turn."""
        turn.stand = self._stand(turn.conversation)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the slots that differ from their initial value, and lets go of what is too old or too much. Raises MemoryStoreError, see above."""
        turn, before = current_turn(tracker.sender_id), self._stand(tracker.sender_id)
        answers = before.answers if before is not None else Answers()
        if turn is not None:
            if before is not None and before is not turn.stand:
                raise MemoryStoreError(CHANGED_MEANWHILE)
            answers = turn.answers(gone=before is None)
        stand = Stand(_slots_of(tracker), answers, b"")
        if turn is not None:
            turn.stand = stand
        self._stands[tracker.sender_id] = (self._clock(), stand)
        self._stands.move_to_end(tracker.sender_id)
        self._let_go()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it stood after its last turn, or None when it is unknown or forgotten."""
        stand = self._stand(sender_id)
        return None if stand is None else _tracker_of(sender_id, stand.slots, self.domain)

    async def retrieve_full_tracker(self, sender_id: str) -> DialogueStateTracker | None:
        """The same: nothing else is kept."""
        return await self.retrieve(sender_id)

    async def keys(self) -> Iterable[str]:
        """The conversations held."""
        return list(self._stands)

    def forget(self, sender_id: str) -> None:
        """Forgets a conversation at once."""
        self._stands.pop(sender_id, None)

    def _stand(self, conversation: str) -> Stand | None:
        self._let_go()
        kept = self._stands.get(conversation)
        return None if kept is None else kept[1]

    def _let_go(self) -> None:
        oldest = self._clock() - self._seconds
        while self._stands and (len(self._stands) > self._most or next(iter(self._stands.values()))[0] < oldest):
            self._stands.popitem(last=False)


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

    async def begin(self, turn: Turn) -> None:
        """Reads how the conversation stands before a turn; within it nothing is read again. Raises MemoryStoreError."""
        turn.stand = self._stand(turn.conversation)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the slots that differ from their initial value, and in the same transaction the answer of the turn.

        Raises MemoryStoreError, also where the conversation was changed since the turn began.
        """
        row = self._row(tracker.sender_id)
        slots = _slots_of(tracker)
        person = slots.get(PERSON_SLOT)
        sealed = self._vault.sessions.seal(json.dumps(slots, separators=(",", ":")).encode(), "sessions", row)
        values = {
            "person": self._vault.person(person) if isinstance(person, str) else None,
            "expires": int((self._clock() + self._idle).timestamp()),
            "slots": sealed,
        }
        turn, answers = current_turn(tracker.sender_id), Answers()
        with changing(self._engine) as connection:
            self._vault.check(connection)
            if turn is None:
                connection.execute(_UPSERT[self._engine.dialect.name], {"id": row, **values})
            else:
                answers = self._kept(connection, row, values, turn)
        if turn is not None:
            turn.stand = Stand(slots, answers, sealed)
        self._turns += 1
        if self._turns % _TURNS_BETWEEN_CLEARINGS == 0:
            self._let_go()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it stood after its last turn, or None when it is unknown or forgotten. Raises MemoryStoreError."""
        turn = current_turn(sender_id)
        stand = turn.stand if turn is not None else self._stand(sender_id)
        return None if stand is None else _tracker_of(sender_id, stand.slots, self.domain)

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

    def _stand(self, conversation: str) -> Stand | None:
        row = self._row(conversation)
        with reading(self._engine) as connection:
            found = connection.execute(_LIVE, {"row": row, "now": int(self._clock().timestamp())}).first()
        if found is None:
            return None
        cipher = self._vault.sessions
        answers = Answers.from_bytes(cipher.open(found.answers, *_answers_of(row))) if found.answers is not None else Answers()
        return Stand(json.loads(cipher.open(found.slots, "sessions", row)), answers, found.slots)

    def _kept(self, connection: Connection, row: bytes, values: dict[str, Any], turn: Turn) -> Answers:
        """Writes the row of a turn in place of what the turn began with. Raises MemoryStoreError where something else has taken that place."""
        if turn.stand is not None:
            answers = turn.answers(gone=False)
            new = {f"new_{column}": value for column, value in {**values, "answers": self._sealed(row, answers)}.items()}
            if connection.execute(_UPDATE, {"row": row, "before": turn.stand.mark, **new}).rowcount:
                return answers
        # new, or deleted meanwhile, as when the turn itself had everything forgotten
        answers = turn.answers(gone=True)
        new = {"id": row, "now": int(self._clock().timestamp()), **values, "answers": self._sealed(row, answers)}
        if not connection.execute(_INSERT[self._engine.dialect.name], new).rowcount:
            raise MemoryStoreError(CHANGED_MEANWHILE)
        return answers

    def _sealed(self, row: bytes, answers: Answers) -> bytes:
        return self._vault.sessions.seal(answers.to_bytes(), *_answers_of(row))

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


def _answers_of(row: bytes) -> tuple[str | bytes, ...]:
    """Where a conversation's answers are sealed to."""
    return "sessions", row, "answers"


def _slots_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots that differ from their initial value."""
    return {slot.name: slot.value for slot in tracker.slots.values() if slot.value != slot.initial_value}


def _tracker_of(sender_id: str, slots: dict[str, Any], domain: Domain) -> DialogueStateTracker:
    """A conversation with these slots that waits for the person."""
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    events += [SlotSet(name, value) for name, value in slots.items()]
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    return DialogueStateTracker.from_events(sender_id, events, domain.slots)
