"""Running a graph straight through: each step once, after what it needs, and only what is asked for."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphComponent as Component
from rasa.engine.graph import GraphSchema, SchemaNode

from rasa_project.lean.runner import StraightRunner


class Step(Component):
    """Writes down that it ran."""

    ran: ClassVar[list[str]] = []

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Step:
        """As Rasa creates it."""
        step = cls()
        step.name = config["name"]
        return step

    def start(self, message: str) -> str:
        """The first step."""
        self.ran.append(self.name)
        return f"{message}>{self.name}"

    def join(self, one: str, other: str) -> str:
        """A step that needs two others."""
        self.ran.append(self.name)
        return f"({one}+{other})>{self.name}"


def node(function: str, name: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs=needs, uses=Step, constructor_name="create", fn=function, config={"name": name}, eager=True, is_target=name == "last")


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> StraightRunner:
    monkeypatch.setattr(Step, "ran", [])
    schema = GraphSchema(
        {
            "last": node("join", "last", one="left", other="right"),
            "right": node("start", "right", message="first"),
            "left": node("start", "left", message="first"),
            "unasked": node("start", "unasked", message="first"),
            "first": node("start", "first", message="__message__"),
        }
    )
    return StraightRunner(schema, None, _Context())


class _Context:
    """Stands for Rasa's context, which the steps do not look at."""


@pytest.fixture(autouse=True)
def _contexts_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasa.engine.graph.dataclasses.replace", lambda context, **_: context)


def test_each_step_runs_once_after_what_it_needs(runner: StraightRunner) -> None:
    assert runner.run({"__message__": "hello"}, ["last"]) == {"last": "(hello>first>left+hello>first>right)>last"}
    assert sorted(Step.ran) == ["first", "last", "left", "right"]
    assert Step.ran[0] == "first"
    assert Step.ran[-1] == "last"


def test_another_message_starts_anew(runner: StraightRunner) -> None:
    runner.run({"__message__": "hello"}, ["left"])
    assert runner.run({"__message__": "again"}, ["left", "right"]) == {"left": "again>first>left", "right": "again>first>right"}


def test_an_input_may_not_bear_a_steps_name(runner: StraightRunner) -> None:
    with pytest.raises(GraphRunError, match="first"):
        runner.run({"first": "hello"}, ["last"])


def test_what_is_missing_is_said(runner: StraightRunner) -> None:
    with pytest.raises(GraphRunError, match="__message__"):
        runner.run({}, ["last"])
