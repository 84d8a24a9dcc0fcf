"""Where understanding goes wrong: which intents are taken for which, and the mistakes made with the most confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_PAIRS, MOST_MESSAGES = 25, 25


@dataclass(frozen=True)
class Understood:
    """A test message, what it means, and what it was taken for."""

    text: str
    meant: str
    taken_for: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether it was understood."""
        return self.meant == self.taken_for


def share_right(messages: Sequence[Understood]) -> float:
    """The share that was understood; of no messages, none."""
    return sum(message.right for message in messages) / len(messages) if messages else 0.0


def confusions(messages: Iterable[Understood]) -> list[tuple[str, str, int]]:
    """What was meant, what it was taken for, how often: the most frequent first, names in alphabetical order within."""
    counts = Counter((message.meant, message.taken_for) for message in messages if not message.right)
    return [(meant, taken_for, count) for (meant, taken_for), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def worst(messages: Iterable[Understood], most: int = MOST_MESSAGES) -> list[Understood]:
    """The mistakes made with the most confidence, the surest first."""
    return sorted((message for message in messages if not message.right), key=lambda message: (-message.confidence, message.text))[:most]


def section(kind: str, messages: Sequence[Understood]) -> list[str]:
    """Both as lines of a page."""
    wrong = sum(not message.right for message in messages)
    lines = [f"### {kind.capitalize()} messages: {wrong} of {len(messages)} misunderstood", "", "| meant | taken for | times |", "|---|---|---|"]
    lines += [f"| {meant} | {taken_for} | {count} |" for meant, taken_for, count in confusions(messages)[:MOST_PAIRS]]
    lines += ["", "| surest mistakes | meant | taken for | confidence |", "|---|---|---|---|"]
    lines += [f"| {cell(message.text)} | {message.meant} | {message.taken_for} | {message.confidence:.2f} |" for message in worst(messages)]
    return [*lines, ""]


def cell(text: str) -> str:
    """A text as it may stand in a table."""
    return " ".join(text.replace("|", "\\|").split())
