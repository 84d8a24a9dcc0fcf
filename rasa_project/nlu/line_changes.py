"""How a message says what is to change in the line just offered: the telling words of a part, where it is to go, a word for another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasa_project.nlu.text import tidy, word_set

MOST_CHARACTERS = 400
"""Of a message that are looked through."""
SHORTEST = 3
"""Letters of a telling word."""
MOST_TELLING = 12
_TELLS_NOTHING = word_set(
    "the that this these those your you yours our his her him them their she they and but please pls plz just all rest any some one ones for "
    "from with without about into out not too also can could would will make keep use then now lol thanks thank ta are was were have has had "
    "what when how who why more less again bit part line lines sentence words word version earlier before previous last first second third two "
    "both back same other another old new end start begin beginning finish put say said says saying take leave drop lose cut move add mix join "
    "combine together want need like liked preferred better best good nice think maybe really actually instead than though it's its don't dont "
    "i'd i'll i'm im get got give let end front top bottom off only ditch skip remove swap change text thing stuff did does one's goes come "
    "comes"
)
_PLACES = re.compile(
    r"\b(?:(?P<first>first|start|starts|starting|begin|begins|beginning|open|opens|front|top|lead|leads|sooner|earlier)"
    r"|(?P<last>at the end|the end|end on|end with|ends? (?:it )?(?:on|with)|last|finish|finishes|close (?:with|on)|later|to the back|tail|bottom)"
    r"|(?P<turned>other way (?:a)?round|swap (?:the|them|those|it)\b.{0,12}|flip (?:it|them|the)|reverse|backwards|turn (?:it|them) round))\b",
    re.IGNORECASE,
)
_PHRASE = r"[\"']?(?P<{name}>[a-z][a-z' -]{{0,40}}?)[\"']?"
_NEW, _OLD = _PHRASE.format(name="new"), _PHRASE.format(name="old")
_END = r"(?=$|[.,!?;]| (?:please|pls|plz|tho|though|thanks|lol|and|but|there|here)\b)"
_INSTEAD = "(?:instead of|rather than|in place of)"
_FEW_WORDS = r"[\"']?(?P<new>(?!(?:i|i'm|im|i'd|i've|we|you|he|she|they|it|that|this|no)\b)[a-z'-]+(?: [a-z'-]+){0,2}?)[\"']?"
_SWAPS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:change|swap|replace|switch) (?:the word )?{_OLD} (?:to|for|with|by|into) {_NEW}{_END}",
        rf"\b(?:say|put|use|write|make it|have it say|should say|it's|with|we say|i say|i'd say) (?:the word )?{_NEW},? {_INSTEAD} {_OLD}{_END}",
        rf"\b(?:say|put|use|write|make it) (?:the word )?{_FEW_WORDS},? not {_OLD}{_END}",
        rf"^\W*(?:but |and |ok |okay |just |maybe )*{_NEW},? (?:instead of|rather than|in place of) {_OLD}{_END}",
        rf"\b(?:don't say|never say|wouldn't say|i don't say|not say|without saying) {_OLD}[,.;:]? "
        rf"(?:but |rather )?(?:it's|say|we say|i say|use|make it) {_NEW}{_END}",
    )
)
_NAMED = re.compile(
    r"\b(?:i|we) (?:always |usually |just |actually )?call (?:him|her|them) [\"']?(?P<name>[a-z]{2,12}(?: [a-z]{2,12})?)[\"']?"
    + _END
    + r"|\bcall (?:him|her|them) [\"']?(?P<called>[a-z]{2,12}(?: [a-z]{2,12})?)[\"']?"
    + _END
    + r"|\b(?:his|her|their) (?:nick)?name(?:'s| is) [\"']?(?P<named>[a-z]{2,12})[\"']?"
    + _END
    + r"|\b(?:start|begin|open) (?:it )?with (?:the name |her name |his name )?[\"']?(?P<started>[A-Z][a-z]{1,11})[\"']?"
    + _END,
    re.IGNORECASE,
)
_NO_NAME = word_set("it that this the a an him her them me you i we love babe no not tonight now later so and but tomorrow when if on back up out")


_POINTS = re.compile(r"\b(?:one|line|version|back|earlier|before|the whole|first|that bit)\b", re.IGNORECASE)
"""Words by which an earlier line is pointed at."""


@dataclass(frozen=True)
class LineChanges:
    """What a message names: words of a part, its place (`first`, `last`, or all `turned`), a word for another, what somebody is called."""

    telling: tuple[str, ...] = ()
    place: str | None = None
    old: str | None = None
    new: str | None = None
    name: str | None = None


def line_changes(text: str) -> LineChanges:
    """What the message names, of whatever it may be; only the coach knows whether the line holds any of it."""
    message = tidy(text[:MOST_CHARACTERS])
    words = (word.strip("'") for word in re.findall(r"[a-z']+", message.lower()))
    telling = tuple(dict.fromkeys(word for word in words if len(word) >= SHORTEST and word not in _TELLS_NOTHING))[:MOST_TELLING]
    place = _PLACES.search(message)
    old, new = swap(message) or (None, None)
    return LineChanges(
        telling,
        place.lastgroup if place is not None else None,
        old,
        new,
        _name(message),
    )


_MAY_SWAP = re.compile(r"\b(?:change|swap|replace|switch|instead|rather|place of|not|say|saying)\b", re.IGNORECASE)
"""Words without which none stands for another."""


def swap(text: str) -> tuple[str, str] | None:
    """A word or phrase that is to go, and the one that stands for it; None where none is swapped."""
    message = tidy(text[:MOST_CHARACTERS])
    if _MAY_SWAP.search(message) is None:
        return None
    match = next((match for pattern in _SWAPS if (match := pattern.search(message))), None)
    return (match.group("old").strip(), match.group("new").strip()) if match is not None else None


_ASKS = re.compile(
    r"\?|^\W*(?:(?:ok|okay|but|hm+|and|so|nice|good|great|yes|yeah|no|haha|lol|better|thanks|like it|love it)[,.!]* )*"
    r"(?:would|wouldn'?t|is|isn'?t|does|doesn'?t|will|won'?t|do (?:you|u|they|i)|don'?t (?:you|u)|am i|are|should|shall|what|when|where|how"
    r"|who|which)\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether a message is a question, with its mark or by its first word; "can it be kinder" is a wish."""
    return _ASKS.search(text[:MOST_CHARACTERS]) is not None


def points_at_a_line(text: str) -> bool:
    """Whether a message may point at a line ("the one with the baby asleep")."""
    return _POINTS.search(text[:MOST_CHARACTERS]) is not None


def _name(message: str) -> str | None:
    match = _NAMED.search(message)
    if match is None:
        return None
    name = next(group for group in match.groups() if group is not None)
    if not _NO_NAME.isdisjoint(name.lower().split()):
        return None
    return name if name[0].isupper() else name.capitalize()
