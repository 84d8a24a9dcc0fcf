"""The reply: the one turn contract under every channel."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from rasa_project.coach import intents
from rasa_project.coach.content import Chip, Library
from rasa_project.speech.reply import SPOKEN_CHANNELS, Reply, channel_kind, command, moment_reply, render, trouble
from tests.channels.description import description, validator
from tests.speech.answers import answer

CONTRACT = ["text", "ssml", "line", "step", "sources", "quick_replies", "listen", "end", "reprompt", "card", "private", "safety"]


def test_a_reply_has_the_fields_of_the_contract_in_its_order() -> None:
    assert [field.name for field in fields(Reply)] == CONTRACT


def test_a_reply_has_the_fields_that_the_api_describes() -> None:
    assert list(description()["components"]["schemas"]["Reply"]["properties"]) == CONTRACT


def test_absent_means_null_or_false() -> None:
    assert Reply(text="hi").to_dict() == {"text": "hi"}


def test_what_is_there_is_there_as_plain_values() -> None:
    reply = Reply(
        text="hi",
        ssml="<speak>hi</speak>",
        line="no",
        step="no",
        sources=("house",),
        quick_replies=({"title": "Yes", "payload": "x"},),
        listen=True,
        end=True,
        reprompt="still there?",
        card={"title": "a", "text": "b"},
        private=True,
        safety="pressured",
    )
    plain = reply.to_dict()
    assert list(plain) == CONTRACT
    assert json.loads(json.dumps(plain)) == plain
    validator({"$ref": "#/components/schemas/Reply"}).validate(plain)


@pytest.mark.parametrize("channel", sorted(SPOKEN_CHANNELS))
def test_speakers_are_heard(channel: str) -> None:
    assert channel_kind(channel) == "voice"


@pytest.mark.parametrize("channel", ["web", "terminal", "cmdline", "", None])
def test_everything_else_is_read(channel: str | None) -> None:
    assert channel_kind(channel) == "text"


def test_in_text_an_answer_has_its_buttons_and_no_markup(library: Library) -> None:
    reply = render(answer(chips=("softer", "shorter")), library, "text")
    assert [button["title"] for button in reply.quick_replies] == [chip.title for chip in library.chips if chip.id in ("softer", "shorter")]
    assert reply.ssml is None


def test_on_a_speaker_an_answer_has_markup_and_no_buttons(library: Library) -> None:
    reply = render(answer(chips=("softer",)), library, "voice")
    assert reply.quick_replies == ()
    assert reply.ssml is not None
    assert '"' not in reply.text


def test_a_speaker_that_reads_text_gets_no_markup_and_nothing_to_say_by_itself(library: Library) -> None:
    asked = answer(line=None, after="A no, or an ask?", listen=True)
    reply = render(asked, library, "home_assistant")
    assert (reply.text, reply.ssml, reply.reprompt, reply.quick_replies) == ("Try this. A no, or an ask?", None, None, ())


def test_a_speaker_that_asks_again_gets_the_words_for_it(library: Library) -> None:
    asked = answer(line=None, after="A no, or an ask?", listen=True)
    assert render(asked, library, "alexa").reprompt is not None
    assert render(asked, library, "text").reprompt is None


def test_our_own_trouble_is_told_as_the_channel_needs_it(library: Library) -> None:
    assert trouble(library, "alexa").ssml is not None
    assert trouble(library, "home_assistant").ssml is None


def test_what_the_coach_decided_is_carried_over(library: Library) -> None:
    reply = render(answer(step="no", source="house", listen=True, end=True, private=True, safety="medical"), library, "text")
    assert (reply.line, reply.step, reply.sources, reply.listen, reply.end, reply.private, reply.safety) == (
        "Not tonight, love.",
        "no",
        ("house",),
        True,
        True,
        True,
        "medical",
    )


def test_whether_the_coach_listens_is_never_guessed_from_a_question_mark(library: Library) -> None:
    assert not render(answer(after="Softer?", listen=False), library, "text").listen


def test_there_are_words_for_our_own_trouble(library: Library) -> None:
    assert trouble(library).text in {entry.text for entry in library.answers if entry.moment == "trouble"}


def test_a_moment_that_nothing_is_written_for_is_noticed(library: Library) -> None:
    with pytest.raises(StopIteration):
        moment_reply(library, "no such moment")


def test_a_button_stands_for_a_message_rasa_can_read() -> None:
    chip = Chip(id="x", step="house", source="house", tone="warm", title="X", intent="refine_phrase", entities={"shape": "softer"})
    assert command(chip) == '/refine_phrase{"shape": "softer"}'
    assert command(chip.copy(update={"entities": {}})) == "/refine_phrase"


def test_every_button_means_an_intent_that_there_is(library: Library) -> None:
    assert {chip.intent for chip in library.chips} <= intents.ALL | {intents.EVENING_NOTE}
