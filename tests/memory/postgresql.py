"""A real PostgreSQL for the tests: started on a socket in a temporary folder, with as many databases as are asked for."""

from __future__ import annotations

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

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
"""Where Debian's packages put them, the newest first."""


@dataclass
class PostgreSQL:
    """A server that runs."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"notes{next(self._numbers)}"
        engine = create_engine(self._address("postgres"), future=True, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"


def programs() -> Path | None:
    """The folder with the server's programs; None when it is not installed."""
    found = shutil.which("initdb")
    return Path(found).parent if found else next(iter(PROGRAMS), None)


@contextmanager
def started(binaries: Path) -> Iterator[PostgreSQL]:
    """A server, stopped and removed in the end. It refuses to run as root, so root runs it as somebody else."""
    as_user = _somebody_else()
    folder = Path(tempfile.mkdtemp(prefix="en-pg-", dir="/tmp"))
    try:
        if "user" in as_user:
            os.chown(folder, as_user["user"], -1)
        data = folder / "data"
        run = {"check": True, "capture_output": True, "cwd": folder, **as_user}
        subprocess.run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], **run)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=200"
        start = [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
        subprocess.run(start, **{**run, "capture_output": False, "stdout": subprocess.DEVNULL})
        try:
            yield PostgreSQL(folder)
        finally:
            subprocess.run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **{**run, "check": False})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = names.get("postgres") or names["nobody"]
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
