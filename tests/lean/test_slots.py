"""Copies of slots: the same as Python's own, and nothing done to one shows in the other."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from rasa.shared.core.slots import AnySlot, BooleanSlot, CategoricalSlot, FloatSlot, ListSlot, Slot, TextSlot

from rasa_project.lean.slots import copied

SLOTS = [
    TextSlot("one", [], initial_value="a"),
    BooleanSlot("two", []),
    CategoricalSlot("three", [], values=["a", "b"]),
    FloatSlot("four", [], initial_value=0.5),
    ListSlot("five", []),
    AnySlot("six", [], initial_value={"a": 1}),
]


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: type(slot).__name__)
def test_a_copy_is_what_python_would_make(slot: Slot) -> None:
    twin = copied(slot)
    assert type(twin) is type(slot)
    assert vars(twin) == vars(slot)
    twin.value = "another"
    assert slot.value == slot.initial_value


def test_no_slot_of_rasas_says_itself_how_it_is_copied() -> None:
    """Where this fails, copying has become more than taking over what there is."""
    special = {"__deepcopy__", "__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__slots__", "__getnewargs__"}
    assert not {name for kind in _kinds(Slot) for name in special & set(vars(kind))}


def test_rasa_copies_slots_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slot, "__copy__", copied, raising=False)
    assert vars(copy.copy(SLOTS[0])) == vars(SLOTS[0])


def _kinds(kind: type[Any]) -> list[type[Any]]:
    return [kind, *(further for below in kind.__subclasses__() for further in _kinds(below))]
