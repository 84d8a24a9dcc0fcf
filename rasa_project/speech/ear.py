"""An answer as SSML: a pause around the line so that it is heard as a line, numbers slowly and twice."""

from __future__ import annotations

from xml.sax.saxutils import escape

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import HelpLine

PAUSE = '<break time="400ms"/>'
SLOW = "75%"
"""The rate of an answer that was asked for slowly."""


def ssml(answer: Answer) -> str:
    """The answer for a speaker. All words are escaped: what a person said can never become markup."""
    parts = [escape(answer.before)] if answer.before else []
    if answer.line is not None:
        parts.append(f'{PAUSE}<prosody rate="90%">{escape(answer.line)}</prosody>{PAUSE}')
    parts += [_number(help_line) for help_line in answer.numbers]
    if answer.after:
        parts.append(escape(answer.after))
    spoken = " ".join(parts)
    return f'<speak><prosody rate="{SLOW}">{spoken}</prosody></speak>' if answer.slow else f"<speak>{spoken}</speak>"


def _number(help_line: HelpLine) -> str:
    digits = f'<say-as interpret-as="telephone">{escape(help_line.number)}</say-as>'
    return f'{escape(help_line.name)}: <prosody rate="90%">{digits}{PAUSE}{digits}</prosody>.'
