"""The whole way of what is kept, with a real memory: agreed to in the conversation, seen, taken along, deleted and forgotten on the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.widget.chat import Chat
from tests.widget.test_access import violations
from tests.widget.test_leaving import ended_after

pytestmark = [pytest.mark.browser, pytest.mark.server]

Visits = Callable[..., Chat]
MOMENTS = 9
"""From eight answers of one's own on, the journal shows a pattern."""


def saved(chat: Chat) -> str:
    """Somebody saves a line and agrees to its being kept."""
    line = chat.get_a_line()
    for text in ("save that", "yes", "no"):
        chat.say(text)
    expect(chat.button("Kept")).to_be_visible()
    return line


def test_a_saved_line_is_there_the_next_evening_and_is_deleted_by_its_button(chat: Chat) -> None:
    line = saved(chat)
    ended_after(chat, lambda: chat.page.goto("about:blank"))
    chat.page.goto(chat.visit.origin)
    chat.button("Kept").click()
    shown = chat.page.get_by_role("region", name="Kept")
    expect(shown.locator("q")).to_have_text([line])
    expect(shown.get_by_role("listitem").first).to_have_text("Saved lines")
    chat.button(f"Delete “{line}”").click()
    chat.answer_after(0)
    chat.button("Kept").click()
    expect(shown.locator("q")).to_have_count(0)
    assert chat.visit.failures == []


def test_a_journal_becomes_a_picture_with_a_table(visit: Visits) -> None:
    chat = visit(width=390, height=844)
    chat.get_a_line()
    for text in ("keep a journal", "yes"):
        chat.say(text)
    for _ in range(MOMENTS):
        chat.say("he asked tonight and i said not tonight")
    chat.button("Kept").click()
    expect(chat.page.locator(".no").first).to_be_visible()
    chat.page.get_by_text("The numbers behind it").click()
    _, row = chat.page.get_by_role("row").all_inner_texts()
    assert row.split("\t")[1:] == ["0", str(MOMENTS)]
    for theme in ("night", "day"):
        chat.wears(theme)
        assert violations(chat) == [], theme


def test_everything_is_taken_along_and_then_forgotten(chat: Chat, tmp_path: Path) -> None:
    line = saved(chat)
    chat.button("Kept").click()
    with chat.page.expect_download() as started:
        chat.button("Save a copy").click()
    started.value.save_as(tmp_path / "copy")
    assert line in json.dumps(json.loads((tmp_path / "copy").read_text(encoding="utf-8")), ensure_ascii=False)
    chat.button("Forget everything").click()
    chat.button("Yes, forget everything").click()
    expect(chat.notice).to_have_text("Done. There is nothing kept now.")
    assert chat.kept() == {}
    assert chat.say("show me my saved lines")
    expect(chat.answers.last.locator("q")).to_have_count(0)


def test_leaving_closes_what_a_pin_has_opened(chat: Chat) -> None:
    line = saved(chat)
    for text in ("put a pin on it", "4821"):
        chat.say(text)
    chat.button("Kept").click()
    chat.press("Give the PIN")
    chat.say("4821")
    chat.button("Kept").click()
    expect(chat.page.locator(".lines q")).to_have_text([line])
    ended_after(chat, chat.leaving.click)
    chat.page.goto(chat.visit.origin)
    chat.button("Kept").click()
    expect(chat.page.get_by_role("region", name="Kept")).to_contain_text("A PIN locks this")
