"""What people say under load: the conversations of tests/conversations, without what is expected of them there."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from tests.conversations.test_conversations import FOLDER, KNOWN, REMEMBERS


@dataclass(frozen=True)
class Script:
    """One conversation: what is typed (`user`) or which button is tapped (`tap`), turn by turn."""

    name: str
    turns: tuple[tuple[str, str], ...]


def scripts() -> list[Script]:
    """All that a stranger can hold on the page: without a memory, and without a speaker's ways."""
    return [
        Script(f"{file.stem}: {conversation['name']}", tuple(_said(turn) for turn in conversation["turns"]))
        for file in sorted(FOLDER.glob("*.yml"))
        for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))["conversations"]
        if not REMEMBERS & conversation.keys()
        and conversation.get("channel", "web") == "web"
        and not any(set(turn) - KNOWN for turn in conversation["turns"])
    ]


def _said(turn: dict[str, str]) -> tuple[str, str]:
    return ("tap", turn["tap"]) if "tap" in turn else ("user", turn["user"])
