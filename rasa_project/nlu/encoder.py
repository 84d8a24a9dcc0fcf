"""The sentence encoder: one vector for what a sentence means (MiniLM, ONNX, on this machine only)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rasa_project import paths
from rasa_project.errors import EncoderError
from rasa_project.nlu.text import tidy, without_the_age

if TYPE_CHECKING:
    from tokenizers import Encoding

MAXIMUM_TOKENS = 128
OF_THE_START = 32
"""How many of them are of the start of a message that is longer; the others are of its end, where the question mostly stands."""
MANY = 256
"""Texts from which on, in training, it pays to use every core."""
FILES = ("model.onnx", "tokenizer.json")
LAST, LAYERS = "last_hidden_state", ("layer_0", "layer_2", "layer_4", "last_hidden_state")
"""What the model gives of each token: its vector, and that with what it was in the layers before."""


@dataclass(frozen=True)
class Meaning:
    """What a message means as a whole, and each piece of a word in it."""

    vector: NDArray[np.float32]
    """Shape (dimensions,), of length 1; zeros for a text without a token."""
    pieces: NDArray[np.float32]
    """Shape (pieces, layers * dimensions): none for a message of which a part was left out."""
    places: tuple[tuple[int, int], ...]
    """Where each piece stands in the tidy message; an empty place for one that stands nowhere."""


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """The project's encoder, loaded once a process."""
    return SentenceEncoder(paths.ENCODER)


class SentenceEncoder:
    """Turns sentences into vectors of length 1 whose cosine says how close two meanings are.

    Source of the model: all-MiniLM-L6-v2 (sentence-transformers), see `models/encoder/README.md`.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads the encoder in `folder`. Raises EncoderError when a file is missing or is not the expected one."""
        # imported here: a command that needs no encoder does not pay for it
        import onnxruntime
        from tokenizers import Tokenizer

        manifest = verify(folder)
        self.dimensions: int = manifest["dimensions"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors share no base class
            raise EncoderError(f"the encoder in {folder} cannot be loaded ({type(error).__name__})") from error
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: shape (texts, dimensions), float32, each of length 1 (a text without a token gets zeros)."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        rows = list(zip(vectors, self._tokenizer.encode_batch([without_the_age(tidy(text)).lower() for text in texts])))
        if len(rows) < MANY:
            for row in rows:
                self._fill(row)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:  # the runtime computes outside Python's lock
                list(threads.map(self._fill, rows))
        return vectors

    def read(self, text: str) -> Meaning:
        """The meaning of one message, with that of its pieces, at the price of the first alone."""
        written = tidy(text)
        read = without_the_age(written)
        encoding = self._tokenizer.encode(read.lower())
        if not encoding.ids or len(encoding.ids) > MAXIMUM_TOKENS or len(read.lower()) != len(read):
            return Meaning(self.encode([text])[0], np.zeros((0, len(LAYERS) * self.dimensions), dtype=np.float32), ())
        layers = self._session.run(LAYERS, _inputs(encoding.ids))
        before = len(written) - len(read)
        places = tuple((start + before, end + before) if end > start else (0, 0) for start, end in encoding.offsets)
        return Meaning(_scaled(layers[-1][0]), np.concatenate([layer[0] for layer in layers], axis=1), places)

    def _fill(self, row: tuple[NDArray[np.float32], Encoding]) -> None:
        # one by one: the sums in int8 are scaled by all that is in a batch, so that a sentence would mean something else in other company
        vector, encoding = row
        if encoding.ids:
            vector[:] = self._run(encoding)

    def _run(self, encoding: Encoding) -> NDArray[np.float32]:
        ids = encoding.ids
        if len(ids) > MAXIMUM_TOKENS:
            ids = ids[:OF_THE_START] + ids[OF_THE_START - MAXIMUM_TOKENS :]
        return _scaled(self._session.run([LAST], _inputs(ids))[0][0])


def _inputs(ids: Sequence[int]) -> dict[str, NDArray[np.int64]]:
    tokens = np.array([ids], dtype=np.int64)
    return {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}


def _scaled(hidden: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the tokens, of length 1."""
    mean = hidden.mean(axis=0)
    scaled: NDArray[np.float32] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return scaled


def verify(folder: Path) -> dict[str, Any]:
    """The encoder's manifest, after checking that its files are the ones it names. Raises EncoderError."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for name in FILES:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if digest != manifest["sha256"][name]:
                raise EncoderError(f"{folder / name} is not the file that manifest.json describes; fetch the repository anew")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"the encoder in {folder} is not whole ({error}); fetch the repository anew") from error
    return manifest
