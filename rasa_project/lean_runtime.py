"""Lets Rasa run without TensorFlow, silent about what people say; call `prepare()` before anything imports Rasa.

Rasa 3.6 imports TensorFlow even when no component of the pipeline uses it: 12 more seconds at start and some 300 MB of memory. Where
TensorFlow is not installed, `prepare()` puts an inert stand-in in its place: its names can be imported, subclassed and used as decorators, as
Rasa does at import. A component in `config.yml` that needs it is refused
with a clear error.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import logging
import os
import sys
import types
import warnings
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any

import structlog
import yaml

from rasa_project.errors import ModelError

STOOD_IN = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
"""Top-level packages that Rasa imports without our using them."""

NOT_FOR_SERVING = (
    # Rasa's channels and stores that are not served here, and what only they need
    "aio_pika",
    "aiogram",
    "aiormq",
    "babel",
    "boto3",
    "botocore",
    "engineio",
    "fbmessenger",
    "pymongo",
    "requests_toolbelt",
    "s3transfer",
    "slack_sdk",
    "socketio",
    "twilio",
    "webexteamssdk",
    # training and its reports
    "joblib",
    "kiwisolver",
    "matplotlib",
    "PIL",
    "sklearn",
    "threadpoolctl",
)
"""Top-level packages that Rasa imports whatever it does, and that answering messages never uses: a second of the start, and 60 MB."""

NEEDED_TO_TRAIN = ("matplotlib", "sklearn")
"""Of these, what no training does without."""

HOW_TO_INSTALL = (
    "this component needs TensorFlow, which Evening Note leaves out; to use it, run "
    "'.venv/bin/pip install tensorflow==2.12.0 tensorflow-addons tensorflow-hub' and train again"
)

REPEATS_WHAT_WAS_SAID = r"(?s).*(?:Failed to parse arguments|Expected entities|Parsed an (?:intent|entity)|Found unexpected)"
NEED_TENSORFLOW = frozenset(
    {"DIETClassifier", "TEDPolicy", "UnexpecTEDIntentPolicy", "ResponseSelector", "LanguageModelFeaturizer", "ConveRTFeaturizer"}
)
"""Rasa's components that are built on TensorFlow."""

_prepared = False


class _InertMeta(type):
    """Gives an inert class any attribute asked for, as another inert class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)

    def __iter__(cls) -> Any:
        return iter(())


class Inert(metaclass=_InertMeta):
    """Stands for any TensorFlow class or function; called with one callable it returns it, so that it serves as a decorator."""

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        """An instance of a subclass of Rasa's; else the callable given, or the class itself."""
        if cls.__module__ != __name__:  # a class of Rasa's that inherits from TensorFlow's
            return super().__new__(cls)
        if len(arguments) == 1 and callable(arguments[0]) and not options:
            return arguments[0]
        return Inert if cls is Inert else cls

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__()


def _inert(name: str) -> _InertMeta:
    return _InertMeta(name, (Inert,), {"__module__": __name__})


class _InertModule(types.ModuleType):
    """A module whose every attribute is inert."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)


class _InertFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the packages that are stood in for, and whatever lies below them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = frozenset(names)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run: the module is made of its attributes."""


def tensorflow_is_installed() -> bool:
    """Whether the real package is there (then nothing is stood in for)."""
    if any(isinstance(finder, _InertFinder) and "tensorflow" in finder.names for finder in sys.meta_path):
        return False
    return importlib.util.find_spec("tensorflow") is not None


def refuse_to_train_where_only_served() -> None:
    """Raises ModelError in an environment made of what serving needs (requirements/serving.lock): a container."""
    if not all(_is_installed(name) for name in NEEDED_TO_TRAIN):
        raise ModelError("this installation answers messages and cannot train (requirements/serving.lock); train where 'make setup' was run")


def _is_installed(name: str) -> bool:
    """Whether a package is there, stood in for or not."""
    return importlib.machinery.PathFinder.find_spec(name) is not None


def refuse_what_needs_tensorflow(config: Path) -> None:
    """Raises ModelError when a configuration names a component that needs TensorFlow, and it is not installed."""
    if tensorflow_is_installed():
        return
    try:
        document = yaml.load(config.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError):
        return  # Rasa says better what is wrong with the file
    parts = [part for key in ("pipeline", "policies") for part in (document or {}).get(key) or []]
    names = {str(part.get("name")).rpartition(".")[2] for part in parts if isinstance(part, dict)}
    if names & NEED_TENSORFLOW:
        raise ModelError(f"{config.name}: {', '.join(sorted(names & NEED_TENSORFLOW))}: {HOW_TO_INSTALL}")


def prepare(log_level: int = logging.WARNING, serving: bool = False) -> None:
    """Installs the stand-in, switches telemetry off and silences every log line that could hold what a person said.

    With `serving` what only other commands of Rasa's need is stood in for as well: such a process answers messages and cannot train.
    Safe to call more than once. Must come before the first import of `rasa` or `rasa_sdk`.
    """
    global _prepared
    if _prepared:
        return
    _prepared = True
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # what is computed for one message is too small to share; a second thread would only wait
    os.environ.setdefault("MPLBACKEND", "Agg")
    os.environ.setdefault("TQDM_DISABLE", "1")
    _silence(log_level)
    _quieten_warnings()
    if not tensorflow_is_installed():
        # spaCy's thinc looks for TensorFlow to use it: let it find none, before there is something to find
        import thinc.compat  # noqa: F401

        sys.meta_path.insert(0, _InertFinder(STOOD_IN))
    sys.meta_path.insert(0, _InertFinder(NOT_FOR_SERVING if serving else [name for name in NOT_FOR_SERVING if not _is_installed(name)]))


def _silence(log_level: int) -> None:
    """Sets up logging so that no message text, slot or tracker can reach an output.

    Rasa logs through structlog with the message in the event's fields: those fields are dropped, only the event's name is kept.
    """
    structlog.configure(
        processors=[_keep_only_the_event, structlog.stdlib.add_log_level, structlog.processors.KeyValueRenderer(key_order=["event"])],
        wrapper_class=structlog.make_filtering_bound_logger(max(log_level, logging.INFO)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("rasa").setLevel(max(log_level, logging.INFO))


def _quieten_warnings() -> None:
    """Rasa's own dependencies warn about each other at import; none of it is about this project or its user."""
    import sanic.app  # noqa: F401 - it sets a filter of its own when it is imported, so it comes first

    # Rasa warns about a message that looks like a payload by repeating it
    warnings.filterwarnings("ignore", message=REPEATS_WHAT_WAS_SAID)
    for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.filterwarnings("ignore", category=category)


def _keep_only_the_event(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """A structlog processor that drops every field but the event's name and level."""
    return {key: value for key, value in event.items() if key in ("event", "level")}
