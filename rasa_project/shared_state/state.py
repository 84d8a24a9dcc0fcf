"""What the rest of the house asks of the shared state, wherever it lies: in the process, or in a Redis."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Name:
    """What something is about: its kind, and an id or an address, which never leaves the process in clear."""

    kind: str
    id: str


@dataclass(frozen=True)
class Count:
    """How often something happened in the period that is running, and in how many seconds that ends."""

    times: int
    seconds_left: int


class SharedState(Protocol):
    """Every method raises RequestError 503 when the state cannot be reached; then nothing was promised to anybody."""

    def turn(self, name: Name, most: int) -> AbstractAsyncContextManager[None]:
        """Holds a name for one at a time, in the order of arrival within a process.

        Raises RequestError 429 where `most` in this process hold it or wait for it, 503 when it does not become free in time.
        """

    async def count(self, names: Sequence[Name], seconds: int) -> tuple[Count, ...]:
        """Counts one more of each; a name's period of `seconds` begins with its first."""

    async def get(self, name: Name) -> Any | None:
        """The value that was put under a name, None where there is none or its time is over."""

    async def put(self, name: Name, value: Any, seconds: float) -> None:
        """Keeps a value (as JSON knows them) for so long, in place of the one before."""

    async def close(self) -> None:
        """Gives back what is held open."""
