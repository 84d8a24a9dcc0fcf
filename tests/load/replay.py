"""Holds conversations once more, one after the other and with nobody else there: each answer must be the same, word for word, buttons included.

The coach draws its words by seed and conversation, so an answer depends on the conversation alone. One that holds a word of somebody else's, or that
has forgotten what was said before, is not the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_project.channels.gate import Gate, Incoming, Person
from tests.load.player import Player


async def differences(players: Iterable[Player], gate: Gate) -> list[str]:
    """Where conversations are answered otherwise now, by script and message; none when all is well."""
    return [difference for player in players if (difference := await _difference(player, gate)) is not None]


async def _difference(player: Player, gate: Gate) -> str | None:
    for number, (message, reply) in enumerate(player.told, start=1):
        delivered = await gate.deliver(player.conversation, "web", Incoming(**message), Person(player.person))
        alone: tuple[dict[str, Any], ...] = delivered.replies
        if alone != (reply,):
            return f"{player.script.name}, message {number} of {len(player.told)}: {reply} and alone {alone}"
    return None
