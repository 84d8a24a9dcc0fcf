"""Push subscriptions: kept with the consent to evening notes, sealed, and gone with it."""

from __future__ import annotations

from typing import Any

import pytest

from rasa_project.coach.remembered import Agree, Forget, Purpose, SetPin, Withdraw
from rasa_project.errors import MemoryStoreError
from rasa_project.memory.memory import Memory
from rasa_project.memory.subscriptions import MOST


def subscription(number: int = 1) -> dict[str, Any]:
    return {"endpoint": f"https://push.example/{number}", "keys": {"p256dh": "abc", "auth": "def"}}


@pytest.fixture
def agreed(memory: Memory) -> Memory:
    """A memory in which anna agreed to evening notes."""
    memory.carry_out("anna", [Agree(Purpose.NOTES)])
    return memory


def of(memory: Memory, person: str = "anna") -> list[str]:
    return sorted(kept["endpoint"][-1] for kept in memory.subscriptions.of(memory.row(person)))


@pytest.mark.parametrize("consents", [(), (Purpose.JOURNAL, Purpose.SAVED, Purpose.ADULT)])
def test_none_is_kept_without_a_yes_to_evening_notes(memory: Memory, consents: tuple[Purpose, ...]) -> None:
    memory.carry_out("anna", [Agree(purpose) for purpose in consents])
    with pytest.raises(MemoryStoreError):
        memory.subscriptions.add(memory.row("anna"), subscription())
    assert of(memory) == []


def test_they_come_back_as_they_were_given(agreed: Memory) -> None:
    for number in (1, 2):
        agreed.subscriptions.add(agreed.row("anna"), subscription(number))
    assert sorted(agreed.subscriptions.of(agreed.row("anna")), key=repr) == [subscription(1), subscription(2)]
    assert of(agreed, "ben") == []


def test_the_same_browser_is_kept_once_as_it_said_last(agreed: Memory) -> None:
    agreed.subscriptions.add(agreed.row("anna"), subscription())
    changed = {**subscription(), "keys": {"p256dh": "new", "auth": "new"}}
    agreed.subscriptions.add(agreed.row("anna"), changed)
    assert agreed.subscriptions.of(agreed.row("anna")) == (changed,)


def test_two_people_may_use_one_browser(agreed: Memory) -> None:
    agreed.carry_out("ben", [Agree(Purpose.NOTES)])
    for person in ("anna", "ben"):
        agreed.subscriptions.add(agreed.row(person), subscription())
    agreed.subscriptions.remove(agreed.row("anna"), subscription()["endpoint"])
    assert (of(agreed), of(agreed, "ben")) == ([], ["1"])


def test_one_can_be_removed_and_removing_it_again_does_nothing(agreed: Memory) -> None:
    for number in (1, 2):
        agreed.subscriptions.add(agreed.row("anna"), subscription(number))
    for _ in range(2):
        agreed.subscriptions.remove(agreed.row("anna"), subscription(1)["endpoint"])
    assert of(agreed) == ["2"]


def test_there_is_a_most(agreed: Memory) -> None:
    for number in range(MOST):
        agreed.subscriptions.add(agreed.row("anna"), subscription(number))
    with pytest.raises(MemoryStoreError, match=str(MOST)):
        agreed.subscriptions.add(agreed.row("anna"), subscription(MOST))
    agreed.subscriptions.add(agreed.row("anna"), subscription(0))


@pytest.mark.parametrize("change", [Withdraw(Purpose.NOTES), Forget(Purpose.NOTES), Forget()], ids=repr)
def test_they_go_with_the_consent(agreed: Memory, change: Any) -> None:
    agreed.subscriptions.add(agreed.row("anna"), subscription())
    agreed.carry_out("anna", [change])
    assert of(agreed) == []
    assert agreed.is_empty("anna")


def test_they_can_be_read_while_a_pin_is_missing(agreed: Memory) -> None:
    agreed.subscriptions.add(agreed.row("anna"), subscription())
    agreed.carry_out("anna", [SetPin("2468")])
    assert of(agreed) == ["1"]
