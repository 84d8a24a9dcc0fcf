"""Which of many patterns a text can meet at all, by the letters that each of them cannot do without.

Most messages share no three letters in a row with what most patterns look for; those are not searched for. What is left out could never have matched.
"""

from __future__ import annotations

import re
import sre_parse
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

GRAM = 3
"""Letters in a row by which a text is compared with a pattern."""


class Prefilter:
    """Many patterns by the letters that they need."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._always: list[int] = []
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            needed = needed_words(pattern)
            if needed is None:
                self._always.append(number)
                continue
            for gram in {word[:GRAM] for word in needed}:
                self._by_gram[gram].append(number)

    def possible(self, text: str) -> set[int]:
        """The numbers of the patterns that `text` may meet."""
        found = set(self._always)
        for gram in {text[start : start + GRAM] for start in range(len(text) - GRAM + 1)} & self._by_gram.keys():
            found.update(self._by_gram[gram])
        return found


def needed_words(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Pieces of at least `GRAM` letters, one of which stands in every text that the pattern matches; None where there are no such pieces."""
    if pattern.flags & (re.IGNORECASE | re.VERBOSE):
        return None
    return _needed(sre_parse.parse(pattern.pattern, pattern.flags))


def _needed(parts: Any) -> frozenset[str] | None:
    """The same for a sequence as `sre_parse` reads it: each of its parts is in every match, so the part that tells most is taken."""
    candidates: list[frozenset[str]] = []
    letters = ""
    for kind, value in [*parts, (None, None)]:
        if kind is sre_parse.LITERAL:
            letters += chr(value)
            continue
        if len(letters) >= GRAM:
            candidates.append(frozenset({letters}))
        letters = ""
        inner = _needed_of(kind, value)
        if inner is not None:
            candidates.append(inner)
    # the longer the shortest piece, and the fewer there are, the seldomer one is met by chance
    return max(candidates, key=lambda words: min(map(len, words)) - len(words) / 4, default=None)


def _needed_of(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is sre_parse.SUBPATTERN:
        _, added_flags, _, inner = value
        return None if added_flags & re.IGNORECASE else _needed(inner)
    if kind is sre_parse.ASSERT:  # what stands ahead or behind stands in the text as well
        return _needed(value[1])
    if kind is sre_parse.BRANCH:
        each = [_needed(way) for way in value[1]]
        return None if None in each else frozenset().union(*each)  # type: ignore[arg-type]  # none is None
    if kind in (sre_parse.MAX_REPEAT, sre_parse.MIN_REPEAT) and value[0] > 0:
        return _needed(value[2])
    return None
