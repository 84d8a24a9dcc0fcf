"""Which of two times or places that a message asks about is the better one to say something at: "at lunch or after dinner?"."""

from __future__ import annotations

import re
from typing import Literal

Which = Literal["first", "second"]
KINDS, UNKNOWN = ("no", "ask", "talk"), (0, 0, 0)
"""What is to be said: a no is better said soon, an ask when there is time for an answer, a talk by day; and what is not known to matter to any."""

_OR = re.compile(
    r"(?:^|[.?!;:]\s*|\b(?:do|should|shall|can|could|would|d'you) (?:i|you) (?:just |maybe )?"
    r"|\b(?:say|tell|ask|text|send) (?:it|that|this|her|him|them)(?: that)?\b,? ?)?"
    r"(?P<first>[^.?!;]{2,90}?),? or (?:is it (?:better )?|rather |better |maybe |do i |should i |shall i |just )*(?P<second>[^.?!;]{2,90})",
    re.IGNORECASE,
)
_SIGNS: tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), worth)
    for pattern, worth in (
        # what is said of the time or place, and what that is worth for a no, an ask and a talk
        # in bed, or nearly asleep
        (
            r"\b(?:in bed|bed ?time|under the covers|l(?:ie|ying) (?:down|together|there)|cuddling up|(?:brush|clean)ing (?:his|her|their) teeth)\b",
            (-2, -2, -3),
        ),
        (
            r"\b(?:dark|lights? (?:are |is )?(?:out|off)|half asleep|(?:nodd|drift|dropp)ing off|midnight|(?:1[0-2]|ten|eleven) ?(?:pm|at night))\b",
            (-2, -2, -3),
        ),
        (r"\b(?:late|last thing|at night)\b", (-1, -1, -2)),
        # calm, and by day
        (r"\b(?:lunch|breakfast|brunch|pancakes|mornings?|coffee|walk|stroll|daylight|daytime|afternoon)\b", (1, 1, 2)),
        (r"\b(?:saturdays?|sundays?|weekend|wknd|day off)\b", (1, 1, 2)),
        (r"\b(?:tea|cuppa|brew|sofa|downstairs|kitchen|dishes|washing up|at home|just us|just the two of us|alone|relaxed|quiet)\b", (1, 1, 1)),
        (r"\b(?:dinner|supper|evening)\b", (0, 0, -1)),
        # sooner or later
        (r"\b(?:before(?:hand)?|earlier)\b", (1, 1, 1)),
        (r"\bafter(?:wards)?\b", (-1, 0, -1)),
        (r"\b(?:now|straight away|right away|soon|first thing|this (?:aft|afternoon|morning))\b", (1, 0, 0)),
        (r"\b(?:wait|till?|until|once)\b.*\b(?:home|down|done|finished|back|awake|settled|asleep|quiet)\b", (0, 2, 1)),
        (r"\b(?:when|once) (?:i'?m|we'?re|he'?s|she'?s|they'?re) (?:home|back|done|down|sat|awake)\b", (0, 2, 1)),
        # with something else in hand, or with others there
        (r"\b(?:while|during|in the middle|over the|right as|as (?:he|she|they)'?s?|the minute|before (?:his|her|their) \w+)\b", (-1, -1, -1)),
        (r"\b(?:work|meeting|presenting|gaming|driving|taxi|rushing|sprinting|queue|on the phone|headset|walks? in|the door)\b", (-1, -1, -1)),
        (r"\b(?:in front of|friends|mates|party|pub|quiz|restaurant|supermarket|office|group chat|guests|everybody|everyone)\b", (-2, -2, -2)),
        (r"\b(?:drunk|tipsy|pints?|beers?|drinks in|fights?|rows?|arguing|argument)\b", (-2, -2, -2)),
        (r"\btext\b", (1, 0, -1)),
    )
)
_ASKS_WHEN = re.compile(
    r"\b(?:when|wait|now|before|after|till?|until|which|better|best|first)\b"
    r"|\b(?:say|tell|ask|text|send|msg|message|write|bring|raise|whatsapp|call|ring|telling|asking|saying|bringing|raising)\b",
    re.IGNORECASE,
)


def better_time(text: str, *, asks_when: bool = False) -> dict[str, Which]:
    """For a no, an ask and a talk the better of two times that a question names; empty where it names none, or neither is better.

    `text` is tidy. Both have to be times or places that are known to matter; where it is sure that the message `asks_when`, one of them is enough.
    What is better than something worse, and bad all the same, is not told.
    """
    if " or " not in text.lower() or _ASKS_WHEN.search(text) is None:
        return {}
    for named in _OR.finditer(text):
        first, second = _worth(named["first"]), _worth(named["second"])
        if (first is not None and second is not None) or (asks_when and (first or second)):
            worths = zip(KINDS, first or UNKNOWN, second or UNKNOWN)
            return {kind: "first" if one > other else "second" for kind, one, other in worths if one != other and max(one, other) >= 0}
    return {}


def _worth(named: str) -> tuple[int, ...] | None:
    met = [worth for sign, worth in _SIGNS if sign.search(named)]
    return tuple(sum(each) for each in zip(*met)) if met else None
