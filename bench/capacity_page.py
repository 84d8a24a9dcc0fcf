"""What the capacity of a process means for people: the arithmetic from measured figures, and the page that says it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MESSAGES_A_DAY = 8
BUSIEST_HOUR = 0.1
"""How much of a day's messages come in its busiest hour."""
USED = 0.6
"""How much of a core is planned for; the rest is for bursts within the hour, and for a process that is away."""
USERS = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Capacity:
    """What was measured of one arrangement. Times in seconds, processor times in milliseconds a message, memory in bytes."""

    name: str
    a_second: float
    median: float
    percentile_99: float
    spent: dict[str, float]
    """Processor time a message, by who spends it."""
    players: float
    """Processor time a message of those who ask, on the same cores."""
    resident: int
    """Memory of the largest process."""

    @property
    def coach(self) -> float:
        """Processor time a message of the coach's own processes."""
        return self.spent["coaches"]

    @property
    def rest(self) -> float:
        """Processor time a message of everything else that serves."""
        return sum(self.spent.values()) - self.coach


def table(measured: Sequence[Capacity]) -> str:
    """All that was measured."""
    head = "| | messages a second | median, p99 | processor time a message: coach | PostgreSQL | Redis | nginx | who asks | memory of a process |"
    return "\n".join([head, "|---" * 9 + "|", *(_line(one) for one in measured)])


def _line(one: Capacity) -> str:
    parts = [f"{one.spent[name]:.1f} ms" if name in one.spent else "" for name in ("coaches", "PostgreSQL", "Redis", "nginx")]
    waits = f"{1000 * one.median:.0f}, {1000 * one.percentile_99:.0f} ms"
    cells = [one.name, f"{one.a_second:.1f}", waits, *parts, f"{one.players:.1f} ms", f"{one.resident / 1e6:.0f} MB"]
    return f"| {' | '.join(cells)} |"


def in_the_busiest_hour(users: int) -> float:
    """Messages a second in the busiest hour of a day on which so many people come."""
    return users * MESSAGES_A_DAY * BUSIEST_HOUR / 3600


def processes_for(users: int, milliseconds: float) -> int:
    """How many processes answer that, each with a core of its own of which a part is planned for; never fewer than two, so that one may end."""
    return max(2, math.ceil(in_the_busiest_hour(users) * milliseconds / 1000 / USED))


def users_for_a_core(milliseconds: float) -> int:
    """How many people a day one core is enough for, in thousands rounded down."""
    return int(USED * 1000 / milliseconds / in_the_busiest_hour(1)) // 1000 * 1000


def _for_users(users: int, three: Capacity) -> str:
    processes = processes_for(users, three.coach)
    rate = in_the_busiest_hour(users)
    cells = [f"{users:,}", f"{rate:.1f}", f"{processes}", f"{processes * three.resident / 1e9:.1f} GB", f"{rate * three.rest / 1000:.2f}"]
    return f"| {' | '.join(cells)} |"


def page(measured: Sequence[Capacity], where: str, people: int, seconds: float) -> str:
    """The page in the documentation."""
    alone, one, three = measured
    users = "\n".join(_for_users(number, three) for number in USERS)
    return f"""# Capacity

`make bench-capacity` measures how many messages one process answers, and three together, and writes this page.

{table(measured)}

Measured: {where}. {people} people at once, each sending as soon as the last message is answered, {seconds:.0f} s after a few to warm up.
They say what the conversations of `tests/conversations/` say, open a session for each, and share the cores with the servers. Nothing failed.

**Read the processor time, not the messages a second.** On two cores three processes cannot answer three times as much as one: they, the
database and those who ask share the same two, with whatever else runs there (a load average above 2).
A message costs the coach {one.coach:.1f} ms in one process and {three.coach:.1f} ms in each of three
({three.coach / one.coach:.2f} times), so as many cores as there are processes answer that many times more. Processes share nothing but the database
and the Redis, which need {three.rest:.1f} ms a message together with nginx, {three.rest / three.coach:.2f} times the coach's.

## How many people that is

Assumed: {MESSAGES_A_DAY} messages a person and day, {BUSIEST_HOUR:.0%} of a day's messages in its busiest hour, {USED:.0%} of a core
used then (the rest is for bursts within the hour, and for a process that is away). Then one core is enough for the coach of
**{users_for_a_core(three.coach):,} people a day**, and:

| people a day | messages a second in the busiest hour | processes, a core each | their memory | cores for PostgreSQL, Redis and nginx |
|---|---|---|---|---|
{users}

Two processes are the fewest where one may end without anybody noticing. At home one process with SQLite is enough:
{alone.a_second:.0f} messages a second are {int(alone.a_second * USED / in_the_busiest_hour(1)) // 1000 * 1000:,} people a day by the same arithmetic.

## What to add when

1. **One process, SQLite**, until it must go on when it ends or is updated, or until its core is {USED:.0%} busy in the evening.
2. **Processes**, one a core, with PostgreSQL and Redis ([how](../how-to/run-many-processes.md)). More processes than cores help nothing.
3. **Machines for processes**, when the cores are used up: any machine that reaches PostgreSQL and Redis.
4. **A machine for PostgreSQL** of its own as soon as there is more than one for processes; each process opens at most fifteen connections, so past
   some ten processes raise `max_connections` or put a pooler in front.
5. Redis ({three.spent["Redis"]:.1f} ms a message) and nginx ({three.spent["nginx"]:.1f} ms) are small beside the rest: one of each.
"""
