"""What a line must hold, and what it may not: the rules of `rules.yml`, looked for in words that are made or changed while people talk."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rasa_project.coach.content import Library, Rule

OWN = frozenset({"everywhere", "line", "own"})
"""Whose bans hold for words that a person asks to have said."""


THANKS_FOR_ASKING = re.compile(
    r"\b(?:ask(?:ed|ing|s)?|offer(?:ed|ing)?|invit\w+|said it|went first|(?:made|making) me smile|came to me|come to me"
    r"|(?:kind|lovely|nice|sweet) thought|it's you who|that's (?:lovely|sweet|nice|kind) of you|(?:oh|ah|aw),? that's (?:nice|lovely|sweet)"
    r"|you're (?:sweet|lovely) for)\b",
    re.IGNORECASE,
)
"""Words of a line that take an invitation in, and have no place where nobody has asked."""
GESTURE = re.compile(
    r"\b(?:cuddles?|hugs?|kettle|tea|cocoa|toast|arms? (?:round|around)|hold (?:me|you|your)|(?:your|cold) feet|come here|and sit|shall we"
    r"|let's(?! not\b))\b",
    re.IGNORECASE,
)
"""Words of a line that offer something small, also where that is not what it is for."""
_MORE = (
    r"(?:sex|make love|making love|intimate|bed|further|sleep with|early night|come up|undress|naked|clothes|in the mood|fool around|up for|do it"
    r"|touch)"
)
_INVITES = re.compile(
    rf"(?:^|[.?!,] |\b(?=let's))(?:would|could|can|shall|will|do|are|d'you|fancy|want|come|let's|how about)\b.*\b{_MORE}\b",
    re.IGNORECASE,
)
"""What asks for closeness, and needs a way out in it."""
_WISHES_FOR_MORE = re.compile(rf"\bi(?:'d (?:love|like)|'m| am| want)\b.*\b{_MORE}\b", re.IGNORECASE)
_SORRY = r"(?:i'm |i am |i'm so |so )?(?:sorry|apologi[sz]e)\b"
_APOLOGY = re.compile(
    rf"\b{_SORRY}(?: that| for| about)? (?:i (?:was|called|snapped|sulked|shouted|barked|said|rolled|sighed|begged|nagged|kept|went|made|turned)"
    r"|being|calling|snapping|sulking|shouting|barking|rolling|sighing|begging|nagging|going|making|turning)\b"
    r"(?:(?!\b(?:and|but|or|so|because|if|since|then|when|now|you (?:owe|should|must|never|always|don't))\b)[^.?!,;:])*",
    re.IGNORECASE,
)
"""What one is sorry to have done oneself; it ends at a comma, and where another clause begins."""


def holds(rules: Iterable[Rule], text: str) -> bool:
    """Whether one of the rules finds something."""
    return any(rule.finds(text) for rule in rules)


def says_no(library: Library, text: str) -> bool:
    """Whether a line is an unmistakable no, for tonight or for a while."""
    return holds(library.no_clauses, text) or holds(library.no_for_now, text)


def keeps_what_it_needs(library: Library, line: str, short: str) -> bool:
    """Whether a line that was made shorter still has the no, and the way out, that it had."""
    needed = (library.no_clauses, library.no_for_now, library.ways_out)
    return all(holds(rules, short) for rules in needed if holds(rules, line))


def may_not_be_said(library: Library, own_words: str) -> bool:
    """Whether words of a person's own press, blame or wound, so that no line is made of them.

    Who is sorry for a word or a sulk of their own has to name it: of such an apology only what comes after it is held to the rules.
    """
    meant = _APOLOGY.sub("", own_words)
    return holds((rule for rule in library.banned if rule.where in OWN and not rule.theirs), meant)


def says_sorry(own_words: str) -> bool:
    """Whether words begin as an apology does."""
    return re.match(_SORRY, own_words, re.IGNORECASE) is not None


def invites_to_more(own_words: str) -> bool:
    """Whether words of a person's own ask for closeness: nothing does after a no, nor beside one."""
    return _INVITES.search(own_words) is not None


def asks_again(library: Library, text: str) -> bool:
    """Whether a line asks for something, and says no to nothing; after a partner's no there is none to ask."""
    return bool(holds(library.ways_out, text) or invites_to_more(text) or _WISHES_FOR_MORE.search(text)) and not says_no(library, text)
