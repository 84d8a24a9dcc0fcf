"""The reason that somebody tells, as they could say it to the partner: "just off a double on the ward" is "I'm just off a double on the ward."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_project.nlu.direct_speech import is_whole, statement
from rasa_project.nlu.marked_messages import WHY
from rasa_project.nlu.text import word_set
from rasa_project.nlu.word_tagger import Tagged

SURE = 0.8
"""How sure the tagger must be."""
FEWEST_WORDS, MOST_WORDS, MOST_CHARACTERS = 2, 14, 500
_AM = word_set("just off back on in at up still so too really absolutely completely properly feeling coming")
_STATES = word_set(
    "tired shattered knackered exhausted wrecked sore ill sick poorly bloated hungover stressed wiped worn done drained aching full cold hot dead "
    "nervous anxious sad low queasy feverish jetlagged wired overwhelmed"
)
"""How a state begins that is told without its "I'm"; the second only where no thing follows ("sore ribs" are no state)."""
_AFTER_A_STATE = word_set("from all after today tonight and of in on with since inside again out up off to by as at for about but")
_HAVE_BEEN = word_set("working travelling driving standing running minding")
_CUT_OFF = re.compile(
    r" ['-] |\b(?:i|a|an|the|my|your|and|but|or|so|very|too|really|just|to|of|with|for|from|at|on|not|no|as|that|because|i'm|i've|it's|am|is|are)\.$",
    re.IGNORECASE,
)
"""What is no whole sentence, or was not put together as it was written."""
_KEPT_FROM_THEM = re.compile(
    r"\b(?:doesn'?t|does not|don'?t|do not|didn'?t|can'?t|cannot|won'?t|mustn'?t|never|without|not) (?:\w+ ){0,3}?"
    r"(?:know|find out|hear|tell|telling|told|say|saying|mention|mentioning|explain|explaining|share|sharing)\b|\b(?:secret|private|privately)\b",
    re.IGNORECASE,
)
"""How somebody says that the partner is not to hear of it."""
_NAMES_THE_OTHER = re.compile(r"\b(?:you|your|yours|you're|you've|you'd|yourself)\b", re.IGNORECASE)
_MISSES = re.compile(r"\bmiss(?:ed|ing)? you\b", re.IGNORECASE)


def reason_in_words(tagged: Sequence[Tagged], text: str) -> str | None:
    """The reason as a sentence of the speaker's; None where none is sure, or it would not stand alone, or speaks of the partner."""
    told = [one for one in tagged if one.span.label == WHY and one.certainty >= SURE]
    if not told or len(text) > MOST_CHARACTERS or _KEPT_FROM_THEM.search(text):
        return None
    span = max(told, key=lambda one: one.certainty).span
    clause = _with_a_subject(text[span.start : span.end].strip(" ,;:-"))
    said = statement(clause, of_their_own=True) if clause is not None else None
    if said is None or said.endswith("?") or re.search(r"[.!?] \S", said) or not FEWEST_WORDS <= len(said.split()) <= MOST_WORDS:
        return None
    if _CUT_OFF.search(said):
        return None
    if _NAMES_THE_OTHER.search(said) and not _MISSES.search(said):
        return None  # of the other nothing is given as a reason; and who is meant may be the baby
    return said


def _with_a_subject(clause: str) -> str | None:
    """The clause, with "I'm" before a state and "I've" before what was done; None where it is only a name."""
    first, rest = [*clause.split(maxsplit=1), "", ""][:2]
    first = first.lower()
    if first in _HAVE_BEEN and rest:
        return f"i've been {clause}"
    if first in ("been", "got") and rest:
        return f"i've {clause}"
    if first == "had" and rest:
        return f"i {clause}"
    if is_whole(clause):
        return clause
    following = rest.split(maxsplit=1)[0].lower() if rest else ""
    is_state = first in _STATES and (not following or following in _AFTER_A_STATE)
    return f"i'm {clause}" if is_state or (first in _AM and rest) else None
