"""A real Home Assistant on this machine: started on loopback, onboarded, and spoken to over REST and WebSocket as its own programs do."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

from websockets.legacy.client import WebSocketClientProtocol, connect

from rasa_project.paths import ROOT
from tests.processes import HOST, free_port

OLDER, NEWER = (ROOT / ".tools" / name for name in ("home-assistant", "home-assistant-newer"))
"""Where the two releases are installed that are run: the newest for Python 3.13.0, and the newest for Python 3.13 at all."""
INTEGRATION = ROOT / "integrations" / "home_assistant"
PATIENCE = 150.0
"""Seconds within which it starts, on a busy machine."""
AGENT = "conversation.evening_note_house"
IN_TROUBLE = "Activating recovery mode"
CONFIGURATION = """
homeassistant:
  name: Cottage
  time_zone: Europe/London
http:
  server_host: {host}
  server_port: {port}
api:
websocket_api:
config:
conversation:
diagnostics:
"""

Json = dict[str, Any]


class HouseError(AssertionError):
    """Home Assistant did not do what was asked; holds the end of its log."""


class Line:
    """A WebSocket to the house on which somebody is signed in; one message at a time."""

    def __init__(self, socket: WebSocketClientProtocol) -> None:
        self._socket = socket
        self._number = 0

    async def ask(self, message: Json) -> Json:
        """The result of a message. Raises HouseError when there is none."""
        self._number += 1
        await self._socket.send(json.dumps({"id": self._number, **message}))
        answer: Json = json.loads(await asyncio.wait_for(self._socket.recv(), 30))
        if not answer.get("success"):
            raise HouseError(str(answer))
        result: Json = answer["result"]
        return result


class House:
    """`hass` as a real process with a folder of its own, of the release that is installed in `environment`; use it in a `with` block."""

    def __init__(self, environment: Path = OLDER) -> None:
        self._hass = environment / "bin" / "hass"

    def __enter__(self) -> House:
        self._folder = tempfile.TemporaryDirectory(prefix="evening-note-house-")
        self.config = Path(self._folder.name) / "config"
        self.config.mkdir()
        (self.config / "custom_components").symlink_to(INTEGRATION / "custom_components")
        self.port = free_port()
        (self.config / "configuration.yaml").write_text(CONFIGURATION.format(host=HOST, port=self.port), encoding="utf-8")
        self._output = Path(self._folder.name) / "output"
        with self._output.open("wb") as output:
            command = [str(self._hass), "--config", str(self.config), "--skip-pip"]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=_clean())
        try:
            self._wait_until_ready()
            self.token = self._onboard()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._folder.cleanup()

    @property
    def log(self) -> str:
        """What it has written so far, to its output and to its log."""
        written = self.config / "home-assistant.log"
        return self._output.read_text(errors="replace") + (written.read_text(errors="replace") if written.exists() else "")

    def request(self, method: str, path: str, body: object = None, *, form: bool = False, status: int = 200) -> Any:
        """One request as the owner, or before there is one; its JSON. Raises HouseError for another status."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json"}
        if getattr(self, "token", None):
            headers["Authorization"] = f"Bearer {self.token}"
        sent = urlencode(body) if form and isinstance(body, dict) else json.dumps(body) if body is not None else None
        with contextlib.closing(connection):
            connection.request(method, path, sent, headers)
            response = connection.getresponse()
            answer = response.read()
        if response.status != status:
            raise HouseError(f"{method} {path}: {response.status} {answer[:300]!r}\n{self.log[-2000:]}")
        return json.loads(answer) if answer else None

    @property
    def version(self) -> str:
        """Its release."""
        return str(self.request("GET", "/api/config")["version"])

    def pair(self, url: str, token: str) -> Json:
        """The form of the integration, filled in: the result of the last step."""
        flow = self.request("POST", "/api/config/config_entries/flow", {"handler": "evening_note"})
        result: Json = self.request("POST", f"/api/config/config_entries/flow/{flow['flow_id']}", {"url": url, "token": token})
        return result

    def say(self, text: str, conversation: str | None = None) -> Json:
        """A sentence over REST; the result."""
        message = {"text": text, "language": "en", "agent_id": AGENT, **({"conversation_id": conversation} if conversation else {})}
        result: Json = self.request("POST", "/api/conversation/process", message)
        return result

    def add_user(self, name: str) -> str:
        """Another person of the house, signed in: their token."""
        (made,) = self.ask({"type": "config/auth/create", "name": name, "group_ids": ["system-users"]})
        credentials = {"username": name.lower(), "password": f"a password of {name}"}
        self.ask({"type": "config/auth_provider/homeassistant/create", "user_id": made["user"]["id"], **credentials})
        client = {"client_id": f"http://{HOST}:{self.port}/"}
        flow = self.request("POST", "/auth/login_flow", {**client, "handler": ["homeassistant", None], "redirect_uri": client["client_id"]})
        code = self.request("POST", f"/auth/login_flow/{flow['flow_id']}", {**client, **credentials})["result"]
        return self._granted(code)

    def ask(self, *messages: Json) -> list[Json]:
        """Messages over one WebSocket, one after the other; their results."""
        return asyncio.run(self._ask(messages))

    async def _ask(self, messages: tuple[Json, ...]) -> list[Json]:
        async with self.signed_in(self.token) as line:
            return [await line.ask(message) for message in messages]

    @contextlib.asynccontextmanager
    async def signed_in(self, token: str) -> AsyncIterator[Line]:
        """A WebSocket of whoever the token is of."""
        async with connect(f"ws://{HOST}:{self.port}/api/websocket", open_timeout=30) as socket:
            await socket.recv()
            await socket.send(json.dumps({"type": "auth", "access_token": token}))
            signed_in = json.loads(await socket.recv())
            if signed_in["type"] != "auth_ok":
                raise HouseError(str(signed_in))
            yield Line(socket)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise HouseError(f"it ended with {self._process.returncode}\n{self.log[-3000:]}")
            if IN_TROUBLE in self.log:
                raise HouseError(f"a part of it that it cannot do without failed\n{self.log[-6000:]}")
            with contextlib.suppress(OSError, HouseError):
                if isinstance(self.request("GET", "/api/onboarding"), list):
                    return
            time.sleep(0.25)
        raise HouseError(f"it is not ready in time\n{self.log[-3000:]}")

    def _onboard(self) -> str:
        client = f"http://{HOST}:{self.port}/"
        owner = {"client_id": client, "name": "Ann", "username": "ann", "password": "a password", "language": "en"}
        return self._granted(self.request("POST", "/api/onboarding/users", owner)["auth_code"])

    def _granted(self, code: str) -> str:
        grant = {"client_id": f"http://{HOST}:{self.port}/", "grant_type": "authorization_code", "code": code}
        return str(self.request("POST", "/auth/token", grant, form=True)["access_token"])


def speech(result: Json) -> str:
    """The words that a speaker says."""
    return str(result["response"]["speech"]["plain"]["speech"])


def _clean() -> dict[str, str]:
    """Our environment without what belongs to the coach's Python."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EVENING_NOTE", "VIRTUAL_ENV"))}
