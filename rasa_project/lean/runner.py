"""Runs the graph of a model straight through: the order of its steps is worked out once, not at every message."""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

_Step = tuple[str, GraphNode, tuple[str, ...]]
"""A node, what it runs, and the nodes or inputs whose outcome it needs."""
KNOWN = {DaskGraphRunner.run: "45f0f52f574f3aa9", DaskGraphRunner._build_dask_graph: "5bb99f974d512a36", GraphNode.__call__: "66127a2bfb6fcf1e"}


class StraightRunner(DaskGraphRunner):
    """Does what Rasa's runner does for one message at a time, without a scheduler.

    Dask sorts the graph, keeps the state of each step and passes results through a queue, which pays for heavy graphs on many cores.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._orders: dict[tuple[str, ...], tuple[_Step, ...]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Runs the graph. `inputs` are values by the name that nodes ask for; returns the outcome of each target. Raises GraphRunError."""
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        outcomes: dict[str, tuple[str, Any]] = {}
        for name, value in (inputs or {}).items():
            if name in self._instantiated_nodes:
                raise GraphRunError(f"The input '{name}' has the name of a node.")
            outcomes[name] = (name, value)
        for name, node, needs in self._orders[wanted]:
            outcomes[name] = node(*[outcomes.get(need, need) for need in needs])
        return {name: outcomes[name][1] for name in wanted}

    def _order(self, targets: tuple[str, ...]) -> tuple[_Step, ...]:
        """The nodes that the targets need, each after those that it needs itself."""
        needed = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        ordered: dict[str, _Step] = {}

        def add(name: str) -> None:
            if name in ordered or name not in needed:
                return  # done already, or an input
            needs = tuple(needed[name].needs.values())
            for need in needs:
                add(need)
            ordered[name] = (name, self._instantiated_nodes[name], needs)

        for target in targets:
            add(target)
        return tuple(ordered.values())
