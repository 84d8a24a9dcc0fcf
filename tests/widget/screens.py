"""Every screen the widget has, and how a person gets there; what must hold for all of them is tested on each."""

from __future__ import annotations

from collections.abc import Callable

from tests.widget.chat import FLIGHT, MESSAGE, Chat
from tests.widget.test_kept import KEPT, remember
from tests.widget.test_trouble import expire

Open = Callable[..., Chat]


def opening(visit: Open, **circumstances: object) -> Chat:
    return visit(**circumstances)


def opening_with_chips(visit: Open, **circumstances: object) -> Chat:
    chat, _ = remember(visit, KEPT, **circumstances)
    chat.chips.first.wait_for()
    return chat


def line(visit: Open, **circumstances: object) -> Chat:
    chat = visit(**circumstances)
    chat.get_a_line()
    return chat


def trouble(visit: Open, **circumstances: object) -> Chat:
    chat = line(visit, **circumstances)
    chat.page.route(MESSAGE, lambda route: route.abort())
    chat.send("softer")
    chat.button("Try now").wait_for()
    return chat


def anew(visit: Open, **circumstances: object) -> Chat:
    chat = line(visit, **circumstances)
    expire(chat)
    chat.say(FLIGHT)
    return chat


def more(visit: Open, **circumstances: object) -> Chat:
    chat = visit(**circumstances)
    chat.button("More").click()
    return chat


def kept(visit: Open, **circumstances: object) -> Chat:
    chat = opening_with_chips(visit, **circumstances)
    chat.button("Kept").click()
    chat.page.get_by_text("The numbers behind it").click()
    return chat


def forgetting(visit: Open, **circumstances: object) -> Chat:
    chat = kept(visit, **circumstances)
    chat.button("Forget everything").click()
    return chat


def locked(visit: Open, **circumstances: object) -> Chat:
    chat = line(visit, **circumstances)
    chat.page.clock.install()
    chat.page.keyboard.press("Control")
    chat.page.clock.fast_forward("06:00")
    chat.lock.wait_for()
    return chat


def clock(visit: Open, **circumstances: object) -> Chat:
    chat = line(visit, **circumstances)
    chat.button("Someone is here").click()
    return chat


SCREENS = {make.__name__: make for make in (opening, opening_with_chips, line, trouble, anew, more, kept, forgetting, locked, clock)}
THEMES = {"night": "2026-11-26T22:10:00", "day": "2026-11-26T11:10:00"}
"""An hour at which each theme holds."""
