"""Rasa's own command line with the lean runtime, our domain and data, and the actions inside the process."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from rasa_project import paths
from rasa_project.lean_runtime import HOW_TO_INSTALL, STOOD_IN
from rasa_project.training import in_root

DATA = [str(folder) for folder in paths.TRAINING_DATA]
DEFAULTS: dict[tuple[str, ...], dict[str, list[str]]] = {
    # command: option -> what it gets when it is not given
    ("train",): {"--domain": [str(paths.DOMAIN)], "--data": DATA},
    ("data", "validate"): {"--domain": [str(paths.DOMAIN)], "--data": DATA},
    ("test",): {"--stories": [str(paths.ROOT / "tests" / "stories")], "--nlu": [str(paths.ROOT / "tests" / "nlu" / "plain.yml")]},
    ("test", "core"): {"--stories": [str(paths.ROOT / "tests" / "stories")]},
    ("test", "nlu"): {"--nlu": [str(paths.ROOT / "tests" / "nlu" / "plain.yml")]},
    ("run", "actions"): {"--actions": ["actions"]},
    ("visualize",): {"--domain": [str(paths.DOMAIN)], "--stories": DATA},
}
SHORT = {"--domain": "-d", "--stories": "-s", "--nlu": "-u"}


def run_rasa(arguments: Sequence[str]) -> int:
    """Runs `rasa ARGUMENTS…` and returns its exit code."""
    import rasa.__main__
    from rasa.core.utils import AvailableEndpoints

    from rasa_project.agent import InProcessActions

    read_endpoints = AvailableEndpoints.read_endpoints

    def with_actions(endpoint_file: str) -> Any:
        endpoints = read_endpoints(endpoint_file)
        endpoints.action = endpoints.action or InProcessActions()
        return endpoints

    AvailableEndpoints.read_endpoints = staticmethod(with_actions)
    sys.argv = ["rasa", *with_defaults(arguments)]
    with in_root():
        try:
            rasa.__main__.main()
        except SystemExit as stop:
            if stop.code not in (None, 0) and _names_a_missing_package():
                print(f"evening-note: {HOW_TO_INSTALL}", file=sys.stderr)  # noqa: T201 - Rasa has said what is missing; this says how to get it
            return int(stop.code or 0) if not isinstance(stop.code, str) else 1
    return 0


def with_defaults(arguments: Sequence[str]) -> list[str]:
    """The arguments with the domain and the data set where they were not given."""
    command = max((known for known in DEFAULTS if tuple(arguments[: len(known)]) == known), key=len, default=())
    completed = list(arguments)
    for option, values in DEFAULTS.get(command, {}).items():
        if option not in arguments and SHORT.get(option, option) not in arguments:
            completed += [option, *values]
    return completed


def _names_a_missing_package() -> bool:
    """Whether the configuration uses a component of Rasa's that needs TensorFlow."""
    needing = ("DIETClassifier", "TEDPolicy", "UnexpecTEDIntentPolicy", "ResponseSelector", "LanguageModelFeaturizer", "ConveRTFeaturizer")
    return bool(STOOD_IN) and any(name in paths.CONFIG.read_text(encoding="utf-8") for name in needing)
