"""Pairing, pairing again, and another address: each tried before it is kept."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.evening_note.const import DOMAIN
from tests.conftest import HOME, TOKEN, URL, Coach

GIVEN = {"url": URL, "token": TOKEN}


async def submit(hass: HomeAssistant, given: dict[str, str]) -> dict[str, Any]:
    """The form of a new entry, filled in."""
    shown = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert shown["type"] is FlowResultType.FORM
    assert shown["errors"] == {}
    return dict(await hass.config_entries.flow.async_configure(shown["flow_id"], given))


async def test_address_and_token_make_an_entry_named_after_the_home(hass: HomeAssistant, coach: Coach) -> None:
    made = await submit(hass, GIVEN)
    assert made["type"] is FlowResultType.CREATE_ENTRY
    assert made["title"] == "Evening Note (cottage)"
    assert made["data"] == GIVEN
    assert made["result"].unique_id == HOME["id"]


BROKEN = [
    pytest.param({"tokens": set()}, {"token": "invalid_auth"}, id="a token that is not known"),
    pytest.param({"raises": aiohttp.ClientConnectionError()}, {"base": "cannot_connect"}, id="nobody there"),
    pytest.param({"raises": TimeoutError()}, {"base": "cannot_connect"}, id="no answer in time"),
    pytest.param({"status": 404}, {"base": "cannot_connect"}, id="something else at the address"),
    pytest.param({"status": 302}, {"base": "cannot_connect"}, id="an address that leads elsewhere"),
    pytest.param({"status": 503}, {"base": "cannot_connect"}, id="a coach in trouble"),
    pytest.param({"body": "<html>"}, {"base": "cannot_connect"}, id="a web page"),
    pytest.param({"body": "[]"}, {"base": "cannot_connect"}, id="JSON that is no answer"),
    pytest.param({"home": {"id": "x"}}, {"base": "cannot_connect"}, id="half an answer"),
]


@pytest.mark.parametrize(("trouble", "errors"), BROKEN)
async def test_what_is_wrong_is_said_and_can_be_put_right(hass: HomeAssistant, coach: Coach, trouble: dict[str, Any], errors: dict[str, str]) -> None:
    well = {name: getattr(coach, name) for name in trouble}
    for name, value in trouble.items():
        setattr(coach, name, value)
    shown = await submit(hass, GIVEN)
    assert shown["type"] is FlowResultType.FORM
    assert shown["errors"] == errors
    for name, value in well.items():
        setattr(coach, name, value)
    made = await hass.config_entries.flow.async_configure(shown["flow_id"], GIVEN)
    assert made["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("url", ["coach", "ftp://127.0.0.1", "http://", "http://[::1", ""])
async def test_what_is_no_address_is_not_tried(hass: HomeAssistant, coach: Coach, url: str) -> None:
    shown = await submit(hass, {**GIVEN, "url": url})
    assert shown["errors"] == {"url": "bad_url"}
    assert coach.mocker.call_count == 0


async def test_a_home_is_set_up_once_and_its_address_is_brought_up_to_date(hass: HomeAssistant, coach: Coach, entry: MockConfigEntry) -> None:
    coach.listen("http://127.0.0.1:6006")
    shown = await submit(hass, {**GIVEN, "url": "http://127.0.0.1:6006"})
    assert shown["type"] is FlowResultType.ABORT
    assert shown["reason"] == "already_configured"
    assert entry.data["url"] == "http://127.0.0.1:6006"


async def test_a_new_token_pairs_again(hass: HomeAssistant, coach: Coach, entry: MockConfigEntry) -> None:
    coach.tokens, coach.home = {"new"}, {**HOME, "id": "home-2"}
    shown = await entry.start_reauth_flow(hass)
    assert shown["step_id"] == "reauth_confirm"
    shown = await hass.config_entries.flow.async_configure(shown["flow_id"], {"token": "wrong"})
    assert shown["errors"] == {"token": "invalid_auth"}
    done = await hass.config_entries.flow.async_configure(shown["flow_id"], {"token": "new"})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    await hass.async_block_till_done()
    assert entry.data == {"url": URL, "token": "new"}
    assert entry.unique_id == "home-2"


async def test_another_address_keeps_the_token(hass: HomeAssistant, coach: Coach, entry: MockConfigEntry) -> None:
    coach.listen("https://coach.example")
    shown = await entry.start_reconfigure_flow(hass)
    shown = await hass.config_entries.flow.async_configure(shown["flow_id"], {"url": "nowhere"})
    assert shown["errors"] == {"url": "bad_url"}
    done = await hass.config_entries.flow.async_configure(shown["flow_id"], {"url": "https://coach.example"})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    await hass.async_block_till_done()
    assert entry.data == {"url": "https://coach.example", "token": TOKEN}


@pytest.mark.parametrize("step", ["start_reauth_flow", "start_reconfigure_flow"])
async def test_an_entry_never_takes_over_the_home_of_another(hass: HomeAssistant, coach: Coach, entry: MockConfigEntry, step: str) -> None:
    MockConfigEntry(domain=DOMAIN, unique_id="home-2", data=GIVEN).add_to_hass(hass)
    coach.home = {**HOME, "id": "home-2"}
    shown = await getattr(entry, step)(hass)
    given = {"token": TOKEN} if step == "start_reauth_flow" else GIVEN
    done = await hass.config_entries.flow.async_configure(shown["flow_id"], given)
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert entry.unique_id == HOME["id"]
