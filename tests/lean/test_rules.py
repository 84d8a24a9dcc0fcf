"""Remembered matches: the same as the policy's own, asked for once, and no more kept than is good."""

from __future__ import annotations

from typing import Any

import pytest

from rasa_project.lean import rules
from rasa_project.lean.rules import RememberedMatches

RULES = {"rule one": "action_line", "rule two": "action_talk"}


class Policy:
    """Counts how often it has to match."""

    def __init__(self) -> None:
        self.asked = 0

    def _get_possible_keys(self, lookup: dict[str, str], states: list[Any]) -> set[str]:
        self.asked += 1
        return {key for key in lookup if states and states[-1]["user"]["intent"] in key}


def states(intent: str) -> list[Any]:
    return [{"user": {"intent": intent}}]


def test_the_same_moment_is_matched_once() -> None:
    policy = Policy()
    matches = RememberedMatches(policy)
    assert [matches(RULES, states("one")) for _ in range(3)] == [{"rule one"}] * 3
    assert policy.asked == 1


def test_other_moments_and_other_rules_are_matched_anew() -> None:
    matches = RememberedMatches(Policy())
    assert matches(RULES, states("one")) == {"rule one"}
    assert matches(RULES, states("two")) == {"rule two"}
    others = {"another one": "action_talk"}
    assert matches(others, states("one")) == {"another one"}


def test_what_the_policy_does_with_the_keys_changes_nothing_for_the_next() -> None:
    matches = RememberedMatches(Policy())
    matches(RULES, states("one")).clear()
    assert matches(RULES, states("one")) == {"rule one"}


def test_the_moments_not_met_for_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "REMEMBERED", 2)
    policy = Policy()
    matches = RememberedMatches(policy)
    for intent in ("one", "two", "three", "three", "two", "one"):
        matches(RULES, states(intent))
    assert policy.asked == 4
