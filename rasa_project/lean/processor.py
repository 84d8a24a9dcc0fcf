"""Rasa's message processor without the steps that do nothing for this assistant."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.actions.action import Action, ActionListen, action_for_index, action_for_name_or_text
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.exceptions import ActionLimitReached
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.slot_mappings import SlotMappingType
from rasa.shared.core.trackers import DialogueStateTracker

from rasa_project.lean.actions import TrustedAction
from rasa_project.nlu.ahead import Reading

logger = logging.getLogger(__name__)

KNOWN = {
    MessageProcessor._run_action: "6d383d0179ef1187",
    MessageProcessor._log_action_on_tracker: "d973d12a6d0a3623",
    MessageProcessor.run_action_extract_slots: "ff52049be97dde87",
    MessageProcessor._check_for_unseen_features: "286ab49de966bc0e",
    MessageProcessor.parse_message: "b98d8e49b9f2c433",
    MessageProcessor._log_slots: "cfc60d6857d3466d",
    MessageProcessor.predict_next_with_tracker_if_should: "7ef2b933ac1ec9b2",
    action_for_index: "eef13f019b819e4a",
    action_for_name_or_text: "a63fb2d066efa0bc",
}


class LeanProcessor(MessageProcessor):
    """The same turn with fewer copies.

    Rasa copies the conversation before each action, in case it refuses to run (ours never do), and every event for a log line that is not
    written; it asks each slot where it comes from, and compares the domain with an empty one.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reading = Reading()
        self._actions: dict[int, Action] = {}

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """As Rasa understands it; where others wait, the meaning of what was typed is worked out aside."""
        if self.http_interpreter:
            return dict(await super().parse_message(message, tracker, only_output_properties))
        if not message.text or message.text.startswith(INTENT_MESSAGE_PREFIX):
            return self._understood(message, tracker, only_output_properties)
        async with self._reading.of(message.text):
            return self._understood(message, tracker, only_output_properties)

    def _understood(self, message: UserMessage, tracker: DialogueStateTracker | None, only_output_properties: bool) -> dict[str, Any]:
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        parse_data: dict[str, Any] = self._parse_message_with_graph(message, tracker, only_output_properties)
        self._update_full_retrieval_intent(parse_data)
        self._check_for_unseen_features(parse_data)
        return parse_data

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: Rasa writes all slots out for a log line, which here is never written."""

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

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """As Rasa does, which makes all its own actions anew for each that it looks up. Raises ActionLimitReached."""
        if self.is_action_limit_reached(tracker, self.should_predict_another_action(tracker.latest_action_name)):
            raise ActionLimitReached("The limit of actions to predict has been reached.")
        prediction = self._predict_next_with_tracker(tracker)
        index = prediction.max_confidence_index
        action = self._actions.get(index) or action_for_index(index, self.domain, self.action_endpoint)
        if isinstance(action, (TrustedAction, ActionListen)):  # these keep nothing from one turn to the next
            self._actions[index] = action
        return action, prediction

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
