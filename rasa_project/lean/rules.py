"""The rule policy remembers which rules a moment fits, and looks for none that quote what was typed, where there are none.

There are few different moments, and matching all rules takes longer than looking up one.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT

REMEMBERED = 2048
"""Moments: an intent, the action before and the slots that rules look at."""
KNOWN = {
    RulePolicy._get_possible_keys: "2915fd81711e194c",
    RulePolicy._is_rule_applicable: "64a108b016b46e57",
    RulePolicy._does_rule_match_state: "d3109c1a97de319c",
    RulePolicy._find_action_from_rules: "be6da6ee0f5429bd",
    RulePolicy._predict: "f5182d8a10639e14",
}


class RememberedMatches:
    """Stands for a trained rule policy's `_get_possible_keys`, whose result depends on nothing but the rules and the states asked about."""

    def __init__(self, policy: RulePolicy) -> None:
        self._match = policy._get_possible_keys
        self._state_of = policy._rule_key_to_state
        self._known: OrderedDict[tuple[int, str], frozenset[str]] = OrderedDict()
        self._by_intent: dict[int, dict[str | None, dict[str, str]]] = {}

    def __call__(self, lookup: dict[str, str], states: list[Any]) -> set[str]:
        """The keys of the rules in `lookup` that fit `states`."""
        # the policy's lookups live as long as it does, so that their identities stay theirs; after training nothing changes them
        moment = (id(lookup), repr(states))
        found = self._known.get(moment)
        if found is None:
            found = self._known[moment] = frozenset(self._match(self._candidates(lookup, states[-1]), states))
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(moment)
        return set(found)

    def _candidates(self, lookup: dict[str, str], state: Any) -> dict[str, str]:
        """The rules that ask for the intent of this last state, or for none: no other can fit it."""
        if not state.get(PREVIOUS_ACTION):
            return lookup  # at the very start of a conversation, rules of the start fit whatever they ask for
        if id(lookup) not in self._by_intent:
            groups = self._by_intent[id(lookup)] = {}
            for key, action in lookup.items():
                intent = self._state_of(key)[-1].get(USER, {}).get(INTENT)
                groups.setdefault(None if intent == SHOULD_NOT_BE_SET else intent, {})[key] = action
        groups = self._by_intent[id(lookup)]
        return {**groups.get(None, {}), **groups.get(state.get(USER, {}).get(INTENT), {})}


class IntentsAlone:
    """Stands for a trained rule policy's `_find_action_from_rules`: rules that all ask for an intent need not be matched with what was typed.

    Rasa matches each message twice, first by its text, for rules that quote one. Ours quote none; and the text would stay among what is remembered.
    """

    def __init__(self, policy: RulePolicy) -> None:
        self._find = policy._find_action_from_rules
        last_states = [policy._rule_key_to_state(key)[-1] for key in policy.lookup[RULES]]
        self._none_quotes = all(state.get(USER, {}).get(INTENT) for state in last_states) and not policy.lookup[RULES_FOR_LOOP_UNHAPPY_PATH]

    def __call__(self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool) -> tuple[str | None, str | None, bool]:
        """The action, the rule it is from, and whether a form goes on that was interrupted."""
        if use_text_for_last_user_input and self._none_quotes:
            return None, None, False
        found: tuple[str | None, str | None, bool] = self._find(tracker, domain, use_text_for_last_user_input)
        return found
