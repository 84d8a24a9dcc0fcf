"""Rasa without TensorFlow, and silent about what people say."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from rasa_project import lean_runtime
from rasa_project.errors import ModelError
from rasa_project.lean_runtime import NEED_TENSORFLOW, STOOD_IN, Inert, refuse_what_needs_tensorflow
from rasa_project.paths import ROOT
from tests.processes import PATIENCE, environment, evening_note

HEAVY = (
    "tensorflow",
    "tensorflow-cpu",
    "tensorflow-intel",
    "tensorflow-hub",
    "tensorflow-addons",
    "tensorflow-text",
    "keras",
    "torch",
    "transformers",
)


@pytest.mark.parametrize("package", HEAVY)
def test_the_heavy_packages_are_not_installed(package: str) -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(package)


@pytest.mark.parametrize("lock", ["runtime.lock", "test.lock"])
def test_the_lock_leaves_the_heavy_packages_out(lock: str) -> None:
    pinned = {line.partition("==")[0] for line in (ROOT / "requirements" / lock).read_text().splitlines() if "==" in line}
    assert pinned
    assert not pinned & set(HEAVY)


def test_rasa_stands_on_the_stand_in() -> None:
    for name in STOOD_IN:
        assert type(importlib.import_module(name)).__module__ == lean_runtime.__name__


def test_what_lies_below_a_stood_in_package_can_be_imported_too() -> None:
    module = importlib.import_module("tensorflow.python.keras.utils.made_up")
    assert issubclass(module.Anything, Inert)


def test_other_packages_are_still_missing_when_they_are_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("tensorflow_made_up")


def test_an_inert_class_can_be_inherited_from_and_made() -> None:
    import tensorflow as tf

    class Layer(tf.keras.layers.Layer):
        def __init__(self, size: int, name: str = "layer") -> None:
            self.size, self.label = size, name

    assert (Layer(3, name="x").size, Layer(3, name="x").label) == (3, "x")


def test_an_inert_function_serves_as_a_decorator_with_and_without_arguments() -> None:
    import tensorflow as tf

    @tf.function
    def plain() -> int:
        return 1

    @tf.function(experimental_relax_shapes=True)
    def with_arguments() -> int:
        return 2

    assert plain() == 1
    assert with_arguments is not None


def test_an_inert_name_has_no_made_up_double_underscores() -> None:
    """Else pickling, copying and inspection would take it for something it is not."""
    import tensorflow as tf

    for thing in (tf, tf.Tensor):
        with pytest.raises(AttributeError):
            _ = thing.__made_up__


def test_tensorflow_counts_as_not_installed() -> None:
    assert not lean_runtime.tensorflow_is_installed()


def test_the_components_known_to_need_tensorflow_are_all_that_do() -> None:
    importlib.import_module("rasa.engine.recipes.default_components")
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    known = DefaultV1Recipe._registered_components.items()
    assert {name for name, component in known if _rests_on_the_stand_in(component.clazz)} == NEED_TENSORFLOW


@pytest.mark.parametrize("name", [*sorted(NEED_TENSORFLOW), "rasa.nlu.classifiers.diet_classifier.DIETClassifier"])
@pytest.mark.parametrize("where", ["pipeline", "policies"])
def test_each_of_them_is_refused_wherever_it_stands(where: str, name: str, tmp_path: Path) -> None:
    config(tmp_path, "config.yml", **{where: [name]})
    with pytest.raises(ModelError, match="pip install tensorflow"):
        refuse_what_needs_tensorflow(tmp_path / "config.yml")


@pytest.mark.parametrize("content", [None, "", "{", "pipeline:\npolicies:", "pipeline: [a, {name: WhitespaceTokenizer}]"])
def test_any_other_configuration_is_left_to_rasa(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "config.yml").write_text(content)
    refuse_what_needs_tensorflow(tmp_path / "config.yml")


def test_our_own_configuration_needs_no_tensorflow() -> None:
    refuse_what_needs_tensorflow(ROOT / "config.yml")


def test_preparing_twice_changes_nothing() -> None:
    before = list(sys.meta_path)
    lean_runtime.prepare()
    assert sys.meta_path == before


def test_rasas_telemetry_is_off() -> None:
    from rasa.telemetry import is_telemetry_enabled

    assert not is_telemetry_enabled()


def test_rasas_log_keeps_the_name_of_an_event_and_nothing_else() -> None:
    kept = lean_runtime._keep_only_the_event(None, "debug", {"event": "processor.message.parse", "level": "info", "text": "canary", "slots": {}})
    assert kept == {"event": "processor.message.parse", "level": "info"}


def test_nothing_said_stands_in_what_rasa_logs(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().error("something.happened", text="canary", user_message={"text": "canary"}, exc_info=False)
    logging.getLogger("rasa.core.processor").debug("heard canary")
    written = capsys.readouterr()
    assert "canary" not in written.out + written.err


def test_rasas_own_loggers_say_nothing_below_info() -> None:
    for name in ("rasa", "rasa.core.processor", "rasa.engine.graph"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)


@pytest.fixture(scope="module")
def overheard() -> list[str]:
    """All that a process writes at DEBUG when a plain text, and one like a payload, reach Rasa without the gate before it."""
    program = (
        "import logging, sys; from rasa_project import lean_runtime\n"
        "logging.basicConfig(level='DEBUG'); lean_runtime.prepare(logging.DEBUG)\n"
        "import asyncio; from rasa_project.agent import load_agent\n"
        "agent = load_agent()\n"
        "for text in ('tell canary that i am not in the mood', '/affirm{\"canary\": \"canary\"}'):\n"
        "    print('=====', file=sys.stderr)\n"
        "    assert asyncio.run(agent.handle_text(text, sender_id='canary'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env=environment(), timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr.split("=====")[1:]


@pytest.mark.model
def test_a_process_that_logs_all_it_can_does_not_log_what_was_said(overheard: list[str]) -> None:
    assert "DEBUG" in overheard[0]
    assert "canary" not in overheard[0]


@pytest.mark.model
def test_rasas_warnings_do_not_repeat_what_was_said(overheard: list[str]) -> None:
    """Rasa warns about a payload with details it does not know, quoting it whole; the gate keeps such from it, this is the second lock."""
    assert "canary" not in overheard[1]


def _rests_on_the_stand_in(component: type) -> bool:
    """Whether the module of a component of Rasa's holds anything of the stand-in."""
    return any(type(thing).__module__ == lean_runtime.__name__ for thing in vars(sys.modules[component.__module__]).values())


@dataclass(frozen=True)
class House:
    """A small copy of the house, in which training fails or succeeds within seconds and touches nothing of ours."""

    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of this copy."""
        return evening_note(*arguments, cwd=self.folder, PYTHONPATH=str(self.folder))


PIPELINE = ["rasa_project.nlu.tokenizer.EnglishTokenizer", "rasa_project.nlu.featurizer.SentenceFeaturizer"]


def config(folder: Path, name: str, *, pipeline: Sequence[str] = (), policies: Sequence[str] = ()) -> str:
    """Writes a configuration with these components beside what every one has; its path."""
    document = {
        "recipe": "default.v1",
        "language": "en",
        "assistant_id": "house",
        "pipeline": [{"name": component} for component in (*PIPELINE, *pipeline)],
        "policies": [{"name": component} for component in ("RulePolicy", *policies)],
    }
    (folder / name).write_text(json.dumps(document))
    return str(folder / name)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house")
    for name in ("rasa_project", "actions", "data/coaching", "data/safety"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data/nlu", "data/rules", "rasa_project/domain"):
        (folder / name).mkdir(exist_ok=True)
        for file in (folder / name).iterdir():
            if file.stem not in ("talk", "_conversation"):
                file.unlink()
        shutil.copy(ROOT / name / "talk.yml", folder / name)
    (folder / "models").mkdir()
    (folder / "models" / "encoder").symlink_to(ROOT / "models" / "encoder")
    config(folder, "config.yml")
    return House(folder)


@pytest.mark.parametrize(("where", "component"), [("pipeline", "DIETClassifier"), ("policies", "TEDPolicy")])
def test_a_component_that_needs_tensorflow_is_refused_with_how_to_install_it(where: str, component: str, house: House) -> None:
    done = house.run("rasa", "train", "-c", config(house.folder, "other.yml", **{where: [component]}))
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert component in said
    assert "pip install tensorflow" in said
    assert "Traceback" not in said


def test_our_own_command_refuses_it_in_one_clear_line(house: House) -> None:
    config(house.folder, "config.yml", pipeline=["DIETClassifier"])
    try:
        done = house.run("train")
    finally:
        config(house.folder, "config.yml")
    assert done.returncode == 1
    assert "pip install tensorflow" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_process_that_serves_stands_in_for_what_only_training_and_other_channels_need() -> None:
    code = (
        "import sys; from rasa_project import lean_runtime; lean_runtime.prepare(serving=True); import rasa_project.server;"
        "from rasa_project.lean_runtime import NOT_FOR_SERVING, _InertModule;"
        "print(sorted(name for name in NOT_FOR_SERVING if name in sys.modules and not isinstance(sys.modules[name], _InertModule)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert told.stdout.strip() == "[]"


def test_nothing_is_stood_in_for_that_rasa_does_not_import() -> None:
    """A name that nothing imports any more is a name to take out."""
    code = (
        "import sys; from rasa_project import lean_runtime; lean_runtime.prepare(); import rasa_project.server, rasa.nlu.test, rasa.core.test;"
        "from rasa_project.lean_runtime import NOT_FOR_SERVING; print(sorted(set(NOT_FOR_SERVING) - set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert told.stdout.strip() == "[]"
