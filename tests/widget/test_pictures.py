"""The pictures of the main states in README and docs, made by the page itself: scripts/test-browser.sh --pictures tests/widget/test_pictures.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.widget.chat import Chat
from tests.widget.screens import SCREENS, THEMES

pytestmark = [pytest.mark.browser, pytest.mark.server]

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
ICON = ROOT / "rasa_project" / "widget" / "icon.png"
PHONE = {"width": 390, "height": 844, "device_scale_factor": 1.5}
PICTURES = {
    "opening": ("opening", "night"),
    "line": ("line", "night"),
    "line-by-day": ("line", "day"),
    "clock": ("clock", "night"),
    "waiting": ("trouble", "night"),
    "kept": ("kept", "night"),
    "more": ("more", "night"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_state_has_a_picture(name: str, visit: Callable[..., Chat], request: pytest.FixtureRequest) -> None:
    path = IMAGES / f"{name}.png"
    if request.config.getoption("--pictures"):
        screen, theme = PICTURES[name]
        chat = SCREENS[screen](visit, at=THEMES[theme], **PHONE)
        chat.page.screenshot(path=path)
    assert path.stat().st_size > 5_000, "make it with --pictures"


def test_the_icon_for_phones_is_a_picture_of_the_one_for_browsers(visit: Callable[..., Chat], request: pytest.FixtureRequest) -> None:
    chat = visit("/icon.svg", width=512, height=512)
    if request.config.getoption("--pictures"):
        chat.page.screenshot(path=ICON)
    of_the_middle = """async sources => Promise.all(sources.map(async source => {
      const make = (tag, set) => Object.assign(document.createElementNS('http://www.w3.org/1999/xhtml', tag), set);
      const [image, canvas] = [make('img', {src: source}), make('canvas', {width: 64, height: 64})];
      const context = canvas.getContext('2d', {willReadFrequently: true});
      await image.decode();
      context.drawImage(image, 0, 0, 64, 64);
      return [[20, 32], [45, 20], [32, 10]].map(([x, y]) => [...context.getImageData(x, y, 1, 1).data].map(value => value >> 3)).join();
    }))"""
    drawn, painted = chat.page.evaluate(of_the_middle, ["/icon.svg", "/icon.png"])
    assert drawn == painted, "make it with --pictures"
