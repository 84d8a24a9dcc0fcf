"""An agent that answers at once and remembers what reached it, for tests of what stands before Rasa."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from rasa_project.memory.session_store import KeptSessionStore, SessionStore


class FakeAgent:
    """Stands for Rasa's agent and its processor: says back the text that reached it, after `pause` turns of the event loop."""

    def __init__(self, pause: int = 0, reply: dict[str, Any] | None = None, store: SessionStore | KeptSessionStore | None = None) -> None:
        self.heard: list[str] = []
        self.most_at_once = 0
        self.fails = False
        self.silent = False
        self.ready = True
        self._busy = 0
        self._pause = pause
        self.reply = reply or {}
        self.tracker_store = store or SessionStore(Domain.empty(), minutes=60, conversations=1000)

    @property
    def processor(self) -> FakeAgent:
        """Itself: the gate asks the processor to parse."""
        return self

    def is_ready(self) -> bool:
        """As Rasa's agent says whether a model is loaded."""
        return self.ready

    async def parse_message(self, message: UserMessage | str) -> dict[str, Any]:
        """Everything is a greeting."""
        return {"intent": {"name": "greet", "confidence": 1.0}, "safety": None}

    async def handle_message(self, message: UserMessage) -> None:
        """Says the text back, or fails, or says nothing, as set; and then keeps the conversation, as Rasa does."""
        self._busy += 1
        self.most_at_once = max(self.most_at_once, self._busy)
        try:
            for _ in range(self._pause):
                await asyncio.sleep(0)
            self.heard.append(message.text)
            if self.fails:
                raise RuntimeError(f"failed at: {message.text}")
            if not self.silent:
                await message.output_channel.send_custom_json(message.sender_id, {"text": f"heard {message.text}", **self.reply})
            await self.tracker_store.save(DialogueStateTracker(message.sender_id, []))
        finally:
            self._busy -= 1
