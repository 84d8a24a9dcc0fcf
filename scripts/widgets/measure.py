"""Opens each widget against the same small coach, measures it, and prints the table of docs/explanation/widgets.md; run by compare.sh."""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

from tests.widget.chromium import how_to_launch

ANSWER = "Here I am."
CANARY = "canarywombat"
RUNS = 5
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BOXES = {
    "evening-note": "evening-note textarea",
    "chat-widget": ".rasa-chat-input__input",
    "rasa-webchat": "textarea.rw-new-message, input.rw-new-message",
    "deep-chat": "deep-chat #text-input",
    "botframework-webchat": "[data-testid='send box text area'], .webchat__send-box-text-box__input, #chat textarea, #chat input[type=text]",
}
OFFLINE_MS = 3_000
BACK_S = 30
"""Seconds that a widget has to find out that the connection is back."""
LISTEN_MS = 4_000
"""Milliseconds in which a widget may hand the answer to a live region; some do so late, and take it back."""
LIVE = """async ([answer, patience]) => {
  const within = (root, live) => [...root.querySelectorAll('*')].some(e => {
    const here = live || e.matches('[role=log], [aria-live=polite], [aria-live=assertive], [role=status]');
    if (here && e.textContent.includes(answer)) return true;
    return Boolean(e.shadowRoot) && within(e.shadowRoot, here || e.closest('[role=log], [aria-live]') !== null);
  });
  const end = performance.now() + patience;
  while (performance.now() < end) {
    if (within(document, false)) return true;
    await new Promise(requestAnimationFrame);
  }
  return false;
}"""
INNERMOST = "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e; }"


@dataclass
class Measured:
    """What is told of one widget."""

    kilobytes: float
    files: int
    usable: float
    answered: float
    violations: list[str]
    announced: bool
    by_keyboard: bool
    stored: str
    elsewhere: list[str]
    strict: bool
    survives: bool


def measure(browser: Browser, origin: str, name: str) -> Measured:
    """All about one widget."""
    times = [talk(browser, f"{origin}/page/{name}", name)[:2] for _ in range(RUNS)]
    context = browser.new_context(reduced_motion="reduce")
    got: list[Response] = []
    asked: set[str] = set()
    context.on("response", lambda response: got.append(response))
    context.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    tab = opened(context, f"{origin}/page/{name}", name)
    keyboard = reaches(tab, name)
    write(tab, name)
    announced = bool(tab.evaluate(LIVE, [ANSWER, LISTEN_MS]))
    tab.get_by_text(ANSWER).first.wait_for()
    bodies = [response.body() for response in got if urlsplit(response.url).path.startswith(("/ours/", "/files/")) and response.ok]
    found = Axe().run(tab, options=RULES).response["violations"]
    stored = kept(tab)
    result = Measured(
        kilobytes=sum(len(gzip.compress(body, 9, mtime=0)) for body in bodies) / 1000,
        files=len(bodies),
        usable=statistics.median(time[0] for time in times),
        answered=statistics.median(time[1] for time in times),
        violations=[f"{one['id']} ({one['impact']}, {len(one['nodes'])})" for one in found],
        announced=announced,
        by_keyboard=keyboard,
        stored=stored,
        elsewhere=sorted(asked - {"127.0.0.1", ""}),
        strict=works_strictly(browser, f"{origin}/page/{name}?strict", name),
        survives=survives(tab, name),
    )
    context.close()
    return result


def opened(context: BrowserContext, address: str, name: str) -> Page:
    """The page with the widget ready to be written in."""
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    tab.goto(address)
    tab.locator(BOXES[name]).first.wait_for()
    return tab


def say(tab: Page, name: str) -> None:
    """Says a word and waits for the answer."""
    write(tab, name)
    tab.get_by_text(ANSWER).first.wait_for()


def write(tab: Page, name: str) -> None:
    """Says a word."""
    box = tab.locator(BOXES[name]).first
    box.click()
    tab.keyboard.type(CANARY)
    tab.keyboard.press("Enter")


def talk(browser: Browser, address: str, name: str) -> tuple[float, float]:
    """Milliseconds from the request for the page until one can write, and until the first answer shows, in a fresh profile."""
    context = browser.new_context(reduced_motion="reduce")
    begun = time.perf_counter()
    tab = opened(context, address, name)
    usable = time.perf_counter()
    say(tab, name)
    answered = time.perf_counter()
    context.close()
    return (usable - begun) * 1000, (answered - begun) * 1000


def reaches(tab: Page, name: str) -> bool:
    """Whether Tab alone leads to the box."""
    tab.evaluate("document.activeElement?.blur()")
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.locator(BOXES[name]).first.evaluate(f"box => box.contains(({INNERMOST})())"):
            return True
    return False


def survives(tab: Page, name: str) -> bool:
    """Whether a message sent while offline is answered, by itself, once the connection is back."""
    answers = tab.get_by_text(ANSWER)
    before = answers.count()
    tab.context.set_offline(True)
    write(tab, name)
    tab.wait_for_timeout(OFFLINE_MS)
    tab.context.set_offline(False)
    end = time.monotonic() + BACK_S
    while time.monotonic() < end:
        if answers.count() > before:
            return True
        tab.wait_for_timeout(100)
    return False


def kept(tab: Page) -> str:
    """What stays in the browser, and whether what was said is in it."""
    local, session, cookies = tab.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]")
    parts = [
        f"{place}{' with what was said' if CANARY in text else ''}"
        for place, text in (("localStorage", local), ("sessionStorage", session), ("cookie", cookies))
        if text not in ("{}", "")
    ]
    return ", ".join(parts) or "nothing"


def works_strictly(browser: Browser, address: str, name: str) -> bool:
    """Whether it still shows and answers, in its own style, where nothing inline is allowed."""
    context = browser.new_context(reduced_motion="reduce")
    forbidden: list[str] = []
    context.on("console", lambda message: forbidden.append(message.text) if "Content Security Policy" in message.text else None)
    try:
        tab = opened(context, address, name)
        tab.set_default_timeout(5_000)
        say(tab, name)
    except Error:
        return False
    finally:
        context.close()
    return not forbidden


def yes(value: bool) -> str:
    """As the table says it."""
    return "yes" if value else "**no**"


def tried(browser: Browser, origin: str, name: str) -> dict[str, Measured]:
    """What was measured, or nothing, said aloud, for a widget that does not run."""
    try:
        return {name: measure(browser, origin, name)}
    except Error as error:
        print(f"{name} could not be run: {error}")  # noqa: T201
        return {}


def main(origin: str, names: list[str]) -> None:
    """Prints a row for each widget, and what axe found below."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**how_to_launch())
        found: dict[str, Measured] = {}
        for name in names:
            found |= tried(browser, origin, name)
        for name, one in found.items():
            cells = [
                name,
                f"{one.kilobytes:.1f} ({one.files})",
                f"{one.usable:.0f}",
                f"{one.answered:.0f}",
                f"{len(one.violations)}",
                yes(one.announced),
                yes(one.by_keyboard),
                one.stored,
                ", ".join(one.elsewhere) or "none",
                yes(one.strict),
                yes(one.survives),
            ]
            print("| " + " | ".join(cells) + " |")  # noqa: T201
        for name, one in found.items():
            print(f"- {name}: {'; '.join(one.violations) or 'nothing'}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
