"""The evening note at its hour: one neutral sign, for nobody but whose hour it is, and a no or silence is the last word for the night."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from awesomeversion import AwesomeVersion
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import __version__
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.helpers import device_registry
from homeassistant.setup import async_setup_component
from homeassistant.util import dt
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed, async_mock_service

BLUEPRINTS = Path(__file__).parents[1] / "blueprints"
SPEAKER = "assist_satellite.bedside"
WORDS = "It's your check-in time. Is now a good moment?"
ASKS = "asked_aloud_shown_on_the_phone"
can_ask = pytest.mark.skipif(AwesomeVersion(__version__) < "2025.7.0", reason="asking aloud came with 2025.7")

Given = dict[str, Any]
SetUp = Callable[..., Awaitable[None]]


@pytest.fixture
def phones(hass: HomeAssistant) -> dict[str, str]:
    """Two people's phones: their devices by name."""
    entry = MockConfigEntry(domain="mobile_app")
    entry.add_to_hass(hass)
    registry = device_registry.async_get(hass)
    return {
        name: registry.async_get_or_create(config_entry_id=entry.entry_id, identifiers={("mobile_app", name)}, name=name).id
        for name in ("Ann's Phone", "Ben's Phone")
    }


@pytest.fixture
def shown(hass: HomeAssistant) -> dict[str, list[ServiceCall]]:
    """What came up on each phone."""
    return {name: async_mock_service(hass, "notify", f"mobile_app_{name}_s_phone") for name in ("ann", "ben")}


@pytest.fixture
def begun(hass: HomeAssistant) -> list[ServiceCall]:
    """The talks that a speaker was told to begin."""
    return async_mock_service(hass, "assist_satellite", "start_conversation")


@pytest.fixture
async def set_up(hass: HomeAssistant, tmp_path: Path) -> AsyncIterator[SetUp]:
    """Sets an automation up from a blueprint, with what its owner filled in."""
    shutil.copytree(BLUEPRINTS, tmp_path / "blueprints")
    hass.config.config_dir = str(tmp_path)

    async def made(blueprint: str, **given: Any) -> None:
        use = {"use_blueprint": {"path": f"evening_note/{blueprint}.yaml", "input": given}}
        assert await async_setup_component(hass, "automation", {"automation": [{"alias": "night", **use}]})
        await hass.async_block_till_done()
        assert hass.states.get("automation.night").state == "on"

    yield made
    await hass.services.async_call("automation", "turn_off", {"entity_id": "automation.night"}, blocking=True)


@pytest.fixture
def clock(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Callable[[str], Awaitable[None]]:
    """Lets the hour come, on a Friday."""
    freezer.move_to(dt.as_utc(datetime.datetime(2026, 11, 27, 12, tzinfo=dt.get_default_time_zone())))

    async def comes(hour: str) -> None:
        hours, minutes = (int(part) for part in hour.split(":"))
        moment = datetime.datetime(2026, 11, 27 if hours > 12 else 28, hours, minutes, tzinfo=dt.get_default_time_zone())
        freezer.move_to(moment)
        async_fire_time_changed(hass, moment, fire_all=True)
        await hass.async_block_till_done()

    return comes


def answers(hass: HomeAssistant, answer: str | None) -> list[ServiceCall]:
    """A speaker whose question is answered like this, or with silence; the questions that it asks."""
    asked: list[ServiceCall] = []

    def ask(call: ServiceCall) -> Given:
        asked.append(call)
        return {"id": answer, "sentence": answer, "slots": {}}

    hass.services.async_register("assist_satellite", "ask_question", ask, supports_response=SupportsResponse.ONLY)
    return asked


async def test_a_phone_shows_one_neutral_sign_at_the_hour(
    phones: dict[str, str], shown: dict[str, list[ServiceCall]], begun: list[ServiceCall], set_up: SetUp, clock: Callable[[str], Awaitable[None]]
) -> None:
    await set_up("evening_note", at="22:00:00", phone=[phones["Ann's Phone"]])
    await clock("21:59")
    assert shown["ann"] == []
    await clock("22:00")
    (sign,) = shown["ann"]
    assert (sign.data["title"], sign.data["message"], sign.data["data"]["visibility"]) == ("Evening", "Your evening note is ready.", "secret")
    assert shown["ben"] == []
    assert begun == []


async def test_a_speaker_begins_with_neutral_words_and_the_coach_is_told_what_they_were(
    shown: dict[str, list[ServiceCall]], begun: list[ServiceCall], set_up: SetUp, clock: Callable[[str], Awaitable[None]]
) -> None:
    await set_up("evening_note", at="22:00:00", speaker=[SPEAKER])
    await clock("22:00")
    (told,) = begun
    assert told.data["entity_id"] == [SPEAKER]
    assert told.data["start_message"] == WORDS
    assert told.data["extra_system_prompt"] == "evening_note:prompt=evening_note"
    assert shown == {"ann": [], "ben": []}
    await clock("22:30")
    assert len(begun) == 1  # once a night


@pytest.mark.parametrize("quiet", [{}, {"quiet_from": "22:30:00", "quiet_until": "08:00:00"}])
async def test_in_quiet_hours_there_is_never_a_sign(
    quiet: Given, phones: dict[str, str], shown: dict[str, list[ServiceCall]], begun: list[ServiceCall], set_up: SetUp,
    clock: Callable[[str], Awaitable[None]],
) -> None:  # fmt: skip
    await set_up("evening_note", at="00:30:00", phone=[phones["Ann's Phone"]], speaker=[SPEAKER], **quiet)
    await clock("00:30")
    assert shown["ann"] == []
    assert begun == []


async def test_who_wants_no_quiet_hours_has_none(
    phones: dict[str, str], shown: dict[str, list[ServiceCall]], set_up: SetUp, clock: Callable[[str], Awaitable[None]]
) -> None:
    await set_up("evening_note", at="00:30:00", phone=[phones["Ann's Phone"]], quiet_from="07:00:00", quiet_until="07:00:00")
    await clock("00:30")
    assert len(shown["ann"]) == 1


@can_ask
@pytest.mark.parametrize(("answer", "signs"), [("yes", 1), ("no", 0), (None, 0)], ids=["yes", "no", "silence"])
async def test_asked_aloud_only_a_yes_shows_the_sign(
    answer: str | None, signs: int, hass: HomeAssistant, phones: dict[str, str], shown: dict[str, list[ServiceCall]], set_up: SetUp,
    clock: Callable[[str], Awaitable[None]],
) -> None:  # fmt: skip
    asked = answers(hass, answer)
    await set_up(ASKS, at="22:00:00", phone=phones["Ann's Phone"], speaker=SPEAKER)
    await clock("22:00")
    await clock("22:30")
    assert [call.data["question"] for call in asked] == [WORDS]  # and never again that night
    assert len(shown["ann"]) == signs
    assert shown["ben"] == []
