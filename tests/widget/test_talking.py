"""Talking: typing, suggested replies, and what a screen reader hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.widget.chat import FLIGHT, Chat

pytestmark = [pytest.mark.browser, pytest.mark.server]

QUESTIONS = ("I'm not in the mood tonight, how do I say it kindly?", "How do I ask for sex without sounding desperate?")
MARKUP = '<img src=x onerror="window.ran = 1"><b>bold</b>'


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_of_the_two_questions_ends_with_a_line(question: str, chat: Chat) -> None:
    chat.say(question)
    chat.say("yes")
    assert chat.lines.last.inner_text()


def test_a_message_is_held_until_the_age_answer(chat: Chat) -> None:
    assert "eighteen or over?" in chat.say(FLIGHT)
    expect(chat.lines).to_have_count(0)
    assert chat.chips.all_inner_texts() == ["Yes", "No"]
    chat.press("Yes")
    expect(chat.lines).to_have_count(1)


@pytest.mark.parametrize("by", ["click", "keyboard"])
def test_a_suggested_reply_is_sent_and_the_suggestions_go(by: str, chat: Chat) -> None:
    chat.say(FLIGHT)
    if by == "click":
        chat.button("Yes").click()
    else:
        chat.button("Yes").press("Enter")
    chat.answer_after(1)
    assert set(chat.visit.messages[-1]) == {"id", "payload"}
    expect(chat.button("Yes")).to_have_count(0)
    assert chat.focused == "TEXTAREA"
    chat.answers_with({"text": "Good night."})
    chat.say("thanks")
    expect(chat.chips).to_have_count(0)


def test_a_finger_on_a_suggestion_does_not_raise_the_keyboard(visit: Callable[..., Chat]) -> None:
    chat = visit(has_touch=True, is_mobile=True, width=390)
    chat.say(FLIGHT)
    chat.button("Yes").tap()
    chat.answer_after(1)
    assert chat.inside("root => root.activeElement.getAttribute('role')") == "log"


def test_enter_sends_and_shift_enter_starts_a_new_line(chat: Chat) -> None:
    chat.box.fill("one")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("two")
    expect(chat.box).to_have_value("one\ntwo")
    assert chat.visit.messages == []
    chat.box.press("Enter")
    chat.answer_after(0)
    expect(chat.box).to_have_value("")
    chat.box.press("Enter")
    chat.say("three")
    assert [message["text"] for message in chat.visit.messages] == ["one\ntwo", "three"], "an empty box sends nothing"


def test_the_send_button_sends(chat: Chat) -> None:
    chat.box.fill(FLIGHT)
    chat.button("Send").click()
    assert "eighteen" in chat.answer_after(0)


def test_answers_arrive_in_a_live_region_that_stays(chat: Chat) -> None:
    chat.log.evaluate("region => (region.same = true)")
    chat.get_a_line()
    assert chat.log.evaluate("r => [r.same, r.ariaLive, r.ariaLabel, r.contains(r.querySelector('q'))]") == [True, "polite", "Conversation", True]
    expect(chat.log).not_to_have_attribute("aria-busy", "true")


def test_a_screen_reader_hears_who_speaks(chat: Chat) -> None:
    chat.say(FLIGHT)
    expect(chat.said).to_have_text(f"You: {FLIGHT}")
    assert chat.answers.last.text_content().startswith("Coach: ")


def test_the_box_keeps_the_focus_and_the_words_stay_unchecked(chat: Chat) -> None:
    for text in (FLIGHT, "yes", "shorter"):
        chat.say(text)
        assert chat.focused == "TEXTAREA"
    for attribute, value in (("autocomplete", "off"), ("spellcheck", "false"), ("writingsuggestions", "false")):
        expect(chat.box).to_have_attribute(attribute, value)


def test_words_are_shown_as_words_and_never_run(chat: Chat) -> None:
    chat.say(MARKUP)
    assert chat.said.inner_text().endswith(MARKUP)
    chat.answers_with({"text": f"{MARKUP} “{MARKUP}”", "line": MARKUP, "quick_replies": [{"title": MARKUP, "payload": "p"}]})
    assert MARKUP in chat.say("again")
    assert chat.lines.last.inner_text() == MARKUP
    assert chat.chips.all_inner_texts() == [MARKUP]
    assert chat.log.evaluate("region => region.querySelectorAll('img, b').length") == 0
    assert chat.page.evaluate("window.ran") is None


def test_a_pin_is_shown_as_dots(chat: Chat) -> None:
    chat.answers_with({"text": "Thank you."})
    for typed, shown in (
        ("1234", "••••some digits"),
        ("12345678", "••••••••some digits"),
        ("123", "123"),
        ("123456789", "123456789"),
        ("at 2030", "at 2030"),
    ):
        chat.say(typed)
        assert chat.said.last.text_content() == f"You: {shown}"
        assert chat.visit.messages[-1]["text"] == typed


def test_starting_again_clears_the_page_and_begins_a_new_conversation(chat: Chat) -> None:
    chat.get_a_line()
    chat.button("More").click()
    chat.button("Clear and start again").click()
    expect(chat.log).to_have_text("")
    assert chat.focused == "TEXTAREA"
    assert "eighteen or over?" in chat.say(FLIGHT)


def test_enter_ends_a_composed_word_and_sends_nothing(chat: Chat) -> None:
    chat.box.fill("さむい")
    chat.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(chat.box).to_have_value("さむい")
    assert chat.visit.messages == []
