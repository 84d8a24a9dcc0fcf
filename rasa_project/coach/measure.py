"""Counting what a sentence asks of the ear: words, sentences, questions."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[\w'’]+(?:-[\w'’]+)*")
_SENTENCE_END = re.compile(r"[.?!…]+(?=\s|$|\"|”)")

_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!]) ")

MAXIMUM_LINE_WORDS = 25
MAXIMUM_LINE_SENTENCES = 3
MAXIMUM_LINE_QUESTIONS = 1
MAXIMUM_TEXTED_CHARACTERS = 160


def words(text: str) -> int:
    """How many words."""
    return _WORD.subn("", text)[1]  # counts without making a list of them


def sentences(text: str) -> int:
    """How many sentences."""
    text = text.strip()
    if not text:
        return 0
    return len(_SENTENCE_END.findall(text)) + (0 if _SENTENCE_END.search(text[-2:]) else 1)


def parted(line: str) -> list[str]:
    """The sentences of a line."""
    return _BETWEEN_SENTENCES.split(line)


def questions(text: str) -> int:
    """How many question marks."""
    return text.count("?")


def fits_a_line(text: str, medium: str) -> bool:
    """Whether a person can say it in one breath, or text it: the limits of a line."""
    return words(text) <= MAXIMUM_LINE_WORDS and _is_one_breath(text, medium)


def _is_one_breath(text: str, medium: str) -> bool:
    """What a line must be beside short."""
    return (
        sentences(text) <= MAXIMUM_LINE_SENTENCES
        and questions(text) <= MAXIMUM_LINE_QUESTIONS
        and (medium != "texted" or len(text) <= MAXIMUM_TEXTED_CHARACTERS)
    )


class _Counts(dict[str, int]):
    """How many words a piece between two spaces holds, counted when it is first met."""

    def __missing__(self, piece: str) -> int:
        self[piece] = words(piece)
        return self[piece]


def fitting(texts: Iterable[str], medium: str) -> list[str]:
    """Those of many texts that fit a line. They share most of their words, so that each is counted once; nothing of them is kept."""
    counts = _Counts()  # no word reaches over a space
    return [text for text in texts if sum(map(counts.__getitem__, text.split(" "))) <= MAXIMUM_LINE_WORDS and _is_one_breath(text, medium)]
