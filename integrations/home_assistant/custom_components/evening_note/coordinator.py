"""Sees to it now and then that the coach is there and that this home is still paired."""

from __future__ import annotations

import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .client import CoachClient, CoachError, Home, NotPairedError
from .const import DOMAIN, EVERY

_LOGGER = logging.getLogger(__name__)

type EveningNoteConfigEntry = ConfigEntry[EveningNoteCoordinator]


class EveningNoteCoordinator(DataUpdateCoordinator[Home]):
    """Holds the way to the coach, and whether it is there. Coming and going is logged once each."""

    config_entry: EveningNoteConfigEntry

    def __init__(self, hass: HomeAssistant, entry: EveningNoteConfigEntry) -> None:
        """Made for one config entry."""
        super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN, update_interval=EVERY)
        self.client = CoachClient(async_get_clientsession(hass), entry.data[CONF_URL], entry.data[CONF_TOKEN])

    async def _async_update_data(self) -> Home:
        try:
            return await self.client.home()
        except NotPairedError as error:
            raise ConfigEntryAuthFailed(translation_domain=DOMAIN, translation_key="not_paired") from error
        except CoachError as error:
            raise UpdateFailed(translation_domain=DOMAIN, translation_key="cannot_reach") from error
