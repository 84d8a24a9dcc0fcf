"""`python -m bench.memory`: what the memory costs a turn, and whether 100,000 others in the same store change that; SQLite and PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import insert, select

from bench.machine import machine
from rasa_project import lean_runtime
from rasa_project.coach.patterns import cells, patterns
from rasa_project.coach.remembered import Agree, Change, Forget, JournalEntry, NoteMoment, Purpose, SaveLine, SetNotes
from rasa_project.coach.schedule import Schedule, next_after
from rasa_project.memory import tables
from rasa_project.memory.cipher import Cipher
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.memory.people import new_person, opened
from rasa_project.memory.records import NotesRecord, PersonRecord, entries_to_bytes, line_to_bytes
from rasa_project.memory.vault import ID_BYTES
from rasa_project.settings import Settings
from tests.memory.postgresql import MISSING, programs, started

lean_runtime.prepare()

from rasa.shared.core.domain import Domain  # noqa: E402 - Rasa may be imported only now
from rasa.shared.core.events import SlotSet  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from rasa_project.memory.session_store import KeptSessionStore  # noqa: E402

PEOPLE = 100_000
ENTRIES = 5000
ENTRIES_OF_OTHERS = 5
DAYS = 80
"""Over which moments are spread."""
AT_ONCE = 1000
"""People put into the store in one transaction."""
ROUNDS, TURNS = 15, 40
IN_A_ROW = 75
"""Moments of a day, up to which they lie in one row."""
LONG = 3
"""Long journals that are read, or forgotten, in a round."""
KINDS = ("sqlite", "postgresql")
SCHEDULE = Schedule(22 * 60 + 30, zone="Europe/London")
DOMAIN = Domain.from_dict({"slots": {"details": {"type": "any", "mappings": [{"type": "custom"}]}}})
SLOTS = {"details": {"tone": "warm", "reason": "tired", "lines": ["I'm worn out tonight. Hold me for a while?"] * 4}}


Times = tuple[float, float]
"""How long something took, and how long this process was computing: the same on an idle machine."""


@dataclass(frozen=True)
class Figure:
    """One thing that is measured, in milliseconds of the wall clock and of this process's processor time."""

    name: str
    limit_ms: float | None
    measure: Callable[[Memory], list[Times]]


def main() -> None:
    """Fills two stores of each kind, measures them in turn, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description="Measures the memory.")
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many other people are in the large store")
    parser.add_argument("--kind", choices=KINDS, action="append", help="of database (default: both)")
    chosen = parser.parse_args()
    for kind in chosen.kind or KINDS:
        with databases(kind) as (one, another), store(one) as small, store(another) as large:
            compare(kind, small, large, chosen.people)
    print(f"Measured: {machine()}.")


def compare(kind: str, small: Memory, large: Memory, people: int) -> None:
    """Fills the large store, and prints what takes how long in both."""
    began = time.perf_counter()
    fill(large, people)
    for one in (small, large):
        settle(one)
    print(f"{kind}: {people:,} people put into one store in {time.perf_counter() - began:.0f} s\n")
    print(f"| median, ms (of that computing here) | at most | alone | among {people:,} | ratio |\n|---|---|---|---|---|")
    for figure in FIGURES:
        alone, among = measured(figure, small, large)
        limit = "" if figure.limit_ms is None else f"{figure.limit_ms:g}"
        cells = " | ".join(f"{wall:.2f} ({computing:.2f})" for wall, computing in (alone, among))
        ratios = " ".join(f"{there / here:.2f}" if here else "" for here, there in zip(alone, among))
        print(f"| {figure.name} | {limit} | {cells} | {ratios} |", flush=True)
    print()


def measured(figure: Figure, small: Memory, large: Memory) -> tuple[Times, Times]:
    """The medians in both stores, which take turns so that a busy moment of the machine strikes both."""
    alone: list[Times] = []
    among: list[Times] = []
    for turn in range(ROUNDS):
        for store_, times in ((small, alone), (large, among))[:: 1 if turn % 2 else -1]:
            times += figure.measure(store_)
    return _medians(alone), _medians(among)


def _medians(times: list[Times]) -> Times:
    wall, computing = zip(*times)
    return statistics.median(wall), statistics.median(computing)


@contextmanager
def databases(kind: str) -> Iterator[tuple[str | None, str | None]]:
    """The addresses of two empty databases; none for SQLite, which has files."""
    if kind == "sqlite":
        yield None, None
        return
    binaries = programs()
    if binaries is None:
        raise SystemExit(MISSING)
    with started(binaries) as server:
        yield server.database(), server.database()


@contextmanager
def store(database: str | None = None) -> Iterator[Memory]:
    """An empty memory in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        secret = SecretStr(database) if database is not None else None
        memory = open_memory(Settings(data_dir=Path(folder), database=secret), next_after)
        yield memory
        memory.close()


def fill(memory: Memory, people: int, there: int = 0) -> None:
    """Makes so many people of those who are `there`, as `carry_out` would, but many at once."""
    today = memory.clock().date()
    for start in range(there, people, AT_ONCE):
        rows: dict[str, list[dict[str, object]]] = {name: [] for name in ("people", "journal", "saved", "notes")}
        for number in range(start, min(start + AT_ONCE, people)):
            _add(memory, number, today, rows)
        with memory.engine.begin() as connection:
            for name, added in rows.items():
                connection.execute(insert(tables.metadata.tables[name]), added)


def settle(memory: Memory) -> None:
    """Has the database do now what so many new rows make it do soon by itself, in the middle of the measuring."""
    memory.clean()
    if memory.engine.dialect.name == "postgresql":
        with memory.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
                connection.exec_driver_sql(statement)


def _add(memory: Memory, number: int, today: date, rows: dict[str, list[dict[str, object]]]) -> None:
    vault = memory.vault
    person, row = new_person(vault, vault.person(f"person {number}"), vault.day("person", today))
    record = PersonRecord(frozenset({Purpose.JOURNAL, Purpose.SAVED}))
    data, whose = person.data, person.id
    rows["people"].append({**row, "record": data.seal(record.to_bytes(), "people", whose, "record")})
    for entry in entries(DAYS, today)[number % DAYS :: DAYS // ENTRIES_OF_OTHERS][:ENTRIES_OF_OTHERS]:  # on other days than the next one's
        row_id = secrets.token_bytes(ID_BYTES)
        sealed = data.seal(entries_to_bytes([(time.time_ns(), entry)]), "journal", whose, row_id)
        rows["journal"].append({"person": whose, "id": row_id, "day": vault.day("journal", entry.day), "entry": sealed})
    row_id = secrets.token_bytes(ID_BYTES)
    rows["saved"].append({"person": whose, "id": row_id, "line": data.seal(line_to_bytes("A line.", time.time_ns()), "saved", whose, row_id)})
    notes = Cipher(person.delivery_key).seal(NotesRecord(SCHEDULE).to_bytes(), "notes", whose)
    rows["notes"].append({"person": whose, "next_at": int((memory.clock() + timedelta(days=1)).timestamp()), "record": notes})


def entries(number: int, today: date) -> list[JournalEntry]:
    """Moments of the last weeks."""
    return [JournalEntry(today - timedelta(days=count % DAYS), "decliner", 22, "tired", "no", 2) for count in range(number)]


def somebody(memory: Memory, name: str, number: int) -> None:
    """A person who agreed to everything and noted so many moments, put into rows as one by one they would be."""
    lines = [SaveLine(f"Line {count}, which I liked.") for count in range(5)]
    memory.carry_out(name, [*(Agree(purpose) for purpose in Purpose), *lines, SetNotes(SCHEDULE)])
    noted = entries(number, memory.clock().date())
    whose = memory.vault.person(name)
    with memory.engine.begin() as connection:
        key = connection.execute(select(tables.people).where(tables.people.c.id == whose)).one()
        data = opened(key, memory.vault).data
        rows = []
        for day in sorted({entry.day for entry in noted}):
            of_day = [(order, entry) for order, entry in enumerate(noted) if entry.day == day]
            for start in range(0, len(of_day), IN_A_ROW):
                row = secrets.token_bytes(ID_BYTES)
                sealed = data.seal(entries_to_bytes(of_day[start : start + IN_A_ROW]), "journal", whose, row)
                rows.append({"person": whose, "id": row, "day": memory.vault.day("journal", day), "entry": sealed})
        connection.execute(insert(tables.journal), rows)


def turns(memory: Memory) -> list[Times]:
    """Turns in which a moment is noted, of a person with some entries."""
    somebody(memory, "turns", 20)
    (entry,) = entries(1, memory.clock().date())
    times = [_timed(lambda: _turn(memory, NoteMoment(entry))) for _ in range(TURNS)]
    memory.carry_out("turns", [Forget()])
    return times


def quiet_turns(memory: Memory) -> list[Times]:
    """Turns in which nothing is kept, of a person who agreed to everything."""
    somebody(memory, "turns", 20)
    times = [_timed(lambda: _turn(memory)) for _ in range(TURNS)]
    memory.carry_out("turns", [Forget()])
    return times


def _turn(memory: Memory, *changes: Change) -> None:
    memory.recall("turns")
    memory.carry_out("turns", changes)


def conversations(memory: Memory) -> list[Times]:
    """Turns of a conversation: read before, kept afterwards."""
    kept = KeptSessionStore(DOMAIN, memory.engine, memory.vault, 60, 10_000, memory.clock)
    tracker = DialogueStateTracker.from_events("conversation", [SlotSet(name, value) for name, value in SLOTS.items()], DOMAIN.slots)

    async def turn() -> None:
        await kept.retrieve("conversation")
        await kept.save(tracker)

    return [_timed(lambda: asyncio.run(turn())) for _ in range(TURNS)]


def nothing(_: Memory) -> list[Times]:
    """What the measuring of a conversation itself costs."""

    async def turn() -> None:
        """Nothing."""

    return [_timed(lambda: asyncio.run(turn())) for _ in range(TURNS)]


def journal(memory: Memory) -> list[Times]:
    """Reading a long journal."""
    somebody(memory, "journal", ENTRIES)
    times = [_timed(lambda: memory.recall("journal", entries=True)) for _ in range(LONG)]
    memory.carry_out("journal", [Forget()])
    return times


def summary(memory: Memory) -> list[Times]:
    """Reading a long journal, finding what shows in it, and what the picture draws."""
    somebody(memory, "journal", ENTRIES)

    def summarise() -> None:
        noted = memory.recall("journal", entries=True).entries
        patterns(noted)
        cells(noted)

    times = [_timed(summarise) for _ in range(LONG)]
    memory.carry_out("journal", [Forget()])
    return times


def purging(memory: Memory) -> list[Times]:
    """Looking for what is too old, when nothing is: a part of all people at a time."""
    return [_timed(memory.purge) for _ in range(LONG)]


def forgetting(memory: Memory) -> list[Times]:
    """Forgetting a person with a long journal."""
    times = []
    for _ in range(LONG):
        whose = secrets.token_hex(8)  # nobody forgets a journal twice in a second: what is left of the first in PostgreSQL would be in the way
        somebody(memory, whose, ENTRIES)
        times.append(_timed(lambda: memory.carry_out(whose, [Forget()])))  # noqa: B023 - called at once
    return times


def due(memory: Memory) -> list[Times]:
    """Looking whether somebody gets a note now."""
    now: datetime = memory.clock()
    return [_timed(lambda: memory.deliveries.due(now)) for _ in range(TURNS)]


def _timed(call: Callable[[], object]) -> Times:
    began, computing = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - began) * 1000, (time.process_time() - computing) * 1000


FIGURES = (
    Figure("a turn that keeps nothing: recall", 2, quiet_turns),
    Figure("a turn that notes a moment: recall and carry_out", 2, turns),
    Figure("a conversation's slots: retrieve and save", None, conversations),
    Figure("(of that, the measuring itself)", None, nothing),
    Figure(f"{ENTRIES:,} entries read", 100, journal),
    Figure(f"{ENTRIES:,} entries summarised: read, with patterns and picture", 100, summary),
    Figure(f"a person with {ENTRIES:,} entries forgotten", 2000, forgetting),
    Figure("looking who is due, nobody is", None, due),
    Figure("a purge that finds nothing", None, purging),
)

if __name__ == "__main__":
    main()
