"""Reading envelopes: every kind of request, and whatever may be missing in one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.alexa_intents import load_intents
from rasa_project.channels.alexa_request import AlexaRequest, Said, read_request, said
from tests.channels.alexa_amazon import Speaker

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def heard(envelope: dict[str, Any]) -> Said:
    return said(read_request(envelope), load_intents())


def test_who_speaks_in_which_session_is_read() -> None:
    request = read_request(Speaker("account", "voice", "session", attributes={"version": 1}).launch())
    assert (request.kind, request.user, request.person, request.session, request.is_new) == ("launch", "account", "voice", "session", True)
    assert request.attributes == {"version": 1}
    assert request.id


def test_a_voice_that_is_not_known_is_nobody_in_particular() -> None:
    assert read_request(Speaker().launch()).person is None


@pytest.mark.parametrize(
    ("kind", "read_as"),
    [
        ("LaunchRequest", "launch"),
        ("IntentRequest", "intent"),
        ("SessionEndedRequest", "ended"),
        ("CanFulfillIntentRequest", "can_fulfill"),
        ("AlexaSkillEvent.SkillDisabled", "other"),
        ("System.ExceptionEncountered", "other"),
        ("AudioPlayer.PlaybackStarted", "other"),
        ("Connections.Response", "other"),
        ("Something.New", "other"),
        ("", "other"),
    ],
)
def test_every_kind_of_request_is_known(kind: str, read_as: str) -> None:
    assert read_request(Speaker().envelope({"type": kind})).kind == read_as


def test_free_speech_is_told_in_its_own_words() -> None:
    assert heard(Speaker().says("not tonight and don't make it cold")) == Said("not tonight and don't make it cold")


def test_a_carrier_that_alexa_dropped_is_restored() -> None:
    assert heard(Speaker().intent("After_how_do_i", speech="say no to her")) == Said("how do i say no to her")


def test_a_carrier_without_words_is_told_alone() -> None:
    assert heard(Speaker().intent("After_how_do_i", speech=None)) == Said("how do i")


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        ("AMAZON.YesIntent", Said("yes", "go_on")),
        ("AMAZON.NoIntent", Said("no", "not_yet")),
        ("AMAZON.StopIntent", Said("stop", "stop")),
        ("AMAZON.CancelIntent", Said("stop", "stop")),
        ("AMAZON.NavigateHomeIntent", Said("stop", "stop")),
        ("AMAZON.HelpIntent", Said("help")),
        ("AMAZON.FallbackIntent", Said("", "nothing_heard")),
        ("DeclineIntent", Said("how do i say no to sex tonight")),
    ],
)
def test_an_intent_without_words_is_told_as_what_it_means(intent: str, told: Said) -> None:
    assert heard(Speaker().intent(intent)) == told


@pytest.mark.parametrize("words", [None, "", "  "])
def test_a_slot_that_was_left_empty_is_nothing_heard(words: str | None) -> None:
    assert heard(Speaker().says(words)).kind == "nothing_heard"


def test_an_intent_of_an_older_model_is_nothing_heard() -> None:
    assert heard(Speaker().intent("GoneIntent", speech="words")).kind == "nothing_heard"


@pytest.mark.parametrize(
    ("words", "kind"), [("stop", "stop"), ("Stop.", "stop"), ("yes", "go_on"), ("no", "not_yet"), ("go on", "go_on"), ("don't stop", "told")]
)
def test_free_speech_of_a_closed_intents_words_is_dealt_with_alike(words: str, kind: str) -> None:
    assert heard(Speaker().says(words)) == Said(words, kind)  # type: ignore[arg-type]


@given(anything, anything, anything)
def test_whatever_an_envelope_holds_it_can_be_read(request: Any, session: Any, context: Any) -> None:
    read = read_request({"request": request, "session": session, "context": {"System": context}})
    assert isinstance(read, AlexaRequest)
    assert isinstance(said(read, load_intents()), Said)
