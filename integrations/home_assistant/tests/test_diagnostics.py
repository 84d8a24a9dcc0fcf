"""A report of a problem tells nothing of the people, and no token."""

from __future__ import annotations

import json

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import get_diagnostics_for_config_entry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.conftest import HOME, TOKEN, URL, converse


async def test_the_report_holds_the_state_and_nothing_else(hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    await converse(hass, "a canary that was said", user="ann")
    report = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert report == {"entry": {"url": "**REDACTED**", "token": "**REDACTED**"}, "is_there": True, "coach_version": "0.1.0", "over_tls": False}
    for secret in (TOKEN, URL, HOME["id"], HOME["name"], "canary", "ann"):
        assert secret not in json.dumps(report)
