"""Reads a time that a line could name: a day however it is spelt, a feast, or, where the coach asked when, a few words of one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NO_WISH = frozenset(
    {
        "till",
        "til",
        "until",
        "since",
        "last",
        "every",
        "from",
        "after",
        "before",
        "by",
        "all",
        "each",
        "lazy",
        "rainy",
        "wet",
        "quiet",
        "same",
        "not",
        "no",
        "time",
        "times",
    }
)
"""Words before a day that make it part of the story ("on nights till friday")."""
_TODAY_IS = frozenset({"its", "it's", "'s", "today's", "todays"})
"""Words before a day that say which one it is."""
_PARTS = ("morning", "afternoon", "evening", "night", "lunchtime")
_MISSPELT = {
    "monday": ("munday", "mnday", "mondy"),
    "tuesday": ("tues", "teusday", "tusday", "tuesdy", "chewsday"),
    "wednesday": ("weds", "wensday", "wednsday", "wedneday", "wendsday", "wednesdy"),
    "thursday": ("thurs", "thurday", "thusday", "thirsday", "thursdy"),
    "friday": ("fri", "firday", "fryday", "frday", "fridy"),
    "saturday": ("satday", "satuday", "saterday", "satruday", "saturdy", "saturady", "sturday", "satarday", "satdy"),
    "sunday": ("sundy", "sundya", "snday", "sonday"),
    "tomorrow": (
        "tomorow",
        "tommorow",
        "tommorrow",
        "tomorro",
        "tomorrw",
        "tmrw",
        "tmrow",
        "tmr",
        "tmoro",
        "tomoro",
        "tomoz",
        "2moro",
        "2morrow",
        "2mrw",
    ),
    "weekend": ("wkend", "weeknd", "wknd", "weekened"),
    "coming": ("comming",),
}
_SHORT = {"sat": "saturday", "sun": "sunday"}
"""Days cut short to what is another word as well: they count after "on", before a part of the day, and where something is said of them."""
_SPELT = {misspelt: word for word, forms in _MISSPELT.items() for misspelt in forms} | _SHORT
_FEASTS = {
    # what is said before it where the message says nothing
    "shabbat": "on",
    "shabbos": "on",
    "sabbath": "on the",
    "eid": "after",
    "diwali": "after",
    "passover": "after",
    "pesach": "after",
    "christmas": "after",
    "easter": "after",
    "payday": "on",
}
_LASTING = ("ramadan", "lent", "navratri", "advent", "harvest", "exams", "term")
"""What is a time for a line only with an "after" before it; alone it is a reason."""
_OWN_WORDS = re.compile(
    r"(?:(?:no|well|um+|erm|uh|maybe|perhaps|hmm+|say|ok|okay|i meant?|not now but)\W+)*"
    r"((?:after|when|once|as soon as|in|on|over|at|next|this|any|the (?:day|night|morning|weekend|week|one))\b[^?!.,;:\"]{2,40})[.!]*",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:he|she|they|him|her|them|his|their|i'?ll|no|not|never|till|until|know|idea|say|said|line|word|text|bed|fact|case|general|mood)\b",
    re.IGNORECASE,
)
"""Words that a time said to the partner cannot hold as they are."""
_DATE = r"^(?:[12]?1st|2?2nd|2?3rd|[4-9]th|1\dth|2[04-9]th|30th|31st)$"
_AFTER_A_DATE = frozenset(
    {"and", "so", "but", "when", "then", "if", "would", "could", "can", "please", "maybe", "or", "he", "she", "they", "i", "we", "at", "in", "is"}
    | {"tho", "though", "instead"}
)
"""Words after "the 12th" where that is a day; "the 2nd time" is none."""
_OF_A_FEAST = frozenset({"supper", "dinner", "party", "lunch", "do", "market", "shopping", "tree", "cards", "show", "play", "holidays"})
"""What is named after a feast, which then is no day: "the christmas supper"."""
_BEFORE = ("on", "after", "over", "at", "during")
_COMING = ("coming", "comming")
_MOST_WORDS = 8


@dataclass(frozen=True)
class Time:
    """A time in a message: as it stands in a line ("on Saturday morning"), and its place, in characters."""

    to_say: str
    start: int
    end: int


class AnotherTime:
    """Finds the times of a message that a line could name."""

    def __init__(self, vocab: Vocab) -> None:
        self._matcher = Matcher(vocab)
        part: dict[str, Any] = {"LOWER": {"IN": list(_PARTS)}, "OP": "?"}
        the, before = {"LOWER": "the", "OP": "?"}, {"LOWER": {"IN": list(_BEFORE)}, "OP": "?"}
        days = [*DAYS, *(f"{day}s" for day in DAYS), *(form for day in DAYS for form in _MISSPELT.get(day, ())), *_SHORT]
        weeks = ["weekend", "week", *_MISSPELT["weekend"]]
        self._matcher.add(
            "time",
            [
                [{"LOWER": {"IN": days}}, part],
                [{"LOWER": {"IN": ["tomorrow", *_MISSPELT["tomorrow"]]}}, part],
                [{"LOWER": {"IN": ["this", "next", "the"]}}, {"LOWER": {"IN": list(_COMING)}, "OP": "?"}, {"LOWER": {"IN": weeks}}],
                [before, the, {"LOWER": {"IN": list(_FEASTS)}}],
                [{"LOWER": "after"}, {"LOWER": {"IN": ["the", "my", "our"]}, "OP": "?"}, {"LOWER": {"IN": list(_LASTING)}}],
                [before, {"LOWER": "the"}, {"LOWER": "bank"}, {"LOWER": "holiday"}],
                [before, {"LOWER": "the"}, {"LOWER": {"REGEX": _DATE}}],
            ],
        )

    def named(self, document: Doc) -> list[Time]:
        """The times in the order in which they are named; none that is only part of the story."""
        spans = filter_spans([Span(document, start, end) for _, start, end in self._matcher(document)])
        return [Time(_to_say(span.text), span.start_char, span.end_char) for span in spans if not _is_no_wish(span)]


def time_in_own_words(text: str) -> str | None:
    """A time told in other words than a day ("once the exams are over"), for where the coach has just asked when; None where it is none.

    Nothing about a third person: the line is said to the partner, and would have to say "you".
    """
    match = _OWN_WORDS.fullmatch(text.strip())
    if match is None or len(text.split()) > _MOST_WORDS or _OF_ANOTHER.search(match.group(1)):
        return None
    words = match.group(1).strip()
    words = words[:1].lower() + words[1:]
    return re.sub(r"\bi(?='|\b)", "I", words)


def _is_no_wish(time: Span) -> bool:
    following = time.doc[time.end].lower_ if time.end < len(time.doc) else ""
    preceding = time.doc[time.start - 1].lower_ if time.start else ""
    if time[0].lower_ in _SHORT and len(time) == 1 and preceding not in ("on", "this", "next") and following != "is":
        return True  # "we sat on the sofa"
    if time[-1].lower_ in _FEASTS and following in _OF_A_FEAST:
        return True
    if re.match(_DATE, time[-1].lower_) and following.isalpha() and following not in _AFTER_A_DATE:
        return True
    if preceding in _TODAY_IS and len(time) == 1 and time[0].lower_ in DAYS and following in ("", ".", ",", "!", "so", "and", "today"):
        return True  # "would like to ask tonight. its sunday"
    return bool(time.start) and preceding in NO_WISH and time[0].lower_ not in _BEFORE


def _to_say(text: str) -> str:
    """The time as it stands in a line: "saturdays" is said "on Saturday", "the weekend" "at the weekend"."""
    words = [_SPELT.get(word, word) for word in text.lower().split() if word not in _COMING]
    words = [word[:-1] if word.endswith("s") and word[:-1] in DAYS else word for word in words]
    if words[-1] in _FEASTS or words[-1] in _LASTING or words[-1] == "holiday":
        named = [word.capitalize() if word in _FEASTS and word != "payday" else word for word in words]
        if words[0] in _BEFORE:
            return " ".join(named)
        before, name = ("over the", "bank holiday") if words[-1] == "holiday" else (_FEASTS[words[-1]], named[-1])
        return f"{before} {name}"
    if re.match(_DATE, words[-1]):
        return f"on the {words[-1]}" if words[0] not in _BEFORE or words[0] == "on" else " ".join(words)
    if words[0] == "the":
        return "at " + " ".join(words)
    said = " ".join(word.capitalize() if word in DAYS else word for word in words)
    return f"on {said}" if words[0] in DAYS else said
