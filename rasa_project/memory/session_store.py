"""Rasa's tracker store, cut down to what the next turn needs: the slots. No message text is kept, and idle conversations go."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


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
        values = {slot.name: slot.value for slot in tracker.slots.values() if slot.value != slot.initial_value}
        self._slots[tracker.sender_id] = (self._clock(), values)
        self._slots.move_to_end(tracker.sender_id)
        self._let_go()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it stood after its last turn, or None when it is unknown or forgotten."""
        self._let_go()
        kept = self._slots.get(sender_id)
        if kept is None:
            return None
        events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
        events += [SlotSet(name, value) for name, value in kept[1].items()]
        events.append(ActionExecuted(ACTION_LISTEN_NAME))
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

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
