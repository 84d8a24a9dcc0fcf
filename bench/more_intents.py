"""The trained model with more intents and rules: made up ones that nothing said ever fits, so that the answers stay the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.domain import Domain

from rasa_project.lean.changes import change_agent
from rasa_project.nlu.intent_classifier import MeaningClassifier

NEVER = -1000.0
"""A bias with which an intent is computed like any other, and never met."""


class Grown:
    """An agent whose intents and rules can be multiplied."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        components = [node._component for node in agent.processor.graph_runner._instantiated_nodes.values()]
        self._classifier = next(component for component in components if isinstance(component, MeaningClassifier))
        self.policy: Any = next(component for component in components if isinstance(component, RulePolicy))
        self._domains = [component for component in components if isinstance(getattr(component, "_domain", None), Domain)]
        self._learnt: Any = self._classifier._learnt
        self._rules = dict(self.policy.lookup[RULES])
        self._domain = agent.processor.domain.as_dict()

    def multiply(self, times: int) -> tuple[int, int]:
        """So many times the intents and rules that were trained. How many of each there are then."""
        wording, trained, *others = self._learnt
        names = [f"{name}_{copy}" for copy in range(1, times) for name in trained.classes]
        weights = np.asfortranarray(np.tile(trained.weights, (times, 1)))
        biases = np.concatenate([trained.biases, np.full(len(names), NEVER, dtype=np.float32)])
        more = replace(trained, classes=(*trained.classes, *names), weights=weights, biases=biases)
        self._classifier._learnt = wording, more, *others
        copies = (_with_intents(key, copy) for copy in range(1, times) for key in self._rules)
        self.policy.lookup[RULES] = self._rules | dict(zip(copies, [*self._rules.values()] * (times - 1)))
        domain = Domain.from_dict({**self._domain, "intents": [*self._domain["intents"], *names]})
        self._agent.processor.domain = self._agent.domain = domain
        for component in self._domains:
            component._domain = domain
        del self.policy._get_possible_keys, self.policy._find_action_from_rules  # what is remembered of fewer rules
        change_agent(self._agent)
        return len(trained.classes) + len(names), len(self.policy.lookup[RULES])


def _with_intents(key: str, copy: int) -> str:
    """A rule as it would be for a copy of its intent."""
    states = json.loads(key)
    for state in states:
        if "intent" in state.get("user", {}):
            state["user"]["intent"] += f"_{copy}"
    return json.dumps(states, sort_keys=True)
