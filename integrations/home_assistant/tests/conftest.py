"""What the tests share: the integration to be found, and a coach that answers as it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from homeassistant.components.conversation import ConversationResult, async_converse
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker, AiohttpClientMockResponse

import custom_components.evening_note  # noqa: F401 - binds the name to this folder before the helpers bind it to theirs
from custom_components.evening_note.const import DOMAIN

URL = "http://127.0.0.1:5005"
TOKEN = "the token of this home"
HOME = {"id": "home-1", "name": "cottage", "version": "0.1.0"}
AGENT = "conversation.evening_note_cottage"
REPLY = {"text": "Are you saying no tonight, or asking?", "listen": True}


@pytest.fixture(autouse=True)
def _found(enable_custom_integrations: None) -> None:
    """Home Assistant finds the integration."""
    return


@dataclass
class Coach:
    """A coach at `URL`: what it answers, and what it was sent."""

    mocker: AiohttpClientMocker
    home: dict[str, Any] = field(default_factory=lambda: dict(HOME))
    replies: list[dict[str, Any]] = field(default_factory=lambda: [dict(REPLY)])
    status: int = HTTPStatus.OK
    raises: Exception | None = None
    body: str | None = None
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    heard: list[dict[str, Any]] = field(default_factory=list)

    def listen(self, url: str = URL) -> None:
        """Answers at this address."""
        self.mocker.get(f"{url}/webhooks/home_assistant/home", side_effect=self._answer)
        self.mocker.post(f"{url}/webhooks/home_assistant/message", side_effect=self._answer)

    async def _answer(self, method: str, url: Any, data: Any) -> AiohttpClientMockResponse:
        headers = self.mocker.mock_calls[-1][3] or {}
        if self.raises is not None:
            raise self.raises
        status, document = self._document(url, data, headers)
        text = self.body if self.body is not None else json.dumps(document)
        return AiohttpClientMockResponse(method, url, status=status, text=text, headers={"Content-Type": "application/json"})

    def _document(self, url: Any, data: Any, headers: Any) -> tuple[int, Any]:
        if headers.get("Authorization") not in {f"Bearer {token}" for token in self.tokens}:
            return HTTPStatus.UNAUTHORIZED, {"error": "bad_token", "message": "No."}
        if self.status != HTTPStatus.OK:
            return self.status, {"error": "trouble", "message": "No."}
        if url.path.endswith("/home"):
            return HTTPStatus.OK, self.home
        self.heard.append(data)
        return HTTPStatus.OK, {"id": data["id"], "replies": self.replies}


@pytest.fixture
async def coach(hass: HomeAssistant, aioclient_mock: AiohttpClientMocker) -> Coach:
    """A coach that answers, and a house with Assist."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    made = Coach(aioclient_mock)
    made.listen()
    return made


@pytest.fixture
async def entry(hass: HomeAssistant, coach: Coach) -> MockConfigEntry:
    """The integration, set up and paired."""
    made = MockConfigEntry(domain=DOMAIN, title="Evening Note (cottage)", unique_id=HOME["id"], data={"url": URL, "token": TOKEN})
    made.add_to_hass(hass)
    assert await hass.config_entries.async_setup(made.entry_id)
    await hass.async_block_till_done()
    return made


async def converse(
    hass: HomeAssistant,
    text: str,
    *,
    session: str | None = None,
    user: str | None = None,
    device: str | None = None,
    extra: str | None = None,
) -> ConversationResult:
    """Says something to the agent, as Assist does."""
    return await async_converse(
        hass,
        text,
        session,
        Context(user_id=user),
        language="en",
        agent_id=AGENT,
        device_id=device,
        extra_system_prompt=extra,
    )


def spoken(result: ConversationResult) -> str:
    """The words that a speaker says."""
    return str(result.response.speech["plain"]["speech"])
