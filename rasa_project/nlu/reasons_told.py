"""Which reason a message tells without naming it: "fourteen hours on the ward" is being tired, though nothing says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from rasa_project import paths
from rasa_project.coach.content import Library, Role
from rasa_project.coach.intents import ASKING, DECLINING, ROLE_OF
from rasa_project.errors import ContentError
from rasa_project.nlu.details import DetailFinder
from rasa_project.nlu.linear_model import DENSE_SCALE, LinearModel, Training, separate
from rasa_project.nlu.wording import Wording

FILE, COLUMNS = "reasons_told.npz", "reasons_told_columns.npz"
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
OFTEN = 5
"""Words and letter groups that fewer messages and names hold are left out: the model is a third of the size, and as good."""
FEW = 60
"""A reason that fewer messages tell is learnt from its names as well."""


class ReasonsTold:
    """A model of reasons over the columns of the wording that were telling, and where in it the reasons of each part stand."""

    def __init__(self, library: Library, model: LinearModel, columns: NDArray[np.intp]) -> None:
        """`columns`: which columns of the wording the model's sparse features are, in ascending order."""
        self._model = model
        self._columns = columns
        self._none = model.classes.index(NO_REASON)
        self._of_role = {role: _places_of(library, model, role) for role in (None, "asker", "decliner")}

    def told_in(self, intent: str, dense: NDArray[np.float32], columns: NDArray[np.intp], values: NDArray[np.float32]) -> str | None:
        """The reason of the speaker's part that is clear from the features of a message of this intent; None where none is."""
        if intent not in TELLING:
            return None
        places = np.minimum(np.searchsorted(self._columns, columns), len(self._columns) - 1)
        known = self._columns[places] == columns
        scores = self._model.scores_of_one(dense, places[known], values[known])
        possible = self._of_role[ROLE_OF.get(intent)]
        best = possible[int(np.argmax(scores[possible]))]
        return self._model.classes[best] if scores[best] - scores[self._none] > CLEAR else None

    def write(self, folder: Path) -> None:
        """Keeps it as plain arrays: nothing in the files can run."""
        self._model.write(folder / FILE)
        np.savez(folder / COLUMNS, columns=self._columns)

    @classmethod
    def read(cls, folder: Path, library: Library) -> ReasonsTold:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the files are not of that form."""
        with np.load(folder / COLUMNS, allow_pickle=False) as kept:
            return cls(library, LinearModel.read(folder / FILE), kept["columns"])


def learn(library: Library, texts: Sequence[str], intents: Sequence[str], dense: NDArray[np.float32], wording: Wording, how: Training) -> ReasonsTold:
    """Learns from the messages that a reader found a reason in, from those that name one, from those that do neither, and from names.

    `dense` has a row for each text. Raises ContentError where the file of a reader's findings cannot be used.
    """
    told, finder = read_told(paths.REASONS_TOLD), DetailFinder(library)
    rows = [row for row, intent in enumerate(intents) if intent in TELLING]
    reasons = [told.get(texts[row]) or _named_in(finder, texts[row]) or NO_REASON for row in rows]
    names = [(name, reason.id) for reason in library.reasons if reasons.count(reason.id) < FEW for name in reason.named_as]
    meant = csr_matrix(DENSE_SCALE * dense[rows])
    no_meaning = csr_matrix((len(names), meant.shape[1]))  # a few words out of their message have a meaning of their own
    counted = wording.count([*(texts[row] for row in rows), *(name for name, _ in names)])
    columns = np.flatnonzero(counted.getnnz(axis=0) >= OFTEN)
    features = hstack([vstack([meant, no_meaning]), counted[:, columns]], format="csr", dtype=np.float64)
    targets = np.array(reasons + [reason for _, reason in names])
    weights, biases = separate(features, targets, np.concatenate([np.ones(len(rows)), np.full(len(names), NAMES_COUNT)]), how, jobs=2)
    weights[:, : meant.shape[1]] *= DENSE_SCALE
    classes = tuple(str(name) for name in np.unique(targets))
    model = LinearModel(classes, weights.astype(np.float32), biases.astype(np.float32), temperature=1.0, belief=0.0, alarm=1.0)
    return ReasonsTold(library, model, columns)


def read_told(file: Path) -> dict[str, str]:
    """The reason that each message of the file tells. Raises ContentError when the file cannot be used."""
    try:
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        return {str(message): str(reason) for reason, messages in document.items() for message in messages}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise ContentError(f"{file}: the reasons told in messages cannot be read ({error})") from error


def sources() -> list[Path]:
    """What it is learnt from beside the training messages: another word in one of these means learning anew."""
    return [*sorted((paths.COACHING / "reasons").glob("*.yml")), paths.REASONS_TOLD]


def _named_in(finder: DetailFinder, text: str) -> str | None:
    """The reason that is named last."""
    named = [str(entity["value"]) for entity in finder.find(text) if entity["entity"] == "reason"]
    return named[-1] if named else None


def _places_of(library: Library, model: LinearModel, role: Role | None) -> list[int]:
    """Where in the model the reasons of a part stand, or of both."""
    reasons = {reason.id for reason in library.reasons if role in (None, reason.role)} - NEVER_GUESSED
    return [place for place, name in enumerate(model.classes) if name in reasons]
