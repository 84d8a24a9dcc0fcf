"""What each kind of speaker can do with a reply: understand markup, whisper, ask again by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Speaker:
    """What a channel's speech synthesis and microphone are capable of."""

    markup: bool = True
    """Whether it understands SSML; where it does not (Piper), the text itself is shaped for the ear."""
    whispers: bool = False
    """Whether it understands Amazon's whisper effect."""
    asks_again: bool = True
    """Whether it says a reprompt when nothing is heard."""


SPEAKERS = {
    "voice": Speaker(),
    "alexa": Speaker(whispers=True),
    "home_assistant": Speaker(markup=False, asks_again=False),
}
"""The channels that are heard, by name; a channel that is not named here is read."""
