"""Words for the partner as the tagger hears them in a message that asks for them in no known way: "more like ok no rush im happy just cuddling"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rasa_project.nlu.direct_speech import MOST_WORDS, names_a_thing, statement
from rasa_project.nlu.marked_messages import ADD, SAY, Span
from rasa_project.nlu.own_words import MOST_CHARACTERS, OwnWords, Way, says_all
from rasa_project.nlu.word_tagger import Tagged

SURE, SURE_BESIDE_A_QUESTION = 0.7, 0.85
"""How sure the tagger must be of a stretch, and how sure where the message asks the coach something as well ("and do i say it before bed?").

Chosen on the first half of `tests/nlu/to_be_said.yml`.
"""
_BETWEEN = re.compile(r"[\s,.;!?]*(?:\b(?:and|but)\b[\s,]*)?")
_LEADS_IN = re.compile(r"^(?:(?:that|to say|saying|i said|i mean|i meant|like|and|but)[\s,:]+)+", re.IGNORECASE)


FEWEST_WORDS = 3
"""Of a message in which words for the partner may be, and of the words; fewer name a day or a thing."""
_ANOTHER_QUESTION = re.compile(r"\bhow (?:do|would|should|can|could|shall|might) (?:i|we)\b", re.IGNORECASE)
"""Who asks anew how to say something tells what is the matter; the line is the coach's to find."""
MAY_HOLD_WORDS = frozenset(
    {
        "keep_and_add", "swap_word", "drop_part", "move_part", "is_mine_ok", "join_lines", "not_how_i_talk", "will_say_it", "say_it_before",
        "not_listening", "makes_no_sense",
    }
)  # fmt: skip
"""What a message may say of the line (`remarks.py`) and mostly hold words for the partner as well; other remarks are mostly all there is."""


def may_hold_words(text: str) -> bool:
    """Whether it is worth looking."""
    return len(text) <= MOST_CHARACTERS and text.count(" ") >= FEWEST_WORDS - 1 and _ANOTHER_QUESTION.search(text) is None


def dictated(tagged: Sequence[Tagged], text: str, remark: str | None = None) -> OwnWords | None:
    """The words for the partner in a tidy message that says `remark` of the line; None where none are sure, or they cannot be turned."""
    meant = [one for one in tagged if one.span.label in (SAY, ADD)]
    of_the_line = remark is None or remark in MAY_HOLD_WORDS or remark.startswith("said.")
    if not meant or min(one.certainty for one in meant) < (SURE if of_the_line else SURE_BESIDE_A_QUESTION):
        return None
    clauses = [_LEADS_IN.sub("", text[span.start : span.end]) for span in _joined(meant, text)]
    sentences = [statement(clause, of_their_own=True) for clause in clauses if not names_a_thing(clause)]
    words = " ".join(sentence for sentence in sentences if sentence is not None)
    if not FEWEST_WORDS <= len(words.split()) <= MOST_WORDS:
        return None
    way: Way = "only" if says_all(text[: meant[0].span.start], text[meant[-1].span.end :]) else "say"
    if sum(one.span.label == ADD for one in meant) * 2 > len(meant):
        way = "add"
    return OwnWords(words, way)


def _joined(meant: Sequence[Tagged], text: str) -> Iterator[Span]:
    """The stretches, those as one between which nothing else is said."""
    current = meant[0].span
    for one in meant[1:]:
        if _BETWEEN.fullmatch(text, current.end, one.span.start):
            current = Span(current.start, one.span.end, current.label)
        else:
            yield current
            current = one.span
    yield current
