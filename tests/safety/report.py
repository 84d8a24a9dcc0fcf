"""The figures of the safety net, written into docs/explanation/safety.md (`make safety-report`)."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa_project import lean_runtime, paths

PAGE = paths.ROOT / "docs" / "explanation" / "safety.md"
START, END = "<!-- figures: make safety-report -->", "<!-- end of the figures -->"
WARM_UP = 50


def table(agent: Any) -> str:
    """The figures as a table."""
    from bench.understanding import held_out_messages  # brings Rasa, which the lean runtime must precede
    from rasa_project.coach.intents import SAFETY
    from rasa_project.parse import parse_lines
    from tests.safety.messages import HARMLESS, KINDS, PARTS, Message, figures, read

    names = {
        "messages": "tests/safety, read while mending",
        "held_out": "tests/safety, held out",
        "told": "tests/safety, told in passing, held out",
        "in_lives": "tests/safety, in many lives, held out",
        "strangers": "tests/safety, six strangers, read while mending",
        "strangers_held_out": "tests/safety, six more strangers, held out",
    }
    sets = {names[part]: read(part) for part in PARTS}
    sets["tests/nlu, written by somebody else"] = tuple(
        Message(text, intent if intent in SAFETY else HARMLESS, kind)
        for kind in KINDS
        for text, intent in zip(held_out_messages(kind).texts, held_out_messages(kind).intents)
    )
    rows = [
        "| messages | kind | dangers | noticed | right label | only asked about | harmless | taken for danger | only asked about |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, messages in sets.items():
        parsed = list(parse_lines(agent, [message.text for message in messages]))
        asked = _asked_about(agent, [message.text for message in messages])
        for kind in KINDS:
            found = figures(messages, parsed, kind)
            if not found.dangers:
                continue  # a part need not hold both kinds
            of_kind = [(message.label == HARMLESS, guess) for message, guess in zip(messages, asked) if message.kind == kind]
            dangers_asked = sum(guess and not harmless for harmless, guess in of_kind)
            harmless_asked = sum(guess and harmless for harmless, guess in of_kind)
            rows.append(
                f"| {name} | {kind} | {found.dangers} | {found.noticed / found.dangers:.1%} | {found.labelled / found.dangers:.1%} | {dangers_asked} "
                f"| {found.harmless} | {_share(found.misread, found.harmless)} | {harmless_asked} of {found.misread} |"
            )
    return "\n".join([*rows, "", f"The patterns and readings cost {_median_milliseconds(sets):.2f} ms a message at the median."])


def _share(some: int, of: int) -> str:
    return f"{some / of:.1%}" if of else "none"


def _asked_about(agent: Any, texts: Sequence[str]) -> list[bool]:
    """Of each message, whether a danger in it would be asked about before it is answered as one."""

    async def parsed() -> list[bool]:
        return [(await agent.parse_message(text)).get("guess") is not None for text in texts]

    return asyncio.run(parsed())


def _median_milliseconds(sets: dict[str, Any]) -> float:
    """What the net adds to a message: all patterns on the message as it stands and as it is put right."""
    from rasa_project.nlu.safety_net import shared_rules

    texts = [message.text for messages in sets.values() for message in messages]
    rules, seconds = shared_rules(), []
    for text in texts[:WARM_UP] + texts:
        before = time.perf_counter()
        rules.danger_in(text)
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds[WARM_UP:]) * 1000


def write(page: Path, figures: str) -> None:
    """Puts the figures between their marks."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(START, 1)
    page.write_text(f"{before}{START}\n\n{figures}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main() -> None:
    """Measures and writes."""
    lean_runtime.prepare()
    from rasa_project.agent import load_agent

    write(PAGE, table(load_agent()))


if __name__ == "__main__":
    main()
