"""The bytes that lie on the disk, for searching them."""

from __future__ import annotations

from rasa_project.settings import Settings


def raw_bytes(chosen: Settings) -> bytes:
    """All files of the data directory, one after the other: the database, its log and index, the key."""
    return b"\0".join(file.read_bytes() for file in sorted(chosen.data_dir.rglob("*")) if file.is_file())
