"""One form of a message for everything that reads it: straight quotes, single spaces, no control characters."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})
_SPACES = re.compile(r"\s+")
_RUN = re.compile(r"([^\w\s])\1{3,}")
"""The same mark many times over says no more than three, and takes a tokenizer long."""
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")

MAXIMUM_READ = 4000
"""Characters of one message that are read; the gate turns away longer ones before they come here."""


def tidy(text: str) -> str:
    """The message in one form, its case kept. Never longer than `MAXIMUM_READ`: of a longer one the two ends are read."""
    text = _ends(text)
    # most are plain ASCII, which holds only one of all those marks
    text = text.replace("`", "'") if text.isascii() else _in_one_form(text)
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return _ends(_RUN.sub(r"\1\1\1", _SPACES.sub(" ", text))).strip()


def _in_one_form(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES))


def _ends(text: str) -> str:
    """The text, or of a longer one its two ends: what matters most is often said last."""
    if len(text) <= MAXIMUM_READ:
        return text
    return text[: MAXIMUM_READ // 2] + " " + text[-(MAXIMUM_READ // 2 - 1) :]


def plain(text: str) -> str:
    """The tidy message in lower case and without apostrophes, so that "don't", "dont" and "DON'T" are the same."""
    return tidy(text).lower().replace("'", "")


_AGE_FIRST = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|ya|aye|sure|of course)[\s,.!]+)?"
    r"(?:i'?m |i am )?(?:1[89]|[2-9]\d)(?: ?(?:m|f|yo|y\.o\.|yrs?|years?)(?: old)?)?\s*[.,!;:-]+\s+(?=\S+ \S+ \S+)",
    re.IGNORECASE,
)


def without_the_age(text: str) -> str:
    """The message without an adult's age that it opens with, as people answer the question about it and go on: "yes 34. just off a long shift".

    An age under eighteen stays: it is what matters most in its message.
    """
    return _AGE_FIRST.sub("", text, count=1)


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one line."""
    return frozenset(words.split())
