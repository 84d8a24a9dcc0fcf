"""The reader of backups: whatever the file, it is restored or refused, and a refused one changes nothing."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.errors import MemoryStoreError
from rasa_project.memory import backup, cipher, sealed_file
from rasa_project.memory.sealed_file import SealedWriter, read_sealed
from rasa_project.settings import Settings
from tests.fuzz.inputs import VALUES, inputs, nearly, nearly_bytes
from tests.memory.conftest import StandingClock, nightly
from tests.memory.restorer import COST, FILES, NOW, WORDS


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Keys take no time, and a small backup has many chunks; for as long as this module runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed_file, "COST", COST)
        patch.setattr(sealed_file, "CHUNK", 64)
        patch.setattr(sealed_file, "_HIGHEST_COST", 8)
        patch.setattr(cipher, "SCRYPT_COST", 2)
        yield


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, WORDS)
    writer.write(content)
    writer.end()
    return file.getvalue()


@pytest.fixture(scope="module")
def whole(_quick: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup of one person."""
    from rasa_project.memory.memory import open_memory
    from tests.memory.test_memory import filled

    folder: Path = tmp_path_factory.mktemp("backup")
    chosen = Settings(data_dir=folder)
    memory = open_memory(chosen, nightly, StandingClock())
    filled(memory)
    backup.back_up(chosen, FILES, folder / "backup", WORDS, NOW)
    memory.close()
    return (folder / "backup").read_bytes()


@inputs(1000)
@given(st.data())
def test_any_bytes_are_refused_or_exactly_what_was_sealed(whole: bytes, data: st.DataObject) -> None:
    content = data.draw(st.binary(max_size=200) | st.binary(max_size=200).map(lambda some: sealed_file.MAGIC + some) | nearly_bytes(whole))
    try:
        read = b"".join(read_sealed(io.BytesIO(content), WORDS))
    except MemoryStoreError:
        return
    assert content == whole
    assert read


@inputs(40)
@given(st.data())
def test_whatever_was_sealed_is_restored_or_refused(whole: bytes, data: st.DataObject) -> None:
    lines = [json.loads(line) for line in b"".join(read_sealed(io.BytesIO(whole), WORDS)).splitlines()]
    records: Any = data.draw(nearly(lines) | st.lists(VALUES, max_size=4))
    content = b"".join(json.dumps(record).encode() + b"\n" for record in (records if isinstance(records, list) else [records]))
    with tempfile.TemporaryDirectory() as folder:
        file, chosen = Path(folder) / "file", Settings(data_dir=Path(folder) / "data")
        file.write_bytes(sealed(content))
        try:
            backup.restore(chosen, FILES, file, WORDS, nightly, NOW)
        except MemoryStoreError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either may happen
