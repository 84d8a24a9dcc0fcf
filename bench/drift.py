"""What changes between two models: which test messages are understood otherwise, and how many each understands.

make nlu-compare A=models/old.tar.gz B=models/new.tar.gz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.messages import KINDS, Messages, held_out_messages
from bench.mistakes import Understood, cell, share_right
from rasa_project import lean_runtime
from rasa_project.errors import EveningNoteError


@dataclass(frozen=True)
class Change:
    """A message that two models take for different things."""

    text: str
    meant: str
    before: str
    after: str

    @property
    def effect(self) -> str:
        """Whether the change mends, breaks, or leaves it wrong."""
        if self.after == self.meant:
            return "mended"
        return "broken" if self.before == self.meant else "still wrong"


def changes(before: Sequence[Understood], after: Sequence[Understood]) -> list[Change]:
    """What is taken for something else than before: what broke first, then what was mended, then what is still wrong.

    Raises ValueError when the two are not about the same messages.
    """
    if [message.text for message in before] != [message.text for message in after]:
        raise ValueError("the two models were not asked the same messages")
    order = ("broken", "mended", "still wrong")
    found = [Change(old.text, old.meant, old.taken_for, new.taken_for) for old, new in zip(before, after) if old.taken_for != new.taken_for]
    return sorted(found, key=lambda change: (order.index(change.effect), change.meant, change.text))


def table(kind: str, before: Sequence[Understood], after: Sequence[Understood]) -> str:
    """The comparison on one kind of messages."""
    found = changes(before, after)
    count = {effect: sum(change.effect == effect for change in found) for effect in ("mended", "broken", "still wrong")}
    lines = [
        f"{kind}: {share_right(before):.1%} of {len(before)} messages understood by A, {share_right(after):.1%} by B; "
        f"{len(found)} changed: {count['mended']} mended, {count['broken']} broken, {count['still wrong']} still wrong",
        "",
        "| message | meant | A | B | |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {cell(change.text)} | {change.meant} | {change.before} | {change.after} | {change.effect} |" for change in found]
    return "\n".join(lines) + "\n"


def understood(model: Path, messages: Messages) -> list[Understood]:
    """What a model takes messages for, safety net and thresholds included. Raises ModelError when it cannot be used."""
    from rasa_project.agent import load_agent  # brings Rasa, which the lean runtime must precede
    from rasa_project.parse import parse_lines

    parsed = parse_lines(load_agent(model), messages.texts)
    return [Understood(text, meant, p["intent"], p["confidence"]) for text, meant, p in zip(messages.texts, messages.intents, parsed)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the comparison; 0 when it was made, 1 with one reason when not."""
    parser = argparse.ArgumentParser(prog="python -m bench.drift", description="Compares how two models understand the test messages.")
    parser.add_argument("a", type=Path, help="the model before")
    parser.add_argument("b", type=Path, help="the model after")
    chosen = parser.parse_args(arguments)
    lean_runtime.prepare()
    held_out = {kind: held_out_messages(kind) for kind in KINDS}
    everything = Messages(
        tuple(text for kind in KINDS for text in held_out[kind].texts), tuple(intent for kind in KINDS for intent in held_out[kind].intents)
    )
    try:
        before, after = understood(chosen.a, everything), understood(chosen.b, everything)
    except EveningNoteError as error:
        print(f"nlu-compare: {error}", file=sys.stderr)
        return 1
    start = 0
    for kind in KINDS:
        end = start + len(held_out[kind].texts)
        print(table(kind, before[start:end], after[start:end]))
        start = end
    return 0


if __name__ == "__main__":
    sys.exit(main())
