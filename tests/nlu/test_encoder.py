"""The sentence encoder: the expected files, vectors that say how close two meanings are, and the same ones in any company."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from rasa_project.errors import EncoderError
from rasa_project.nlu.encoder import FILES, SentenceEncoder, shared_encoder, verify
from rasa_project.paths import ENCODER


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return shared_encoder()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the encoder's files, to be damaged."""
    for name in (*FILES, "manifest.json"):
        shutil.copy(ENCODER / name, tmp_path)
    return tmp_path


def closeness(encoder: SentenceEncoder, one: str, other: str) -> float:
    first, second = encoder.encode([one, other])
    return float(first @ second)


def test_each_text_gets_a_vector_of_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["not tonight", "how do i ask", "", "😴", "a" * 4000, "сегодня", "word " * 500])
    assert vectors.shape == (7, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(7), abs=1e-4)


def test_no_text_is_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_a_text_has_the_same_vector_alone_and_in_company(encoder: SentenceEncoder) -> None:
    texts = ["not tonight", "i'm not in the mood", "how do i ask her without sounding desperate", "no", "not today"] * 20
    together = encoder.encode(texts)
    for position in (0, 1, 2, 3, 99):
        assert np.allclose(together[position], encoder.encode([texts[position]])[0], atol=1e-4)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("i'm not in the mood", "i don't feel like it", "what is the weather tomorrow"),
        ("how do i ask her", "what should i say to bring it up", "delete my data"),
        ("i'm so tired", "i am exhausted", "are you a robot"),
    ],
)
def test_what_means_the_same_is_nearer_than_what_does_not(text: str, near: str, far: str, encoder: SentenceEncoder) -> None:
    assert closeness(encoder, text, near) > closeness(encoder, text, far) + 0.1


@pytest.mark.parametrize("dressed", ["I’M NOT IN THE MOOD", "  i'm  not in the mood\n", "i'm not in the m\u200bood"])
def test_the_dress_of_a_text_makes_no_difference(dressed: str, encoder: SentenceEncoder) -> None:
    assert closeness(encoder, "i'm not in the mood", dressed) == pytest.approx(1.0, abs=1e-4)


def test_of_a_long_message_both_ends_are_read(encoder: SentenceEncoder) -> None:
    story = "then we went to the shop and bought some bread and came home again. " * 20
    plain, asked, opened = encoder.encode([story, f"{story} how do i tell her not tonight", f"he hit me again. {story}"])
    assert float(plain @ asked) < 0.98
    assert float(plain @ opened) < 0.98


def test_the_encoder_is_loaded_once_a_process() -> None:
    assert shared_encoder() is shared_encoder()


def test_the_files_are_the_ones_that_the_manifest_names() -> None:
    sums = verify(ENCODER)["sha256"]
    assert {name: hashlib.sha256((ENCODER / name).read_bytes()).hexdigest() for name in FILES} == sums


def test_the_encoder_is_small_enough_to_be_carried_about_and_says_where_it_comes_from() -> None:
    assert sum(file.stat().st_size for file in ENCODER.iterdir()) < 30_000_000
    told = (ENCODER / "README.md").read_text(encoding="utf-8")
    assert "Apache" in told
    assert "MiniLM" in told


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_a_clear_error(name: str, copy: Path) -> None:
    (copy / name).unlink()
    with pytest.raises(EncoderError, match="not whole"):
        SentenceEncoder(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_a_clear_error_that_names_it(name: str, copy: Path) -> None:
    with (copy / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(EncoderError, match=name):
        SentenceEncoder(copy)


@pytest.mark.parametrize("manifest", ["", "{", "{}", "[]", '{"sha256": {}}', '{"sha256": []}'])
def test_a_manifest_of_no_use_is_a_clear_error(manifest: str, copy: Path) -> None:
    (copy / "manifest.json").write_text(manifest)
    with pytest.raises(EncoderError):
        SentenceEncoder(copy)


def test_a_model_that_is_none_is_a_clear_error(copy: Path) -> None:
    (copy / "model.onnx").write_bytes(b"no model")
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["sha256"]["model.onnx"] = hashlib.sha256(b"no model").hexdigest()
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(EncoderError, match="cannot be loaded"):
        SentenceEncoder(copy)
