"""The reading grade of a text, by Flesch and Kincaid (1975): how many years of school it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rasa_project.coach.measure import sentences

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_GROUP = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^td]ed|[^aeiouycgsxz]es)$")
_SPLIT_VOWELS = re.compile(r"ia|io(?!u)|ua|iet|eing|ying|(?<![ctxg])ious")
_ONE_SOUND = re.compile(r"tion|sion|cial|tial|gua|qua")
_KNOWN = {"idea": 3, "ideas": 3, "area": 3, "areas": 3, "evening": 2, "evenings": 2, "being": 2, "doing": 2, "going": 2}
_NUMBER = re.compile(r"\d+")


def syllables(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; right for nearly all everyday words."""
    word = word.lower().replace("'", "")
    if word in _KNOWN:
        return _KNOWN[word]
    count = len(_GROUP.findall(word))
    if count > 1 and _SILENT_END.search(word):
        count -= 1
    if _SPLIT_VOWELS.search(word) and not _ONE_SOUND.search(word):
        count += 1
    return max(1, count)


def grade(texts: Iterable[str]) -> float:
    """The grade of all texts read as one."""
    texts = [text for text in texts if text]
    all_words = [word for text in texts for word in _WORD.findall(_NUMBER.sub(" ten ", text.lower()))]
    all_sentences = sum(sentences(text) for text in texts)
    assert all_words, "there is nothing to read"
    return 0.39 * len(all_words) / all_sentences + 11.8 * sum(map(syllables, all_words)) / len(all_words) - 15.59
