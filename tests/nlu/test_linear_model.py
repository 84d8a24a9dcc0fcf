"""The linear classifier: the same from the same, honest probabilities, kept as plain arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from rasa_project.nlu.linear_model import LinearModel, Training, fit

HOW = Training(strength=0.5, seed=1, outside="outside", dangers=("danger",))
CLASSES = ("ask", "danger", "decline", "outside")


def messages(each: int = 30) -> tuple[np.ndarray, csr_matrix, list[str]]:
    """Messages of four classes that lie apart, with some noise."""
    random = np.random.default_rng(7)
    labels = [name for name in CLASSES for _ in range(each)]
    centres = {name: np.eye(4)[number] for number, name in enumerate(CLASSES)}
    dense = np.array([centres[name] + random.normal(0, 0.3, 4) for name in labels], dtype=np.float32)
    sparse = csr_matrix(np.array([centres[name] * random.random() for name in labels], dtype=np.float32))
    return dense, sparse, labels


def apart(labels: list[str]) -> list[bool]:
    """Every third message is kept apart."""
    return [number % 3 == 0 for number in range(len(labels))]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    dense, sparse, labels = messages()
    return fit(dense, sparse, labels, apart(labels), HOW)


def test_what_was_shown_is_told_apart(model: LinearModel) -> None:
    dense, sparse, labels = messages()
    said = [model.classes[best] for best in model.probabilities(dense, sparse).argmax(axis=1)]
    assert np.mean([one == other for one, other in zip(said, labels)]) > 0.9


def test_the_classes_are_the_labels(model: LinearModel) -> None:
    assert model.classes == CLASSES


def test_probabilities_sum_to_one(model: LinearModel) -> None:
    dense, sparse, _ = messages()
    probabilities = model.probabilities(dense, sparse)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(dense)))
    assert (probabilities >= 0).all()


def test_probabilities_stay_finite_for_any_message(model: LinearModel) -> None:
    dense = np.array([[1e6, -1e6, 0, 0], [0, 0, 0, 0]], dtype=np.float32)
    assert np.isfinite(model.probabilities(dense, csr_matrix((2, 4), dtype=np.float32))).all()


def test_probabilities_mean_what_they_say(model: LinearModel) -> None:
    """Of new messages, the mean confidence lies near the share that is right."""
    random = np.random.default_rng(8)
    labels = [name for name in CLASSES for _ in range(100)]
    dense = np.array([np.eye(4)[CLASSES.index(name)] + random.normal(0, 0.3, 4) for name in labels], dtype=np.float32)
    sparse = csr_matrix(np.array([np.eye(4)[CLASSES.index(name)] * random.random() for name in labels], dtype=np.float32))
    probabilities = model.probabilities(dense, sparse)
    right = np.mean([model.classes[best] == name for best, name in zip(probabilities.argmax(axis=1), labels)])
    assert probabilities.max(axis=1).mean() == pytest.approx(right, abs=0.12)


def test_the_same_messages_and_seed_give_the_same_model(model: LinearModel) -> None:
    dense, sparse, labels = messages()
    again = fit(dense, sparse, labels, apart(labels), HOW)
    assert np.array_equal(again.weights, model.weights)
    assert (again.temperature, again.belief, again.alarm) == (model.temperature, model.belief, model.alarm)


def test_the_alarm_is_not_rung_for_more_harmless_messages_than_agreed(model: LinearModel) -> None:
    dense, sparse, labels = messages()
    danger = model.probabilities(dense, sparse)[:, model.classes.index("danger")]
    harmless = np.array(labels) != "danger"
    assert (danger[harmless] >= model.alarm).mean() <= 0.1
    assert (danger[~harmless] >= model.alarm).mean() >= 0.9


def test_thresholds_lie_between_nothing_and_certainty(model: LinearModel) -> None:
    assert 0 < model.belief < 1
    assert 0 < model.alarm < 1
    assert model.temperature > 0


def test_a_model_can_be_fitted_without_any_danger_or_outside() -> None:
    dense, sparse, labels = messages()
    keep = [number for number, name in enumerate(labels) if name in ("ask", "decline")]
    renamed = ["ask" if labels[number] == "ask" else "decline" if number % 2 else "other" for number in keep]
    small = fit(dense[keep], sparse[keep], renamed, apart(renamed), HOW)
    assert small.classes == ("ask", "decline", "other")


def test_a_class_that_nothing_is_trained_on_is_refused() -> None:
    dense, sparse, labels = messages()
    with pytest.raises(ValueError, match="kept apart"):
        fit(dense, sparse, labels, [name == "danger" for name in labels], HOW)


def test_what_is_kept_gives_the_same_answers(model: LinearModel, tmp_path: Path) -> None:
    model.write(tmp_path / "model.npz")
    kept = LinearModel.read(tmp_path / "model.npz")
    dense, sparse, _ = messages()
    assert kept.classes == model.classes
    assert kept.probabilities(dense, sparse) == pytest.approx(model.probabilities(dense, sparse), abs=0.01)
    assert (kept.temperature, kept.belief, kept.alarm, kept.doubt) == pytest.approx((model.temperature, model.belief, model.alarm, model.doubt))


def test_nothing_in_a_kept_model_can_run(model: LinearModel, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    np.savez(file, classes=np.array([{"run": "me"}], dtype=object), weights=model.weights, biases=model.biases, chosen=np.array([1.0, 1.0, 1.0]))
    with pytest.raises(ValueError, match="allow_pickle"):
        LinearModel.read(file)


@pytest.mark.parametrize("content", [None, b"", b"no arrays", b"PK\x03\x04 half a file"], ids=["missing", "empty", "something else", "half"])
def test_a_file_of_no_use_is_an_error_that_is_expected(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises((OSError, ValueError, KeyError)):
        LinearModel.read(file)


def test_a_file_that_lacks_something_is_an_error_that_is_expected(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", classes=np.array(["a"]))
    with pytest.raises(KeyError):
        LinearModel.read(tmp_path / "model.npz")
