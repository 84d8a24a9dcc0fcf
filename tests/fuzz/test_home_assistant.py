"""Home Assistant's channel: whatever a home sends is answered or refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.assist_sessions import AssistSessions
from rasa_project.channels.gate import Gate
from rasa_project.channels.home_assistant import HomeAssistantChannel, read_spoken
from rasa_project.channels.homes import Homes
from rasa_project.channels.limits import Limits
from rasa_project.coach.content import Library
from rasa_project.errors import RequestError
from rasa_project.memory.opened import opened_memory
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from tests.channels.fake_agent import FakeAgent
from tests.fuzz.inputs import TEXTS, inputs, nearly, nearly_bytes, waited

SPOKEN = {
    "id": "1",
    "text": "hi",
    "session": "s1",
    "user": "u",
    "device": "d",
    "zone": "Europe/London",
    "own_screen": True,
    "prompt": "evening_note",
}
STRINGS = st.none() | TEXTS | st.sampled_from(["", "evening_note", "Europe", "../etc/passwd", "UTC", "\0", "x" * 129])


@pytest.fixture(scope="module")
def channel(library: Library) -> HomeAssistantChannel:
    chosen = Settings(secret="a fuzzed home", messages_a_minute=1_000_000, address_messages_a_minute=1_000_000)
    shared = InProcess()
    return HomeAssistantChannel(
        Gate(FakeAgent(), library, chosen, shared), Homes(opened_memory), AssistSessions(shared, 3600), Limits(shared, chosen)
    )


@inputs(2200)
@given(
    nearly(SPOKEN, STRINGS).map(json.dumps).map(str.encode)
    | nearly(SPOKEN).map(json.dumps).map(str.encode)
    | nearly_bytes(json.dumps(SPOKEN).encode())
)
def test_any_body_is_answered_or_refused(channel: HomeAssistantChannel, body: bytes) -> None:
    try:
        spoken = read_spoken(body)
        delivered = waited(channel._deliver("cottage", spoken))
    except RequestError as error:
        assert error.status in (400, 409, 413, 429)  # noqa: PT017 - either may happen
    else:
        assert json.loads(json.dumps([spoken.incoming.id, delivered.replies]))
