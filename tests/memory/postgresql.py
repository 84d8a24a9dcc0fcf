"""A real PostgreSQL for the tests: started on a socket in a temporary folder, with as many databases as are asked for."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

MISSING = "PostgreSQL is not installed (Debian's package 'postgresql')"
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
"""Where Debian's packages put them, the newest first."""


@dataclass
class PostgreSQL:
    """A server that runs, or is away for a while. It refuses to run as root, so root runs it as somebody else."""

    folder: Path
    binaries: Path
    as_user: dict[str, Any]
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def pid(self) -> int:
        """The id of its first process, which has started the others."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split("\n")[0])

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"notes{next(self._numbers)}"
        engine = create_engine(self._address("postgres"), future=True, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self._address(name)

    def start(self) -> None:
        """Starts it with what is in its folder."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off -c max_connections=200"
        self._control("-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Ends it, as a crash would: what was committed is found in its log at the next start."""
        self._control("-m", "immediate", "stop")

    def _control(self, *arguments: str | Path) -> None:
        command: list[str | Path] = [self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, **self.as_user)

    def _address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"


def programs() -> Path | None:
    """The folder with the server's programs; None when it is not installed."""
    found = shutil.which("initdb")
    return Path(found).parent if found else next(iter(PROGRAMS), None)


@contextmanager
def started(binaries: Path) -> Iterator[PostgreSQL]:
    """A server, stopped and removed in the end."""
    as_user = _somebody_else()
    folder = Path(tempfile.mkdtemp(prefix="en-pg-", dir="/tmp"))
    try:
        if "user" in as_user:
            os.chown(folder, as_user["user"], -1)
        initialise = [binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(initialise, check=True, capture_output=True, cwd=folder, **as_user)
        server = PostgreSQL(folder, binaries, as_user)
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = names.get("postgres") or names["nobody"]
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
