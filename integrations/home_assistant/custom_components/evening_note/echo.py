"""Whether what was heard is the speaker's own voice: some devices open the microphone before they have finished speaking."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from .client import Reply

ALIKE = 0.8
"""The share of words from which on it is taken for an echo."""
SHORTEST = 3
"""Words; fewer are an answer, since people answer in the words of the question."""
_WORD = re.compile(r"[\w']+")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")


def is_echo(heard: str, reply: Reply) -> bool:
    """Whether `heard` is the end of the reply just spoken.

    It must be nearly all of the last sentence, the question: of "a no, or an ask?" an answer takes half ("an ask"), an echo the whole. The line alone
    is no echo: whoever practises says it.
    """
    said = _words(heard)
    if len(said) < SHORTEST or _share_in(said, _words(reply.line or "")) >= ALIKE:
        return False
    last = _words(_SENTENCE.split(reply.text.strip())[-1])
    return _share_in(said, _words(reply.text)) >= ALIKE and _share_in(last, said) >= ALIKE


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def _share_in(words: list[str], others: list[str]) -> float:
    """Which share of the words stands in the others, in the same order."""
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(words))
