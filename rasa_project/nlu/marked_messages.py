"""Messages in which words are marked, in Rasa's own notation: "can it say [im ok now](add)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from rasa_project.errors import ContentError
from rasa_project.nlu.text import tidy

SAY, ADD, OUT, THEY = "say", "add", "out", "they"
"""Words the partner is to hear; that go into the line on the table; that go out of it; that the partner said."""
WHY = "why"
"""Words by which somebody tells their reason, and could tell the partner."""
OF_A_LINE = (SAY, ADD, OUT, THEY)
LABELS = (*OF_A_LINE, WHY)
_MARKED = re.compile(rf"\[(?P<words>[^\]]*)\]\((?P<label>{'|'.join(LABELS)})\)")


@dataclass(frozen=True)
class Span:
    """A stretch of a message, by its first character and the one after its last."""

    start: int
    end: int
    label: str


def read_marked(file: Path) -> list[tuple[str, tuple[Span, ...]]]:
    """The messages of a file, each with what is marked in it. Raises ContentError when the file cannot be used."""
    try:
        return [parted(str(message)) for message in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)["messages"]]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ContentError(f"{file}: the messages cannot be read ({error})") from error


def parted(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The tidy message without its marks, and what they mark."""
    marked, text, spans, last = tidy(marked), "", [], 0
    for mark in _MARKED.finditer(marked):
        text += marked[last : mark.start()]
        spans.append(Span(len(text), len(text) + len(mark["words"]), mark["label"]))
        text += mark["words"]
        last = mark.end()
    return text + marked[last:], tuple(spans)
