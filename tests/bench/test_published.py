"""The published encoder, fetched for comparison alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from bench import published
from bench.errors import BenchError


def test_a_tensor_is_read_from_where_its_header_says(tmp_path: Path) -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    header = json.dumps(
        {"first": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "bert.table": {"dtype": "F32", "shape": [2, 3], "data_offsets": [4, 28]}}
    )
    content = len(header).to_bytes(8, "little") + header.encode() + np.float32(7).tobytes() + values.tobytes()
    (tmp_path / "weights").write_bytes(content)
    assert np.array_equal(published.tensor(tmp_path / "weights", "table"), values)
    with pytest.raises(BenchError, match="holds no chair"):
        published.tensor(tmp_path / "weights", "chair")


def test_what_cannot_be_fetched_is_one_clear_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(published, "FOLDER", tmp_path / "published")
    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(BenchError, match="cannot be fetched"):
        published.fetch()


def test_every_package_of_the_lock_is_pinned_with_its_hash() -> None:
    lines = [line for line in published.LOCK.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all("==" in line for line in lines[::2])
    assert all("--hash=sha256:" in line for line in lines[1::2])
