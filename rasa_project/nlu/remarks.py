"""What a message says of the line just offered, or of the partner's answer to it: "isn't that a bit harsh", "she went all quiet"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rasa_project import paths
from rasa_project.nlu.encoder import shared_encoder
from rasa_project.nlu.labelled_messages import read_labelled
from rasa_project.nlu.linear_model import Training
from rasa_project.nlu.telling_model import TellingModel
from rasa_project.nlu.wording import Wording

NAME = "remarks"
"""Of its files in the model."""
NO_REMARK = "none"
"""The class of messages that say nothing of the line or the answer to it."""
COMPLAINT = "not_listening"
"""The remark that says that the coach has not listened."""
CLEAR = 0.4
"""How far a remark's score must be above that of saying none.

Chosen with the messages of `tests/nlu/remarks.yml` in view, and much the same on messages left out of training for once: at half of it two to
four in a hundred more of those that hold a remark are heard right, and five to ten in a hundred more of the others are taken for one.
"""
MAY_BE_REMARKS = frozenset(
    {
        "refine_phrase", "not_helpful", "why_this", "thanks", "good_news", "out_of_scope", "save_phrase", "skip", "goodbye", "help",
        "show_appreciation", "safety_false_alarm",
    }
)  # fmt: skip
"""Intents whose messages often are such remarks: theirs do not teach what none is."""
EVERY = 5
"""One in so many of the other training messages is an example of saying none."""


class Remarks:
    """A model of remarks."""

    def __init__(self, model: TellingModel) -> None:
        self._model = model
        self._none = model.classes.index(NO_REMARK)

    def heard_in(self, dense: NDArray[np.float32], columns: NDArray[np.intp], values: NDArray[np.float32]) -> str | None:
        """The remark that is clear from the features of a message; None where none is."""
        scores = self._model.scores(dense, columns, values)
        likely = [place for place in np.argsort(-scores) if place != self._none]
        clear: list[str] = [self._model.classes[place] for place in likely[:2] if scores[place] - scores[self._none] > CLEAR]
        if clear[:1] == [COMPLAINT] and len(clear) > 1:
            return clear[1]  # "that's not what i asked. text or say it": what was asked is to be answered
        return clear[0] if clear else None

    def write(self, folder: Path) -> None:
        """Keeps it as plain arrays: nothing in the files can run."""
        self._model.write(folder, NAME)

    @classmethod
    def read(cls, folder: Path) -> Remarks:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the files are not of that form."""
        return cls(TellingModel.read(folder, NAME))


def learn(intents: Sequence[str], texts: Sequence[str], dense: NDArray[np.float32], wording: Wording, how: Training) -> Remarks:
    """Learns from the messages written for it, and from training messages that are none; `dense` has a row for each text.

    Raises ContentError where the file of the messages cannot be used.
    """
    written = [(message, remark) for remark, messages in read_labelled(paths.REMARKS).items() for message in messages]
    others = [row for row, intent in enumerate(intents) if intent not in MAY_BE_REMARKS][::EVERY]
    messages = [*(message for message, _ in written), *(texts[row] for row in others)]
    targets = np.array([*(remark for _, remark in written), *[NO_REMARK] * len(others)])
    meant = np.vstack([shared_encoder().encode([message for message, _ in written]), dense[others]])
    return Remarks(TellingModel.learn(meant, wording.count(messages), targets, np.ones(len(messages)), how))


def sources() -> list[Path]:
    """What it is learnt from beside the training messages: another word in it means learning anew."""
    return [paths.REMARKS]
