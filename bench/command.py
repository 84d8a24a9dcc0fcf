"""Runs one command to its end, quietly, with its output in a log."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.errors import BenchError
from bench.server import die_with_parent, last_lines, stop


def timed(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path, timeout: float) -> float:
    """Runs the command and returns the seconds it took; raises BenchError with the end of its output when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise BenchError(f"{Path(command[0]).name} {' '.join(command[1:3])} took longer than {timeout:.0f} s") from None
        finally:
            stop(process)
    if code != 0:
        raise BenchError(f"{Path(command[0]).name} {' '.join(command[1:3])} failed ({code}):\n{last_lines(log)}")
    return time.monotonic() - started
