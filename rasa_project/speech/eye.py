"""An answer as text: the line in quotation marks, so that it is seen as a line."""

from __future__ import annotations

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import Channel


def text(answer: Answer, channel: Channel) -> str:
    """The whole answer in one string. A bare line stands without quotation marks, ready to be copied; spoken ones have none to read out."""
    line = answer.line
    if line is not None and not answer.bare and channel == "text":
        line = f'"{line}"'
    numbers = [f"{help_line.name} ({help_line.how}): {help_line.number}." for help_line in answer.numbers]
    return " ".join(part for part in (answer.before, line, *numbers, answer.after) if part)
