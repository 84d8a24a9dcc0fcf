"""Screens that are one person's alone: the phones on which the app of Home Assistant is signed in as that person."""

from __future__ import annotations

from homeassistant.core import Context, HomeAssistant
from homeassistant.util import slugify

from .client import Card

APP = "mobile_app"
NOTIFY = "notify"


def own_screens(hass: HomeAssistant, user: str | None) -> list[str]:
    """The notify actions of the person's own phones; none where nobody is signed in, as at a speaker."""
    if user is None:
        return []
    entries = [entry for entry in hass.config_entries.async_entries(APP) if entry.data.get("user_id") == user]
    actions = [f"{APP}_{slugify(entry.data.get('device_name', ''))}" for entry in entries]
    return [action for action in actions if hass.services.has_service(NOTIFY, action)]


async def show(hass: HomeAssistant, user: str | None, card: Card, context: Context) -> None:
    """Shows a card on the person's own phones, and on no lock screen."""
    for action in own_screens(hass, user):
        data = {"title": card.title, "message": card.text, "data": {"visibility": "secret", "tag": "evening_note", "importance": "low"}}
        await hass.services.async_call(NOTIFY, action, data, context=context)
