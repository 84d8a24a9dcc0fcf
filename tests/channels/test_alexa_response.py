"""Replies as Alexa's envelope: the microphone, the words asked again, and markup that Alexa takes whatever was said."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.alexa_response import LONGEST_SPEECH, response

ATTRIBUTES = {"version": 1, "origin": "a session"}


def answer(*replies: dict[str, Any], **options: Any) -> dict[str, Any]:
    whole: dict[str, Any] = response(replies, ATTRIBUTES, **options)
    return whole


def spoken(envelope: dict[str, Any]) -> str:
    return str(envelope["response"]["outputSpeech"]["ssml"])


def test_the_session_gets_its_attributes_back() -> None:
    assert answer({"text": "hi"})["sessionAttributes"] == ATTRIBUTES


def test_the_coachs_markup_is_said_as_it_is() -> None:
    assert spoken(answer({"text": "a", "ssml": '<speak>a<break time="400ms"/>b</speak>'})) == '<speak>a<break time="400ms"/>b</speak>'


def test_a_reply_without_markup_is_said_as_text() -> None:
    assert spoken(answer({"text": "you & <me>"})) == "<speak>you &amp; &lt;me&gt;</speak>"


def test_text_that_looks_like_markup_stays_text() -> None:
    assert spoken(answer({"text": "<speak>hi</speak>"})) == "<speak>&lt;speak&gt;hi&lt;/speak&gt;</speak>"


def test_a_question_opens_the_microphone_for_words_that_are_taken_whole() -> None:
    asked = answer({"text": "a no, or an ask?", "listen": True, "reprompt": "Either one?"})["response"]
    assert asked["shouldEndSession"] is False
    assert asked["reprompt"] == {"outputSpeech": {"type": "SSML", "ssml": "<speak>Either one?</speak>"}}
    (directive,) = asked["directives"]
    assert (directive["type"], directive["slotToElicit"], directive["updatedIntent"]["name"]) == ("Dialog.ElicitSlot", "speech", "FreeSpeechIntent")


def test_what_is_asked_again_is_escaped() -> None:
    asked = answer({"text": "?", "listen": True, "reprompt": "you & me"})["response"]
    assert asked["reprompt"]["outputSpeech"]["ssml"] == "<speak>you &amp; me</speak>"


def test_without_other_words_nothing_is_asked_again() -> None:
    assert "reprompt" not in answer({"text": "well?", "listen": True})["response"]


def test_a_line_closes_the_microphone_and_leaves_the_session_to_the_device() -> None:
    said = answer({"text": "Not tonight, love.", "line": "Not tonight, love.", "reprompt": "?"})["response"]
    assert set(said) == {"outputSpeech"}


def test_a_goodbye_ends_the_session() -> None:
    for said in (answer({"text": "Bye.", "end": True}), answer({"text": "Well?", "listen": True}, ends=True)):
        assert said["response"]["shouldEndSession"] is True
        assert "directives" not in said["response"]


def test_there_is_never_a_card() -> None:
    assert "card" not in answer({"text": "a", "card": {"title": "Evening Note", "text": "a line"}})["response"]


def test_replies_are_said_one_after_the_other_and_the_last_one_decides() -> None:
    said = answer({"text": "one", "listen": True, "reprompt": "x"}, {"text": "two"})
    assert spoken(said) == '<speak>one<break time="600ms"/>two</speak>'
    assert "shouldEndSession" not in said["response"]


@given(st.lists(st.text(max_size=9000), min_size=1, max_size=3))
def test_whatever_is_said_is_markup_within_the_limit(texts: list[str]) -> None:
    said = spoken(answer(*({"text": text} for text in texts)))
    assert len(said) < 8000
    ElementTree.fromstring(said)  # noqa: S314 - our own output


def test_much_markup_is_cut_to_text_within_the_limit() -> None:
    reply = {"text": "&" * 5000, "ssml": f"<speak>{'&amp;' * 5000}</speak>"}
    assert len(spoken(answer(reply))) <= LONGEST_SPEECH
