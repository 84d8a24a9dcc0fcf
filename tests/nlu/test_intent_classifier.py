"""What a message means: the classifier as Rasa trains, loads and asks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_project import paths
from rasa_project.coach.intents import OUT_OF_SCOPE
from rasa_project.errors import ModelError
from rasa_project.nlu.encoder import shared_encoder
from rasa_project.nlu.intent_classifier import FILE, MeaningClassifier, likeliest_danger
from rasa_project.nlu.labelled_messages import read_labelled
from rasa_project.nlu.linear_model import fit
from rasa_project.nlu.noise import ORIGINAL
from rasa_project.nlu.validation import kept_for_validation

EXAMPLES = {
    "not_in_the_mood": ["i'm not in the mood", "not tonight", "i don't feel like it", "no sex tonight please", "i'd rather not tonight"],
    "how_to_ask": ["how do i ask her", "how can i ask him for it", "what do i say to start", "how to bring it up", "help me ask her tonight"],
    "medical": ["it hurts during sex", "i have pain down there", "it burns afterwards", "it hurts when we do it", "there is bleeding"],
    OUT_OF_SCOPE: ["what's the weather", "play some music", "who won the game", "set a timer", "what's the capital of france"],
}


class Storage:
    """Stands for Rasa's model storage: one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def write_to(self, resource: Resource) -> Iterator[Path]:
        """The folder to write to."""
        yield self._folder

    @contextmanager
    def read_from(self, resource: Resource) -> Iterator[Path]:
        """The folder to read from."""
        yield self._folder


def message(text: str, intent: str | None = None, *, embedded: bool = True) -> Message:
    """A message as it comes from the featurizer."""
    made = Message.build(text, intent=intent)
    if embedded:
        made.add_features(Features(shared_encoder().encode([text]), FEATURE_TYPE_SENTENCE, TEXT, "test"))
    return made


def train(folder: Path) -> MeaningClassifier:
    classifier = MeaningClassifier.create(MeaningClassifier.get_default_config(), Storage(folder), Resource("test"), None)
    classifier.train(TrainingData([message(text, intent) for intent, texts in EXAMPLES.items() for text in texts]))
    return classifier


def load(folder: Path) -> MeaningClassifier:
    return MeaningClassifier.load(MeaningClassifier.get_default_config(), Storage(folder), Resource("test"), None)


@pytest.fixture(scope="module", autouse=True)
def few_remarks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A few of each kind of remark, so that a small classifier is trained in a moment."""
    file = tmp_path_factory.mktemp("remarks") / "remarks.yml"
    few = {remark: messages[:3] for remark, messages in read_labelled(paths.REMARKS).items()}
    file.write_text(yaml.safe_dump(few), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(paths, "REMARKS", file)
        yield


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small trained classifier."""
    folder: Path = tmp_path_factory.mktemp("classifier")
    train(folder)
    return folder


def understood(classifier: MeaningClassifier, text: str) -> Message:
    return classifier.process([message(text)])[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("not in the mood for it", "not_in_the_mood"), ("how should i ask him", "how_to_ask"), ("what's the weather like", OUT_OF_SCOPE)],
)
def test_a_message_gets_the_likeliest_intent(text: str, intent: str, trained: Path) -> None:
    assert understood(load(trained), text).get("intent")["name"] == intent


def test_all_intents_are_ranked_and_their_probabilities_sum_to_one(trained: Path) -> None:
    ranking = understood(load(trained), "not tonight").get("intent_ranking")
    confidences = [entry["confidence"] for entry in ranking]
    assert {entry["name"] for entry in ranking} == set(EXAMPLES)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


def test_training_twice_gives_the_same_answers(trained: Path, tmp_path: Path) -> None:
    first, second = understood(load(trained), "not tonight love"), understood(train(tmp_path), "not tonight love")
    assert [entry["name"] for entry in first.get("intent_ranking")] == [entry["name"] for entry in second.get("intent_ranking")]
    assert first.get("intent")["confidence"] == pytest.approx(second.get("intent")["confidence"], abs=0.01)


def test_a_danger_is_told_beside_the_intent(trained: Path) -> None:
    assert understood(load(trained), "it hurts when we have sex").get("danger") == "medical"
    assert understood(load(trained), "what's the weather").get("danger") is None


def test_an_empty_message_is_out_of_scope(trained: Path) -> None:
    (empty,) = load(trained).process([Message(data={"text": ""})])
    assert empty.get("intent") == {"name": OUT_OF_SCOPE, "confidence": 1.0}
    assert empty.get("intent_ranking") == [{"name": OUT_OF_SCOPE, "confidence": 1.0}]


def test_an_untrained_classifier_says_so(tmp_path: Path) -> None:
    classifier = MeaningClassifier.create({}, Storage(tmp_path), Resource("test"), None)
    with pytest.raises(ModelError, match="not trained"):
        classifier.process([message("hi")])


def test_a_message_without_an_embedding_says_what_is_wrong(trained: Path) -> None:
    with pytest.raises(ModelError, match="SentenceFeaturizer"):
        load(trained).process([message("hi", embedded=False)])


@pytest.mark.parametrize("name", [FILE, "wording.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "half"])
def test_a_damaged_model_says_what_to_do(name: str, damage: str, trained: Path, tmp_path: Path) -> None:
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    file = tmp_path / name
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(content[: len(content) // 2] if damage == "half" else b"")
    with pytest.raises(ModelError, match="evening-note train"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("ranking", "danger"),
    [
        ([("greet", 0.9), ("medical", 0.1)], None),
        ([("greet", 0.5), ("medical", 0.5)], "medical"),
        ([("greet", 0.5), ("medical", 0.25), ("pressured", 0.15), ("self_harm", 0.1)], "medical"),
        ([("medical", 0.9), ("greet", 0.1)], "medical"),
        ([("greet", 1.0)], None),
        ([], None),
    ],
)
def test_a_danger_is_noticed_when_all_together_are_probable_enough(ranking: list[tuple[str, float]], danger: str | None) -> None:
    named: list[dict[str, Any]] = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    assert likeliest_danger(named, 0.4) == danger


def test_a_change_of_what_is_trained_with_means_training_anew() -> None:
    assert len(MeaningClassifier.fingerprint_addon({})) == 64


def test_embeddings_are_what_the_encoder_says() -> None:
    made = message("not tonight")
    assert np.array_equal(made.get_dense_features(TEXT)[1].features, shared_encoder().encode(["not tonight"]))


def test_a_close_second_is_doubted_and_a_distant_one_is_not(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = load(trained)
    assert classifier._learnt is not None
    wording, model, *others = classifier._learnt
    for doubt, doubted in ((0.0, True), (1.1, False)):
        monkeypatch.setattr(classifier, "_learnt", (wording, replace(model, doubt=doubt), *others))
        assert understood(classifier, "not tonight").get("doubted") is doubted


def test_a_copy_goes_where_its_original_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A copy of a message kept apart would tell what the thresholds are chosen on."""
    told: dict[str, list[bool]] = {}

    def note(*given: object) -> object:
        told["apart"], told["copies"] = given[3], given[5]
        return fit(*given)

    monkeypatch.setattr("rasa_project.nlu.intent_classifier.fit", note)
    texts = [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    copies = []
    for text, intent in texts:
        copy = message(f"{text} noised", intent)
        copy.set(ORIGINAL, text)
        copies.append(copy)
    classifier = MeaningClassifier.create(MeaningClassifier.get_default_config(), Storage(tmp_path), Resource("test"), None)
    classifier.train(TrainingData([*(message(text, intent) for text, intent in texts), *copies]))
    assert told["copies"] == [False] * len(texts) + [True] * len(texts)
    assert told["apart"][len(texts) :] == told["apart"][: len(texts)] == [kept_for_validation(text) for text, _ in texts]
