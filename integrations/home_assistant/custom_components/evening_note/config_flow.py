"""Pairing by hand: the coach's address and the token that `evening-note pair` printed; tried before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from yarl import URL

from .client import BusyError, CannotReachError, CoachClient, Home, NotPairedError
from .const import DEFAULT_URL, DOMAIN

ADDRESS = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))
SECRET = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))


class EveningNoteConfigFlow(ConfigFlow, domain=DOMAIN):
    """One entry for each home that is paired with a coach."""

    VERSION = 1

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Asks for address and token."""
        errors: dict[str, str] = {}
        if user_input is not None:
            home = await self._tried(user_input[CONF_URL], user_input[CONF_TOKEN], errors)
            if home is not None:
                await self.async_set_unique_id(home.id)
                self._abort_if_unique_id_configured(updates=user_input)
                return self.async_create_entry(title=f"Evening Note ({home.name})", data=user_input)
        form = vol.Schema({vol.Required(CONF_URL, default=DEFAULT_URL): ADDRESS, vol.Required(CONF_TOKEN): SECRET})
        suggested = {CONF_URL: user_input[CONF_URL]} if user_input is not None else None
        return self.async_show_form(step_id="user", data_schema=self.add_suggested_values_to_schema(form, suggested), errors=errors)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """The token is no longer known there."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Asks for a new token."""
        errors: dict[str, str] = {}
        entry = self._get_reauth_entry()
        if user_input is not None:
            home = await self._tried(entry.data[CONF_URL], user_input[CONF_TOKEN], errors)
            if home is not None:
                # a home that is paired anew gets another id
                await self.async_set_unique_id(home.id)
                self._abort_if_used_by_another(entry.entry_id)
                return self.async_update_reload_and_abort(entry, unique_id=home.id, data_updates=user_input)
        return self.async_show_form(step_id="reauth_confirm", data_schema=vol.Schema({vol.Required(CONF_TOKEN): SECRET}), errors=errors)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Another address or token for the same entry."""
        errors: dict[str, str] = {}
        entry = self._get_reconfigure_entry()
        if user_input is not None:
            changed = {CONF_URL: user_input[CONF_URL], CONF_TOKEN: user_input.get(CONF_TOKEN) or entry.data[CONF_TOKEN]}
            home = await self._tried(changed[CONF_URL], changed[CONF_TOKEN], errors)
            if home is not None:
                await self.async_set_unique_id(home.id)
                self._abort_if_used_by_another(entry.entry_id)
                return self.async_update_reload_and_abort(entry, unique_id=home.id, data_updates=changed)
        form = vol.Schema({vol.Required(CONF_URL): ADDRESS, vol.Optional(CONF_TOKEN): SECRET})
        suggested = {CONF_URL: (user_input or entry.data)[CONF_URL]}
        return self.async_show_form(step_id="reconfigure", data_schema=self.add_suggested_values_to_schema(form, suggested), errors=errors)

    async def _tried(self, url: str, token: str, errors: dict[str, str]) -> Home | None:
        """The home, when the coach answers; else what went wrong is noted."""
        address = _address(url)
        if address is None:
            errors[CONF_URL] = "bad_url"
            return None
        try:
            return await CoachClient(async_get_clientsession(self.hass), address, token).home()
        except NotPairedError:
            errors[CONF_TOKEN] = "invalid_auth"
        except (CannotReachError, BusyError):
            errors["base"] = "cannot_connect"
        return None

    def _abort_if_used_by_another(self, entry_id: str) -> None:
        """The home must not belong to another entry already."""
        for other in self._async_current_entries(include_ignore=False):
            if other.entry_id != entry_id and other.unique_id == self.unique_id:
                raise AbortFlow("already_configured")


def _address(url: str) -> str | None:
    """The address, when it is one of a web server."""
    try:
        parsed = URL(url)
    except ValueError:
        return None
    return url if parsed.scheme in ("http", "https") and parsed.host else None
