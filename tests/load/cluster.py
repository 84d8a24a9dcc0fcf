"""One coach of several processes, as many people use it: PostgreSQL, Redis, the processes, and nginx in front, all on this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.server import family, resident_bytes_of
from tests.load import nginx
from tests.memory import postgresql
from tests.needed import needed
from tests.processes import NO_LIMITS, Server, free_port
from tests.shared_state import redis_server

SECRET = "the secret of all coaches of a load"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cluster:
    """Everything that runs."""

    postgresql: postgresql.PostgreSQL
    redis: redis_server.RedisServer
    coaches: list[Server]
    balancer: nginx.Nginx = field(init=False)

    def kill(self, number: int) -> None:
        """Ends a process as a crash would (kill -9)."""
        self.coaches[number].process.send_signal(signal.SIGKILL)
        self.coaches[number].process.wait()

    def restart(self, number: int) -> None:
        """Starts a process again that has ended, on the same port."""
        ended = self.coaches[number]
        ended.__exit__(None, None, None)
        self.coaches[number] = Server(ended.settings).__enter__()

    def end(self) -> None:
        """Ends all processes of the coach."""
        for coach in self.coaches:
            coach.__exit__(None, None, None)

    def processor_seconds(self) -> dict[str, float]:
        """Processor time spent so far, by who spent it."""
        roots = {
            "coaches": [coach.process.pid for coach in self.coaches],
            "PostgreSQL": [self.postgresql.pid],
            "Redis": [self.redis.pid],
            "nginx": [self.balancer.process.pid],
        }
        return {name: sum(processor_seconds_of(pid) for root in pids for pid in family(root)) for name, pids in roots.items()}

    def resident_bytes(self) -> list[int]:
        """Resident memory of each coach."""
        return [resident_bytes_of(coach.process.pid) for coach in self.coaches]


def missing() -> str | None:
    """What is not installed, in words; None when everything is."""
    there = {
        postgresql.MISSING: postgresql.programs(),
        redis_server.MISSING: redis_server.program(),
        nginx.MISSING: nginx.program(),
    }
    return next((words for words, found in there.items() if found is None), None)


@contextmanager
def started(folder: Path, processes: int = 3) -> Iterator[Cluster]:
    """A coach of so many processes with everything it needs; skips the test when something is not installed."""
    needed(missing())
    binaries, redis_path, nginx_path = postgresql.programs(), redis_server.program(), nginx.program()
    assert binaries is not None
    assert redis_path is not None
    assert nginx_path is not None
    with ExitStack() as running:
        database = running.enter_context(postgresql.started(binaries))
        redis = running.enter_context(redis_server.started(redis_path))
        shared = {
            **NO_LIMITS,
            "EVENING_NOTE_DATABASE": database.database(),
            "EVENING_NOTE_REDIS": redis.url,
            "EVENING_NOTE_PASSPHRASE": "the passphrase of all",
            "EVENING_NOTE_SECRET": SECRET,
            "EVENING_NOTE_SEED": os.environ["EVENING_NOTE_SEED"],
            "EVENING_NOTE_PROXIES": "1",
            "EVENING_NOTE_CONVERSATIONS": "1000000",
        }
        ports = [free_port() for _ in range(processes)]
        coaches = [Server({**shared, "EVENING_NOTE_PORT": str(port), "EVENING_NOTE_DATA_DIR": str(folder / str(port))}) for port in ports]
        with ThreadPoolExecutor(processes) as pool:  # all at once: on an empty database one of them makes the tables
            starts = [pool.submit(coach.__enter__) for coach in coaches]
        cluster = Cluster(database, redis, [start.result() for start in starts if start.exception() is None])
        running.callback(cluster.end)
        for start in starts:
            start.result()
        cluster.balancer = running.enter_context(nginx.started(nginx_path, ports))
        yield cluster


def processor_seconds_of(pid: int) -> float:
    """Processor time that a process has spent; 0 when it has just ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
