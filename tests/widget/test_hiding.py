"""With someone beside you: the clock that hides everything, the lock after a quiet while, and light that suits the hour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.widget.chat import Chat
from tests.widget.test_leaving import until_ended

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_someone_is_here_shows_a_clock_and_nothing_else(chat: Chat) -> None:
    chat.page.clock.install(time="2026-11-26T22:41:00")
    line = chat.get_a_line()
    chat.box.fill("a half-written thought")
    chat.button("Someone is here").click()
    assert chat.clock.inner_text().split() == ["22:41", "Thursday,", "November", "26"]
    assert chat.frame.inner_text().split() == ["Clock", "×", *chat.clock.inner_text().split()]
    assert line not in chat.page.locator("body").aria_snapshot()
    assert chat.page.title() == "Evening Note"
    chat.page.clock.run_for("01:00")
    expect(chat.clock).to_contain_text("22:42")


def test_one_touch_does_not_uncover_and_a_double_one_does(chat: Chat) -> None:
    line = chat.get_a_line()
    chat.box.fill("a half-written thought")
    chat.page.clock.install()
    chat.button("Someone is here").click()
    chat.clock.click()
    chat.page.clock.run_for(2_000)
    expect(chat.clock).to_be_visible()
    chat.clock.dblclick()
    expect(chat.clock).to_be_hidden()
    assert chat.lines.last.inner_text() == line
    expect(chat.box).to_have_value("a half-written thought")
    assert chat.focused == "Someone is here"


def test_two_touches_of_a_finger_uncover_and_leave_no_look_of_a_press(visit: Callable[..., Chat]) -> None:
    chat = visit(has_touch=True, is_mobile=True, width=390)
    chat.get_a_line()
    ground = "e => getComputedStyle(e).backgroundColor"
    before = chat.button("More").evaluate(ground)
    chat.button("Someone is here").tap()
    chat.clock.tap()
    chat.clock.tap()
    expect(chat.box).to_be_visible()
    chat.button("More").tap()
    chat.button("Back").tap()
    assert chat.button("More").evaluate(ground) == before


def test_from_the_keyboard_one_press_is_enough(chat: Chat) -> None:
    chat.say("hello")
    chat.button("Someone is here").press("Enter")
    expect(chat.clock).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.box).to_be_visible()


def test_an_answer_that_comes_behind_the_clock_stays_hidden_and_is_there_after(chat: Chat) -> None:
    waiting = chat.holds()
    chat.send("hello")
    chat.until_held(waiting, 1)
    chat.button("Someone is here").click()
    waiting[0].fulfill(json={"id": "1", "replies": [{"text": "Here I am."}]})
    chat.answers.first.wait_for(state="attached")
    assert "Here I am" not in chat.frame.inner_text()
    chat.clock.dblclick()
    expect(chat.answers.last).to_contain_text("Here I am.")


def test_it_hides_itself_after_a_quiet_while(chat: Chat) -> None:
    chat.page.clock.install()
    chat.page.keyboard.press("Control")
    line = chat.get_a_line()
    chat.page.clock.fast_forward("04:59")
    expect(chat.lock).to_be_hidden()
    chat.page.keyboard.press("Control")
    chat.page.clock.fast_forward("04:59")
    expect(chat.lock).to_be_hidden()
    chat.page.clock.fast_forward("00:02")
    expect(chat.lock).to_be_visible()
    assert line not in chat.page.locator("body").aria_snapshot()
    assert chat.focused == "Show"
    chat.button("Show").click()
    assert chat.lines.last.inner_text() == line


def test_a_panel_left_open_hides_itself_too_and_an_untouched_page_does_not(visit: Callable[..., Chat]) -> None:
    untouched, panel = visit(), visit()
    panel.button("More").click()
    for chat in (untouched, panel):
        chat.page.clock.install()
        chat.page.keyboard.press("Control")
        chat.page.clock.fast_forward("06:00")
    expect(panel.lock).to_be_visible()
    expect(untouched.lock).to_be_hidden()
    panel.button("Show").click()
    expect(panel.page.get_by_role("heading", name="More")).to_be_visible()


@pytest.mark.parametrize("how", ["lock", "clock"])
def test_what_was_hidden_for_an_hour_is_gone_and_what_hides_it_stays(how: str, chat: Chat) -> None:
    chat.get_a_line()
    chat.box.fill("a half-written thought")
    token = next(request.headers["authorization"] for request in chat.visit.requests if "authorization" in request.headers)
    chat.page.clock.install()
    chat.page.keyboard.press("Control")
    if how == "clock":
        chat.button("Someone is here").click()
    else:
        chat.page.clock.fast_forward("06:00")
    cover = {"lock": chat.lock, "clock": chat.clock}[how]
    chat.page.clock.fast_forward("59:00")
    assert chat.lines.count() == 1
    chat.page.clock.fast_forward("02:00")
    expect(cover).to_be_visible()
    expect(chat.lines).to_have_count(0)
    until_ended(chat.visit, chat.visit.origin, token)
    if how == "clock":
        chat.clock.dblclick()
    else:
        chat.button("Show").click()
    expect(chat.log).to_have_text("")
    expect(chat.box).to_have_value("")
    assert "eighteen" in chat.say("hello")


def test_a_device_that_slept_over_the_hour_shows_nothing_on_waking(chat: Chat) -> None:
    chat.get_a_line()
    chat.page.clock.install()
    chat.button("Someone is here").click()
    chat.page.evaluate("() => { const now = Date.now; Date.now = () => now() + 3_700_000; }")  # and no timer has run
    chat.clock.dblclick()
    expect(chat.log).to_have_text("")


GROUND = "e => Math.max(...getComputedStyle(e).backgroundColor.match(/\\d+/g).map(Number))"


@pytest.mark.parametrize(
    ("hour", "scheme", "night"),
    [
        ("20:30", "light", True),
        ("03:00", "light", True),
        ("06:59", "light", True),
        ("11:00", "light", False),
        ("18:59", "light", False),
        ("11:00", "dark", True),
    ],
)
def test_it_is_dark_after_sunset_hours_and_by_day_as_the_system_likes_it(hour: str, scheme: str, night: bool, visit: Callable[..., Chat]) -> None:
    brightness = visit(at=f"2026-11-26T{hour}:00", color_scheme=scheme).frame.evaluate(GROUND)
    assert (brightness < 40) if night else (brightness > 200)


def test_it_grows_dark_while_the_page_is_open(chat: Chat) -> None:
    chat.page.clock.install(time="2026-11-26T18:59:30")
    chat.wears("day")
    chat.wears("auto")
    assert chat.frame.evaluate(GROUND) > 200
    chat.page.clock.run_for("01:00")
    assert chat.frame.evaluate(GROUND) < 40


def test_the_night_is_warm(visit: Callable[..., Chat]) -> None:
    chat = visit()
    chat.wears("night")
    for part in ("color", "backgroundColor"):
        red, _, blue = chat.frame.evaluate(f"e => getComputedStyle(e).{part}.match(/\\d+/g).map(Number)")
        assert red > blue


def test_the_light_can_be_chosen(chat: Chat) -> None:
    chat.button("More").click()
    for words, night in (("Night", True), ("Day", False)):
        chat.page.get_by_label(words, exact=True).check()
        assert (chat.frame.evaluate(GROUND) < 40) == night
