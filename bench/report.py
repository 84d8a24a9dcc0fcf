"""Turns the figures into a table and a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.job import CONVERSATION_TURNS
from bench.measure import Figures
from bench.plan import Plan
from bench.target import INSTALLED, MB, MS, PERCENTILE, RESIDENT, START, THROUGHPUT, TRAINING, TURN, Target

HEAD = "| what | this assistant | `rasa init` | ratio | done | aim |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    value: Callable[[Figures], float | None]
    shown: Callable[[float], str]
    targets: tuple[Target, ...] = ()
    more_is_better: bool = False


def milliseconds(seconds: float) -> str:
    """A short time."""
    return f"{seconds / MS:.1f} ms" if seconds < 100 * MS else f"{seconds / MS:.0f} ms"


def whole_seconds(seconds: float) -> str:
    """A longer time."""
    return f"{seconds:.1f} s"


def megabytes(size: float) -> str:
    """A size."""
    return f"{size / MB:,.0f} MB"


def a_second(rate: float) -> str:
    """A throughput."""
    return f"{rate:.1f} / s"


def rows(plan: Plan) -> tuple[Row, ...]:
    """The lines, in the order in which a reader asks."""
    return (
        Row("one turn over HTTP, one user, median", lambda one: one.turn_s, milliseconds, TURN),
        Row(f"messages a second, {plan.users} users at once", lambda one: one.saturated.a_second, a_second, THROUGHPUT, True),
        Row(f"99th percentile at {plan.share:.0%} of that", lambda one: one.scheduled.percentile_99_s, milliseconds, PERCENTILE),
        Row("resident memory, everything loaded", lambda one: one.resident, megabytes, RESIDENT),
        Row("resident memory after the load", lambda one: one.resident_after_load, megabytes),
        Row("start to first answer", lambda one: one.start_s, whole_seconds, START),
        Row("installed size", lambda one: one.installed, megabytes, INSTALLED),
        Row("training", lambda one: one.train_s, whole_seconds, TRAINING),
    )


def line(row: Row, ours: Figures, theirs: Figures) -> str:
    """One line of the table, with a tick at what is reached."""
    value, other = row.value(ours), row.value(theirs)
    cells = [row.what, *("not measured" if one is None else row.shown(one) for one in (value, other))]
    ratio = None
    if value and other:
        ratio = value / other if row.more_is_better else other / value
    cells.append("" if ratio is None else f"{ratio:.1f} ×")
    for target in row.targets:
        there = value is not None and target.reached(value, ratio or 0.0)
        cells.append(f"{target.text} ✓" if there else target.text)
    cells += [""] * (6 - len(cells))
    return f"| {' | '.join(cells)} |"


def table(ours: Figures, theirs: Figures, plan: Plan) -> str:
    """The table."""
    return "\n".join([HEAD, *(line(row, ours, theirs) for row in rows(plan))])


def failures(one: Figures) -> str:
    """How many messages failed, and how."""
    failed: dict[str, int] = {}
    for result in one.results:
        for reason, times in result.errors.items():
            failed[reason] = failed.get(reason, 0) + times
    answered = sum(len(result.latencies_s) for result in one.results)
    reasons = f" ({', '.join(f'{reason}: {times}' for reason, times in sorted(failed.items()))})" if failed else ""
    return f"{sum(failed.values())} failed{reasons}, {answered:,} answered"


def spread(one: Figures) -> str:
    """The single figures behind the medians, and how many messages the percentile rests on."""
    starts = ", ".join(f"{seconds:.1f}" for seconds in one.starts_s)
    turns = ", ".join(f"{result.median_s / MS:.1f}" for result in one.rounds)
    return (
        f"- {one.subject.title}: messages {failures(one)}; starts {starts} s; medians of the rounds {turns} ms; "
        f"percentile from {len(one.scheduled.latencies_s):,} messages at {one.rate:.1f} a second"
    )


def notes(ours: Figures, theirs: Figures) -> str:
    """What stands behind the table."""
    return "\n".join((spread(ours), spread(theirs)))


def page(ours: Figures, theirs: Figures, plan: Plan, machine: str) -> str:
    """The page in the documentation."""
    return f"""# Benchmarks

`make bench` measures this assistant and the bot that `rasa init` makes, in one run on one machine, and writes this page.
A ratio says how many times better this assistant is; absolute times depend on the machine, ratios far less. A tick stands at
what is reached. The targets are those of the design: the first counts as done, the second is where the limit may lie.

{table(ours, theirs, plan)}

Measured: {machine}.

{notes(ours, theirs)}

## How it is measured

- Baseline: Rasa 3.6.21 with TensorFlow, as `rasa init` sets it up, untouched, served with `rasa run` on its `rest` channel without
  actions; installed from `bench/rasa-init.lock`. This assistant: `evening-note run` with its defaults; only the limit on new sessions
  from one address is lifted, because all load comes from one. Both get the same few environment variables and a home of their own.
- The client is a process of its own on the same cores, the same code for both with an adapter of a few lines each. It keeps its
  connections open and addresses 127.0.0.1 only.
- Conversations have {CONVERSATION_TURNS} messages, then a new one begins. With this assistant each begins with a session and the age
  question; opening a session takes its time and counts as no message. Wordings vary, the same way in each run.
- A message fails when its status is not 2xx (429 included), when it brings no text, or when it takes longer than 30 s.
- One user: {plan.rounds} rounds of {plan.turns} messages each, after {plan.warm_turns} to warm up, the two bots in turn; the median of all.
- Saturated: {plan.users} conversations, each sending as soon as it is answered, {plan.seconds:.0f} s after {plan.warm_seconds:.0f} s to
  warm up; only answered messages count.
- On a schedule: {plan.share:.0%} of the bot's own saturated rate at fixed times for {plan.seconds:.0f} s, whether or not earlier
  messages are answered. The wait counts from the scheduled time, so a stall shows in every message that it delays; a failed message
  counts as 30 s.
- Resident memory: the process and its children, first after the one-user rounds, then after the load. MB are 10⁶ bytes.
- Start: from starting the process to the answer to the last opening message (the first coaching turn here, the greeting there), the
  median of {plan.starts} starts. Files may be in the system's cache; training just before puts them there for both.
- Installed: bytes on the disk under the environment; for this assistant its test packages, code, content and encoder are in it.
- Training: the command from start to end, with an empty cache.
"""
