"""Content that was parsed before is not parsed again, and never another than what is written."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from rasa_project import paths
from rasa_project.library import load_library, read_library
from rasa_project.parsed import Parsed


def never(written: bytes) -> Any:
    """Stands for a parser that must not be asked."""
    raise AssertionError(written)


def kept(file: Path, document: Any) -> None:
    parsed = Parsed(file)
    assert parsed.document(b"written", lambda _: document) == document
    parsed.keep()


def test_what_was_parsed_is_not_parsed_again(tmp_path: Path) -> None:
    kept(tmp_path / "below" / "content.json", {"lines": ["It's a no tonight."]})
    assert Parsed(tmp_path / "below" / "content.json").document(b"written", never) == {"lines": ["It's a no tonight."]}
    assert [file.name for file in (tmp_path / "below").iterdir()] == ["content.json"]


def test_what_has_changed_is_parsed_anew(tmp_path: Path) -> None:
    kept(tmp_path / "content.json", "before")
    assert Parsed(tmp_path / "content.json").document(b"written otherwise", lambda _: "after") == "after"


def test_what_is_no_longer_there_is_not_kept(tmp_path: Path) -> None:
    kept(tmp_path / "content.json", "before")
    parsed = Parsed(tmp_path / "content.json")
    parsed.document(b"written otherwise", lambda _: "after")
    parsed.keep()
    assert list(json.loads((tmp_path / "content.json").read_text()).values()) == ["after"]


@pytest.mark.parametrize("document", [{"checked": datetime.date(2026, 11, 26)}, {1: "a number as a key"}])
def test_what_json_would_give_back_otherwise_is_parsed_each_time(tmp_path: Path, document: Any) -> None:
    kept(tmp_path / "content.json", document)
    assert Parsed(tmp_path / "content.json").document(b"written", lambda _: "again") == "again"


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]", b"\xff"])
def test_a_damaged_file_holds_nothing(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "content.json").write_bytes(damaged)
    assert Parsed(tmp_path / "content.json").document(b"written", lambda _: "parsed") == "parsed"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "in_the_way").write_text("a file")
    kept(tmp_path / "in_the_way" / "content.json", "a document")


def test_the_library_is_the_same_from_either(tmp_path: Path) -> None:
    load_library()  # keeps what it parsed; one that was used remembers what it looked up, so both are read here
    assert len(json.loads(paths.PARSED.read_text())) > 50
    kept_before, parsed_anew = (read_library(paths.COACHING, Parsed(file)) for file in (paths.PARSED, tmp_path / "content.json"))
    assert kept_before == parsed_anew
