"""The file that is served is the one that the sources make."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "rasa_project" / "widget" / "source"


def test_the_served_file_is_built_from_the_sources_as_they_are() -> None:
    spec = importlib.util.spec_from_file_location("build_widget", ROOT / "scripts" / "build_widget.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    assert builder.build() == builder.BUILT.read_text(encoding="utf-8"), "run `make widget`"


def test_words_become_text_and_never_markup() -> None:
    for file in SOURCE.glob("*.js"):
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|setHTML", file.read_text(encoding="utf-8")
        )
        assert found == [], file.name


def test_every_word_that_a_person_sees_stands_in_one_file_for_translators() -> None:
    sentence = re.compile(r"""["'`](?=[A-Z“])(?=[^"'`]* )[^"'`]*[a-z][^"'`]*["'`]""")
    for file in SOURCE.glob("*.js"):
        if file.name != "words.js":
            code = re.sub(r"(?m)//.*$|/\*[\s\S]*?\*/", "", file.read_text(encoding="utf-8"))
            assert [found for found in sentence.findall(code) if not found.startswith("`Bearer ")] == [], file.name
