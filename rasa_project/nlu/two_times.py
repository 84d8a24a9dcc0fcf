"""Which of two times or places that a message asks about is the better one to say something at: "at lunch or after dinner?"."""

from __future__ import annotations

import re
from typing import Literal

Which = Literal["first", "second"]
KINDS = ("no", "ask", "talk")
"""What is to be said: a no is better said soon, an ask when there is time for an answer, a talk by day."""

_OR = re.compile(
    r"(?:^|[.?!;:]\s*|\b(?:do|should|shall|can|could|would|d'you) (?:i|you) (?:just |maybe )?"
    r"|\b(?:say|tell|ask|text|send) (?:it|that|this|her|him|them)(?: that)?\b,? ?)?"
    r"(?P<first>[^.?!;]{2,60}?),? or (?:is it (?:better )?|rather |better |maybe |do i |should i |shall i |just )*(?P<second>[^.?!;]{2,60})",
    re.IGNORECASE,
)
_SIGNS: tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), worth)
    for pattern, worth in (
        # what is said of the time or place, and what that is worth for a no, an ask and a talk
        (r"\b(?:in bed|bed ?time|under the covers|l(?:ie|ying) (?:down|together|there))\b", (-2, -2, -3)),
        (r"\b(?:dark|lights? (?:out|off)|half asleep|nodding off|midnight)\b", (-2, -2, -3)),
        (r"\b(?:late|last thing|at night)\b", (-1, -1, -2)),
        (r"\b(?:lunch|breakfast|brunch|mornings?|coffee|walk|stroll|daylight|daytime|afternoon|weekend)\b", (1, 1, 2)),
        (r"\b(?:tea|cuppa|brew|sofa|downstairs|kitchen)\b", (1, 1, 1)),
        (r"\b(?:dinner|supper|evening)\b", (0, 0, -1)),
        (r"\bbefore(?:hand)?\b", (1, 1, 1)),
        (r"\bafter(?:wards)?\b", (-1, 0, -1)),
        (r"\b(?:now|straight away|right away|soon|first thing)\b", (1, 0, 0)),
        (r"\b(?:wait|till?|until|once)\b.*\b(?:home|down|done|finished|back|awake|settled|asleep|in bed|quiet)\b", (0, 2, 1)),
        (r"\b(?:when|once) (?:i'?m|we'?re|he'?s|she'?s|they'?re) (?:home|back|done|down|sat|awake)\b", (0, 2, 1)),
        (r"\b(?:while|during|in the middle|over the|at work|meeting|driving|taxi|walks? in|the minute|the door|go up)\b", (-1, -1, -1)),
        (r"\btext\b", (1, 0, -1)),
        (r"\b(?:in front of|with (?:the kids|people|his mates|her friends|everybody)|at the table|in the car park)\b", (-1, -1, -1)),
    )
)
_ASKS_WHEN = re.compile(
    r"\b(?:when|wait|now|before|after|till?|until|which|better|best|first)\b"
    r"|\b(?:do|should|shall|would you) (?:i|you) (?:say|tell|ask|text|send|go)\b",
    re.IGNORECASE,
)


def better_time(text: str) -> dict[str, Which]:
    """For a no, an ask and a talk the better of two times that a question names; empty where it names none, or neither is better.

    `text` is tidy. Both have to be times or places that are known to matter; where both are bad, neither is better.
    """
    if " or " not in text.lower() or _ASKS_WHEN.search(text) is None:
        return {}
    for named in _OR.finditer(text):
        first, second = _worth(named["first"]), _worth(named["second"])
        if first is not None and second is not None:
            worths = zip(KINDS, first, second)
            return {kind: "first" if one > other else "second" for kind, one, other in worths if one != other and max(one, other) >= 0}
    return {}


def _worth(named: str) -> tuple[int, ...] | None:
    met = [worth for sign, worth in _SIGNS if sign.search(named)]
    return tuple(sum(each) for each in zip(*met)) if met else None
