"""What a report of a problem may hold: nothing that is said, no token, no address."""

from __future__ import annotations

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant

from .coordinator import EveningNoteConfigEntry

REDACTED = {CONF_TOKEN, CONF_URL, "title", "unique_id", "name", "id"}


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: EveningNoteConfigEntry) -> dict[str, Any]:
    """The state of one paired coach."""
    coordinator = entry.runtime_data
    return {
        "entry": async_redact_data(dict(entry.data), REDACTED),
        "is_there": coordinator.last_update_success,
        "coach_version": coordinator.data.version,
        "over_tls": entry.data[CONF_URL].startswith("https:"),
    }
