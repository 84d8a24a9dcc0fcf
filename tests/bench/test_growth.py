"""The picture of what a turn costs as things grow."""

from __future__ import annotations

from pathlib import Path

from bench.growth import Curve, draw

CURVES = [Curve("A whole turn", "turn", [10, 500], [8.0, 8.5]), Curve("Of a turn, the memory", "people", [10, 100_000], [0.4, 0.4])]


def test_the_same_figures_give_the_same_picture_and_others_another(tmp_path: Path) -> None:
    pictures = []
    for number, curves in enumerate((CURVES, CURVES, CURVES[::-1])):
        draw(curves, tmp_path / f"{number}.svg")
        pictures.append((tmp_path / f"{number}.svg").read_text(encoding="utf-8"))
    assert pictures[0] == pictures[1] != pictures[2]
    assert "A whole turn" in pictures[0]
