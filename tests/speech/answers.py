"""Answers to render, by hand."""

from __future__ import annotations

from typing import Any

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import HelpLine


def answer(**parts: Any) -> Answer:
    """A line with a few words around it, or with what is changed."""
    return Answer(**{"before": "Try this.", "line": "Not tonight, love.", "after": "Softer?", **parts})


def help_line(**parts: str) -> HelpLine:
    """A help line that was confirmed."""
    values = {"country": "GB", "kind": "abuse", "name": "A Line", "number": "0800 123", "how": "call", "source": "x", **parts}
    return HelpLine(**values, confirmed=True, checked="2026-01-01")
