"""The phrases by which content names things, found in a message where they begin and end with a word of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc, Span

BEGINNING = 2
"""Letters by which it is known how long the phrases are that begin so; a phrase of fewer is one word."""


class Names:
    """Tens of thousands of phrases, each standing for a label of some kind.

    spaCy's PhraseMatcher finds the same; it needs each phrase tokenized, a fifth of a start, and a pass for each kind.
    """

    def __init__(self, phrases: Iterable[tuple[str, str, str]]) -> None:
        """`phrases`: kind, label and the phrase in tidy lower case. A phrase may stand for several labels, and for several kinds."""
        self._labels: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        self._longest: dict[str, int] = defaultdict(int)
        for kind, label, phrase in phrases:
            self._labels[phrase][kind, label] = None
            self._longest[phrase[:BEGINNING]] = max(self._longest[phrase[:BEGINNING]], len(phrase))
        self._labels, self._longest = dict(self._labels), dict(self._longest)

    def find(self, document: Doc) -> dict[str, list[Span]]:
        """For each kind that is named, what names it, in the order of the message, the shorter first."""
        text, starts, ends = "", [], []
        for token in document:
            starts.append(len(text))
            text += token.lower_
            ends.append(len(text))
            text += token.whitespace_
        found: dict[str, list[Span]] = defaultdict(list)
        for first, start in enumerate(starts):
            longest = max(start + self._longest.get(text[start : start + BEGINNING], 0), ends[first])
            for last in range(first, len(ends)):
                if ends[last] > longest:
                    break
                for kind, label in self._labels.get(text[start : ends[last]], ()):
                    found[kind].append(Span(document, first, last + 1, label=label))
        return found
