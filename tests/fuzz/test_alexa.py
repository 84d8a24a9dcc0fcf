"""Alexa's channel: what is not Amazon's is refused, and what is signed is answered whatever it holds."""

from __future__ import annotations

import json
import time
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.alexa import DEADLINE, AlexaChannel
from rasa_project.channels.alexa_request import read_request
from rasa_project.channels.alexa_verifier import AlexaVerifier
from rasa_project.channels.gate import Gate
from rasa_project.coach.content import Library
from rasa_project.errors import UnverifiedError
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from tests.channels.alexa_amazon import CHAIN_URL, SKILL_ID, Amazon, Chains, Speaker, encoded
from tests.channels.fake_agent import FakeAgent
from tests.fuzz.inputs import TEXTS, VALUES, inputs, nearly, nearly_bytes, waited

MOMENT = datetime(2026, 3, 2, 20, 0, tzinfo=timezone.utc)
AMAZON = Amazon.with_leaf()


def genuine() -> dict[str, Any]:
    """What somebody says to the skill."""
    envelope = Speaker().says("i'm not in the mood")
    envelope["request"] |= {"timestamp": "2026-03-02T20:00:00Z"}
    return envelope


@pytest.fixture(scope="module")
def verifier() -> AlexaVerifier:
    return AlexaVerifier(SKILL_ID, [AMAZON.root.certificate], Chains.of_all(AMAZON.chain).fetch, MOMENT.timestamp)


@pytest.fixture(scope="module")
def channel(library: Library, verifier: AlexaVerifier) -> AlexaChannel:
    chosen = Settings(secret="a fuzzed Echo")
    shared = InProcess()
    return AlexaChannel(Gate(FakeAgent(), library, chosen, shared), library, chosen, verifier, shared)


def verified(verifier: AlexaVerifier, headers: dict[str, str], body: bytes) -> dict[str, Any] | None:
    """The envelope, or None for a request that is refused."""
    try:
        return waited(verifier.verify(headers, body))
    except UnverifiedError:
        return None


def answered(channel: AlexaChannel, envelope: dict[str, Any]) -> None:
    answer = waited(channel.answer(read_request(envelope), time.monotonic() + DEADLINE))
    assert json.loads(json.dumps(answer))["version"] == "1.0"


@inputs(1000)
@given(nearly(AMAZON.headers(encoded(genuine())), TEXTS), nearly_bytes(encoded(genuine())) | st.just(encoded(genuine())))
def test_what_was_changed_on_the_way_is_refused(verifier: AlexaVerifier, headers: dict[str, str], body: bytes) -> None:
    untouched = body == encoded(genuine()) and all(headers.get(name) for name in ("SignatureCertChainUrl", "Signature-256"))
    if verified(verifier, headers, body) is not None:
        assert untouched


@inputs(1000)
@given(nearly(genuine()).map(json.dumps).map(str.encode) | nearly_bytes(json.dumps(genuine()).encode()) | VALUES.map(json.dumps).map(str.encode))
def test_whatever_is_signed_is_read_or_refused_and_answered(verifier: AlexaVerifier, channel: AlexaChannel, body: bytes) -> None:
    envelope = verified(verifier, {"SignatureCertChainUrl": CHAIN_URL, "Signature-256": AMAZON.signed(body)}, body)
    if envelope is not None:
        answered(channel, envelope)


@inputs(1800)
@given(nearly(genuine()) | VALUES.map(lambda value: {"request": {**genuine()["request"], "intent": value}, "session": value, "context": value}))
def test_whatever_an_envelope_holds_is_answered(channel: AlexaChannel, envelope: Any) -> None:
    answered(channel, envelope if isinstance(envelope, dict) else {"request": envelope})
