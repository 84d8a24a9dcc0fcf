"""Conversations in the database: they outlive the process, sealed; what cannot be read is no fresh start; on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import select, update

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.coach.remembered import Agree, Forget, Purpose
from rasa_project.errors import MemoryStoreError, RequestError
from rasa_project.memory import tables
from rasa_project.memory.memory import Memory
from rasa_project.memory.session_store import KeptSessionStore
from rasa_project.settings import Settings
from tests.memory.conftest import StandingClock
from tests.memory.raw import raw_bytes
from tests.memory.test_session_store import CANARY

DOMAIN = Domain.from_dict(
    {
        "slots": {
            "closed": {"type": "bool", "initial_value": False, "mappings": [{"type": "custom"}]},
            "person": {"type": "any", "mappings": [{"type": "custom"}]},
            "ticket": {"type": "any", "mappings": [{"type": "custom"}]},
            "details": {"type": "any", "mappings": [{"type": "custom"}]},
        }
    }
)


def make_store(memory: Memory, conversations: int = 1000) -> KeptSessionStore:
    return KeptSessionStore(DOMAIN, memory.engine, memory.vault, minutes=60, conversations=conversations, clock=memory.clock)


@pytest.fixture
def store(memory: Memory) -> KeptSessionStore:
    return make_store(memory)


def save(store: KeptSessionStore, name: str, **slots: Any) -> None:
    events = [UserUttered(CANARY), BotUttered(CANARY), *(SlotSet(slot, value) for slot, value in slots.items())]
    asyncio.run(store.save(DialogueStateTracker.from_events(name, events, DOMAIN.slots)))


def retrieve(store: KeptSessionStore, name: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(name))


def closed(store: KeptSessionStore, name: str) -> bool | None:
    kept = retrieve(store, name)
    return None if kept is None else bool(kept.get_slot("closed"))


def rename(memory: Memory, table: str, name: str) -> None:
    with memory.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


def rows(memory: Memory) -> int:
    with memory.engine.connect() as connection:
        return len(connection.execute(select(tables.sessions)).all())


def test_an_unknown_conversation_is_none(store: KeptSessionStore) -> None:
    assert retrieve(store, "a") is None


def test_a_conversation_is_there_for_the_next_process(store: KeptSessionStore, chosen: Settings, opening: Callable[[Settings], Memory]) -> None:
    save(store, "a", closed=True, details={"tone": "warm", "lines": ["“één”", "two"]})
    kept = retrieve(make_store(opening(chosen)), "a")
    assert kept is not None
    assert (kept.get_slot("closed"), kept.get_slot("details")) == (True, {"tone": "warm", "lines": ["“één”", "two"]})
    assert kept.latest_action_name == "action_listen"


def test_the_last_turn_counts(store: KeptSessionStore, memory: Memory) -> None:
    save(store, "a", closed=True)
    save(store, "a", closed=False)
    assert closed(store, "a") is False
    assert rows(memory) == 1


def test_conversations_are_kept_apart(store: KeptSessionStore) -> None:
    save(store, "a", closed=True)
    save(store, "b")
    assert (closed(store, "a"), closed(store, "b")) == (True, False)


def test_no_word_of_what_was_said_is_kept(store: KeptSessionStore) -> None:
    save(store, "a", closed=True)
    full = asyncio.run(store.retrieve_full_tracker("a"))
    assert full is not None
    assert CANARY not in str(full.current_state())


def test_rasa_is_told_no_names_of_conversations(store: KeptSessionStore) -> None:
    save(store, "a")
    assert list(asyncio.run(store.keys())) == []


def test_an_idle_conversation_is_forgotten(store: KeptSessionStore, memory: Memory, clock: StandingClock) -> None:
    save(store, "a", closed=True)
    clock.now += timedelta(minutes=59)
    assert closed(store, "a") is True
    save(store, "a", closed=True)
    clock.now += timedelta(minutes=60)
    assert retrieve(store, "a") is None
    memory.purge()
    assert rows(memory) == 0


def test_of_too_many_conversations_the_longest_idle_go(memory: Memory, clock: StandingClock) -> None:
    store = make_store(memory, conversations=20)
    for number in range(200):
        clock.now += timedelta(seconds=1)
        save(store, f"conversation {number}")
    assert rows(memory) == 20
    assert retrieve(store, "conversation 180") is not None


def test_a_conversation_can_be_forgotten_at_once(store: KeptSessionStore, memory: Memory) -> None:
    save(store, "a")
    store.forget("a")
    assert rows(memory) == 0
    store.forget("a")


def test_who_is_forgotten_has_no_conversation_left(store: KeptSessionStore, memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.ADULT)])
    save(store, "a", person="anna")
    save(store, "b", person="ben")
    save(store, "c")
    memory.carry_out("anna", [Forget()])
    assert retrieve(store, "a") is None
    assert retrieve(store, "b") is not None
    assert retrieve(store, "c") is not None


def test_so_has_who_never_agreed_to_anything(store: KeptSessionStore, memory: Memory) -> None:
    save(store, "a", person="anna")
    memory.carry_out("anna", [Forget()])
    assert rows(memory) == 0


def test_what_was_changed_is_no_fresh_start(store: KeptSessionStore, memory: Memory) -> None:
    save(store, "a", closed=True)
    with memory.engine.begin() as connection:
        sealed = bytearray(connection.execute(select(tables.sessions.c.slots)).scalar())
        sealed[20] ^= 1
        connection.execute(update(tables.sessions).values(slots=bytes(sealed)))
    with pytest.raises(MemoryStoreError):
        retrieve(store, "a")


def test_a_conversation_in_the_place_of_another_is_noticed(store: KeptSessionStore, memory: Memory) -> None:
    save(store, "a", closed=True)
    save(store, "b")
    table = tables.sessions
    with memory.engine.begin() as connection:
        one, two = connection.execute(select(table)).all()
        connection.execute(update(table).where(table.c.id == one.id).values(slots=two.slots))
        connection.execute(update(table).where(table.c.id == two.id).values(slots=one.slots))
    for name in ("a", "b"):
        with pytest.raises(MemoryStoreError):
            retrieve(store, name)


def test_a_database_that_is_gone_is_no_fresh_start(store: KeptSessionStore, memory: Memory) -> None:
    save(store, "a", closed=True)
    rename(memory, "sessions", "gone")
    try:
        for failing in (lambda: retrieve(store, "a"), lambda: save(store, "a"), lambda: store.forget("a")):
            with pytest.raises(MemoryStoreError):
                failing()
    finally:
        rename(memory, "gone", "sessions")
    assert closed(store, "a") is True


def test_the_file_says_neither_who_nor_what(sqlite: Settings, opening: Callable[[Settings], Memory]) -> None:
    memory = opening(sqlite)
    save(make_store(memory), "canary-conversation", person="canary-person", details={"canary-detail": "canary-value"})
    assert b"canary" not in raw_bytes(sqlite)


@pytest.mark.model
def test_a_real_conversation_goes_on_after_a_restart_and_an_error_is_said(
    agent: Any, gate: Gate, memory: Memory, chosen: Settings, opening: Callable[[Settings], Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    def say(text: str) -> list[str]:
        return [reply["text"] for reply in asyncio.run(gate.deliver(conversation, "web", Incoming(text=text))).replies]

    def restart() -> None:
        store = make_store(opening(chosen))
        store.domain = agent.domain
        monkeypatch.setattr(agent.processor, "tracker_store", store)

    conversation = uuid4().hex
    restart()
    asked = say("i'm not in the mood tonight")
    restart()
    answered = say("yes")
    assert answered != asked
    restart()
    assert say("again, softer please")
    with memory.engine.begin() as connection:
        connection.execute(update(tables.sessions).values(slots=b"\x01damaged"))
    with pytest.raises(RequestError) as caught:
        say("i'm 15")
    assert caught.value.status == 503
