"""A line ready to be said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rasa_project.coach.content import Tone, Truth
from rasa_project.coach.measure import words


@dataclass(frozen=True)
class Phrase:
    """A line ready to be said, with the step it carries and where the idea comes from."""

    text: str
    tone: Tone
    step: str
    source: str
    needs: frozenset[Truth] = frozenset()
    """What the person said that makes it true."""

    @cached_property
    def length(self) -> int:
        """How many words."""
        return words(self.text)
