"""Rasa's message processor without the steps that do nothing for this assistant."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.actions.action import Action, ActionListen
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.slot_mappings import SlotMappingType
from rasa.shared.core.trackers import DialogueStateTracker

from rasa_project.lean.actions import TrustedAction

logger = logging.getLogger(__name__)

KNOWN = {
    MessageProcessor._run_action: "6d383d0179ef1187",
    MessageProcessor._log_action_on_tracker: "d973d12a6d0a3623",
    MessageProcessor.run_action_extract_slots: "ff52049be97dde87",
    MessageProcessor._check_for_unseen_features: "286ab49de966bc0e",
}


class LeanProcessor(MessageProcessor):
    """The same turn with fewer copies.

    Rasa copies the conversation before each action, in case it refuses to run (ours never do), and every event for a log line that is not
    written; it asks each slot where it comes from, and compares the domain with an empty one.
    """

    async def run_action_extract_slots(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> DialogueStateTracker:
        """Nothing to extract where all slots are filled by actions."""
        if self._fills_slots_itself():
            return await super().run_action_extract_slots(output_channel, tracker)
        return tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        if not isinstance(action, (TrustedAction, ActionListen)):
            return bool(await super()._run_action(action, tracker, output_channel, nlg, prediction))
        tracker.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, tracker, self.domain)
        except Exception as error:  # noqa: BLE001 - as Rasa does: the turn goes on
            logger.error("The action '%s' failed: %s", action.name(), type(error).__name__)
            events = []
        tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        known = self._known_names()
        if {parse_data["intent"]["name"], *(entity["entity"] for entity in parse_data["entities"] or ())} - known:
            super()._check_for_unseen_features(parse_data)

    def _fills_slots_itself(self) -> bool:
        """Whether Rasa has a slot to fill from the message."""
        if not hasattr(self, "_fills"):
            own = (slot for slot in self.domain.slots if slot.mappings)
            custom = str(SlotMappingType.CUSTOM)
            self._fills = any(mapping.get("type") != custom or mapping.get("action") for slot in own for mapping in slot.mappings)
        return self._fills

    def _known_names(self) -> frozenset[str | None]:
        """Every intent and entity of the domain; None stands for no intent."""
        if not hasattr(self, "_names"):
            self._names: frozenset[str | None] = frozenset({None, *self.domain.intents, *self.domain.entities})
        return self._names
