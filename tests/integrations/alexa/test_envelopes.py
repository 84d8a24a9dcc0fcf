"""Every envelope, ours and the ones our tests make, read by Amazon's own models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasa_project.channels.alexa_response import CANNOT_FULFILL, NOTHING, response
from tests.channels.alexa_amazon import Speaker
from tests.integrations.alexa.cloud import Believer
from tests.integrations.line_process import LineProcess

KINDS = {
    "LaunchRequest": "LaunchRequest",
    "SessionEndedRequest": "SessionEndedRequest",
    "CanFulfillIntentRequest": "CanFulfillIntentRequest",
    "AlexaSkillEvent.SkillEnabled": "SkillEnabledRequest",
    "AlexaSkillEvent.SkillDisabled": "SkillDisabledRequest",
    "AlexaSkillEvent.SkillPermissionAccepted": "PermissionAcceptedRequest",
    "System.ExceptionEncountered": "ExceptionEncounteredRequest",
}
"""Kinds of request, and what Amazon's models call them."""
WORDS = {"none": None, "empty": "", "words": "not tonight", "long": "x" * 3000, "markup": "<speak>&", "odd": "\u00e9\U0001f634"}
REPLIES: dict[str, dict[str, Any]] = {
    "a line": {"text": "Not tonight.", "ssml": '<speak>You could say: <break time="400ms"/>Not tonight.</speak>'},
    "a question": {"text": "A no, or an ask?", "listen": True, "reprompt": "Either one?"},
    "a question without other words": {"text": "Well?", "listen": True},
    "a goodbye": {"text": "Bye.", "end": True},
}


def judged(judge: LineProcess, kind: str, envelope: dict[str, Any]) -> dict[str, Any]:
    verdict = judge.ask({"kind": kind, "body": json.dumps(envelope)})
    assert "error" not in verdict, (verdict, envelope)
    return verdict


def left_out(ours: Any, theirs: Any) -> Any:
    """What Amazon's models lost of ours: nothing, when every part has its place there."""
    if isinstance(ours, dict):
        theirs = theirs or {}
        lost = {name: left_out(value, theirs.get(name)) for name, value in ours.items()}
        return {name: value for name, value in lost.items() if value}
    if isinstance(ours, list):
        return [lost for one, other in zip(ours, theirs or [None] * len(ours)) if (lost := left_out(one, other))]
    return None if ours == theirs else {"ours": ours, "theirs": theirs}


@pytest.mark.parametrize("kind", KINDS)
def test_the_requests_of_our_tests_are_requests_to_amazon(kind: str, judge: LineProcess) -> None:
    verdict = judged(judge, "request", Speaker().envelope({"type": kind}))
    assert verdict["kinds"]["request"] == KINDS[kind]


def test_an_intent_of_our_tests_is_one_to_amazon(judge: LineProcess) -> None:
    verdict = judged(judge, "request", Speaker(person="amzn1.ask.person.TESTS").says("not tonight"))
    assert verdict["kinds"]["request"] == "IntentRequest"
    assert verdict["again"]["request"]["intent"]["slots"]["speech"]["value"] == "not tonight"
    assert verdict["again"]["context"]["System"]["person"]["personId"] == "amzn1.ask.person.TESTS"


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_nothing_of_our_responses_is_unknown_to_amazon(reply: dict[str, Any], judge: LineProcess) -> None:
    envelope = response([reply], {"version": 1, "origin": "s"})
    verdict = judged(judge, "response", envelope)
    assert not left_out(envelope, verdict["again"])
    assert verdict["kinds"]["speech"] == "SsmlOutputSpeech"
    assert verdict["kinds"]["card"] == "NoneType"
    assert verdict["kinds"]["directives"] == (["ElicitSlotDirective"] if reply.get("listen") else [])
    assert verdict["kinds"]["reprompt"] == ("Reprompt" if reply.get("reprompt") else "NoneType")
    assert verdict["kinds"]["ends"] is (True if reply.get("end") else False if reply.get("listen") else None)


@pytest.mark.parametrize("envelope", [NOTHING, CANNOT_FULFILL], ids=["nothing", "cannot fulfill"])
def test_answers_without_a_word_are_responses_to_amazon(envelope: dict[str, Any], judge: LineProcess) -> None:
    verdict = judged(judge, "response", envelope)
    assert not left_out(envelope, verdict["again"])
    assert verdict["kinds"]["speech"] == "NoneType"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), listens=st.booleans())
def test_whatever_is_said_is_a_response_to_amazon(text: str, listens: bool, judge: LineProcess) -> None:
    envelope = response([{"text": text, "listen": listens, "reprompt": text}], {})
    assert not left_out(envelope, judged(judge, "response", envelope)["again"])


@pytest.mark.server
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "old"])
@pytest.mark.parametrize("with_session", [True, False], ids=["session", "no session"])
def test_every_kind_of_request_gets_a_response_that_amazon_knows(
    kind: str, is_new: bool, with_session: bool, believer: Believer, judge: LineProcess
) -> None:
    envelope = Speaker(is_new=is_new).envelope({"type": kind})
    if not with_session:
        del envelope["session"]
    answer = believer.post(envelope)
    verdict = judged(judge, "response", answer)
    assert not left_out(answer, verdict["again"])
    assert (verdict["kinds"]["speech"] == "SsmlOutputSpeech") is (kind == "LaunchRequest")


@pytest.mark.server
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_whatever_a_slot_holds_the_response_is_one_to_amazon(words: str | None, believer: Believer, judge: LineProcess) -> None:
    answer = believer.post(Speaker().says(words))
    verdict = judged(judge, "response", answer)
    assert not left_out(answer, verdict["again"])
    assert len(answer["response"]["outputSpeech"]["ssml"]) < 8000
