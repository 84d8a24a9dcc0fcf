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
_INTERJECTIONS = re.compile(r"^(?:(?:u+gh+|oh|argh|well|lol|omg|so|because|cos|cause|as|and|but|sorry|honestly|basically)[\s,.!]+)+", re.IGNORECASE)
_DONE = re.compile(r"^(?:just )?(?:done|finished|worked|driven|buried|lost|moved|come off|got|had|been|run|walked|cooked|flown) \w", re.IGNORECASE)
"""What is told to be done, without its "I've"."""
_HAVE_BEEN = word_set("working travelling driving standing running minding")
_CUT_OFF = re.compile(
    r" ['-] |\b(?:i|a|an|the|my|your|and|but|or|so|very|too|really|just|to|of|with|for|from|at|on|not|no|as|that|because|i'm|i've|it's|am|is|are)\.$",
    re.IGNORECASE,
)
"""What is no whole sentence, or was not put together as it was written."""
_KEPT_FROM_THEM = re.compile(
    r"\b(?:he|she|they)(?: still| just)? (?:doesn'?t|does not|don'?t|do not|mustn'?t|can'?t) (?:\w+ )?(?:know|find out|hear)\b"
    r"|\b(?:don'?t|do not|not) want (?:him|her|them|my \w+) (?:to )?(?:know|find out|hear)\b|\bwithout (?:telling|saying|mentioning|explaining)\b"
    r"|\b(?:can'?t|cannot|(?:don'?t|do not) want to|rather not|not ready to|won'?t) (?:tell|say|explain|mention|share) "
    r"(?:him|her|them|it|why|what|the reason)\b(?! how\b)|\b(?:secret|private|privately)\b",
    re.IGNORECASE,
)
"""How somebody says that the partner is not to hear of it."""
_NAMES_THE_OTHER = re.compile(r"\b(?:you|your|yours|you're|you've|you'd|yourself)\b", re.IGNORECASE)
_MISSES = re.compile(r"\bmiss(?:ed|ing)? you\b", re.IGNORECASE)
_HANGS = re.compile(
    r"[\s,;]+(?:(?:and|so|i|i've|have|just|really) )*(?:miss(?:ed|ing)?|want(?:ed)?|need(?:ed)?|love[sd]?|told|tell|asked|thinking)$", re.IGNORECASE
)
"""A verb at the end, whose partner was left out: "been away three weeks, missed"."""
_TWICE = re.compile(r"\b(i|the|a|my|it|and|to|we|so|just) \1\b", re.IGNORECASE)
"""A word that came twice, as it does in dictation: "I I just ate"."""
_HOURS = re.compile(r"\ban? (\d+) ?(?:hrs?|hours?)(?= (?:on|at|in|with)\b)", re.IGNORECASE)
"""Hours that are told as one thing: "off a 14 hr on the ward"."""
_NAME_FIRST = re.compile(r"([A-Z][a-z\u00e0-\u00ff]+)(?:'s| is| has| was| got| came| flew| just| lit| made| put| asked| wants)\b")
_NO_NAMES = word_set(
    "dad mum mom mam ma daddy mummy nan nana gran granny grandma grandad grandpa auntie uncle work today tonight it that there this "
    "everyone everybody nobody what who everything nothing something baby school period christmas ramadan eid easter diwali monday "
    "tuesday wednesday thursday friday saturday sunday he she they one head back pain sleep money life surgery chemo tax depression "
    "anxiety"
)
"""Words that a clause may begin with in capitals and that are nobody's name."""
_MISSED = re.compile(r"\bmiss(?:ed|ing)?$", re.IGNORECASE)
_THEM = re.compile(r"^\s*(?:my \w+|him|her|them)\b", re.IGNORECASE)


def reason_in_words(tagged: Sequence[Tagged], text: str) -> str | None:
    """The reason as a sentence of the speaker's; None where none is sure, or it would not stand alone, or speaks of the partner."""
    told = [one for one in tagged if one.span.label == WHY and one.certainty >= SURE]
    if not told or len(text) > MOST_CHARACTERS or is_kept_from_them(text):
        return None
    span = max(told, key=lambda one: one.certainty).span
    told_as = text[span.start : span.end].strip(" ,;:-")
    # "missed | my wife": who is missed may be said; after any other verb the partner is left out, and the verb with them
    told_as = f"{told_as} them" if _MISSED.search(told_as) and _THEM.match(text[span.end :]) else _HANGS.sub("", told_as)
    clause = _with_a_subject(told_as)
    said = statement(clause, of_their_own=True) if clause is not None else None
    if said is None or said.endswith("?") or re.search(r"[.!?] \S", said) or not FEWEST_WORDS <= len(said.split()) <= MOST_WORDS:
        return None
    if _CUT_OFF.search(said):
        return None
    if _NAMES_THE_OTHER.search(said) and not _MISSES.search(said):
        return None  # of the other nothing is given as a reason; and who is meant may be the baby
    return said


def is_kept_from_them(text: str) -> bool:
    """Whether somebody says that the partner is not to hear why: "he doesn't know yet", "without telling her"."""
    return _KEPT_FROM_THEM.search(text[:MOST_CHARACTERS]) is not None


def _with_a_subject(clause: str) -> str | None:
    """The clause, with "I'm" before a state and "I've" before what was done; None where it is only a name."""
    clause = _HOURS.sub(r"\1 hours", _TWICE.sub(r"\1", _INTERJECTIONS.sub("", clause)))
    first, rest = [*clause.split(maxsplit=1), "", ""][:2]
    first = first.lower()
    if _is_of_somebody(clause):
        return None
    begins_small = clause[:1].lower() + clause[1:]
    if _DONE.match(clause):
        return f"i've {begins_small}"
    if first in _HAVE_BEEN and rest:
        return f"i've been {begins_small}"
    if is_whole(clause):
        return clause
    following = rest.split(maxsplit=1)[0].lower() if rest else ""
    is_state = first in _STATES and (not following or following in _AFTER_A_STATE)
    return f"i'm {begins_small}" if is_state or (first in _AM and rest) else None


def _is_of_somebody(clause: str) -> bool:
    """Whether the clause tells of somebody by their name, who may be the very one it would be said to: "Theresa's home at ten"."""
    named = _NAME_FIRST.match(clause)
    return named is not None and named[1].lower() not in _NO_NAMES
