"""Messages in which words are marked: what stands in them, and that each mark is of a whole word."""

from __future__ import annotations

from pathlib import Path

import pytest

from rasa_project import paths
from rasa_project.errors import ContentError
from rasa_project.nlu.marked_messages import Span, parted, read_marked
from tests.samples import TEST_MESSAGES

OURS = TEST_MESSAGES / "to_be_said.yml"


def test_the_message_is_read_without_its_marks_and_they_by_their_places() -> None:
    text, spans = parted("can it say [im ok now](add), and  not [sorry](out)?")
    assert text == "can it say im ok now, and not sorry?"
    assert spans == (Span(11, 20, "add"), Span(30, 35, "out"))
    assert [text[span.start : span.end] for span in spans] == ["im ok now", "sorry"]


def test_a_bracket_that_marks_nothing_stays() -> None:
    assert parted("is [this](fine)?") == ("is [this](fine)?", ())


@pytest.mark.parametrize("written", ["messages: 3", "- a list", "messages:\n- [", "{}"])
def test_a_file_that_cannot_be_used_is_named(written: str, tmp_path: Path) -> None:
    (tmp_path / "marked.yml").write_text(written, encoding="utf-8")
    with pytest.raises(ContentError, match=r"marked\.yml"):
        read_marked(tmp_path / "marked.yml")


@pytest.mark.parametrize("file", [paths.TO_BE_SAID, OURS], ids=["training", "test"])
def test_what_is_marked_is_words(file: Path) -> None:
    for text, spans in read_marked(file):
        assert "](" not in text
        for span in spans:
            words = text[span.start : span.end]
            assert words.strip(), text
            assert not (span.start and text[span.start - 1].isalnum() and words[0].isalnum()), text


def test_no_test_message_is_learnt_from() -> None:
    learnt = {text.lower() for text, _ in read_marked(paths.TO_BE_SAID)}
    assert not learnt & {text.lower() for text, _ in read_marked(OURS)}
