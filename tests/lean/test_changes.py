"""What is changed of Rasa: it is the Rasa it was written for, and every turn comes out as Rasa itself would make it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import rasa.core.agent
import rasa.core.processor
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner

import rasa_project.agent
from rasa_project.agent import load_agent
from rasa_project.channels.gate import Gate, Incoming
from rasa_project.coach.content import Library
from rasa_project.lean import actions, changes, processor, rules, runner, slots
from rasa_project.lean.known import digest, is_known
from rasa_project.settings import Settings

TALK = (
    "he's giving me that look and I fly at six",
    "yes",
    "softer",
    "one more please",
    "as a text",
    "why would that work",
    "how do I ask her then, on saturday",
    "she said no, and it stings a bit",
    "asdf qwer",
    "i am afraid of him when i say no",
    "/restart",
    "you got me wrong, i am fine",
    "goodbye",
)


@pytest.mark.parametrize("known", [actions.KNOWN, changes.KNOWN, processor.KNOWN, rules.KNOWN, runner.KNOWN, slots.KNOWN])
def test_rasas_code_is_the_code_that_each_change_was_written_for(known: dict[Any, str]) -> None:
    """Where this fails after an upgrade of Rasa, read its new code, mend the change or drop it, and write the new digest."""
    assert {function.__qualname__: digest(function) for function in known} == {function.__qualname__: value for function, value in known.items()}


def test_code_that_has_changed_is_left_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    assert is_known({digest: digest(digest)})
    assert not is_known({digest: digest(is_known)})
    assert "digest" in caplog.text


@pytest.mark.model
def test_the_loaded_agent_is_lean(agent: Agent) -> None:
    assert isinstance(agent.processor, processor.LeanProcessor)
    assert isinstance(agent.processor.graph_runner, runner.StraightRunner)
    assert [node for node in _components(agent) if isinstance(getattr(node, "_get_possible_keys", None), rules.RememberedMatches)]
    assert [node for node in _components(agent) if isinstance(getattr(node, "_find_action_from_rules", None), rules.IntentsAlone)]


@pytest.mark.model
def test_what_was_typed_is_not_remembered_with_the_rules_that_fitted(agent: Agent, library: Library) -> None:
    asyncio.run(_talk(agent, library, "another conversation"))
    (matches,) = (found for node in _components(agent) if (found := getattr(node, "_get_possible_keys", None)) is not None)
    assert matches._known
    assert not [states for _, states in matches._known if "'text'" in states]


@pytest.mark.model
def test_a_conversation_comes_out_as_rasa_itself_would_make_it(agent: Agent, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed_back:
        changed_back.setattr(rasa.core.agent, "MessageProcessor", MessageProcessor)
        changed_back.setattr(rasa.core.processor, "DaskGraphRunner", DaskGraphRunner)
        changed_back.setattr(rasa_project.agent, "change_agent", lambda _: None)
        as_rasa_does = load_agent()
    assert type(as_rasa_does.processor) is MessageProcessor
    assert type(as_rasa_does.processor.graph_runner) is DaskGraphRunner
    assert asyncio.run(_talk(agent, library)) == asyncio.run(_talk(as_rasa_does, library))


async def _talk(agent: Agent, library: Library, conversation: str = "the same conversation") -> list[Any]:
    """What each message is taken for and answered with, and the slots after it."""
    gate = Gate(agent, library, Settings(secret="tests"))
    turns: list[Any] = []
    for number, text in enumerate(TALK):
        delivered = await gate.deliver(conversation, "web", Incoming(text=text, id=number))
        tracker = await agent.tracker_store.retrieve(conversation)
        slots = {name: value for name, value in tracker.current_slot_values().items() if name != "disclosed"}  # holds the time
        turns.append((delivered.intent, delivered.safety, [_without_seals(reply) for reply in delivered.replies], slots))
    return turns


def _without_seals(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply without what is sealed anew each time."""
    return {**reply, "quick_replies": [button["title"] for button in reply.get("quick_replies") or ()]}


def _components(agent: Agent) -> list[Any]:
    return [node._component for node in agent.processor.graph_runner._instantiated_nodes.values()]
