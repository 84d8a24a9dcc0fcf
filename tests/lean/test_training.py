"""The quicker ways of training come out as Rasa's own do."""

from __future__ import annotations

import copy
import tarfile
from pathlib import Path

import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_project.lean import training
from rasa_project.lean.known import is_known

RASAS_OWN, RASAS_SANITIZED = TrainingData.merge, TrainingData.sanitize_examples


def _data(*texts: str, **more: object) -> TrainingData:
    return TrainingData([Message.build(text, intent="affirm") for text in texts], **more)  # type: ignore[arg-type]  # as Rasa takes them


def test_they_are_written_for_the_rasa_that_is_here() -> None:
    assert is_known(training.KNOWN)


def test_a_file_is_read_once_as_long_as_it_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"

    def read(message: str) -> TrainingData | None:
        file.write_text(f'version: "3.1"\nnlu:\n- intent: affirm\n  examples: |\n    - {message}\n')
        return training.read_once(str(file))

    first = read("yes")
    assert read("yes") is first
    changed = read("go on")
    assert first is not None
    assert changed is not None
    assert [message.get("text") for data in (first, changed) for message in data.training_examples] == ["yes", "go on"]


def test_what_is_merged_is_what_rasa_merges() -> None:
    parts = [_data("yes", "yes please"), _data("go on", "yes", entity_synonyms={"ok": "okay"}, responses={"utter_x": [{"text": "x"}]})]
    ours, rasas = training.merged(*parts), RASAS_OWN(*parts)
    assert [message.as_dict() for message in ours.training_examples] == [message.as_dict() for message in rasas.training_examples]
    assert (ours.entity_synonyms, ours.responses) == (rasas.entity_synonyms, rasas.responses)
    assert ours.fingerprint() == rasas.fingerprint()


def test_what_is_sanitized_is_what_rasa_makes_of_it() -> None:
    def examples() -> list[Message]:
        return [Message({"text": "yes", "intent": " affirm "}), Message({"text": "yes", "intent": "affirm"}), Message({"text": "no"})]

    ours, rasas = training.sanitized(examples()), RASAS_SANITIZED(examples())
    assert [message.as_dict() for message in ours] == [message.as_dict() for message in rasas]
    assert len(ours) == 2


def test_what_is_done_to_the_merged_is_not_done_to_its_parts() -> None:
    part = _data("yes")
    before = part.training_examples[0].as_dict()
    message = training.merged(part).training_examples[0]
    message.set("text_tokens", [Token("yes", 0)])
    message.output_properties.add("text_tokens")
    assert part.training_examples[0].as_dict() == before
    assert part.training_examples[0].output_properties == {"text"}


@pytest.mark.parametrize(
    "other", [Token("no", 0), Token("yes", 1), Token("yes", 0, 9), Token("yes", 0, lemma="y"), Token("yes", 0, data={"shape": "xxx"})]
)
def test_another_word_has_another_fingerprint(other: Token) -> None:
    token = Token("yes", 0)
    assert training.fingerprint(token) == training.fingerprint(copy.deepcopy(token))
    assert training.fingerprint(token) != training.fingerprint(other)


def test_a_model_is_packed_at_a_usual_level(tmp_path: Path) -> None:
    (tmp_path / "part").write_text("what was learnt")
    with training.QuicklyPacked.open(tmp_path / "model.tar.gz", "w:gz") as packed:
        packed.add(tmp_path / "part", arcname="part")
    header = (tmp_path / "model.tar.gz").read_bytes()
    assert header[8] == 0, "gzip writes 2 for the hardest level"
    with tarfile.open(tmp_path / "model.tar.gz") as unpacked:
        assert unpacked.getnames() == ["part"]
