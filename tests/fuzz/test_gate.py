"""The gate and the bodies of the web channel: whatever is sent is answered or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.gate import Delivered, Gate, Incoming
from rasa_project.channels.web import read_message, read_opening
from rasa_project.coach.content import Library
from rasa_project.errors import RequestError
from rasa_project.settings import Settings
from tests.channels.fake_agent import FakeAgent
from tests.fuzz.inputs import TEXTS, inputs, nearly, nearly_bytes, waited

OFTEN = ("", "/", "/restart", '/affirm{"age": 30}', "yes", "no", "i'm not in the mood", "\u2044", "a" * 4001)
SAID = st.one_of(TEXTS, st.sampled_from(OFTEN), st.tuples(st.sampled_from(OFTEN), TEXTS).map("".join))
INCOMING = st.builds(
    Incoming,
    text=st.none() | SAID,
    payload=st.none() | SAID,
    id=st.none() | st.integers() | st.integers(0, 3) | TEXTS | st.sampled_from(["1", "x" * 129]),
)
MESSAGE = {"id": "1", "text": "not tonight"}
PERSON = {"person": "a token", "zone": "Europe/London"}


@pytest.fixture(scope="module")
def fake_gate(library: Library) -> Gate:
    return Gate(FakeAgent(), library, Settings(secret="the secret of the fuzzed gate"))


def check(gate: Gate, conversation: str, incoming: Incoming) -> None:
    """A message is answered, or refused as the description says."""
    try:
        delivered = waited(gate.deliver(conversation, "web", incoming))
    except RequestError as error:
        assert error.status in (400, 409, 413, 429)  # noqa: PT017 - either may happen
    else:
        assert isinstance(delivered, Delivered)
        assert json.loads(json.dumps(delivered.replies))


@inputs(3000)
@given(st.sampled_from(["a", "b", "\ud800"]), INCOMING)
def test_any_message_is_answered_or_refused(fake_gate: Gate, conversation: str, incoming: Incoming) -> None:
    check(fake_gate, conversation, incoming)


@pytest.mark.model
@inputs(200)
@given(SAID)
def test_any_text_is_answered_by_the_real_coach(gate: Gate, text: str) -> None:
    check(gate, "fuzzed", Incoming(text=text))


@inputs(1500)
@given(nearly(MESSAGE).map(json.dumps).map(str.encode) | nearly_bytes(json.dumps(MESSAGE).encode()))
def test_any_body_is_a_message_or_a_bad_request(body: bytes) -> None:
    refused(read_message, body)


@inputs(1000)
@given(nearly(PERSON).map(json.dumps).map(str.encode) | nearly_bytes(json.dumps(PERSON).encode()))
def test_any_body_opens_a_session_or_is_a_bad_request(body: bytes) -> None:
    refused(read_opening, body)


def refused(read: Any, body: bytes) -> None:
    """Reads it, or says 400."""
    try:
        read(body)
    except RequestError as error:
        assert error.status == 400  # noqa: PT017 - either may happen
