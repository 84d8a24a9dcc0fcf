"""The messages that understanding is measured with: ours, and those of CLINC150."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from rasa_project import paths

KINDS = ("plain", "hard")
CLINC150 = paths.ROOT.parent / "shared" / "data" / "clinc150" / "data_full.json"
"""Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction"; not part of the project."""
OUTSIDE = "oos"


@dataclass(frozen=True)
class Messages:
    """Texts with their intents."""

    texts: tuple[str, ...]
    intents: tuple[str, ...]


@dataclass(frozen=True)
class Clinc:
    """CLINC150 as the paper splits it; of what is out of scope nothing is used for training."""

    training: Messages
    validation: Messages
    test: Messages


def read_messages(files: Sequence[Path]) -> Messages:
    """The messages of Rasa NLU files."""
    pairs = [
        (line.strip()[2:], entry["intent"])
        for file in files
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]
    return Messages(tuple(text for text, _ in pairs), tuple(intent for _, intent in pairs))


def training_messages() -> Messages:
    """What the product is trained with."""
    return read_messages(sorted(paths.TRAINING_DATA[0].glob("*.yml")))


def held_out_messages(kind: str) -> Messages:
    """Messages written apart from the training data: `plain`, `hard`, `natural` or `evenings`."""
    return read_messages([paths.ROOT / "tests" / "nlu" / f"{kind}.yml"])


def clinc150(file: Path = CLINC150) -> Clinc | None:
    """CLINC150, or None where it is not there."""
    if not file.is_file():
        return None
    lists: dict[str, list[list[str]]] = json.loads(file.read_text(encoding="utf-8"))

    def of(*names: str) -> Messages:
        pairs = [pair for name in names for pair in lists[name]]
        return Messages(tuple(text for text, _ in pairs), tuple(intent for _, intent in pairs))

    return Clinc(of("train"), of("val", "oos_val"), of("test", "oos_test"))
