"""Takes the measurements, of both in turn, in one run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from statistics import median

from bench.command import timed
from bench.errors import BenchError
from bench.job import Job, Result
from bench.load import measure
from bench.paths import LOGS
from bench.plan import Plan
from bench.server import Server, serving
from bench.size import installed_bytes
from bench.subject import Subject

SEEDS = count(1)


@dataclass
class Figures:
    """What was measured of one of the two."""

    subject: Subject
    train_s: float | None = None
    installed: int = 0
    starts_s: list[float] = field(default_factory=list)
    rounds: list[Result] = field(default_factory=list)
    resident: int = 0
    resident_after_load: int = 0
    saturated: Result = field(default_factory=Result)
    rate: float = 0.0
    scheduled: Result = field(default_factory=Result)

    @property
    def start_s(self) -> float:
        """Start to first answer."""
        return median(self.starts_s)

    @property
    def turn_s(self) -> float:
        """The median of one user's turns, over all rounds."""
        return median(wait for result in self.rounds for wait in result.latencies_s)

    @property
    def results(self) -> list[Result]:
        """Every measurement over HTTP."""
        return [*self.rounds, self.saturated, self.scheduled]


def compare(subjects: Sequence[Subject], plan: Plan) -> list[Figures]:
    """Measures all subjects as planned; every server is stopped at the end, whatever happens."""
    shutil.rmtree(LOGS / "home", ignore_errors=True)
    figures = [Figures(subject) for subject in subjects]
    each(figures, "training", lambda one: train(one, plan))
    each(figures, "installed size", weigh)
    for _ in range(plan.starts - 1):
        each(figures, "start to first answer", start_and_stop)
    with ExitStack() as running:
        servers: list[Server] = []
        each(figures, "start to first answer", lambda one: servers.append(start(one, running)))
        pairs = list(zip(figures, servers, strict=True))
        for _ in range(plan.rounds):
            alternate(pairs, "one user", lambda one, server: one.rounds.append(one_user(server, plan)))
        for one, server in pairs:
            one.resident = server.resident_bytes()
        alternate(pairs, f"{plan.users} users at once", lambda one, server: saturate(one, server, plan))
        alternate(pairs, f"{plan.share:.0%} of that, on a schedule", lambda one, server: schedule(one, server, plan))
        for one, server in pairs:
            one.resident_after_load = server.resident_bytes()
    return figures


def each(figures: Sequence[Figures], what: str, act: Callable[[Figures], object]) -> None:
    """Does one thing to each, saying so."""
    for one in figures:
        say(f"{one.subject.title}: {what}")
        act(one)


def alternate(pairs: Sequence[tuple[Figures, Server]], what: str, act: Callable[[Figures, Server], object]) -> None:
    """Does one thing to each with its server, saying so."""
    for one, server in pairs:
        say(f"{one.subject.title}: {what}")
        act(one, server)


def say(line: str) -> None:
    """Tells the person who waits how far it is."""
    print(line, file=sys.stderr, flush=True)


def train(one: Figures, plan: Plan) -> None:
    """Trains from nothing, or only where there is no model when training is not to be measured."""
    if not plan.trainings and one.subject.has_model():
        return
    command, env = one.subject.train()
    one.train_s = timed(command, cwd=one.subject.folder, env=env, log=LOGS / f"{one.subject.talk}-train.log", timeout=300)
    if not one.subject.has_model():
        raise BenchError(f"{one.subject.title} trained without an error, and there is no model")


def weigh(one: Figures) -> None:
    """Adds up what is installed."""
    one.installed = sum(installed_bytes(folder) for folder in one.subject.installed)


def start(one: Figures, running: ExitStack) -> Server:
    """Starts the server, for as long as the stack lasts, and times it up to its first answer."""
    server = running.enter_context(serving(one.subject))
    first = measure(server, Job(one.subject.talk, server.url, "first", seed=next(SEEDS)))
    one.starts_s.append(first.answered_at - server.started_at)
    return server


def start_and_stop(one: Figures) -> None:
    """Starts the server only to time it."""
    with ExitStack() as running:
        start(one, running)


def one_user(server: Server, plan: Plan) -> Result:
    """One user's turns, one after the other."""
    return measure(server, Job(server.subject.talk, server.url, "turns", seed=next(SEEDS), turns=plan.turns, warm_turns=plan.warm_turns))


def saturate(one: Figures, server: Server, plan: Plan) -> None:
    """As many messages as go through."""
    seconds, warm_seconds = plan.seconds, plan.warm_seconds
    job = Job(one.subject.talk, server.url, "closed", seed=next(SEEDS), users=plan.users, seconds=seconds, warm_seconds=warm_seconds)
    one.saturated = measure(server, job)


def schedule(one: Figures, server: Server, plan: Plan) -> None:
    """A share of that, at fixed times whatever the server does."""
    one.rate = plan.share * one.saturated.a_second
    job = Job(one.subject.talk, server.url, "open", seed=next(SEEDS), rate=one.rate, seconds=plan.seconds, warm_seconds=plan.warm_seconds)
    one.scheduled = measure(server, job)
