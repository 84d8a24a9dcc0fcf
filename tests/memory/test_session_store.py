"""What is kept of a conversation: its slots, for a while, in memory, and never a word of what was said."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.memory.session_store import SessionStore
from tests.channels.test_sessions import Clock

DOMAIN = Domain.from_dict(
    {
        "slots": {
            "adult": {"type": "bool", "initial_value": False, "mappings": [{"type": "custom"}]},
            "details": {"type": "any", "mappings": [{"type": "custom"}]},
        }
    }
)
CANARY = "canaryquokkazz"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> SessionStore:
    return SessionStore(DOMAIN, minutes=60, conversations=3, clock=clock)


def tracker(name: str, **slots: Any) -> DialogueStateTracker:
    """A conversation in which something was said, and some slots were set."""
    events = [UserUttered(CANARY), BotUttered(CANARY), *(SlotSet(slot, value) for slot, value in slots.items())]
    return DialogueStateTracker.from_events(name, events, DOMAIN.slots)


def save(store: SessionStore, name: str, **slots: Any) -> None:
    asyncio.run(store.save(tracker(name, **slots)))


def retrieve(store: SessionStore, name: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(name))


def held(store: SessionStore) -> list[str]:
    return list(asyncio.run(store.keys()))


def test_an_unknown_conversation_is_none(store: SessionStore) -> None:
    assert retrieve(store, "a") is None


def test_what_is_known_of_a_conversation_is_kept(store: SessionStore) -> None:
    save(store, "a", adult=True, details={"tone": "warm", "lines": ["one", "two"]})
    kept = retrieve(store, "a")
    assert kept is not None
    assert kept.get_slot("adult") is True
    assert kept.get_slot("details") == {"tone": "warm", "lines": ["one", "two"]}


def test_the_last_turn_counts(store: SessionStore) -> None:
    save(store, "a", adult=True)
    save(store, "a", adult=False)
    kept = retrieve(store, "a")
    assert kept is not None
    assert kept.get_slot("adult") is False


def test_conversations_are_kept_apart(store: SessionStore) -> None:
    save(store, "a", adult=True)
    save(store, "b")
    other = retrieve(store, "b")
    assert other is not None
    assert other.get_slot("adult") is False


def test_no_word_of_what_was_said_is_kept(store: SessionStore) -> None:
    save(store, "a", adult=True)
    kept = retrieve(store, "a")
    assert kept is not None
    assert not [event for event in kept.events if isinstance(event, (UserUttered, BotUttered))]
    assert CANARY not in repr(vars(store))


def test_a_turn_costs_the_same_however_long_the_conversation_is(store: SessionStore) -> None:
    save(store, "a", adult=True)
    first = retrieve(store, "a")
    for _ in range(50):
        save(store, "a", adult=True)
    last = retrieve(store, "a")
    assert first is not None
    assert last is not None
    assert len(first.events) == len(last.events)


def test_a_conversation_waits_for_the_person_when_it_comes_back(store: SessionStore) -> None:
    save(store, "a")
    kept = retrieve(store, "a")
    assert kept is not None
    assert kept.latest_action_name == "action_listen"


def test_rasas_full_tracker_holds_no_more(store: SessionStore) -> None:
    save(store, "a", adult=True)
    full = asyncio.run(store.retrieve_full_tracker("a"))
    assert full is not None
    assert CANARY not in str(full.current_state())


def test_an_idle_conversation_is_forgotten(store: SessionStore, clock: Clock) -> None:
    save(store, "a", adult=True)
    clock.now += 3601
    assert retrieve(store, "a") is None
    assert held(store) == []


def test_a_conversation_in_use_is_not_forgotten(store: SessionStore, clock: Clock) -> None:
    for _ in range(3):
        save(store, "a", adult=True)
        clock.now += 3000
    assert retrieve(store, "a") is not None


def test_an_idle_conversation_goes_when_anybody_speaks(store: SessionStore, clock: Clock) -> None:
    save(store, "a")
    clock.now += 3601
    save(store, "b")
    assert held(store) == ["b"]


def test_of_too_many_conversations_the_longest_idle_go(store: SessionStore) -> None:
    for name in ("a", "b", "c", "a", "d"):
        save(store, name)
    assert held(store) == ["c", "a", "d"]


def test_a_conversation_can_be_forgotten_at_once(store: SessionStore) -> None:
    save(store, "a")
    store.forget("a")
    assert retrieve(store, "a") is None
    store.forget("a")


@pytest.mark.model
def test_the_loaded_agent_keeps_no_word_of_a_real_conversation(agent: Any, gate: Gate) -> None:
    conversation = uuid4().hex
    for text in (
        "i'm not in the mood tonight",
        "yes",
        f"tell {CANARY} i am tired, softer please",
        f"kill myself {CANARY}",
        f'/affirm{{"{CANARY}": 1}}',
    ):
        asyncio.run(gate.deliver(conversation, "web", Incoming(text=text)))
    assert conversation in held(agent.tracker_store)
    assert CANARY not in repr(vars(agent.tracker_store)).lower()
