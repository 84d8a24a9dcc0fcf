"""Training the model: Rasa's own training on our configuration, domain and data."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

from rasa_project import paths
from rasa_project.errors import ModelError
from rasa_project.lean_runtime import refuse_to_train_where_only_served, refuse_what_needs_tensorflow
from rasa_project.model_hash import write_hash
from rasa_project.model_origin import of_this_checkout, write_origin


def train() -> Path:
    """Trains and returns the new model in `models/`, its hash beside it. Raises ModelError when training fails."""
    refuse_to_train_where_only_served()
    import rasa.model_training

    from rasa_project.lean.training import change_training

    change_training()
    refuse_what_needs_tensorflow(paths.CONFIG)
    origin = of_this_checkout()  # before: what changes while it is trained is not in it
    with in_root(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa's and scikit-learn's notes on their own versions
        result = rasa.model_training.train(
            domain=str(paths.DOMAIN),
            config=str(paths.CONFIG),
            training_files=[str(folder) for folder in paths.TRAINING_DATA],
            output=str(paths.MODELS),
            fixed_model_name=None,
        )
    if result.code != 0 or result.model is None:
        raise ModelError("training failed; the lines above say why")
    model = Path(result.model)
    write_origin(model, origin)
    write_hash(model)
    return model


@contextlib.contextmanager
def in_root() -> Iterator[None]:
    """Rasa keeps its cache and looks for files where it is started: at the top of the checkout."""
    before = Path.cwd()
    os.chdir(paths.ROOT)
    try:
        yield
    finally:
        os.chdir(before)
