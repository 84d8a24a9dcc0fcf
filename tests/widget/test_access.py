"""For everybody: a screen reader, the keyboard alone, one thumb, a narrow or much enlarged page, no motion, more contrast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.widget.chat import Chat
from tests.widget.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.server]

Visits = Callable[..., Chat]
SIZES = {"narrow": {"width": 320, "height": 568}, "enlarged four times": {"width": 320, "height": 256}, "wide": {"width": 1280, "height": 800}}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTROLS = """root => [...root.querySelectorAll('a[href], button, textarea, input, summary')].filter(e => e.getClientRects().length)"""


def violations(chat: Chat, **options: Any) -> list[str]:
    """What axe finds, one line a kind."""
    found = Axe().run(chat.page, options={**RULES, **options}).response
    assert len(found["passes"]) > 10, "axe looked at nothing"
    return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found["violations"]]


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_any_screen_in_any_theme(screen: str, visit: Visits) -> None:
    chat = SCREENS[screen](visit)
    for theme in ("night", "day"):
        chat.wears(theme)
        assert violations(chat) == [], theme


@pytest.mark.parametrize(
    "circumstances", [SIZES["narrow"], {"contrast": "more"}, {"forced_colors": "active"}], ids=["narrow", "contrast", "forced colors"]
)
def test_axe_finds_nothing_in_other_circumstances(circumstances: dict[str, Any], visit: Visits) -> None:
    # where the system chooses the colours, axe reads those that the page would have had
    rules = {"color-contrast": {"enabled": "forced_colors" not in circumstances}}
    assert violations(SCREENS["line"](visit, **circumstances), rules=rules) == []


def controls(chat: Chat) -> list[dict[str, Any]]:
    """Each control in view of the current screen, with its words and its size; a switch is as large as its label."""
    return list(
        chat.inside(
            f"root => ({CONTROLS})(root).map(e => (r => [e.textContent.trim() || e.ariaLabel || e.tagName, r.width, r.height])"
            "((e.closest('label') ?? e).getBoundingClientRect())).map(([name, width, height]) => ({name, width, height}))"
        )
    )


@pytest.mark.parametrize("screen", ["line", "more", "forgetting", "trouble", "danger", "dictating", "pin"])
def test_every_control_is_reached_by_tab_in_view_and_large_enough(screen: str, visit: Visits) -> None:
    chat = SCREENS[screen](visit)
    for size in SIZES.values():
        chat.page.set_viewport_size(size)
        all_of_them = controls(chat)
        reached, hidden = go_round(chat, len(all_of_them))
        radios = {place for place, control in enumerate(all_of_them) if control["name"] == "INPUT"} if screen == "more" else set()
        assert [control["name"] for place, control in enumerate(all_of_them) if place not in reached | radios] == []
        assert [all_of_them[place]["name"] for place in hidden] == [], f"covered by a bar when it has the focus, {size}"
        seen = [control for control in all_of_them if control["width"] > 1]  # the first link shows with the focus alone
        assert [control for control in seen if min(control["width"], control["height"]) < 44] == []


def go_round(chat: Chat, steps: int) -> tuple[set[int], list[int]]:
    """Presses Tab all the way round; which controls were reached, and which of them could not be seen then."""
    chat.page.evaluate("document.activeElement.blur()")
    reached: set[int] = set()
    hidden = []
    for _ in range(steps + 2):
        chat.page.keyboard.press("Tab")
        place, in_view = chat.inside(f"root => root.activeElement ? [({CONTROLS})(root).indexOf(root.activeElement), ({IN_VIEW})(root)] : [-1, true]")
        if place >= 0 and place not in reached:
            reached.add(place)
            hidden += [] if in_view else [place]
    return reached, hidden


IN_VIEW = """root => {
  const e = root.activeElement, r = e.getBoundingClientRect();
  return r.height > innerHeight / 2 || e.contains(root.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2));
}"""


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_scrolls_sideways_and_the_way_out_stays(screen: str, visit: Visits) -> None:
    chat = SCREENS[screen](visit)
    for size in ("narrow", "enlarged four times"):
        chat.page.set_viewport_size(SIZES[size])
        assert chat.frame.evaluate("e => e.scrollWidth <= e.clientWidth && document.documentElement.scrollWidth <= innerWidth"), size
        assert chat.shows(chat.leaving), size


def test_much_larger_text_still_fits(visit: Visits) -> None:
    chat = SCREENS["line"](visit, width=390, height=844)
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert chat.frame.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 32
    assert chat.frame.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert chat.shows(chat.leaving)


def test_one_thumb_reaches_what_one_needs(visit: Visits) -> None:
    chat = visit(width=390, height=844, has_touch=True, is_mobile=True)
    chat.get_a_line()
    for name in ("Send", "Someone is here", "More", "Softer"):
        box = chat.button(name).bounding_box()
        assert box is not None
        assert box["y"] > 844 / 3, f"{name} is out of a thumb's reach"


CONTRASTS = """root => {
  const rgb = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = text => rgb(text).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = light(getComputedStyle(root.querySelector('.frame')).backgroundColor);
  return [...root.querySelectorAll('button, textarea')].filter(e => e.getClientRects().length).map(e => {
    const style = getComputedStyle(e), edge = light(style.borderTopColor);
    return style.borderTopColor === 'rgba(0, 0, 0, 0)' ? null : (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05);
  }).filter(Boolean);
}"""


@pytest.mark.parametrize("theme", ["night", "day"])
def test_the_outlines_by_which_controls_are_known_can_be_told_from_the_ground(theme: str, chat: Chat) -> None:
    """At least 3:1 (WCAG 1.4.11), which axe does not look at."""
    chat.get_a_line()
    chat.wears(theme)
    contrasts = chat.inside(CONTRASTS)
    assert len(contrasts) > 8
    assert min(contrasts) >= 3


def test_a_whole_evening_by_keyboard_alone(chat: Chat) -> None:
    press = chat.page.keyboard.press
    chat.page.keyboard.type("hes giving me that look and ive got a 6am flight")
    press("Enter")
    chat.answer_after(0)
    focus_on(chat, "Yes", "Shift+Tab")
    press("Enter")
    chat.answer_after(1)
    focus_on(chat, "Softer", "Shift+Tab")
    press(" ")
    chat.answer_after(2)
    focus_on(chat, "More", "Tab")
    press("Enter")
    focus_on(chat, "Back", "Tab")
    press("Enter")
    assert chat.focused == "More"
    focus_on(chat, "Someone is here", "Shift+Tab")
    press("Enter")
    press("Enter")
    assert chat.focused == "Someone is here"
    focus_on(chat, "Leave quickly", "Shift+Tab")
    press("Enter")
    chat.page.wait_for_url("https://www.bbc.co.uk/weather")


def focus_on(chat: Chat, name: str, by: str) -> None:
    """Goes from control to control until the focus is on this one."""
    for _ in range(30):
        if chat.focused == name:
            return
        chat.page.keyboard.press(by)
    raise AssertionError(f"{name} is not reached")


def test_the_focus_shows(chat: Chat) -> None:
    chat.page.keyboard.press("Tab")
    style = chat.inside("root => (s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(root.activeElement))")
    assert style[0] == "solid"
    assert style[1] >= 2


def test_the_keyboard_leaves_the_widget_at_its_ends(chat: Chat) -> None:
    chat.page.evaluate("document.body.append(Object.assign(document.createElement('button'), {id: 'after', textContent: 'after'}))")
    chat.button("Send").focus()
    chat.page.keyboard.press("Tab")
    expect(chat.page.locator("#after")).to_be_focused()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_wants_no_motion(motion: str, visit: Visits) -> None:
    chat = visit(reduced_motion=motion)
    chat.say("hello")
    moving = chat.inside(
        "root => [...root.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s =>"
        " s.animationName !== 'none' || s.transitionDuration !== '0s' || s.scrollBehavior === 'smooth').length"
    )
    assert bool(moving) == (motion == "no-preference")


def test_the_language_is_set_and_headings_follow_the_page(chat: Chat) -> None:
    expect(chat.frame).to_have_attribute("lang", "en")
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("Evening Note")
    chat.button("More").click()
    expect(chat.page.get_by_role("heading", level=2)).to_have_text("More")
