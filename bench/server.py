"""Starts a server, says how much memory it holds, and always stops it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.errors import BenchError
from bench.paths import LOGS
from bench.subject import Subject

PR_SET_PDEATHSIG = 1
TERM_S = 10.0


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    subject: Subject
    process: subprocess.Popen[bytes]
    port: int
    started_at: float
    log: Path

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def must_run(self) -> None:
        """Raises BenchError when the server has ended by itself."""
        if self.process.poll() is not None:
            raise BenchError(f"{self.subject.title} has ended by itself ({self.process.returncode})")

    def resident_bytes(self) -> int:
        """Resident memory of the process and all its children."""
        self.must_run()
        return sum(resident_bytes_of(pid) for pid in family(self.process.pid))


@contextmanager
def serving(subject: Subject) -> Iterator[Server]:
    """The subject's server, for as long as the block lasts."""
    port = free_port()
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{subject.talk}.log"
    command, env = subject.serve(port)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=subject.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        started_at = time.monotonic()
    try:
        yield Server(subject, process, port, started_at, log)
    except BenchError as error:
        raise BenchError(f"{error}\nThe end of its log:\n{last_lines(log)}") from error
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Ends the process and whatever it started; gently first."""
    with suppress(ProcessLookupError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(TERM_S)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def die_with_parent() -> None:
    """Called in a child before its command: Linux ends it when the benchmark is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    """A port that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(root: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name in brackets may hold spaces; the parent is the second field after it.
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    members = [root]
    for member in members:
        members.extend(child for child, parent in parents.items() if parent == member)
    return members


def resident_bytes_of(pid: int) -> int:
    """Resident memory of one process; 0 when it has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def last_lines(log: Path, lines: int = 15) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
