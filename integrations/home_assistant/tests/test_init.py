"""Setting up and taking down, and what happens when the coach is away."""

from __future__ import annotations

import logging

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry, entity_registry
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.evening_note.const import DOMAIN, EVERY
from tests.conftest import AGENT, TOKEN, URL, Coach


async def test_a_paired_coach_is_an_agent_with_a_device(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert entry.state is ConfigEntryState.LOADED
    registered = entity_registry.async_get(hass).async_get(AGENT)
    assert registered is not None
    assert registered.unique_id == entry.entry_id
    device = device_registry.async_get(hass).async_get(registered.device_id or "")
    assert device is not None
    assert (device.name, device.sw_version) == ("Evening Note (cottage)", "0.1.0")
    assert hass.states.get(AGENT).state == STATE_UNKNOWN


async def test_it_can_be_taken_down_and_set_up_again(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    assert hass.states.get(AGENT).state == STATE_UNAVAILABLE
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert hass.states.get(AGENT).state == STATE_UNKNOWN


async def test_it_can_be_removed(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert hass.states.get(AGENT) is None


async def test_setting_up_is_tried_again_while_nobody_answers(hass: HomeAssistant, coach: Coach) -> None:
    coach.raises = TimeoutError()
    entry = MockConfigEntry(domain=DOMAIN, data={"url": URL, "token": TOKEN})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY


async def test_a_token_that_is_not_known_asks_to_pair_again(hass: HomeAssistant, coach: Coach) -> None:
    coach.tokens = set()
    entry = MockConfigEntry(domain=DOMAIN, data={"url": URL, "token": TOKEN})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert [flow["context"]["source"] for flow in hass.config_entries.flow.async_progress()] == [SOURCE_REAUTH]


async def test_going_and_coming_back_show_and_are_logged_once_each(
    hass: HomeAssistant, coach: Coach, entry: MockConfigEntry, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    async def a_minute_later() -> None:
        freezer.tick(EVERY)
        async_fire_time_changed(hass)
        await hass.async_block_till_done()

    caplog.set_level(logging.INFO)
    caplog.clear()
    coach.raises = TimeoutError()
    for _ in range(3):
        await a_minute_later()
    assert hass.states.get(AGENT).state == STATE_UNAVAILABLE
    assert sum(record.name.startswith("custom_components.evening_note") and record.levelno == logging.ERROR for record in caplog.records) == 1
    coach.raises = None
    await a_minute_later()
    assert hass.states.get(AGENT).state == STATE_UNKNOWN
    assert sum("recovered" in record.message for record in caplog.records) == 1
