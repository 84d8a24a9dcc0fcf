"""Something kind that the partner did tonight, as the message tells it: "my girlfriend lit candles", not "i lit candles" or "she wants flowers"."""

from __future__ import annotations

from spacy.tokens import Span

from rasa_project.nlu.text import word_set

LONGEST = 8
"""Words before what was done, in which who did it is told."""
_DOES = word_set(
    "lit lights lighting made makes making cooked cooks cooking ran runs running bought brought got poured baked ordered set put arranged booked drew"
)
_PARTNERS = word_set(
    "he she they hes shes theyre husband wife girlfriend boyfriend partner gf bf hubby missus fella hubs wifey fiance fiancee man woman lad"
)
_SELVES = word_set("i ive im we weve")
_DENIED = word_set("not n't nt no never hasnt havent didnt doesnt isnt without")
_OTHER_CLAUSES = word_set(". ! ? ; but so because cos if when instead want wants wanted wish")


def is_done_by_them(span: Span) -> bool:
    """Whether a deed (a span of the message: "candles") is told as one that the partner did."""
    clause = [token.lower_ for token in span.doc[max(0, span.start - LONGEST) : span.start]]
    ends = [place for place, word in enumerate(clause) if word in _OTHER_CLAUSES]
    clause = clause[ends[-1] + 1 :] if ends else clause
    verbs = [place for place, word in enumerate(clause) if word in _DOES]
    told_of_them = bool(verbs) and not _PARTNERS.isdisjoint(clause[: verbs[-1]])
    return told_of_them and _SELVES.isdisjoint(clause) and _DENIED.isdisjoint(clause)
