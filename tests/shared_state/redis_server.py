"""A real Redis for the tests: started on a free port of this machine, keeping nothing on disk, and to be stopped, held up and started again."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.processes import HOST, free_port, wait_until_listening

MISSING = "Redis is not installed (Debian's package 'redis-server')"


class RedisServer:
    """A server that runs, or is away for a while."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://{HOST}:{self._port}/0"

    @property
    def pid(self) -> int:
        """The id of its process while it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Starts it, with nothing in it."""
        command = [self._program, "--port", str(self._port), "--bind", HOST, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        wait_until_listening(self._port, self._process)

    def stop(self) -> None:
        """Ends it, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stand_still(self) -> None:
        """It accepts and never answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


def program() -> str | None:
    """The server's program; None when it is not installed."""
    return shutil.which("redis-server")


@contextmanager
def started(path: str) -> Iterator[RedisServer]:
    """A server, stopped in the end."""
    server = RedisServer(path)
    try:
        yield server
    finally:
        server.stop()
