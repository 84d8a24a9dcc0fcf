"""How a message is worded, as weighted counts of its words, word pairs and letter groups; catches spelling and idiom that meaning alone misses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from rasa_project.nlu.text import plain

FILE = "wording.json"
_KINDS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\S+"},
    {"analyzer": "char_wb", "ngram_range": (2, 5)},
)


class Wording:
    """Counts weighted by how telling they are (tf-idf, sublinear; each kind scaled to length 1)."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = tuple(vectorizers)

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Wording:
        """The vocabulary of `texts`: what occurs in at least two of them."""
        plain_texts = [plain(text) for text in texts]
        return cls([TfidfVectorizer(lowercase=False, sublinear_tf=True, min_df=2, **kind).fit(plain_texts) for kind in _KINDS])

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """Shape (texts, vocabulary), float32, sparse."""
        plain_texts = [plain(text) for text in texts]
        return hstack([vectorizer.transform(plain_texts) for vectorizer in self._vectorizers], format="csr", dtype=np.float32)

    def write(self, folder: Path) -> None:
        """Keeps vocabulary and weights as plain text: nothing in the file can run."""
        kept = [
            {"terms": list(vectorizer.get_feature_names_out()), "weights": [round(float(weight), 5) for weight in vectorizer.idf_]}
            for vectorizer in self._vectorizers
        ]
        (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Wording:
        """Reads what `write` kept. Raises OSError, ValueError or KeyError when the file is not of that form."""
        vectorizers = []
        for kind, kept in zip(_KINDS, json.loads((folder / FILE).read_text(encoding="utf-8"))):
            vectorizer = TfidfVectorizer(lowercase=False, sublinear_tf=True, vocabulary=kept["terms"], **kind)
            vectorizer.idf_ = np.array(kept["weights"])
            vectorizers.append(vectorizer)
        return cls(vectorizers)
