"""Button payloads: opaque, bound to one conversation, good for a closed list of messages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rasa_project.channels.buttons import Buttons
from rasa_project.coach.content import Library
from rasa_project.errors import RequestError
from rasa_project.library import load_library
from rasa_project.speech.reply import command

SECRET = "the secret of the buttons' tests"


def reply_with(library: Library) -> dict[str, Any]:
    """A reply with every button there is."""
    return {"text": "hi", "quick_replies": [{"title": chip.title, "payload": command(chip)} for chip in library.chips]}


@pytest.fixture
def buttons(library: Library) -> Buttons:
    return Buttons(library, SECRET)


def test_every_button_comes_back_as_its_message(buttons: Buttons, library: Library) -> None:
    sealed = buttons.seal("a", reply_with(library))["quick_replies"]
    assert [buttons.open("a", button["payload"]) for button in sealed] == [command(chip) for chip in library.chips]


def test_titles_stay_and_payloads_say_nothing(buttons: Buttons, library: Library) -> None:
    sealed = buttons.seal("a", reply_with(library))["quick_replies"]
    assert [button["title"] for button in sealed] == [chip.title for chip in library.chips]
    assert not any(chip.intent in button["payload"] for chip, button in zip(library.chips, sealed))


def test_different_buttons_have_different_payloads(buttons: Buttons, library: Library) -> None:
    payloads = {button["payload"] for button in buttons.seal("a", reply_with(library))["quick_replies"]}
    assert len(payloads) == len({command(chip) for chip in library.chips})


def test_the_same_button_has_another_payload_in_another_conversation(buttons: Buttons, library: Library) -> None:
    ours, theirs = (buttons.seal(conversation, reply_with(library))["quick_replies"] for conversation in ("a", "b"))
    assert not {button["payload"] for button in ours} & {button["payload"] for button in theirs}


def test_the_reply_that_is_sealed_is_left_as_it_was(buttons: Buttons, library: Library) -> None:
    reply = reply_with(library)
    buttons.seal("a", reply)
    assert reply == reply_with(library)


def test_a_reply_without_buttons_stays_the_same(buttons: Buttons) -> None:
    assert buttons.seal("a", {"text": "hi"}) == {"text": "hi"}


def test_another_process_with_the_same_secret_opens_a_button(buttons: Buttons, library: Library) -> None:
    payload = buttons.seal("a", reply_with(library))["quick_replies"][0]["payload"]
    assert Buttons(library, SECRET).open("a", payload) == command(library.chips[0])


def test_a_process_with_another_secret_does_not(buttons: Buttons, library: Library) -> None:
    payload = buttons.seal("a", reply_with(library))["quick_replies"][0]["payload"]
    with pytest.raises(RequestError, match="does not belong"):
        Buttons(library, "another secret altogether").open("a", payload)


def test_the_bare_message_behind_a_button_is_no_payload(buttons: Buttons, library: Library) -> None:
    with pytest.raises(RequestError):
        buttons.open("a", command(library.chips[0]))


@given(st.text())
def test_no_made_up_payload_opens_and_none_breaks_anything(payload: str) -> None:
    assume(len(payload) != 24)
    with pytest.raises(RequestError) as caught:
        Buttons(load_library(), SECRET).open("a", payload)
    assert caught.value.status == 400


@pytest.mark.parametrize("payload", ["\ud83d", "abc\udfff"], ids=["half an emoji", "half an emoji at the end"])
def test_a_payload_that_is_no_whole_text_is_refused_like_any_other(payload: str, buttons: Buttons) -> None:
    with pytest.raises(RequestError) as caught:
        buttons.open("a", payload)
    assert caught.value.status == 400


def test_conversation_and_message_cannot_be_shifted_into_each_other(buttons: Buttons, library: Library) -> None:
    text = command(library.chips[0])
    payload = buttons.seal("a", {"text": "", "quick_replies": [{"title": "", "payload": text}]})["quick_replies"][0]["payload"]
    with pytest.raises(RequestError):
        buttons.open(f"a\0{text[:1]}", payload)


def test_the_button_of_a_saved_line_deletes_that_line_alone(buttons: Buttons) -> None:
    payload = buttons.dropping("a", "7f3a")
    assert buttons.open("a", payload) == '/delete_one{"saved_line": "7f3a"}'
    for forged in (payload.replace("7f3a", "7f3b"), f'x"}}{payload}', payload[:-1]):
        with pytest.raises(RequestError):
            buttons.open("a", forged)
    with pytest.raises(RequestError):
        buttons.open("b", payload)
