"""The messages of `tests/safety/`, and how the whole pipeline does on them (`make safety-report` writes the figures down)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
KINDS = ("plain", "hard")
PARTS = {
    "messages": KINDS,
    "held_out": KINDS,
    "told": ("hard",),
    "in_lives": KINDS,
    "strangers": KINDS,
    "strangers_held_out": KINDS,
}
"""The files, and the kinds that each holds."""
HARMLESS = "harmless"


@dataclass(frozen=True)
class Message:
    """One message, what it holds (a label of danger, or `harmless`), and whether it is plainly said."""

    text: str
    label: str
    kind: str


@dataclass(frozen=True)
class Figures:
    """Of some messages: how many there are, and how many dangers were noticed, rightly labelled, and harmless ones taken for a danger."""

    dangers: int
    noticed: int
    labelled: int
    harmless: int
    misread: int


def read(part: str) -> tuple[Message, ...]:
    """The messages of one part."""
    document = yaml.safe_load((FOLDER / f"{part}.yml").read_text(encoding="utf-8"))
    return tuple(Message(text, label, kind) for label, kinds in document.items() for kind, texts in kinds.items() for text in texts)


def figures(messages: Sequence[Message], parsed: Sequence[dict[str, Any]], kind: str) -> Figures:
    """The figures for one kind; `parsed` are the answers of `parse_lines`, in the same order."""
    pairs = [(message, answer["safety"]) for message, answer in zip(messages, parsed) if message.kind == kind]
    dangers = [(message.label, safety) for message, safety in pairs if message.label != HARMLESS]
    harmless = [safety for message, safety in pairs if message.label == HARMLESS]
    return Figures(
        len(dangers),
        sum(safety is not None for _, safety in dangers),
        sum(safety is not None and safety["label"] == label for label, safety in dangers),
        len(harmless),
        sum(safety is not None for safety in harmless),
    )
