"""`python -m bench.backup`: how long a backup and its restore take, how large it is, and how much memory that needs."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from bench.machine import machine
from rasa_project.coach.schedule import next_after
from rasa_project.memory import backup
from rasa_project.memory.memory import open_memory
from rasa_project.settings import Settings

PASSPHRASE = "the passphrase of a benchmark"  # noqa: S105 - it guards nothing
PEOPLE = 10_000
MIB = 2**20


def main() -> None:
    """Fills stores of two sizes, backs each up and restores it, and prints a table."""
    from bench.memory import ENTRIES, fill, somebody  # not in the processes that are measured: it brings all of Rasa

    parser = argparse.ArgumentParser(prog="python -m bench.backup", description="Measures backups, on SQLite.")
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many people are in the large store")
    people = parser.parse_args().people
    print("| kept | the file, MB | backup, s | peak memory, MiB | restore, s | peak memory, MiB |\n|---|---|---|---|---|---|")
    for name, number in ((f"one person with {ENTRIES:,} entries", 0), (f"{people:,} people", people)):
        with tempfile.TemporaryDirectory() as folder:
            here, there, file = Settings(data_dir=Path(folder) / "here"), Settings(data_dir=Path(folder) / "there"), Path(folder) / "file"
            memory = open_memory(here, next_after)
            somebody(memory, "somebody", ENTRIES)
            fill(memory, number)
            memory.close()
            written = _measured(_back_up, here, file)
            restored = _measured(_restore, there, file)
            print(
                f"| {name} | {file.stat().st_size / 1e6:.1f} | {written[0]:.1f} | {written[1]:.0f} | {restored[0]:.1f} | {restored[1]:.0f} |",
                flush=True,
            )
    print(f"\nMeasured: {machine()}.")


def _back_up(chosen: Settings, file: Path) -> None:
    backup.back_up(chosen, (), file, PASSPHRASE, datetime.now(timezone.utc))


def _restore(chosen: Settings, file: Path) -> None:
    backup.restore(chosen, (), file, PASSPHRASE, next_after, datetime.now(timezone.utc))


def _measured(work: Callable[[Settings, Path], None], chosen: Settings, file: Path) -> tuple[float, float]:
    """How long it took, and how much memory a process of its own needed at most."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_in_a_process, (work, chosen, file))


def _in_a_process(work: Callable[[Settings, Path], None], chosen: Settings, file: Path) -> tuple[float, float]:
    began = time.perf_counter()
    work(chosen, file)
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB


if __name__ == "__main__":
    main()
