"""`python -m bench.growth`: what a turn costs as conversations, people with a memory, intents and rules grow; draws docs/images/growth*.svg."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

from bench.machine import machine
from bench.memory import fill, quiet_turns, store, turns
from bench.paths import ROOT
from bench.talk import EveningNoteTalk, script
from rasa_project import lean_runtime
from rasa_project.library import load_library
from rasa_project.settings import Settings

lean_runtime.prepare()

from rasa.core.policies.rule_policy import RULES  # noqa: E402 - Rasa may be imported only now
from rasa.shared.core.domain import Domain  # noqa: E402

from bench.more_intents import Grown  # noqa: E402
from rasa_project.agent import load_agent  # noqa: E402
from rasa_project.channels.gate import Gate, Incoming  # noqa: E402
from rasa_project.memory.session_store import KeptSessionStore  # noqa: E402

FIGURE = ROOT / "docs" / "images" / "growth.svg"
FIGURE_OF_INTENTS = FIGURE.with_name("growth-intents.svg")
TURNS = 500
CONVERSATIONS = 3
PARTS = ((1, 10), (11, 50), (51, 100), (101, 200), (201, 300), (301, 400), (401, 500))
"""Turns of a conversation that are looked at together, from the first to the last."""
TIMES = (1, 2, 5, 10)
"""How many times the intents and rules that the model was trained with."""
PEOPLE = (10, 100, 1_000, 10_000, 100_000)
ROUNDS = 5
INTENTS_TURNS, INTENTS_WARM = 60, 20
"""Turns of a conversation with more intents, and how many of them are not counted: meanwhile its moments are met for the first time."""
MOMENT = [{}, {"user": {"intent": "decline"}, "prev_action": {"action_name": "action_listen"}}]
"""A state that rules are matched with: a message has just come."""


@dataclass(frozen=True)
class Curve:
    """What was measured: a size, and the median processor time of a turn in milliseconds at that size."""

    title: str
    across: str
    sizes: Sequence[int]
    milliseconds: Sequence[float]


def main() -> None:
    """Measures, prints the figures and draws them."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="Measures what a turn costs as things grow.")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works; draws nothing")
    parser.add_argument("--intents", action="store_true", help="only intents and rules")
    chosen = parser.parse_args()
    quick = chosen.quick
    if not chosen.intents:
        costs = asyncio.run(lengths(1 if quick else CONVERSATIONS, 50 if quick else TURNS))
        length = Curve("A whole turn, as a conversation goes on", "turn", *costs)
        report([length, *people(PEOPLE[:3] if quick else PEOPLE)], None if quick else FIGURE)
    report(asyncio.run(intents(TIMES[:2] if quick else TIMES, 1 if quick else ROUNDS)), None if quick else FIGURE_OF_INTENTS)
    print(f"Measured: {machine()}; load average {os.getloadavg()[0]:.1f}.")


def report(curves: Sequence[Curve], file: Path | None) -> None:
    """Prints the figures, and draws them into a file."""
    for curve in curves:
        print(f"{curve.title}, ms of processor time: " + ", ".join(f"{size:,}: {cost:.3g}" for size, cost in zip(curve.sizes, curve.milliseconds)))
    if file is not None:
        draw(curves, file)


async def lengths(conversations: int, longest: int) -> tuple[list[int], list[float]]:
    """Whole turns through gate, model, coach and store, of a few long conversations."""
    costs: dict[int, list[float]] = {turn: [] for turn in range(1, longest + 1)}
    with store() as memory:
        kept = KeptSessionStore(Domain.empty(), memory.engine, memory.vault, 60, 10_000, memory.clock)
        # loading runs a loop of its own
        agent = await asyncio.to_thread(load_agent, None, kept)
        gate = Gate(agent, load_library(), Settings())
        for number in range(conversations):
            for turn, text in enumerate(script(EveningNoteTalk(), number, longest), start=1):
                begun = time.process_time()
                await gate.deliver(f"conversation {number}", "web", Incoming(text=text, id=turn))
                costs[turn].append(1000 * (time.process_time() - begun))
    parts = [(first, last) for first, last in PARTS if last <= longest]
    return [last for _, last in parts], [statistics.median(cost for turn in range(first, last + 1) for cost in costs[turn]) for first, last in parts]


def people(sizes: Sequence[int]) -> list[Curve]:
    """What the memory adds to a turn, among so many others who have one."""
    quiet: list[float] = []
    noting: list[float] = []
    there = 0
    with store() as memory:
        for size in sizes:
            fill(memory, size, there)
            there = size
            for costs, measure in ((quiet, quiet_turns), (noting, turns)):
                costs.append(statistics.median(computing for _ in range(ROUNDS) for _, computing in measure(memory)))
    return [
        Curve("Of it, memory read", "people with a memory", sizes, quiet),
        Curve("Of it, memory read and changed", "people with a memory", sizes, noting),
    ]


async def intents(multiples: Sequence[int], rounds: int) -> list[Curve]:
    """Whole turns of a model with so many times the intents and rules, and what matching all rules takes, once for each new moment."""
    sizes: list[int] = []
    turn_costs: dict[int, list[float]] = {times: [] for times in multiples}
    match_costs: dict[int, list[float]] = {times: [] for times in multiples}
    with store() as memory:
        kept = KeptSessionStore(Domain.empty(), memory.engine, memory.vault, 60, 10_000, memory.clock)
        agent = await asyncio.to_thread(load_agent, None, kept)
        gate, grown = Gate(agent, load_library(), Settings()), Grown(agent)
        for turn, text in enumerate(script(EveningNoteTalk(), rounds, INTENTS_TURNS)):
            await gate.deliver("to warm up", "web", Incoming(text=text, id=turn))
        for number in range(rounds):
            for times in multiples:  # in turn, so that a busy moment falls on all of them
                there, _ = grown.multiply(times)
                sizes = sorted({*sizes, there})
                for turn, text in enumerate(script(EveningNoteTalk(), number, INTENTS_TURNS), start=1):
                    begun = time.process_time()
                    await gate.deliver(f"conversation {number} of {times}", "web", Incoming(text=text, id=turn))
                    if turn > INTENTS_WARM:
                        turn_costs[times].append(1000 * (time.process_time() - begun))
                policy = grown.policy
                for _ in range(INTENTS_WARM):
                    policy._get_possible_keys._known.clear()
                    begun = time.process_time()
                    policy._get_possible_keys(policy.lookup[RULES], MOMENT)
                    match_costs[times].append(1000 * (time.process_time() - begun))
    across, whole, matching = "intents, each with its rules", turn_costs.values(), match_costs.values()
    return [
        Curve("A whole turn, by intents", across, sizes, [statistics.median(costs) for costs in whole]),
        Curve("Once for each new moment, all rules", across, sizes, [statistics.median(costs) for costs in matching]),
    ]


def draw(curves: Sequence[Curve], file: Path) -> None:
    """One small picture a curve, side by side, each from zero."""
    matplotlib.use("svg")
    from matplotlib import pyplot  # after the choice of what it draws with

    # the same figures give the same file
    matplotlib.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 8})
    figure, panels = pyplot.subplots(1, len(curves), figsize=(10, 2.6), constrained_layout=True)
    for panel, curve in zip(panels, curves):
        panel.plot(curve.sizes, curve.milliseconds, marker="o", color="#4a5a8a")
        panel.set(title=curve.title, xlabel=curve.across, ylabel="ms of processor time", ylim=(0, 1.6 * max(curve.milliseconds)))
        if curve.sizes[-1] > 10 * TURNS:
            panel.set_xscale("log")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


if __name__ == "__main__":
    main()
