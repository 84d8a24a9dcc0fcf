"""Evening Note: a private coach for the kind no and the easy ask, spoken in the house."""

from __future__ import annotations

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .coordinator import EveningNoteConfigEntry, EveningNoteCoordinator

PLATFORMS = (Platform.CONVERSATION,)


async def async_setup_entry(hass: HomeAssistant, entry: EveningNoteConfigEntry) -> bool:
    """Sets a paired coach up; it is tried first."""
    coordinator = EveningNoteCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: EveningNoteConfigEntry) -> bool:
    """Takes it down."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
