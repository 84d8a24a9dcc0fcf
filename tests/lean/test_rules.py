"""Remembered matches are the policy's own, and no more than is good; what was typed is matched only where a rule quotes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RulePolicy

from rasa_project.lean import rules
from rasa_project.lean.rules import IntentsAlone, RememberedMatches

RULES = {"rule one": "action_line", "rule two": "action_talk"}


class Policy:
    """Counts how often it has to match."""

    def __init__(self) -> None:
        self.asked = 0

    def _rule_key_to_state(self, key: str) -> list[Any]:
        raise AssertionError("no key of these tests is a state")

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


def rule(intent: str | None, action: str = "action_listen") -> str:
    return json.dumps([{"prev_action": {"action_name": action}, **({"user": {"intent": intent}} if intent else {})}])


def test_a_moment_is_matched_with_the_rules_of_its_intent_and_those_that_ask_for_none() -> None:
    met = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "decline"}}
    every = {rule("decline"): "one", rule("ask"): "two", rule(None): "three", rule("slots_not_set"): "four"}
    asked_for: list[set[str]] = []

    class Matching(RulePolicy):
        def __init__(self) -> None:
            """Nothing but what matching needs."""

        def _get_possible_keys(self, lookup: dict[str, str], states: list[Any]) -> set[str]:
            asked_for.append(set(lookup))
            return super()._get_possible_keys(lookup, states)

    policy = Matching()
    assert RememberedMatches(policy)(every, [met]) == RulePolicy._get_possible_keys(policy, every, [met]) == {rule("decline"), rule(None)}
    assert rule("ask") not in asked_for[0]


def test_at_the_start_of_a_conversation_every_rule_is_matched() -> None:
    start = {"user": {"intent": "decline"}}
    every = {json.dumps([{"user": {"intent": "ask"}}]): "one"}

    class Matching(RulePolicy):
        def __init__(self) -> None:
            """Nothing but what matching needs."""

    policy = Matching()
    assert RememberedMatches(policy)(every, [start]) == RulePolicy._get_possible_keys(policy, every, [start]) == set(every)


class Finding:
    """A policy with these rules, each a list of states, that says how it was asked to find an action."""

    def __init__(self, *keys: list[Any]) -> None:
        self.lookup = {"rules": {json.dumps(key): "action_line" for key in keys}, "rules_for_loop_unhappy_path": {}}

    @staticmethod
    def _rule_key_to_state(key: str) -> list[Any]:
        return list(json.loads(key))

    def _find_action_from_rules(self, tracker: None, domain: None, by_text: bool) -> tuple[str, str, bool]:
        return "action_line", f"by text: {by_text}", False


BY_INTENT = [{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "decline"}}]


def test_what_was_typed_is_not_matched_where_every_rule_asks_for_an_intent() -> None:
    find = IntentsAlone(Finding(BY_INTENT))
    assert find(None, None, True) == (None, None, False)
    assert find(None, None, False) == ("action_line", "by text: False", False)


@pytest.mark.parametrize(
    "quoting", [[{"user": {"text": "not tonight"}}], [{"prev_action": {"action_name": "action_listen"}}]], ids=["text", "anything"]
)
def test_what_was_typed_is_matched_where_a_rule_could_fit_it(quoting: list[Any]) -> None:
    assert IntentsAlone(Finding(BY_INTENT, quoting))(None, None, True) == ("action_line", "by text: True", False)
