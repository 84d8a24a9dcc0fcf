"""A headless Chromium, driven over its DevTools protocol: no request of its pages leaves this machine."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from websockets.legacy.client import WebSocketClientProtocol, connect

Json = dict[str, Any]
Result = TypeVar("Result")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)
PATIENCE = 15.0
"""Seconds within which the browser answers or the page shows what is waited for, on a busy machine."""
HERE = "127.0.0.1"
SHIFT = 8
"""The modifier of a key event that says Shift is held."""
KEYS = {"Enter": 13, "Shift": 16, "Tab": 9, " ": 32}


def find_browser() -> str | None:
    """The Chromium of this machine, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A Chromium with a profile of its own, gone when the `with` block ends. Its socket is served by a thread."""

    def __init__(self, command: str) -> None:
        self._command = command

    def __enter__(self) -> Browser:
        with contextlib.ExitStack() as opened:
            profile = opened.enter_context(tempfile.TemporaryDirectory(prefix="evening-note-", ignore_cleanup_errors=True))
            log = opened.enter_context((Path(profile) / "log").open("w+b"))
            self._process = subprocess.Popen(
                [self._command, *FLAGS, f"--user-data-dir={profile}", "about:blank"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            opened.callback(self._end)
            address = self._address(Path(profile))
            self._ids = itertools.count(1)
            self._answers: dict[int, asyncio.Future[Json]] = {}
            self._tabs: dict[str, Tab] = {}
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="browser", daemon=True)
            self._thread.start()
            opened.callback(self._end_thread)
            self._socket = self._wait(self._connect(address))
            self._reader = asyncio.run_coroutine_threadsafe(self._read(), self._loop)
            opened.callback(lambda: self._wait(self._socket.close()))
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @contextlib.contextmanager
    def tab(self, *, width: int = 1280, height: int = 800, scale: float = 1, **media: str) -> Iterator[Tab]:
        """A tab that shares nothing with another. `media` holds media features, such as `prefers_color_scheme="dark"`."""
        context = self.command("Target.createBrowserContext")["browserContextId"]
        try:
            target = self.command("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
            session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            tab = self._tabs[session] = Tab(self, session, context)
            for domain in ("Page", "Runtime", "Log", "Network", "Fetch"):
                tab.command(f"{domain}.enable")
            tab.command("Emulation.setFocusEmulationEnabled", enabled=True)
            tab.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)
            features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
            tab.command("Emulation.setEmulatedMedia", features=features)
            yield tab
        finally:
            self.command("Target.disposeBrowserContext", browserContextId=context)

    def command(self, method: str, session: str | None = None, **parameters: Any) -> Json:
        """What the browser answers to a command."""
        return self._wait(self._ask(method, session, parameters))

    async def _connect(self, address: str) -> WebSocketClientProtocol:
        return await connect(address, max_size=None, ping_interval=None)

    async def _ask(self, method: str, session: str | None, parameters: Json) -> Json:
        identity = next(self._ids)
        answer: asyncio.Future[Json] = self._loop.create_future()
        self._answers[identity] = answer
        await self._socket.send(json.dumps({"id": identity, "method": method, "params": parameters, **({"sessionId": session} if session else {})}))
        return await answer

    async def _read(self) -> None:
        """Hands answers to who waits for them, and events to their tab."""
        async for text in self._socket:
            message = json.loads(text)
            answer = self._answers.pop(message.get("id"), None)
            if answer is None:
                tab = self._tabs.get(message.get("sessionId", ""))
                reply = tab.notice(message["method"], message["params"]) if tab and "method" in message else None
                if reply:
                    await self._socket.send(json.dumps({"id": next(self._ids), "sessionId": message["sessionId"], **reply}))
            elif answer.done():
                continue  # nobody waits any more
            elif "error" in message:
                answer.set_exception(RuntimeError(message["error"]["message"]))
            else:
                answer.set_result(message["result"])

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, PATIENCE), self._loop).result()

    def _address(self, profile: Path) -> str:
        """Where the started browser listens; it says so in a file."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                port, path = (profile / "DevToolsActivePort").read_text().splitlines()
                return f"ws://{HERE}:{port}{path}"
            time.sleep(0.02)
        raise AssertionError(f"{self._command} does not start: {(profile / 'log').read_text(errors='replace')[-2000:]}")

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)


@dataclass
class Tab:
    """One page of a browser, with the keyboard and the mouse before it."""

    browser: Browser
    session: str
    context: str
    requests: list[Json] = field(default_factory=list)
    """Every request that the page tried, as the protocol describes requests."""
    problems: list[str] = field(default_factory=list)
    """What the browser complained of: errors, warnings, and what the page's policy forbade."""
    failures: list[str] = field(default_factory=list)
    """Its complaints about requests that failed or were answered with an error."""
    meddle: Callable[[Json], Json | None] = lambda _: None
    """How to treat a request, see the functions below; None lets it pass to this machine and stops it on its way to any other."""

    def command(self, method: str, **parameters: Any) -> Json:
        """What this tab answers to a command."""
        return self.browser.command(method, self.session, **parameters)

    def notice(self, event: str, details: Json) -> Json | None:
        """Keeps what the tests ask about; answers a paused request."""
        if event == "Fetch.requestPaused":
            self.requests.append(details["request"])
            local = urlsplit(details["request"]["url"]).hostname == HERE
            treatment = self.meddle(details["request"]) or (let_through() if local else refuse("Aborted"))
            return {**treatment, "params": {"requestId": details["requestId"], **treatment["params"]}}
        if event == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(details["exceptionDetails"]))
        elif event == "Runtime.consoleAPICalled" and details["type"] in ("error", "warning", "assert"):
            self.problems.append(json.dumps(details["args"]))
        elif event == "Log.entryAdded" and details["entry"]["level"] in ("error", "warning"):
            (self.failures if details["entry"]["source"] == "network" else self.problems).append(details["entry"]["text"])
        return None

    @property
    def elsewhere(self) -> list[str]:
        """The addresses outside this machine that the page tried; none was let through."""
        return [request["url"] for request in self.requests if urlsplit(request["url"]).hostname != HERE]

    def open(self, address: str) -> None:
        """Goes to an address and waits until it is loaded."""
        self.command("Page.navigate", url=address)
        self.until(f"location.href === {json.dumps(address)} && document.readyState === 'complete'")

    def js(self, expression: str) -> Any:
        """The value of an expression in the page, waited for if it is a promise."""
        answer = self.command("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, f"{expression}: {answer['exceptionDetails']}"
        return answer["result"].get("value")

    def until(self, expression: str) -> Any:
        """Waits until an expression holds in the page; its value then."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(RuntimeError, AssertionError):  # between two documents there is nothing to ask
                value = self.js(expression)
                if value:
                    return value
            time.sleep(0.02)
        raise AssertionError(f"never true: {expression}")

    def type(self, text: str) -> None:
        """Writes where the focus is."""
        self.command("Input.insertText", text=text)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Presses and releases a key."""
        text = {"Enter": "\r", "Shift": "", "Tab": ""}.get(key, key)
        event = {"key": key, "windowsVirtualKeyCode": KEYS.get(key, ord(key[0].upper())), "modifiers": SHIFT * (shift or key == "Shift")}
        self.command("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **event, **({"text": text} if text else {}))
        self.command("Input.dispatchKeyEvent", type="keyUp", **event)

    def click(self, element: str) -> None:
        """Clicks with the mouse in the middle of an element, given as an expression."""
        self.js(f"{element}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        assert self.shows(element), f"something covers {element}"
        x, y = self.js(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({element}.getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def shows(self, element: str) -> bool:
        """Whether the middle of an element is in view, with nothing over it."""
        middle = "document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)"
        return bool(self.js(f"(e => (r => e.contains({middle}))(e.getBoundingClientRect()))({element})"))

    def picture(self) -> bytes:
        """What the tab shows, as PNG."""
        return base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"])


def let_through(headers: Json | None = None) -> Json:
    """The treatment of a request that passes, with other headers if any are given."""
    changed = {"headers": [{"name": name, "value": value} for name, value in headers.items()]} if headers else {}
    return {"method": "Fetch.continueRequest", "params": changed}


def refuse(reason: str) -> Json:
    """The treatment of a request that fails, for a reason of the protocol's."""
    return {"method": "Fetch.failRequest", "params": {"errorReason": reason}}


def answer_with(body: str, kind: str = "application/json") -> Json:
    """The treatment of a request that gets this answer and no other."""
    body = base64.b64encode(body.encode()).decode()
    headers = [{"name": "Content-Type", "value": kind}]
    return {"method": "Fetch.fulfillRequest", "params": {"responseCode": 200, "responseHeaders": headers, "body": body}}
