"""Real processes for the tests: a command that ends, and a server on a free port of this machine that is always stopped."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from rasa_project.paths import ROOT

VENV = ROOT / ".venv" / "bin" / "python"
COMMAND = [str(VENV if VENV.exists() else sys.executable), "-m", "rasa_project"]
"""The product runs in its own environment, whichever the tests run in."""
HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds within which a process starts, answers or ends, on a busy machine."""
NO_LIMITS = {f"EVENING_NOTE_{name}": "100000" for name in ("SESSIONS_A_MINUTE", "MESSAGES_A_MINUTE", "ADDRESS_MESSAGES_A_MINUTE")}
"""Settings with which all tests may come from one address, as fast as they like."""
READY = re.compile(r"http://127\.0\.0\.1:(\d+)")


def environment(**settings: str) -> dict[str, str]:
    """The environment of a child: ours without the settings of whoever runs the tests, and with these ones; each with a data directory of its own."""
    data = Path(os.environ["XDG_DATA_HOME"]) / uuid4().hex
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("EVENING_NOTE_")}
    return {**inherited, "SANIC_HOST": HOST, "PYTHONIOENCODING": "utf-8", "EVENING_NOTE_DATA_DIR": str(data), **settings}


def evening_note(
    *arguments: str, typed: bytes | str = b"", cwd: Path = ROOT, patience: float = PATIENCE, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command until it ends. `typed` is its standard input; the output is read as forgiving UTF-8."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        cwd=cwd,
        env=environment(**settings),
        timeout=patience,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def pair(server: Server, name: str) -> str:
    """The token of a home, paired on the command line while a server runs."""
    return _pairing(server, name).split("\n")[1]


def unpair(server: Server, name: str) -> None:
    """Ends the pairing of a home, likewise."""
    _pairing(server, "--remove", name)


def _pairing(server: Server, *arguments: str) -> str:
    own = {setting: value for setting, value in server.settings.items() if setting.startswith("EVENING_NOTE_")}
    done = evening_note("pair", *arguments, **own)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_listening(port: int, process: subprocess.Popen[bytes], patience: float = PATIENCE) -> None:
    """Returns when somebody accepts on `port`; fails when the process ends first or nobody does in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        assert process.poll() is None, f"the process ended with {process.returncode} before it listened"
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")


@contextlib.contextmanager
def running(*command: str, typed: int | None = subprocess.DEVNULL, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A process with its output (standard output and error) going to a file; killed when the block ends, if it still runs."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        with output.open("wb") as written:
            process = subprocess.Popen(
                command, stdin=typed, stdout=written, stderr=subprocess.STDOUT, cwd=ROOT, env=environment(**settings), start_new_session=True
            )
        try:
            yield process, output
        finally:
            _end(process)


@dataclass(frozen=True)
class Response:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, which is JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Ended:
    """How a server ended, and all it wrote."""

    code: int
    output: str
    errors: str


def request(
    port: int, method: str, path: str, body: bytes | str | None = None, *, token: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """One request on a connection of its own. A server may refuse a body before all of it is sent; its answer counts."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    sent = {**({"Authorization": f"Bearer {token}"} if token is not None else {}), **(headers or {})}
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


@dataclass
class Server:
    """`evening-note run` as a real process on a port of its own; use it in a `with` block. `command` serves in another way, for other tests."""

    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    command: Sequence[str] = (*COMMAND, "run")

    def __enter__(self) -> Server:
        self._folder = tempfile.TemporaryDirectory()
        self._out, self._err = (Path(self._folder.name) / name for name in ("out", "err"))
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=ROOT,
                env=environment(**{"EVENING_NOTE_PORT": "0", **self.settings}),
            )
        try:
            self.port = self._wait_until_ready()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _end(self.process)
        self._folder.cleanup()

    @property
    def output(self) -> str:
        """What it has written to standard output so far."""
        return self._out.read_text(errors="replace")

    @property
    def errors(self) -> str:
        """What it has written to standard error so far."""
        return self._err.read_text(errors="replace")

    def request(self, method: str, path: str, body: bytes | str | None = None, **options: Any) -> Response:
        """One request to this server, see `request`."""
        return request(self.port, method, path, body, **options)

    def session(self) -> str:
        """The token of a new conversation."""
        return str(self.request("POST", "/webhooks/web/session").json["token"])

    def send(self, token: str | None, message: object) -> Response:
        """A message object, as JSON."""
        return self.request("POST", "/webhooks/web/message", json.dumps(message), token=token)

    def say(self, token: str, text: str, identity: str | int = "1") -> Response:
        """A text in a conversation."""
        return self.send(token, {"id": identity, "text": text})

    def stop(self, how: signal.Signals = signal.SIGTERM) -> Ended:
        """Asks it to stop and waits for its end."""
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        return Ended(code, self.output, self.errors)

    def _wait_until_ready(self) -> int:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ready = READY.search(self.output)
            if ready:
                return int(ready[1])
            assert self.process.poll() is None, f"the server did not start: {self.errors[-2000:]}"
            time.sleep(0.05)
        raise AssertionError("the server is not ready in time")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
