"""What each change to Rasa is worth: processor time of a turn as it is, and with one change left out at a time (`make bench-turn`)."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHANGES = {
    "actions": "the check of each action's answer against a JSON schema",
    "processor": "copies of the conversation and of events, slots that nobody fills, the empty domain",
    "runner": "the scheduler of the graph",
    "rules": "matching all rules at each turn, and once more by text",
    "slots": "Python's own way to copy a slot",
    "changes": "looking through all classes of events",
}
"""The modules of rasa_project/lean/, and what comes back when one is left out."""
AS_IT_IS, NONE = "as it is", "none of them"
TALK = (
    "hes giving me that look and ive got a 6am flight",
    "yes",
    "softer",
    "another one",
    "make it shorter",
    "as a text",
    "how do i ask her without sounding desperate",
    "more playful",
    "thanks",
    "she said not tonight, fine about it",
    "why would that work",
    "i dont know what to say to him",
)
WARMING, TALKS, ROUNDS = 4, 30, 3


def main() -> None:
    """Prints a table: medians of the rounds, in processor milliseconds, which say little between machines and much within one run."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--without", help="measure one variant in this process")
    chosen = arguments.parse_args()
    if chosen.without is not None:
        print(json.dumps(_measured(chosen.without)))
        return
    variants = (AS_IT_IS, *CHANGES, NONE)
    rounds: dict[str, list[float]] = {variant: [] for variant in variants}
    for _ in range(ROUNDS):
        for variant in variants:  # in turn, so that a busy moment falls on all of them
            done = subprocess.run([sys.executable, "-m", "bench.turn", "--without", variant], capture_output=True, text=True, check=True)
            rounds[variant].append(json.loads(done.stdout))
    best = statistics.median(rounds[AS_IT_IS])
    print("| left out | ms a turn | more than as it is |\n|---|---|---|")
    for variant in variants:
        milliseconds = statistics.median(rounds[variant])
        print(f"| {CHANGES.get(variant, variant)} | {milliseconds:.2f} | {milliseconds - best:+.2f} |")


def _measured(without: str) -> float:
    """The median processor time of a turn in milliseconds: the gate, understanding, policy, action and a conversation kept in SQLite."""
    from rasa_project import lean_runtime

    lean_runtime.prepare(serving=True)
    from rasa_project.lean import actions, changes, processor, rules, runner, slots

    for module in (actions, changes, processor, rules, runner, slots):
        if without in (module.__name__.rpartition(".")[2], NONE):
            module.KNOWN.update(dict.fromkeys(module.KNOWN, "left out"))  # a change is not made where Rasa's code is not the one it knows
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVENING_NOTE_DATA_DIR"] = folder
        return asyncio.run(_turns(Path(folder)))


async def _turns(_: Path) -> float:
    from rasa.shared.core.domain import Domain

    from rasa_project.agent import load_agent
    from rasa_project.channels.gate import Gate, Incoming, Person
    from rasa_project.library import load_library
    from rasa_project.memory.opened import opened_memory
    from rasa_project.memory.session_store import KeptSessionStore
    from rasa_project.settings import settings

    memory, chosen = opened_memory(), settings()
    store = KeptSessionStore(Domain.empty(), memory.engine, memory.vault, chosen.session_minutes, chosen.conversations, memory.clock)
    agent = await asyncio.get_running_loop().run_in_executor(None, lambda: load_agent(conversations=store))
    gate = Gate(agent, load_library(), chosen)
    taken: list[float] = []
    for talk in range(WARMING + TALKS):
        if talk == WARMING:
            gc.collect()
            gc.freeze()
            taken.clear()
        for number, text in enumerate(TALK):
            before = time.process_time()
            await gate.deliver(f"talk {talk}", "web", Incoming(text=text, id=number), Person(f"person {talk}", "Europe/London", own_screen=True))
            taken.append(1000 * (time.process_time() - before))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
