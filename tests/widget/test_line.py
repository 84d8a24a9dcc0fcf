"""The line to say: it stands out, and what one wants of it is one press away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.widget.chat import FLIGHT, Chat

pytestmark = [pytest.mark.browser, pytest.mark.server]

LINE = "Not tonight, but I'd love to tomorrow."
SHAPES = ["Another", "Softer", "Shorter", "As a text"]


def test_the_line_stands_out_from_the_talk_around_it(chat: Chat) -> None:
    chat.get_a_line()
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert chat.lines.last.evaluate(size) > 1.3 * chat.answers.last.locator("p").first.evaluate(size)
    color = "e => getComputedStyle(e).color"
    assert chat.lines.last.evaluate(color) != chat.answers.last.locator("p").first.evaluate(color)
    assert '"' not in chat.answers.last.inner_text(), "the quote marks are drawn, not typed"


def test_the_mark_in_the_margin_goes_under_the_box_with_the_rest_of_the_line(visit: Callable[..., Chat]) -> None:
    chat = visit(width=320, height=568)
    chat.get_a_line()
    mark = chat.lines.last.evaluate("e => e.getBoundingClientRect().left - 0.45 * parseFloat(getComputedStyle(e).fontSize)")
    box = chat.page.locator("form").bounding_box()
    assert box is not None
    assert box["x"] <= mark


def test_what_one_wants_of_a_line_is_beside_it_in_the_same_order(chat: Chat) -> None:
    chat.get_a_line()
    assert chat.tools.all_text_contents() == ["Copy (This line)", *SHAPES, "Save"]
    assert not set(SHAPES) & set(chat.chips.all_inner_texts()), "shown twice"


@pytest.mark.parametrize("shape", SHAPES)
def test_another_shape_of_the_line_is_one_press_away(shape: str, chat: Chat) -> None:
    first = chat.get_a_line()
    chat.press(shape)
    expect(chat.lines).to_have_count(2)
    assert (chat.lines.last.inner_text() == first) is (shape == "As a text"), "a text is the line itself, to send"
    assert set(chat.visit.messages[-1]) == {"id", "payload"}
    assert chat.page.get_by_role("button", name="Softer").count() == 1, "only the newest line can be shaped"
    assert chat.focused


def test_saving_a_line_is_one_press_away(chat: Chat) -> None:
    line = chat.get_a_line()
    chat.press("Save")
    expect(chat.said.last).to_have_text("You: Save")
    expect(chat.button("Softer")).to_have_count(1)  # the line can still be shaped
    chat.say("show me my saved lines")
    assert chat.lines.last.inner_text() == line


def test_copying_puts_the_line_alone_on_the_clipboard_and_says_so(visit: Callable[..., Chat]) -> None:
    chat = visit(permissions=["clipboard-read", "clipboard-write"])
    line = chat.get_a_line()
    chat.tools.first.click()
    expect(chat.tools.first).to_have_text("Copied (This line)")
    expect(chat.page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert chat.page.evaluate("navigator.clipboard.readText()") == line


def test_where_the_clipboard_is_closed_the_line_is_copied_the_old_way_or_selected(visit: Callable[..., Chat]) -> None:
    chat = visit()
    chat.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    chat.page.evaluate("() => { document.execCommand = command => (window.copied = [command, getSelection().toString()], true); }")
    line = chat.get_a_line()
    chat.tools.first.click()
    expect(chat.tools.first).to_have_text("Copied (This line)")
    assert chat.page.evaluate("window.copied[0]") == "copy"
    assert chat.focused.startswith("Copied")
    assert chat.page.locator("body > textarea").count() == 0
    chat.page.evaluate("() => { document.execCommand = () => false; }")
    chat.tools.first.click()
    expect(chat.notice).to_have_text(re.compile("selected"))
    assert chat.page.evaluate("getSelection().toString()") == line


def test_a_danger_answer_offers_no_saving(chat: Chat) -> None:
    chat.answers_with({"text": f'Say: "{LINE}"', "line": LINE, "safety": "medical"})
    chat.say(FLIGHT)
    assert chat.tools.all_text_contents() == ["Copy (This line)"]


@pytest.mark.parametrize(
    ("text", "around"),
    [
        (f'Maybe: "{LINE}" Softer?', ["Maybe:", "Softer?"]),
        (f"Maybe: “{LINE}”", ["Maybe:"]),
        (LINE, []),
        (f'"{LINE}". And then?', ["And then?"]),
        ("Something else entirely", ["Something else entirely"]),
    ],
)
def test_the_line_is_taken_out_of_the_words_around_it(text: str, around: list[str], chat: Chat) -> None:
    chat.answers_with({"text": text, "line": LINE})
    chat.say(FLIGHT)
    assert chat.lines.all_inner_texts() == [LINE]
    assert chat.answers.last.locator("p").all_inner_texts() == around


def test_the_shapes_bear_the_names_that_the_coach_gives_them() -> None:
    root = Path(__file__).parents[2]
    words = (root / "rasa_project/widget/source/words.js").read_text(encoding="utf-8")
    named = re.findall(r'"([^"]+)"', re.search(r"shapes: \[(.*?)\]", words)[1])
    titles = re.findall(r"(?m)^    title: '?(.+?)'?$", (root / "data/coaching/shapes.yml").read_text(encoding="utf-8"))
    assert named == SHAPES
    assert set(named) <= set(titles)
