"""Tells a message in another language written in Latin letters from one in English, by the small words of each."""

from __future__ import annotations

import re
import runpy
from functools import lru_cache
from pathlib import Path

import spacy.lang

from rasa_project.nlu.text import plain

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "tr", "sv", "da", "ro", "id", "tl")
"""spaCy's codes of the languages looked for; it ships their small words with its tokenizers."""
FEWEST_WORDS = 4
SHARE = 0.55
"""How many of a message's words must be small words of the other language."""
LEAD = 0.4
"""By how much that share must exceed English's."""
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def small_words() -> dict[str, frozenset[str]]:
    """The small words ("der", "que") of each language, and English's."""
    # the files alone: importing a language brings its tokenizer, and the French one takes two seconds to compile
    languages = Path(spacy.lang.__file__).parent
    return {code: frozenset(runpy.run_path(str(languages / code / "stop_words.py"))["STOP_WORDS"]) for code in (*LANGUAGES, "en")}


def in_another_language(text: str) -> bool:
    """Whether a message is plainly in one of the other languages; short or mixed ones are left to the classifier."""
    # what stands before and after an apostrophe is no word, and single letters are small words in many languages
    words = [word for word in _WORD.findall(plain(text)) if len(word) > 1]
    if len(words) < FEWEST_WORDS:
        return False
    shares = {code: sum(word in known for word in words) / len(words) for code, known in small_words().items()}
    english = shares.pop("en")
    foreign = max(shares.values())
    return foreign >= SHARE and foreign - english >= LEAD
