"""Understanding without answering: what `evening-note parse` prints for a message."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

from rasa.core.agent import Agent

from rasa_project.channels.gate import readable

RANKED = 5


def parse_lines(agent: Agent, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """For each message what the coach will act on: text, intent, confidence, the five likeliest, details, and the danger if one was noticed."""
    loop = asyncio.new_event_loop()
    try:
        for line in lines:
            yield loop.run_until_complete(parse(agent, line))
    finally:
        loop.close()


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    """How one message is understood."""
    parsed = await agent.parse_message(readable(text))
    return {
        "text": text,
        "intent": parsed["intent"]["name"],
        "confidence": parsed["intent"]["confidence"],
        "ranking": [[intent["name"], intent["confidence"]] for intent in parsed["intent_ranking"][:RANKED]],
        "entities": [{"entity": entity["entity"], "value": entity["value"]} for entity in parsed["entities"]],
        "safety": parsed.get("safety"),
    }
