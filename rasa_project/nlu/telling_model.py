"""A linear model over the dense features and those columns of the wording that are telling: a third of the size, and as good."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from rasa_project.nlu.linear_model import DENSE_SCALE, LinearModel, Training, separate

OFTEN = 5
"""Words and letter groups that fewer messages hold are left out."""
COLUMNS = "columns"


class TellingModel:
    """The machines of some classes, and where in the wording their sparse features stand."""

    def __init__(self, model: LinearModel, columns: NDArray[np.intp]) -> None:
        """`columns`: which columns of the wording the model's sparse features are, in ascending order."""
        self._model = model
        self._columns = columns
        self.classes = model.classes

    @classmethod
    def learn(
        cls, dense: NDArray[np.float32], counted: csr_matrix, targets: NDArray[np.str_], weights: NDArray[np.float64], how: Training
    ) -> TellingModel:
        """Trains on one row a message: `dense` and `counted` as for `linear_model.fit`, a class and a weight for each."""
        columns = np.flatnonzero(counted.getnnz(axis=0) >= OFTEN)
        features = hstack([csr_matrix(DENSE_SCALE * dense), counted[:, columns]], format="csr", dtype=np.float64)
        learnt, biases = separate(features, targets, weights, how, jobs=2)
        learnt[:, : dense.shape[1]] *= DENSE_SCALE  # what was learnt then holds for the features as they come
        classes = tuple(str(name) for name in np.unique(targets))
        return cls(LinearModel(classes, learnt.astype(np.float32), biases.astype(np.float32), temperature=1.0, belief=0.0, alarm=1.0), columns)

    def scores(self, dense: NDArray[np.float32], columns: NDArray[np.intp], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (classes,): how far one message lies on each class's side; columns and values as the wording counts them."""
        places = np.minimum(np.searchsorted(self._columns, columns), len(self._columns) - 1)
        known = self._columns[places] == columns
        return self._model.scores_of_one(dense, places[known], values[known])

    def write(self, folder: Path, name: str) -> None:
        """Keeps it as plain arrays: nothing in the files can run."""
        self._model.write(folder / f"{name}.npz")
        np.savez(folder / f"{name}_{COLUMNS}.npz", columns=self._columns)

    @classmethod
    def read(cls, folder: Path, name: str) -> TellingModel:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the files are not of that form."""
        with np.load(folder / f"{name}_{COLUMNS}.npz", allow_pickle=False) as kept:
            return cls(LinearModel.read(folder / f"{name}.npz"), kept["columns"])
