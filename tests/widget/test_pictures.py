"""The pictures of the main states in README and docs, made by the page itself: scripts/test-browser.sh --pictures tests/widget/test_pictures.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.widget.chat import Chat
from tests.widget.screens import SCREENS, THEMES

pytestmark = [pytest.mark.browser, pytest.mark.server]

IMAGES = Path(__file__).parents[2] / "docs" / "images"
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
