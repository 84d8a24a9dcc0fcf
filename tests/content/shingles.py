"""Runs of six words, hashed, by which a sentence taken from the article is noticed without the article being here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("article_shingles.txt")
LENGTH = 6
"""Words in a run: shorter ones happen by chance, longer ones let a half sentence through."""

_WORD = re.compile(r"[a-z0-9]+")


def hashes(text: str) -> Iterator[str]:
    """The hash of every run of six words in `text`; quotes, case and punctuation don't count."""
    words = _WORD.findall(text.lower().replace("'", "").replace("’", ""))
    for start in range(len(words) - LENGTH + 1):
        yield hashlib.sha256(" ".join(words[start : start + LENGTH]).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def of_the_article() -> frozenset[str]:
    """The hashes of the article's own runs, from the file beside this one."""
    return frozenset(line for line in FILE.read_text(encoding="ascii").splitlines() if line and not line.startswith("#"))
