"""The audit's scripts as modules: they stand outside the packages, since their environment has nothing of the product's."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

from rasa_project.paths import ROOT

FOLDER = str(ROOT / "scripts")


def script(name: str) -> ModuleType:
    """The module of scripts/NAME.py, with those beside it in reach."""
    if FOLDER not in sys.path:
        sys.path.append(FOLDER)
    return importlib.import_module(name)
