"""The hash of a trained model, beside it: written by training, checked at load, so that a model that was damaged or exchanged is not served."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rasa_project.errors import ModelError


def hash_file(model: Path) -> Path:
    """Where the hash of a model is kept; `sha256sum --check` reads it too."""
    return model.with_name(f"{model.name}.sha256")


def write_hash(model: Path) -> None:
    """Keeps the hash of a model that was just trained."""
    hash_file(model).write_text(f"{_hash(model)}  {model.name}\n", encoding="utf-8")


def check_hash(model: Path) -> None:
    """Raises ModelError when a model is not the one that was trained. One without a hash (trained by Rasa's own command) passes."""
    kept = hash_file(model)
    if not kept.exists():
        return
    if kept.read_text(encoding="utf-8").split(" ")[0] != _hash(model):
        raise ModelError(f"the model {model.name} is not the one that was trained ({kept.name} differs); run 'evening-note train'")


def _hash(model: Path) -> str:
    return hashlib.sha256(model.read_bytes()).hexdigest()
