"""Rasa's own command line with the lean runtime, our domain and data, and the actions inside the process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa_project import paths
from rasa_project.lean_runtime import refuse_to_train_where_only_served, refuse_what_needs_tensorflow
from rasa_project.training import in_root

DATA = [str(folder) for folder in paths.TRAINING_DATA]
DEFAULTS: dict[tuple[str, ...], dict[str, list[str]]] = {
    # command: option -> what it gets when it is not given
    ("train",): {"--domain": [str(paths.DOMAIN)], "--data": DATA},
    ("data", "validate"): {"--domain": [str(paths.DOMAIN)], "--data": DATA},
    ("test",): {"--stories": [str(paths.ROOT / "tests" / "stories")], "--nlu": [str(paths.ROOT / "tests" / "nlu" / "plain.yml")]},
    ("test", "core"): {"--stories": [str(paths.ROOT / "tests" / "stories")]},
    ("test", "nlu"): {"--nlu": [str(paths.ROOT / "tests" / "nlu" / "plain.yml")]},
    ("run",): {"--interface": ["127.0.0.1"]},
    ("shell",): {"--interface": ["127.0.0.1"]},
    ("run", "actions"): {"--actions": ["actions"]},
    ("visualize",): {"--domain": [str(paths.DOMAIN)], "--stories": DATA},
}
SHORT = {"--domain": "-d", "--stories": "-s", "--nlu": "-u", "--interface": "-i", "--config": "-c"}


def run_rasa(arguments: Sequence[str]) -> int:
    """Runs `rasa ARGUMENTS…` and returns its exit code."""
    import rasa.__main__
    from rasa.core.utils import AvailableEndpoints

    import rasa_project.agent  # noqa: F401 - makes Rasa lean
    from rasa_project.lean.actions import InProcessActions

    read_endpoints = AvailableEndpoints.read_endpoints

    def with_actions(endpoint_file: str) -> Any:
        endpoints = read_endpoints(endpoint_file)
        endpoints.action = endpoints.action or InProcessActions()
        return endpoints

    AvailableEndpoints.read_endpoints = staticmethod(with_actions)
    if arguments[:1] == ["train"]:
        refuse_to_train_where_only_served()
        refuse_what_needs_tensorflow(Path(_given("--config", arguments) or paths.CONFIG))
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")  # where `rasa run actions` listens
    sys.argv = ["rasa", *with_defaults(arguments)]
    with in_root():
        try:
            rasa.__main__.main()
        except SystemExit as stop:
            return int(stop.code or 0) if not isinstance(stop.code, str) else 1
    return 0


def with_defaults(arguments: Sequence[str]) -> list[str]:
    """The arguments with the domain and the data set where they were not given."""
    command = max((known for known in DEFAULTS if tuple(arguments[: len(known)]) == known), key=len, default=())
    completed = list(arguments)
    for option, values in DEFAULTS.get(command, {}).items():
        if _given(option, arguments) is None:
            completed += [option, *values]
    return completed


def _given(option: str, arguments: Sequence[str]) -> str | None:
    """The value given for an option, long or short, apart or with "="; empty when it is given without one, None when it is not given."""
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name in (option, SHORT.get(option, option)):
            return value if equals else next(iter(arguments[position + 1 : position + 2]), "")
    return None
