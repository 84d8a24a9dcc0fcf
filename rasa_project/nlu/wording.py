"""How a message is worded, as weighted counts of its words, word pairs and letter groups; catches spelling and idiom that meaning alone misses."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from rasa_project.nlu.text import plain, without_the_age

FILE = "wording.json"


def words_and_pairs(plain_text: str) -> list[str]:
    """The words of a text, and each two that stand side by side."""
    words = plain_text.split()
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def letter_groups(word: str) -> list[str]:
    """Two to five letters of a word side by side; it begins and ends with a space, and one that is shorter is a group of its own."""
    spaced = f" {word} "
    groups = []
    for size in range(2, 6):
        groups += [spaced[start : start + size] for start in range(max(1, len(spaced) - size + 1))]
        if len(spaced) <= size:
            break  # longer groups would be the same once more
    return groups


Parts = Callable[[str], list[str]]
_KINDS: tuple[tuple[Parts, Parts], ...] = ((words_and_pairs, lambda part: [part]), (str.split, letter_groups))
"""For each kind of term the parts of a plain text, and the terms of a part."""


def _times(plain_texts: Sequence[str], kind: tuple[Parts, Parts], number_of: Callable[[str], int]) -> tuple[NDArray[np.int64], ...]:
    """In which text stands which term, and how often: three arrays, ordered by text and term; terms whose number is negative are left out."""
    parts_of, terms_of = kind
    met: dict[str, list[int]] = {}  # most words occur many times
    numbers: list[int] = []
    ends = []
    for text in plain_texts:
        for part in parts_of(text):
            known = met.get(part)
            if known is None:
                known = met[part] = [number for term in terms_of(part) if (number := number_of(term)) >= 0]
            numbers += known
        ends.append(len(numbers))
    if not numbers:
        return (np.zeros(0, dtype=np.int64),) * 3
    rows = np.repeat(np.arange(len(ends)), np.diff([0, *ends]))
    width = max(numbers) + 1
    places, times = np.unique(rows * width + np.array(numbers), return_counts=True)
    return places // width, places % width, times


class _Kind:
    """One kind of term: what a text has of it, in columns that begin at `start`.

    It counts as scikit-learn's TfidfVectorizer does, whose checks and matrices take four times as long as one text needs.
    """

    def __init__(self, kind: tuple[Parts, Parts], terms: Sequence[str], weights: Sequence[float], start: int) -> None:
        self.terms = tuple(terms)
        self.weights = np.array(weights, dtype=np.float64)
        self._start = start
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._kind = kind

    def count(self, plain_text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Columns and values: 1 + log of how often, times the term's weight, scaled to length 1."""
        parts_of, terms_of = self._kind
        terms = (term for part in parts_of(plain_text) for term in terms_of(part))
        known = Counter(place for term in terms if (place := self._places.get(term)) is not None)
        places = np.fromiter(known.keys(), dtype=np.intp, count=len(known))
        values = (1.0 + np.log(np.fromiter(known.values(), dtype=np.float64, count=len(known)))) * self.weights[places]
        return places + self._start, values / max(float(np.sqrt(values @ values)), 1e-12)

    def count_all(self, plain_texts: Sequence[str]) -> csr_matrix:
        """The same for many texts, a row each, in a third of the time: shape (texts, terms)."""
        rows, places, times = _times(plain_texts, self._kind, lambda term: self._places.get(term, -1))
        values = (1.0 + np.log(times)) * self.weights[places]
        lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(plain_texts)))
        counted = (values / np.maximum(lengths[rows], 1e-12)).astype(np.float32)
        return csr_matrix((counted, (rows, places)), shape=(len(plain_texts), len(self.terms)))


class Wording:
    """Counts weighted by how telling they are (tf-idf, sublinear; each kind scaled to length 1)."""

    def __init__(self, kept: Sequence[tuple[Sequence[str], Sequence[float]]]) -> None:
        """`kept`: for each kind its terms and how telling each is."""
        starts = np.cumsum([0, *(len(terms) for terms, _ in kept)])
        self.columns = int(starts[-1])
        self._kinds = tuple(_Kind(kind, *of_kind, int(start)) for kind, of_kind, start in zip(_KINDS, kept, starts))

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Wording:
        """The vocabulary of `texts`: what occurs in at least two of them; what stands in few is the more telling (idf as scikit-learn has it)."""
        plain_texts = [plain(text) for text in texts]
        kept = []
        for kind in _KINDS:
            numbers: dict[str, int] = {}
            _, met, _ = _times(plain_texts, kind, lambda term: numbers.setdefault(term, len(numbers)))  # noqa: B023 - called at once
            texts_with = np.bincount(met, minlength=len(numbers))
            terms = sorted(term for term, number in numbers.items() if texts_with[number] > 1)
            kept.append((terms, [math.log((1 + len(texts)) / (1 + texts_with[numbers[term]])) + 1 for term in terms]))
        return cls(kept)

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """Shape (texts, vocabulary), float32, sparse."""
        plain_texts = [plain(without_the_age(text)) for text in texts]
        return hstack([kind.count_all(plain_texts) for kind in self._kinds], format="csr", dtype=np.float32)

    def count_one(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The columns of `count` that are not zero for this text, and their values."""
        plain_text = plain(without_the_age(text))
        counted = [kind.count(plain_text) for kind in self._kinds]
        return np.concatenate([columns for columns, _ in counted]), np.concatenate([values for _, values in counted]).astype(np.float32)

    def write(self, folder: Path) -> None:
        """Keeps vocabulary and weights as plain text: nothing in the file can run."""
        kept = [{"terms": kind.terms, "weights": [round(float(weight), 5) for weight in kind.weights]} for kind in self._kinds]
        (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Wording:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the file is not of that form."""
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls([(of_kind["terms"], of_kind["weights"]) for of_kind in kept])
