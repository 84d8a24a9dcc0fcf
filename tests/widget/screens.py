"""Every screen the widget has, and how a person gets there; what must hold for all of them is tested on each."""

from __future__ import annotations

from collections.abc import Callable

from tests.widget.chat import FLIGHT, MESSAGE, Chat
from tests.widget.test_kept import KEPT, NOTHING, remember
from tests.widget.test_sound import EAR_AWAY, HERE, LISTENING, switch_on
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


def danger(visit: Open, **circumstances: object) -> Chat:
    chat = visit(**circumstances)
    chat.say("he hit me tonight and im scared")
    chat.press("Get help")
    return chat


def pin(visit: Open, **circumstances: object) -> Chat:
    chat, _ = remember(visit, {**NOTHING, "person": KEPT["person"], "locked": True}, **circumstances)
    chat.button("Kept").click()
    return chat


def dictating(visit: Open, **circumstances: object) -> Chat:
    chat = visit(script=HERE + EAR_AWAY, **circumstances)
    chat.get_a_line()
    switch_on(chat, "Read lines aloud")
    switch_on(chat, "Speak instead")
    chat.button("Speak").click()
    chat.page.evaluate(LISTENING)
    return chat


def too_long(visit: Open, **circumstances: object) -> Chat:
    chat = line(visit, **circumstances)
    chat.send(("so much " * 600).strip())
    chat.page.get_by_text("4000 characters").wait_for()
    return chat


SCREENS: dict[str, Open] = {
    make.__name__: make
    for make in (opening, opening_with_chips, line, trouble, too_long, anew, danger, more, dictating, kept, forgetting, pin, locked, clock)
}
THEMES = {"night": "2026-11-26T22:10:00", "day": "2026-11-26T11:10:00"}
"""An hour at which each theme holds."""
