"""`python -m bench.capacity`: how many people one process and three can serve, and what to add when; writes docs/reference/capacity.md."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.capacity_page import Capacity, page, table
from bench.machine import machine
from bench.paths import ROOT
from bench.server import family, resident_bytes_of
from rasa_project import lean_runtime
from rasa_project.library import load_library

lean_runtime.prepare()

from rasa_project.channels.buttons import Buttons  # noqa: E402 - what the players share with the tests imports Rasa, which may be imported only now
from tests import own_data  # noqa: E402, F401 - a folder of its own for what the servers keep
from tests.load import cluster  # noqa: E402
from tests.load.crowd import crowd  # noqa: E402
from tests.load.tally import Tally  # noqa: E402
from tests.processes import HOST, NO_LIMITS, Server  # noqa: E402

REPORT = ROOT / "docs" / "reference" / "capacity.md"
PEOPLE = 12
WARM_S = 3.0
SECONDS = 20.0


@dataclass(frozen=True)
class Running:
    """Servers to be measured. `spent` tells the processor seconds of each part so far."""

    name: str
    url: str
    certificate: Path | None
    spent: Callable[[], dict[str, float]]
    resident: Callable[[], list[int]]


def main() -> None:
    """Measures, prints a table and writes the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.capacity", description="Measures how many people one process and three can serve.")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for how long each is measured; the page is written for the default only")
    seconds = parser.parse_args().seconds
    if (missing := cluster.missing()) is not None:
        raise SystemExit(f"capacity: {missing}")
    os.environ.setdefault("EVENING_NOTE_SEED", "capacity")
    buttons = Buttons(load_library(), cluster.SECRET)
    measured = [one_with_sqlite(buttons, seconds), *(with_everything(number, buttons, seconds) for number in (1, 3))]
    print(table(measured))
    where = f"{machine()}; load average {os.getloadavg()[0]:.1f}"
    print(f"\nMeasured: {where}.")
    if seconds == SECONDS:
        REPORT.write_text(page(measured, where, PEOPLE, seconds), encoding="utf-8")


def one_with_sqlite(buttons: Buttons, seconds: float) -> Capacity:
    """One process by itself, as at home."""
    with Server({**NO_LIMITS, "EVENING_NOTE_SECRET": cluster.SECRET}) as server:
        pid = server.process.pid

        def _spent() -> dict[str, float]:
            return {"coaches": sum(cluster.processor_seconds_of(member) for member in family(pid))}

        running = Running("1 process, SQLite", f"http://{HOST}:{server.port}", None, _spent, lambda: [resident_bytes_of(pid)])
        return asyncio.run(measure(running, buttons, seconds))


def with_everything(processes: int, buttons: Buttons, seconds: float) -> Capacity:
    """So many processes with PostgreSQL and Redis, behind nginx."""
    with tempfile.TemporaryDirectory() as folder, cluster.started(Path(folder), processes) as coach:
        name = f"{processes} process{'es' if processes > 1 else ''}, PostgreSQL, Redis, nginx"
        running = Running(name, coach.balancer.url, coach.balancer.certificate, coach.processor_seconds, coach.resident_bytes)
        return asyncio.run(measure(running, buttons, seconds))


async def measure(running: Running, buttons: Buttons, seconds: float) -> Capacity:
    """As many messages as go through."""
    async with crowd(running.url, buttons, running.certificate, repeats=0.0) as people:
        await people.as_fast_as_answered(PEOPLE, WARM_S)
        before, load = running.spent(), os.times()
        tally: Tally = await people.as_fast_as_answered(PEOPLE, seconds)
        after, ours = running.spent(), os.times()
    if tally.broken or tally.refused or tally.cut_off:
        raise SystemExit(f"capacity: {running.name}: {tally}")
    spent = {name: 1000 * (after[name] - before[name]) / tally.answered for name in after}
    players = 1000 * (ours.user + ours.system - load.user - load.system) / tally.answered
    waits = tally.percentile(0.5), tally.percentile(0.99)
    return Capacity(running.name, tally.answered / tally.seconds, *waits, spent, players, max(running.resident()))


if __name__ == "__main__":
    main()
