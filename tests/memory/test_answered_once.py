"""Each message is answered once and the same id again the same, by whatever process; what came in between is never written over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import select, update

from rasa_project.channels.gate import Delivered, Gate, Incoming
from rasa_project.coach.content import Library
from rasa_project.coach.remembered import Agree, Forget, NoteMoment, Purpose, SaveLine
from rasa_project.envelope import MEMORY_CHANGED
from rasa_project.errors import MemoryStoreError, RequestError
from rasa_project.memory import tables
from rasa_project.memory.memory import Memory
from rasa_project.memory.session_store import KeptSessionStore, SessionStore
from rasa_project.memory.turn import Sent, Turn, answering
from rasa_project.settings import Settings
from tests.channels.fake_agent import FakeAgent
from tests.memory.conftest import KINDS, StandingClock
from tests.memory.raw import raw_bytes
from tests.memory.test_kept_session_store import DOMAIN, make_store
from tests.memory.test_memory import ENTRY

Stores = Callable[[], "SessionStore | KeptSessionStore"]


@pytest.fixture(params=("in memory", *KINDS))
def stores(request: pytest.FixtureRequest, tmp_path: Any, clock: StandingClock) -> Stores:
    """The store as each process opens it; in memory there is one process."""
    if request.param == "in memory":
        alone = SessionStore(DOMAIN, minutes=60, conversations=1000, clock=lambda: clock().timestamp())
        return lambda: alone
    opening = request.getfixturevalue("opening")
    chosen: Settings = (
        request.getfixturevalue("sqlite")
        if request.param == "sqlite"
        else Settings(data_dir=tmp_path / "data", database=request.getfixturevalue("empty_database"))
    )
    return lambda: make_store(opening(chosen))


@pytest.fixture
def processes(stores: Stores, library: Library) -> tuple[tuple[Gate, FakeAgent], tuple[Gate, FakeAgent]]:
    """Two processes of one coach: two gates, each before an agent of its own."""
    agents = FakeAgent(store=stores()), FakeAgent(store=stores())
    one, two = ((Gate(agent, library, Settings(secret="the secret of both")), agent) for agent in agents)
    return one, two


Processes = tuple[tuple[Gate, FakeAgent], tuple[Gate, FakeAgent]]


def deliver(gate: Gate, text: str, identity: str | int | None, conversation: str = "a") -> Delivered:
    return asyncio.run(gate.deliver(conversation, "web", Incoming(text=text, id=identity)))


def refused(gate: Gate, text: str, identity: str | int) -> tuple[int, str]:
    with pytest.raises(RequestError) as caught:
        deliver(gate, text, identity)
    return caught.value.status, caught.value.code


def test_another_process_gives_the_same_answer_to_the_same_id(processes: Processes) -> None:
    (here, heard_here), (there, heard_there) = processes
    reply = {"line": "“één”", "quick_replies": [{"title": "Yes", "payload": "/affirm"}], "sources": ["x"], "private": True}
    heard_here.reply = reply
    first = deliver(here, "hi", 1)
    heard_here.reply = heard_there.reply = {}
    assert deliver(there, "hi", 1) == first == deliver(here, "hi", 1)
    assert len(heard_here.heard) + len(heard_there.heard) == 1
    assert first.replies[0]["quick_replies"][0]["payload"] != "/affirm"


def test_another_process_refuses_what_comes_too_late_or_is_another_message(processes: Processes) -> None:
    (here, _), (there, _) = processes
    deliver(here, "second", 2)
    assert refused(there, "first", 1) == (409, "out_of_order")
    assert refused(there, "another", 2) == (409, "id_used")
    assert deliver(there, "third", 3).replies[0]["text"] == "heard third"


def test_a_turn_that_could_not_be_kept_is_not_answered_and_the_next_try_is(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    (here, agent), _ = processes

    async def _fail(_: object) -> None:
        raise MemoryStoreError("the disk is full")

    monkeypatch.setattr(agent.tracker_store, "save", _fail)
    assert refused(here, "hi", 1) == (503, "trouble")
    monkeypatch.undo()
    deliver(here, "hi", 1)
    deliver(here, "hi", 1)
    assert agent.heard == ["hi", "hi"]


def test_what_came_in_between_is_not_written_over(stores: Stores) -> None:
    slow, fast = stores(), stores()

    async def _turn(store: SessionStore | KeptSessionStore, turn: Turn, **slots: Any) -> None:
        with answering(turn):
            events = [SlotSet(name, value) for name, value in slots.items()]
            await store.save(DialogueStateTracker.from_events(turn.conversation, events, DOMAIN.slots))

    async def _begun(store: SessionStore | KeptSessionStore, identity: str) -> Turn:
        turn = Turn("a", Sent(identity, "digest"), answer=lambda: f"answer to {identity}")
        await store.begin(turn)
        return turn

    async def _body() -> None:
        for number in range(2):  # in a new conversation, and in one that is known
            stood_still, quick = await _begun(slow, f"{number} slow"), await _begun(fast, f"{number} fast")
            await _turn(fast, quick, closed=True)
            with pytest.raises(MemoryStoreError):
                await _turn(slow, stood_still, closed=False)
        kept = await _begun(slow, "later")
        assert kept.stand is not None
        assert kept.stand.slots == {"closed": True}
        assert [answered.id for answered in kept.stand.answers.last] == ["0 fast", "1 fast"]

    asyncio.run(_body())


def test_a_conversation_may_be_kept_more_than_once_in_a_turn(stores: Stores) -> None:
    store = stores()

    async def _body() -> None:
        for identity in ("1", "2"):
            said: list[str] = []
            turn = Turn("a", Sent(identity, "digest"), answer=lambda said=said: said[-1] if said else None)  # type: ignore[misc]
            await store.begin(turn)
            with answering(turn):
                for words in (None, "half", "whole"):
                    said.extend([words] if words else [])
                    await store.save(DialogueStateTracker.from_events("a", [], DOMAIN.slots))
        await store.begin(last := Turn("a"))
        assert last.stand is not None
        assert [(answered.id, answered.answer) for answered in last.stand.answers.last] == [("1", "whole"), ("2", "whole")]

    asyncio.run(_body())


def test_what_is_said_before_something_is_forgotten_is_not_said_again_afterwards(processes: Processes) -> None:
    (here, agent), (there, _) = processes
    agent.reply = {"line": "a saved line"}
    deliver(here, "show my lines", "a")
    agent.reply = {MEMORY_CHANGED: True}
    changed = deliver(here, "delete them", "b")
    assert refused(there, "show my lines", "a") == (409, "out_of_order")
    assert deliver(there, "delete them", "b") == changed


def test_a_conversation_that_is_over_has_no_answers(processes: Processes, clock: StandingClock) -> None:
    (here, agent), _ = processes
    deliver(here, "hi", 1)
    clock.now += timedelta(minutes=60, seconds=1)
    deliver(here, "hi", 1)
    assert agent.heard == ["hi", "hi"]
    deliver(here, "hi", 1)
    assert agent.heard == ["hi", "hi"]


def test_a_conversation_that_was_deleted_meanwhile_keeps_the_new_answer_alone(memory: Memory, library: Library) -> None:
    store = make_store(memory)
    agent = FakeAgent(store=store)
    gate = Gate(agent, library, Settings(secret="tests"))
    deliver(gate, "show my lines", "a")

    async def _deleting(tracker: DialogueStateTracker) -> None:
        store.forget("a")
        await KeptSessionStore.save(store, tracker)

    store.save = _deleting  # type: ignore[method-assign]
    forgotten = deliver(gate, "forget me", "b")
    assert refused(gate, "show my lines", "a") == (409, "out_of_order")
    assert deliver(gate, "forget me", "b") == forgotten


def test_the_answers_are_sealed_and_opened_in_their_place_alone(sqlite: Settings, opening: Callable[[Settings], Memory], library: Library) -> None:
    memory = opening(sqlite)
    agent = FakeAgent(store=make_store(memory), reply={"line": "canary-line"})
    gate = Gate(agent, library, Settings(secret="tests"))
    for conversation in ("canary-a", "canary-b"):
        deliver(gate, "canary-words", "canary-id", conversation)
    assert b"canary" not in raw_bytes(sqlite)
    with memory.engine.begin() as connection:
        one, two = connection.execute(select(tables.sessions)).all()
        connection.execute(update(tables.sessions).where(tables.sessions.c.id == one.id).values(answers=two.answers))
        connection.execute(update(tables.sessions).where(tables.sessions.c.id == two.id).values(answers=one.answers))
    for conversation in ("canary-a", "canary-b"):
        with pytest.raises(RequestError) as caught:
            deliver(gate, "canary-words", "canary-id", conversation)
        assert caught.value.status == 503


def test_the_same_message_changes_the_memory_once(memory: Memory) -> None:
    changes = [Agree(Purpose.JOURNAL), Agree(Purpose.SAVED), NoteMoment(ENTRY), SaveLine("hold me?")]
    for request in ("first", "first", "second", "first"):
        memory.carry_out("anna", changes, request=request)
    remembered = memory.recall("anna", entries=True)
    assert (len(remembered.entries), len(remembered.saved)) == (2, 2)
    memory.carry_out("ben", changes, request="first")
    assert len(memory.recall("ben", entries=True).entries) == 1


def test_of_a_person_only_so_many_messages_are_known_and_none_after_everything_was_forgotten(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.JOURNAL)])
    for number in range(12):
        memory.carry_out("anna", [NoteMoment(ENTRY)], request=str(number))
    with memory.engine.connect() as connection:
        assert len(connection.execute(select(tables.people.c.requests)).scalar()) == 8 * 16
    memory.carry_out("anna", [Forget()], request="forget")
    assert memory.is_empty("anna")
    memory.carry_out("anna", [Agree(Purpose.JOURNAL)], request="11")
    assert Purpose.JOURNAL in memory.recall("anna").consents


def test_a_change_that_failed_is_made_at_the_next_try(memory: Memory) -> None:
    with pytest.raises(MemoryStoreError):
        memory.carry_out("anna", [NoteMoment(ENTRY)], request="first")
    memory.carry_out("anna", [Agree(Purpose.JOURNAL), NoteMoment(ENTRY)], request="first")
    assert len(memory.recall("anna", entries=True).entries) == 1


@pytest.mark.model
def test_a_process_that_dies_between_memory_and_conversation_changes_the_memory_once(
    agent: Any, library: Library, memory: Memory, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change was kept, the conversation was not, and nobody was answered: the same message comes again."""
    store = make_store(memory)
    store.domain = agent.domain
    monkeypatch.setattr(agent.processor, "tracker_store", store)
    monkeypatch.setattr("actions.remembering.opened_memory", lambda: memory)
    monkeypatch.setattr("actions.remembering.recall", memory.recall)
    from rasa_project.channels.gate import Person

    gate = Gate(agent, library, chosen.copy(update={"secret": Settings(secret="tests").secret}))
    person = Person("anna")

    def say(text: str, identity: int) -> Delivered:
        return asyncio.run(gate.deliver("a", "web", Incoming(text=text, id=identity), person))

    said = ["i'm not in the mood tonight", "yes", "save that line", "yes"]
    for number, text in enumerate(said, 1):
        changed = say(text, number).changed_memory
    assert changed
    before = len(memory.recall("anna").saved)
    assert before == 1
    say("i'm not in the mood tonight", 5)

    class Killed(BaseException):
        """Stands for the end of the process."""

    async def _die(tracker: DialogueStateTracker) -> None:
        if len(memory.recall("anna").saved) > before:
            raise Killed
        await KeptSessionStore.save(store, tracker)

    monkeypatch.setattr(store, "save", _die)
    with pytest.raises(Killed):
        say("save that line", 6)
    monkeypatch.setattr(store, "save", KeptSessionStore.save.__get__(store))
    assert say("save that line", 6).replies
    assert len(memory.recall("anna").saved) == before + 1
