"""What the coach answers, before it is rendered for ear or eye."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rasa_project.coach.content import Chip, HelpLine, StandingAnswer
from rasa_project.coach.remembered import Change
from rasa_project.coach.situation import Session


@dataclass(frozen=True)
class Answer:
    """One answer: the coach's own words around at most one line for the partner."""

    before: str = ""
    line: str | None = None
    after: str = ""
    bare: bool = False
    """The line stands alone, without a word around it."""
    step: str | None = None
    source: str | None = None
    chips: tuple[str, ...] = ()
    """Ids of the buttons shown under the answer."""
    listen: bool = False
    end: bool = False
    safety: str | None = None
    private: bool = False
    """May not be said aloud or shown on a shared screen unasked."""
    numbers: tuple[HelpLine, ...] = ()
    slow: bool = False
    """Said slowly, because that was asked for."""
    discreet: bool = False
    """Said softly, because that was asked for."""
    card_title: str | None = None
    card_text: str | None = None
    """What the person's own screen shows: a neutral title, and the text that was asked for there."""

    @classmethod
    def of(cls, entry: StandingAnswer, **changes: Any) -> Answer:
        """The answer that an entry of the content stands for."""
        return replace(
            cls(
                before=entry.text,
                line=entry.line,
                after=entry.question or "",
                step=entry.step.value,
                source=entry.source,
                chips=entry.chips,
                listen=entry.waits,
                end=entry.end,
                card_title=entry.card_title,
            ),
            **changes,
        )

    def to_dict(self) -> dict[str, Any]:
        """As plain data, to be kept for "again"."""
        return {**vars(self), "numbers": []}  # a number is asked for anew; it is never repeated out of its place

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Answer:
        """The reverse of `to_dict`."""
        return cls(**{**data, "chips": tuple(data["chips"]), "numbers": (), "slow": False})


@dataclass(frozen=True)
class Turn:
    """What comes of one message: the answer, and the conversation as it now stands."""

    answer: Answer
    session: Session
    changes: tuple[Change, ...] = ()
    """What the memory is asked to change, in this order."""

    def with_session(self, session: Session) -> Turn:
        """The same turn, the conversation standing as in `session`."""
        return replace(self, session=session)

    def changing(self, *changes: Change) -> Turn:
        """The same turn with more for the memory to change."""
        return replace(self, changes=(*self.changes, *changes))


def opener(text: str) -> str:
    """The first two words, lower case, by which two sentences sound alike at their start."""
    words = [word.strip("\"'“”.,:;!?…") for word in text.lower().split()]
    return " ".join(word for word in words[:2])


def chips_of(ids: tuple[str, ...], known: dict[str, Chip]) -> tuple[Chip, ...]:
    """The buttons that these ids name."""
    return tuple(known[identity] for identity in ids)
