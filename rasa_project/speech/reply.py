"""The reply: the one turn contract under every channel, rendered from the coach's answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import Channel, Chip, Library
from rasa_project.speech.ear import plain, ssml
from rasa_project.speech.eye import text
from rasa_project.speech.reprompt import reprompt
from rasa_project.speech.speakers import SPEAKERS, Speaker

SPOKEN_CHANNELS = frozenset(SPEAKERS)
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


def render(answer: Answer, library: Library, channel: str | None) -> Reply:
    """The reply for an answer on a channel, by its name ("text" for any that is read).

    Buttons carry the plain message; the gate makes it opaque before it leaves the server.
    """
    speaker = SPEAKERS.get(channel or "")
    reply = Reply(
        text=text(answer, channel_kind(channel)),
        line=answer.line,
        step=answer.step,
        sources=(answer.source,) if answer.source else (),
        listen=answer.listen,
        end=answer.end,
        card={"title": answer.card_title, "text": answer.card_text} if answer.card_title and answer.card_text else None,
        private=answer.private,
        safety=answer.safety,
    )
    return _for_the_eye(reply, answer, library) if speaker is None else _for_the_ear(reply, answer, library, speaker)


def _for_the_eye(reply: Reply, answer: Answer, library: Library) -> Reply:
    return replace(reply, quick_replies=tuple(_button(library.buttons_by_id[identity]) for identity in answer.chips))


def _for_the_ear(reply: Reply, answer: Answer, library: Library, speaker: Speaker) -> Reply:
    """As this speaker can say it; what it cannot do (markup, asking again) is left out."""
    return replace(
        reply,
        text=reply.text if speaker.markup else plain(answer),
        ssml=ssml(answer, speaker) if speaker.markup else None,
        reprompt=reprompt(library, answer) if speaker.asks_again else None,
    )


def trouble(library: Library, channel: str | None = None) -> Reply:
    """The reply when something went wrong on our side."""
    return moment_reply(library, "trouble", channel)


def moment_reply(library: Library, moment: str, channel: str | None = None, *, discreet: bool = False) -> Reply:
    """The reply with the first words written for a moment, for what is answered before the coach is asked; said quietly where it is to be."""
    entry = next(entry for entry in library.answers if entry.moment == moment and entry.channel in ("any", channel_kind(channel)))
    return render(Answer.of(entry, discreet=discreet), library, channel)


def command(chip: Chip) -> str:
    """The message a button stands for, as Rasa reads it."""
    return f"/{chip.intent}{json.dumps(chip.entities)}" if chip.entities else f"/{chip.intent}"


def _button(chip: Chip) -> dict[str, str]:
    return {"title": chip.title, "payload": command(chip)}
