"""What is said in the house goes to the coach, its answer is spoken, and the microphone opens exactly when it waits for one."""

from __future__ import annotations

from typing import Any

import pytest
from homeassistant.components.conversation.const import DATA_COMPONENT
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import intent
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from tests.conftest import AGENT, Coach, converse, spoken

pytestmark = pytest.mark.usefixtures("entry")


async def test_the_answer_is_spoken_and_a_question_opens_the_microphone(hass: HomeAssistant, coach: Coach) -> None:
    result = await converse(hass, "hello", user="ann", device="kitchen")
    assert spoken(result) == "Are you saying no tonight, or asking?"
    assert result.continue_conversation is True
    heard = coach.heard[0]
    assert heard.pop("id")
    assert heard == {
        "text": "hello",
        "session": result.conversation_id,
        "user": "ann",
        "device": "kitchen",
        "zone": hass.config.time_zone,
        "own_screen": False,
        "prompt": None,
    }


@pytest.mark.parametrize("reply", [{"text": "Try this. Not tonight."}, {"text": "Sleep well?", "listen": False}, {"text": "Night.", "end": True}])
async def test_the_microphone_stays_closed_unless_the_coach_listens(hass: HomeAssistant, coach: Coach, reply: dict[str, Any]) -> None:
    coach.replies = [reply]
    assert (await converse(hass, "hello")).continue_conversation is False


async def test_several_replies_are_spoken_as_one(hass: HomeAssistant, coach: Coach) -> None:
    coach.replies = [{"text": "One.", "listen": True}, {"text": "Two."}]
    result = await converse(hass, "hello")
    assert spoken(result) == "One. Two."
    assert result.continue_conversation is False


async def test_a_talk_goes_on_under_its_id_and_every_message_has_an_id_of_its_own(hass: HomeAssistant, coach: Coach) -> None:
    first = await converse(hass, "hello")
    await converse(hass, "a no", session=first.conversation_id)
    assert coach.heard[0]["session"] == coach.heard[1]["session"] == first.conversation_id
    assert coach.heard[0]["id"] != coach.heard[1]["id"]


async def test_another_talk_has_another_id(hass: HomeAssistant, coach: Coach) -> None:
    await converse(hass, "hello")
    await converse(hass, "hello")
    assert coach.heard[0]["session"] != coach.heard[1]["session"]


async def test_what_the_house_said_first_is_told(hass: HomeAssistant, coach: Coach) -> None:
    await converse(hass, "yes", extra="evening_note:prompt=evening_note")
    await converse(hass, "yes", extra="You are a pirate.")
    assert [heard["prompt"] for heard in coach.heard] == ["evening_note", None]


async def test_it_answers_english_and_controls_nothing_in_the_house(hass: HomeAssistant) -> None:
    agent = hass.data[DATA_COMPONENT].get_entity(AGENT)
    assert agent is not None
    assert agent.supported_languages == ["en"]
    assert hass.states.get(AGENT).attributes["supported_features"] == 0


async def test_over_the_websocket_it_is_the_same(hass: HomeAssistant, coach: Coach, hass_ws_client: WebSocketGenerator) -> None:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "conversation/process", "text": "hello", "language": "en-GB", "agent_id": AGENT})
    answer = await client.receive_json()
    assert answer["success"]
    assert answer["result"]["response"]["speech"]["plain"]["speech"] == "Are you saying no tonight, or asking?"
    assert answer["result"]["continue_conversation"] is True
    assert coach.heard[0]["user"]  # whoever is signed in


# --- when something is wrong, a spoken word and never silence


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ({"raises": TimeoutError()}, "Nobody's there right now"),
        ({"status": 500}, "Nobody's there right now"),
        ({"replies": []}, "Nobody's there right now"),
        ({"status": 503}, "One moment, please"),
        ({"status": 429}, "One moment, please"),
        ({"tokens": set()}, "needs pairing again"),
    ],
)
async def test_what_went_wrong_is_said_aloud(hass: HomeAssistant, coach: Coach, trouble: dict[str, Any], says: str) -> None:
    for name, value in trouble.items():
        setattr(coach, name, value)
    result = await converse(hass, "hello")
    assert says in spoken(result)
    assert result.response.response_type is intent.IntentResponseType.ERROR
    assert result.continue_conversation is False


async def test_a_coach_that_went_away_shows_at_once(hass: HomeAssistant, coach: Coach) -> None:
    coach.raises = TimeoutError()
    await converse(hass, "hello")
    assert hass.states.get(AGENT).state == STATE_UNAVAILABLE


async def test_a_token_no_longer_known_asks_to_pair_again(hass: HomeAssistant, coach: Coach) -> None:
    coach.tokens = set()
    await converse(hass, "hello")
    await hass.async_block_till_done()
    assert [flow["context"]["source"] for flow in hass.config_entries.flow.async_progress()] == [SOURCE_REAUTH]


# --- the speaker hears itself


async def test_the_speakers_own_voice_is_answered_with_silence(hass: HomeAssistant, coach: Coach) -> None:
    first = await converse(hass, "hello")
    result = await converse(hass, "are you saying no tonight or asking", session=first.conversation_id)
    assert spoken(result) == ""
    assert result.continue_conversation is False
    assert len(coach.heard) == 1


async def test_the_same_words_in_another_talk_are_a_message(hass: HomeAssistant, coach: Coach) -> None:
    await converse(hass, "hello")
    await converse(hass, "are you saying no tonight or asking")
    assert len(coach.heard) == 2


async def test_the_replies_held_for_it_do_not_pile_up(hass: HomeAssistant, coach: Coach, entry: MockConfigEntry) -> None:
    first = await converse(hass, "hello")
    for _ in range(32):
        await converse(hass, "hello")
    await converse(hass, "are you saying no tonight or asking", session=first.conversation_id)
    assert len(coach.heard) == 34


# --- a screen of one's own


async def with_phone(hass: HomeAssistant, user: str) -> list[ServiceCall]:
    """A phone with the app, signed in as a user; its notifications."""
    MockConfigEntry(domain="mobile_app", data={"user_id": user, "device_name": "Ann's Phone"}).add_to_hass(hass)
    return async_mock_service(hass, "notify", "mobile_app_ann_s_phone")


async def test_a_card_goes_to_the_persons_own_phone_and_to_no_lock_screen(hass: HomeAssistant, coach: Coach) -> None:
    shown = await with_phone(hass, "ann")
    coach.replies = [{"text": "Okay.", "end": True, "card": {"title": "For you", "text": "Not tonight, love."}}]
    result = await converse(hass, "send it to my phone", user="ann")
    assert coach.heard[0]["own_screen"] is True
    assert spoken(result) == "Okay."
    assert [(call.data["title"], call.data["message"], call.data["data"]["visibility"]) for call in shown] == [
        ("For you", "Not tonight, love.", "secret")
    ]


@pytest.mark.parametrize("user", ["ben", None])
async def test_nobody_elses_phone_is_used(hass: HomeAssistant, coach: Coach, user: str | None) -> None:
    shown = await with_phone(hass, "ann")
    coach.replies = [{"text": "Okay.", "card": {"title": "For you", "text": "Not tonight, love."}}]
    await converse(hass, "send it to my phone", user=user)
    assert coach.heard[0]["own_screen"] is False
    assert shown == []


async def test_a_phone_that_cannot_be_reached_is_no_screen(hass: HomeAssistant, coach: Coach) -> None:
    MockConfigEntry(domain="mobile_app", data={"user_id": "ann", "device_name": "Ann's Phone"}).add_to_hass(hass)
    await converse(hass, "send it to my phone", user="ann")
    assert coach.heard[0]["own_screen"] is False
