"""The rule policy remembers which rules a moment fits: there are few different moments, and matching all rules takes longer than looking up one."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy

REMEMBERED = 2048
"""Moments: an intent, the action before and the slots that rules look at."""
KNOWN = {
    RulePolicy._get_possible_keys: "2915fd81711e194c",
    RulePolicy._is_rule_applicable: "64a108b016b46e57",
    RulePolicy._does_rule_match_state: "d3109c1a97de319c",
}


class RememberedMatches:
    """Stands for a trained rule policy's `_get_possible_keys`, whose result depends on nothing but the rules and the states asked about."""

    def __init__(self, policy: RulePolicy) -> None:
        self._match = policy._get_possible_keys
        self._known: OrderedDict[tuple[int, str], frozenset[str]] = OrderedDict()

    def __call__(self, lookup: dict[str, str], states: list[Any]) -> set[str]:
        """The keys of the rules in `lookup` that fit `states`."""
        # the policy's lookups live as long as it does, so that their identities stay theirs; after training nothing changes them
        moment = (id(lookup), repr(states))
        found = self._known.get(moment)
        if found is None:
            found = self._known[moment] = frozenset(self._match(lookup, states))
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(moment)
        return set(found)
