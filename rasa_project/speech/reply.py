"""The reply: the one turn contract under every channel, rendered from the coach's answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import Channel, Chip, Library
from rasa_project.speech.ear import ssml
from rasa_project.speech.eye import text

SPOKEN_CHANNELS = frozenset({"voice", "alexa", "home_assistant"})
"""Channels that are heard; a reply on them is written for the ear."""


@dataclass(frozen=True)
class Reply:
    """What a channel delivers. Absent means null or false.

    `line` is the sentence offered for the partner; `listen` whether the coach waits for an answer; `private` whether it may not be said
    aloud or shown on a shared screen unasked; `safety` the label of a danger answer.
    """

    text: str
    ssml: str | None = None
    line: str | None = None
    step: str | None = None
    sources: tuple[str, ...] = ()
    quick_replies: tuple[dict[str, str], ...] = ()
    listen: bool = False
    end: bool = False
    reprompt: str | None = None
    card: dict[str, str] | None = None
    private: bool = False
    safety: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As the contract's object, without what is absent."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def channel_kind(channel: str | None) -> Channel:
    """Whether a channel is heard or read."""
    return "voice" if channel in SPOKEN_CHANNELS else "text"


def render(answer: Answer, library: Library, channel: Channel) -> Reply:
    """The reply for an answer on a channel. Buttons carry the plain message; the gate makes it opaque before it leaves the server."""
    chips = {chip.id: chip for chip in library.buttons}
    return Reply(
        text=text(answer, channel),
        ssml=ssml(answer) if channel == "voice" else None,
        line=answer.line,
        step=answer.step,
        sources=(answer.source,) if answer.source else (),
        quick_replies=tuple(_button(chips[identity]) for identity in answer.chips) if channel == "text" else (),
        listen=answer.listen,
        end=answer.end,
        private=answer.private,
        safety=answer.safety,
    )


def trouble(library: Library) -> Reply:
    """The reply when something went wrong on our side."""
    return moment_reply(library, "trouble")


def moment_reply(library: Library, moment: str) -> Reply:
    """The reply with the first words written for a moment, for what is answered before the coach is asked."""
    entry = next(entry for entry in library.answers if entry.moment == moment)
    return render(Answer.of(entry), library, "text")


def command(chip: Chip) -> str:
    """The message a button stands for, as Rasa reads it."""
    return f"/{chip.intent}{json.dumps(chip.entities)}" if chip.entities else f"/{chip.intent}"


def _button(chip: Chip) -> dict[str, str]:
    return {"title": chip.title, "payload": command(chip)}
