"""Something kind that the partner did tonight, as the message tells it: "my girlfriend lit candles", not "i lit candles" or "she wants flowers"."""

from __future__ import annotations

from spacy.tokens import Span

from rasa_project.nlu.text import word_set

LONGEST = 8
"""Words before what was done, in which who did it is told."""
_MADE = word_set("dinner supper breakfast roast curry cake picnic tea coffee playlist card")
_BROUGHT = word_set("flowers roses chocolates wine cake coffee breakfast present gift tickets card")
_DONE = {
    **dict.fromkeys(("lit", "lights", "lighting"), word_set("candles")),
    **dict.fromkeys(("made", "makes", "making", "cooked", "cooks", "cooking", "baked"), _MADE),
    **dict.fromkeys(("ran", "run", "runs", "running", "drew"), word_set("bath")),
    **dict.fromkeys(("bought", "brought"), _BROUGHT),
    **dict.fromkeys(("got",), word_set("candles flowers roses chocolates")),
    **dict.fromkeys(("poured",), word_set("wine bath tea coffee")),
    **dict.fromkeys(("did", "done"), word_set("dishes up")),
    **dict.fromkeys(("booked",), word_set("hotel tickets")),
}
"""What is kind to have done, by its verb: "he ran out of patience" is no deed, and "she got the wine on the carpet" none to thank for."""
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
    verbs = [place for place, word in enumerate(clause) if span[-1].lower_ in _DONE.get(word, ())]
    told_of_them = bool(verbs) and not _PARTNERS.isdisjoint(clause[: verbs[-1]])
    return told_of_them and _SELVES.isdisjoint(clause) and _DENIED.isdisjoint(clause)
