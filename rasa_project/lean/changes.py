"""Puts the changes in place; importing Rasa's agent through rasa_project.agent does so once."""

from __future__ import annotations

import functools

import rasa.core.actions.action
import rasa.core.agent
import rasa.core.processor
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot

from rasa_project.lean import actions, processor, rules, runner, slots
from rasa_project.lean.known import is_known

KNOWN = {Event.resolve_by_type: "b5cf570fa7f286c7"}


def change_rasa() -> None:
    """Rasa makes its parts by these names; there is no setting for other classes."""
    if is_known(actions.KNOWN):
        rasa.core.actions.action.RemoteAction = actions.TrustedAction
    if is_known(processor.KNOWN):
        rasa.core.agent.MessageProcessor = processor.LeanProcessor
    if is_known(runner.KNOWN):
        rasa.core.processor.DaskGraphRunner = runner.StraightRunner
    if is_known(slots.KNOWN):
        Slot.__copy__ = slots.copied
    if is_known(KNOWN):
        # Rasa looks through all subclasses of its event for each event of an answer
        Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=None)(Event.resolve_by_type))


def change_agent(agent: Agent) -> None:
    """What can only be changed once a model is loaded."""
    if not is_known(rules.KNOWN):
        return
    for node in agent.processor.graph_runner._instantiated_nodes.values():
        policy = node._component
        if isinstance(policy, RulePolicy):
            policy._get_possible_keys = rules.RememberedMatches(policy)
            policy._find_action_from_rules = rules.IntentsAlone(policy)
