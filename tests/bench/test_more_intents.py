"""A model with more intents and rules answers as the trained one does; only the work is more."""

from __future__ import annotations

import asyncio

import pytest

from bench.more_intents import Grown
from rasa_project.agent import load_agent
from rasa_project.channels.gate import Gate, Incoming
from rasa_project.coach.content import Library
from rasa_project.settings import Settings

TALK = ("he's giving me that look and I fly at six", "yes", "softer", "why would that work")


@pytest.mark.model
def test_what_is_added_is_never_met(library: Library) -> None:
    agent = load_agent()
    gate, grown = Gate(agent, library, Settings(secret="tests")), Grown(agent)

    async def talk() -> list[tuple[str | None, list[str]]]:
        agent.tracker_store.forget("a conversation")
        delivered = [await gate.deliver("a conversation", "web", Incoming(text=text)) for text in TALK]
        return [(one.intent, [reply["text"] for reply in one.replies]) for one in delivered]

    intents, rules = grown.multiply(1)
    as_trained = asyncio.run(talk())
    assert grown.multiply(3) == (3 * intents, 3 * rules)
    assert asyncio.run(talk()) == as_trained
