"""Reasons that are told without their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix

from bench.messages import training_messages
from rasa_project import paths
from rasa_project.coach.content import Library
from rasa_project.nlu.details import DetailFinder
from rasa_project.nlu.linear_model import LinearModel, Training, separate
from rasa_project.nlu.reasons_told import CLEAR, NO_REASON, ReasonsTold, read_told
from rasa_project.nlu.telling_model import TellingModel
from rasa_project.parse import parse_lines

NEEDED = 0.75
"""Of the reasons found in test messages that name none, so many are those that a reader finds."""
FOUND = 0.25
"""And so many of those that a reader finds are found."""


def model_of(weights: list[list[float]], classes: tuple[str, ...] = (NO_REASON, "kids_away", "tired")) -> LinearModel:
    return LinearModel(classes, np.array(weights, dtype=np.float32), np.zeros(len(classes), dtype=np.float32), 1.0, 0.0, 1.0)


def told(library: Library, intent: str, dense: list[float]) -> str | None:
    reasons = ReasonsTold(library, TellingModel(model_of([[0, 0, 0], [1, 0, 0], [0, 1, 0]]), np.array([3])))
    return reasons.told_in(intent, np.array(dense, dtype=np.float32), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))


def test_the_reason_of_the_speakers_part_is_told(library: Library) -> None:
    assert told(library, "not_in_the_mood", [3.0, 2.0]) == "tired"
    assert told(library, "how_to_ask", [3.0, 2.0]) == "kids_away"
    assert told(library, "inform", [3.0, 2.0]) == "kids_away"


def test_what_is_not_clear_is_not_told(library: Library) -> None:
    assert told(library, "not_in_the_mood", [0.0, CLEAR - 0.1]) is None


def test_other_messages_tell_no_reason(library: Library) -> None:
    assert told(library, "thanks", [0.0, 3.0]) is None


def test_what_is_kept_is_read_again(library: Library, tmp_path: Path) -> None:
    ReasonsTold(library, TellingModel(model_of([[0, 0, 0], [0, 0, 0], [0, 0, 2]]), np.array([7]))).write(tmp_path)
    again = ReasonsTold.read(tmp_path, library)
    assert again.told_in("not_in_the_mood", np.zeros(2, dtype=np.float32), np.array([7]), np.ones(1, dtype=np.float32)) == "tired"


def test_every_message_that_tells_a_reason_is_a_training_message(library: Library) -> None:
    told_reasons = read_told(paths.REASONS_TOLD)
    assert not set(told_reasons.values()) - set(library.reasons_by_id)
    assert not set(told_reasons) - set(training_messages().texts)


def test_machines_learnt_in_shares_are_those_learnt_at_once() -> None:
    generator = np.random.default_rng(3)
    targets = np.repeat(np.array(["a", "b", "c", "d", "e"]), 30)
    features = csr_matrix(generator.normal(size=(150, 6)) + 2 * np.eye(5, 6)[np.searchsorted(np.unique(targets), targets)])
    how = Training(0.5, 1, "a", ())
    alone, shared = separate(features, targets, np.ones(150), how), separate(features, targets, np.ones(150), how, jobs=2)
    assert np.allclose(alone[0], shared[0], atol=0.02)
    assert np.allclose(alone[1], shared[1], atol=0.02)


def test_unnamed_reasons_are_found_in_messages_that_were_not_trained_with(agent: Any, library: Library) -> None:

    read = yaml.safe_load((Path(__file__).parent / "reasons_told.yml").read_text(encoding="utf-8"))
    finder = DetailFinder(library)
    unnamed = [text for text in read if not any(entity["entity"] == "reason" for entity in finder.find(text))]
    found = {
        text: [entity["value"] for entity in answer["entities"] if entity["entity"] == "reason"]
        for text, answer in zip(unnamed, parse_lines(agent, unnamed))
    }
    right = sum(bool(set(reasons) & set(read[text])) for text, reasons in found.items())
    told_at_all = sum(bool(read[text]) for text in unnamed)
    assert right >= NEEDED * sum(bool(reasons) for reasons in found.values())
    assert right >= FOUND * told_at_all
