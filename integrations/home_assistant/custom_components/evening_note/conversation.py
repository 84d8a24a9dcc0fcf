"""The coach as a conversation agent: what Assist hears goes to it, what it answers is spoken, and it says whether the microphone stays open."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Literal

from homeassistant.components import conversation
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .client import BusyError, CoachError, NotPairedError, Reply, Said
from .const import DOMAIN
from .coordinator import EveningNoteConfigEntry, EveningNoteCoordinator
from .echo import is_echo
from .screens import own_screens, show

PARALLEL_UPDATES = 0
"""Each conversation waits for its own answers only; the coach keeps the messages of one in line."""
REMEMBERED_REPLIES = 32
"""Last replies, of as many conversations, that an echo is recognised by. They are held in memory alone."""
_PROMPT = re.compile(r"\bevening_note:prompt=(\w+)")


async def async_setup_entry(hass: HomeAssistant, entry: EveningNoteConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback) -> None:
    """Adds the agent."""
    async_add_entities([EveningNoteAgent(entry.runtime_data)])


class EveningNoteAgent(CoordinatorEntity[EveningNoteCoordinator], conversation.ConversationEntity):
    """The agent. It controls nothing in the house."""

    _attr_has_entity_name = True
    _attr_name = None
    _attr_translation_key = "coach"
    _attr_supports_streaming = False

    def __init__(self, coordinator: EveningNoteCoordinator) -> None:
        """Made for one paired coach."""
        super().__init__(coordinator)
        entry = coordinator.config_entry
        self._attr_unique_id = entry.entry_id
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            name=entry.title,
            entry_type=DeviceEntryType.SERVICE,
            sw_version=coordinator.data.version,
        )
        self._spoken: OrderedDict[str, Reply] = OrderedDict()

    @property
    def supported_languages(self) -> list[str] | Literal["*"]:
        """English, of any country."""
        return ["en"]

    async def _async_handle_message(
        self, user_input: conversation.ConversationInput, chat_log: conversation.ChatLog
    ) -> conversation.ConversationResult:
        session = chat_log.conversation_id
        before = self._spoken.get(session)
        if before is not None and is_echo(user_input.text, before):
            return _answered(user_input, chat_log, Reply(""))
        user = user_input.context.user_id
        said = Said(
            text=user_input.text,
            session=session,
            user=user,
            device=user_input.device_id,
            zone=self.hass.config.time_zone,
            own_screen=bool(own_screens(self.hass, user)),
            prompt=_prompt(user_input.extra_system_prompt),
        )
        try:
            reply = await self.coordinator.client.say(said)
        except CoachError as error:
            return await self._failed(user_input, chat_log, error)
        self._spoken[session] = reply
        self._spoken.move_to_end(session)
        while len(self._spoken) > REMEMBERED_REPLIES:
            self._spoken.popitem(last=False)
        if reply.card is not None:
            await show(self.hass, user, reply.card, user_input.context)
        return _answered(user_input, chat_log, reply)

    async def _failed(
        self, user_input: conversation.ConversationInput, chat_log: conversation.ChatLog, error: CoachError
    ) -> conversation.ConversationResult:
        """A spoken word for what went wrong, never silence. A token that is no longer known is asked for anew."""
        entry = self.coordinator.config_entry
        if isinstance(error, NotPairedError):
            entry.async_start_reauth(self.hass)
        elif not isinstance(error, BusyError):
            self.coordinator.async_set_update_error(error)
        key = "not_paired" if isinstance(error, NotPairedError) else "busy" if isinstance(error, BusyError) else "cannot_reach"
        words = await async_get_translations(self.hass, self.hass.config.language, "exceptions", [DOMAIN])
        spoken = words[f"component.{DOMAIN}.exceptions.{key}.message"]
        result = _answered(user_input, chat_log, Reply(spoken))
        result.response.async_set_error(intent.IntentResponseErrorCode.FAILED_TO_HANDLE, spoken)
        return result


def _answered(user_input: conversation.ConversationInput, chat_log: conversation.ChatLog, reply: Reply) -> conversation.ConversationResult:
    """The result that is spoken; the microphone opens exactly when the coach waits for an answer."""
    chat_log.async_add_assistant_content_without_tools(conversation.AssistantContent(agent_id=user_input.agent_id, content=reply.text))
    response = intent.IntentResponse(language=user_input.language)
    response.async_set_speech(reply.text)
    return conversation.ConversationResult(response=response, conversation_id=chat_log.conversation_id, continue_conversation=reply.listen)


def _prompt(extra: str | None) -> str | None:
    """What the house said by itself before this, as the blueprint tells it."""
    found = _PROMPT.search(extra or "")
    return found[1] if found else None
