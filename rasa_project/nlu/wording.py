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
from scipy.sparse import csr_matrix

from rasa_project.nlu.text import plain, without_the_age

FILE = "wording.json"


def words_and_pairs(plain_text: str) -> list[str]:
    """The words of a text, and each two that stand side by side."""
    words = plain_text.split()
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def letter_groups(plain_text: str) -> list[str]:
    """Two to five letters side by side, within words; a word begins and ends with a space, and one that is shorter is a group of its own."""
    groups = []
    for word in plain_text.split():
        spaced = f" {word} "
        for size in range(2, 6):
            groups += [spaced[start : start + size] for start in range(max(1, len(spaced) - size + 1))]
            if len(spaced) <= size:
                break  # longer groups would be the same once more
    return groups


_KINDS: tuple[Callable[[str], list[str]], ...] = (words_and_pairs, letter_groups)


class _Kind:
    """One kind of term: what a text has of it, in columns that begin at `start`.

    It counts as scikit-learn's TfidfVectorizer does, whose checks and matrices take four times as long as one text needs.
    """

    def __init__(self, terms_of: Callable[[str], list[str]], terms: Sequence[str], weights: Sequence[float], start: int) -> None:
        self.terms = tuple(terms)
        self.weights = np.array(weights, dtype=np.float64)
        self._start = start
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._terms_of = terms_of

    def count(self, plain_text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Columns and values: 1 + log of how often, times the term's weight, scaled to length 1."""
        known = Counter(place for term in self._terms_of(plain_text) if (place := self._places.get(term)) is not None)
        places = np.fromiter(known.keys(), dtype=np.intp, count=len(known))
        values = (1.0 + np.log(np.fromiter(known.values(), dtype=np.float64, count=len(known)))) * self.weights[places]
        return places + self._start, values / max(float(np.sqrt(values @ values)), 1e-12)


class Wording:
    """Counts weighted by how telling they are (tf-idf, sublinear; each kind scaled to length 1)."""

    def __init__(self, kept: Sequence[tuple[Sequence[str], Sequence[float]]]) -> None:
        """`kept`: for each kind its terms and how telling each is."""
        starts = np.cumsum([0, *(len(terms) for terms, _ in kept)])
        self.columns = int(starts[-1])
        self._kinds = tuple(_Kind(terms_of, *of_kind, int(start)) for terms_of, of_kind, start in zip(_KINDS, kept, starts))

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Wording:
        """The vocabulary of `texts`: what occurs in at least two of them; what stands in few is the more telling (idf as scikit-learn has it)."""
        plain_texts = [plain(text) for text in texts]
        kept = []
        for terms_of in _KINDS:
            texts_with = Counter(term for text in plain_texts for term in set(terms_of(text)))
            terms = sorted(term for term, count in texts_with.items() if count > 1)
            kept.append((terms, [math.log((1 + len(texts)) / (1 + texts_with[term])) + 1 for term in terms]))
        return cls(kept)

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """Shape (texts, vocabulary), float32, sparse."""
        rows = [self.count_one(text) for text in texts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0, dtype=np.float32)
        columns = np.concatenate([columns for columns, _ in rows]) if rows else np.zeros(0, dtype=np.intp)
        counted = csr_matrix((values, columns, ends), shape=(len(rows), self.columns), dtype=np.float32)
        counted.sort_indices()
        return counted

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
