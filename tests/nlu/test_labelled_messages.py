"""Messages by what each of them says, as they stand in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rasa_project.errors import ContentError
from rasa_project.nlu.labelled_messages import read_labelled


def test_messages_are_read_by_their_label(tmp_path: Path) -> None:
    file = tmp_path / "messages.yml"
    file.write_text("tired:\n- dead beat\n- 12\nnone: []\n", encoding="utf-8")
    assert read_labelled(file) == {"tired": ["dead beat", "12"], "none": []}


@pytest.mark.parametrize("content", ["- no labels", "tired: 3", "[", ""])
def test_a_file_that_is_no_list_of_messages_by_label_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "messages.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=r"messages\.yml"):
        read_labelled(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.yml"):
        read_labelled(tmp_path / "gone.yml")
