"""How a message is worded: what two messages share, whatever their dress, kept as plain text."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rasa_project.nlu.wording import FILE, Wording

TEXTS = ["i'm not in the mood", "not in the mood tonight", "how do i ask her", "how do i ask him", "i want to ask", "not tonight"]


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.learn(TEXTS)


def counts(wording: Wording, text: str) -> np.ndarray:
    return wording.count([text]).toarray()[0]


def test_each_text_gets_a_row(wording: Wording) -> None:
    rows = wording.count(TEXTS)
    assert rows.shape[0] == len(TEXTS)
    assert rows.dtype == np.float32


@pytest.mark.parametrize("text", [*TEXTS, "", "ask ask ask", "not the mood, the mood", "34. how do i ask her"])
def test_one_text_counts_as_it_does_among_many(text: str, wording: Wording) -> None:
    alone = np.zeros(wording.columns, dtype=np.float32)
    columns, values = wording.count_one(text)
    alone[columns] = values
    assert alone == pytest.approx(wording.count([*TEXTS, text]).toarray()[-1], abs=1e-6)


def test_texts_that_share_words_are_nearer(wording: Wording) -> None:
    one, near, far = (counts(wording, text) for text in ("not in the mood", "really not in the mood", "how do i ask"))
    assert one @ near > one @ far


def test_a_misspelling_still_shares_letters(wording: Wording) -> None:
    assert counts(wording, "tonihgt") @ counts(wording, "tonight") > 0


@pytest.mark.parametrize("dressed", ["I’M NOT IN THE MOOD", "im not in the mood", "  i'm not  in the mood "])
def test_the_dress_of_a_text_makes_no_difference(dressed: str, wording: Wording) -> None:
    assert np.array_equal(counts(wording, dressed), counts(wording, "i'm not in the mood"))


@pytest.mark.parametrize("text", ["", "😴", "сегодня", "zzzz"])
def test_what_shares_nothing_counts_nothing(text: str, wording: Wording) -> None:
    assert not counts(wording, text).any()


def test_what_stands_in_one_text_only_is_not_learnt() -> None:
    assert not counts(Wording.learn([*TEXTS, "zyzzyx"]), "zyzzyx").any()


def test_what_is_kept_counts_the_same(wording: Wording, tmp_path: Path) -> None:
    wording.write(tmp_path)
    kept = Wording.read(tmp_path)
    assert kept.count(TEXTS).toarray() == pytest.approx(wording.count(TEXTS).toarray(), abs=1e-4)


def test_what_is_kept_is_plain_text(wording: Wording, tmp_path: Path) -> None:
    wording.write(tmp_path)
    kept = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert [set(kind) for kind in kept] == [{"terms", "weights"}] * 2


@pytest.mark.parametrize("content", [None, "", "{", '[{"terms": ["a"]}, {}]', '[{"weights": [1]}, {}]'])
def test_a_file_of_no_use_is_an_error_that_is_expected(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / FILE).write_text(content)
    with pytest.raises((OSError, ValueError, KeyError)):
        Wording.read(tmp_path)
