"""Copies of slots: each tracker that Rasa makes has its own of every slot, and Python's way to copy any object takes most of that time."""

from __future__ import annotations

from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

KNOWN = {DialogueStateTracker.__init__: "8f39eb22462aa62b", Slot.__init__: "54ca1ec6b580be6d"}


def copied(slot: Slot) -> Slot:
    """The same as `copy.copy` of a slot, without asking it how it is pickled."""
    twin: Slot = object.__new__(type(slot))
    vars(twin).update(vars(slot))
    return twin
