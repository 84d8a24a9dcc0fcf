"""Makes, on demand, the environment and the bot that this assistant is compared with."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from bench.command import timed
from bench.paths import BASELINE, LOCK, LOGS, ROOT
from bench.subject import bare_environment

SCAFFOLD = "from rasa.cli.scaffold import create_initial_project; create_initial_project('bot')"
BUILD_TOOLS = ("setuptools", "wheel")


def make_baseline() -> None:
    """Makes `.tools/rasa-init/` from its lock, with the bot of `rasa init` in it; does nothing when it is there."""
    stamp = BASELINE / "installed"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == wanted):
        install()
        stamp.write_text(wanted)
    if not (BASELINE / "bot" / "domain.yml").exists():
        (BASELINE / "bot").mkdir()
        run([python(), "-c", SCAFFOLD], "scaffold", bare_environment())


def install() -> None:
    """Installs the lock into a new environment; the build tools first, as some packages come as source."""
    shutil.rmtree(BASELINE, ignore_errors=True)
    BASELINE.mkdir(parents=True)
    run([sys.executable, "-m", "venv", str(BASELINE / "venv")], "venv")
    first = BASELINE / "build-tools.lock"
    first.write_text(only(BUILD_TOOLS, LOCK))
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--require-hashes"]
    run([*pip, "-r", str(first)], "build-tools")
    run([*pip, "--no-build-isolation", "-r", str(LOCK)], "install")


def python() -> str:
    """The interpreter of the environment."""
    return str(BASELINE / "venv" / "bin" / "python")


def only(names: tuple[str, ...], lock: Path) -> str:
    """The lines of a lock that pin these packages."""
    kept: list[str] = []
    keeping = False
    for line in lock.read_text().splitlines():
        if not line.startswith((" ", "#")):
            keeping = line.partition("==")[0] in names
        if keeping:
            kept.append(line)
    return "\n".join(kept) + "\n"


def run(command: list[str], name: str, env: dict[str, str] | None = None) -> None:
    """Runs one step of the making."""
    folder = BASELINE if BASELINE.exists() else ROOT
    timed(command, cwd=folder, env=env or dict(os.environ), log=LOGS / f"{name}.log", timeout=600)
