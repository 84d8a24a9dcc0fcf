"""Which reason a message tells without naming it: "fourteen hours on the ward" is being tired, though nothing says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rasa_project import paths
from rasa_project.coach.content import Library, Role
from rasa_project.coach.intents import ASKING, DECLINING, ROLE_OF
from rasa_project.nlu.details import DetailFinder
from rasa_project.nlu.labelled_messages import read_labelled
from rasa_project.nlu.linear_model import Training
from rasa_project.nlu.telling_model import TellingModel
from rasa_project.nlu.wording import Wording

NAME = "reasons_told"
"""Of its files in the model."""
NO_REASON = "none"
"""The class of messages that tell no reason."""
TELLING = DECLINING | ASKING | {"want_alternatives", "inform", "just_a_line"}
"""Intents of which a message may tell a reason; it is learnt from theirs, and looked for in theirs."""
NEVER_GUESSED = frozenset({"just_no"})
"""To have no reason is not told in passing."""
CLEAR = 0.7
"""How far a reason's score must be above that of having none.

On 2,000 messages left out of training for once 7 of 10 so found are those a reader finds, most others near them; `tests/nlu/test_reasons_told.py`
holds the figures for messages that were not trained with.
"""
NAMES_COUNT = 0.3
"""How much one of a reason's names counts beside a message that tells it."""
FEW = 60
"""A reason that fewer messages tell is learnt from its names as well."""


class ReasonsTold:
    """A model of reasons, and where in it the reasons of each part stand."""

    def __init__(self, library: Library, model: TellingModel) -> None:
        self._model = model
        self._none = model.classes.index(NO_REASON)
        self._of_role = {role: _places_of(library, model, role) for role in (None, "asker", "decliner")}

    def told_in(self, intent: str, dense: NDArray[np.float32], columns: NDArray[np.intp], values: NDArray[np.float32]) -> str | None:
        """The reason of the speaker's part that is clear from the features of a message of this intent; None where none is."""
        if intent not in TELLING:
            return None
        scores = self._model.scores(dense, columns, values)
        possible = self._of_role[ROLE_OF.get(intent)]
        best = possible[int(np.argmax(scores[possible]))]
        return self._model.classes[best] if scores[best] - scores[self._none] > CLEAR else None

    def write(self, folder: Path) -> None:
        """Keeps it as plain arrays: nothing in the files can run."""
        self._model.write(folder, NAME)

    @classmethod
    def read(cls, folder: Path, library: Library) -> ReasonsTold:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the files are not of that form."""
        return cls(library, TellingModel.read(folder, NAME))


def learn(library: Library, intents: Sequence[str], texts: Sequence[str], dense: NDArray[np.float32], wording: Wording, how: Training) -> ReasonsTold:
    """Learns from the messages that a reader found a reason in, from those that name one, from those that do neither, and from names.

    `dense` has a row for each text. Raises ContentError where the file of a reader's findings cannot be used.
    """
    told, finder = read_told(paths.REASONS_TOLD), DetailFinder(library)
    rows = [row for row, intent in enumerate(intents) if intent in TELLING]
    reasons = [told.get(texts[row]) or _named_in(finder, texts[row]) or NO_REASON for row in rows]
    names = [(name, reason.id) for reason in library.reasons if reasons.count(reason.id) < FEW for name in reason.named_as]
    no_meaning = np.zeros((len(names), dense.shape[1]), dtype=np.float32)  # a few words out of their message have a meaning of their own
    counted = wording.count([*(texts[row] for row in rows), *(name for name, _ in names)])
    targets = np.array(reasons + [reason for _, reason in names])
    weights = np.concatenate([np.ones(len(rows)), np.full(len(names), NAMES_COUNT)])
    return ReasonsTold(library, TellingModel.learn(np.vstack([dense[rows], no_meaning]), counted, targets, weights, how))


def read_told(file: Path) -> dict[str, str]:
    """The reason that each message of the file tells. Raises ContentError when the file cannot be used."""
    return {message: reason for reason, messages in read_labelled(file).items() for message in messages}


def sources() -> list[Path]:
    """What it is learnt from beside the training messages: another word in one of these means learning anew."""
    return [*sorted((paths.COACHING / "reasons").glob("*.yml")), paths.REASONS_TOLD]


def _named_in(finder: DetailFinder, text: str) -> str | None:
    """The reason that is named last."""
    return next(reversed(finder.reasons_named(text)), None)


def _places_of(library: Library, model: TellingModel, role: Role | None) -> list[int]:
    """Where in the model the reasons of a part stand, or of both."""
    reasons = {reason.id for reason in library.reasons if role in (None, reason.role)} - NEVER_GUESSED
    return [place for place, name in enumerate(model.classes) if name in reasons]
