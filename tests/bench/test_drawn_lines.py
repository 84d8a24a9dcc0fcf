"""The lines that are drawn for readers."""

from __future__ import annotations

from bench.drawn_lines import drawn
from rasa_project.coach import Library


def test_the_same_words_draw_the_same_lines(library: Library) -> None:
    first, again, other = (list(drawn(library, seed, 20)) for seed in ("one", "one", "another"))
    assert first == again
    assert first != other
    assert len({line for _, line in first}) == 20


def test_a_reader_is_told_who_speaks(library: Library) -> None:
    told = [situation for situation, _ in drawn(library, "who speaks", 60)]
    starts = ("says no to the partner (", "asks the partner (", "answers, having just been told no for tonight, to the partner (")
    assert {start for start in starts for situation in told if situation.startswith(start)} == set(starts)
    assert all(situation.startswith(starts) and "None" not in situation for situation in told)
