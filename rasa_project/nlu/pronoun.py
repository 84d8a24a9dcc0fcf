"""By which pronoun a message speaks of the partner: "he", "she", or none where it is neither, both, or may be somebody else's."""

from __future__ import annotations

import re
from typing import Literal

from rasa_project.nlu.text import plain, word_set

Pronoun = Literal["he", "she"]
_WORDS = re.compile(r"[a-z]+")
_HE = word_set("he him his himself hes hubby husband boyfriend bf fiance")
_SHE = word_set("she her hers herself shes wife girlfriend gf fiancee missus")
_OTHERS = word_set(
    "son sons daughter daughters kid boy girl baby toddler teenager teen child mum mother mom mam dad father brother sister uncle aunt friend mate "
    "boss colleague doctor gp nurse therapist midwife ex neighbour neighbor landlord flatmate roommate nan gran grandad grandma"
)
"""Somebody else of whom "he" or "she" may be said."""


def pronoun_of_partner(text: str) -> Pronoun | None:
    """The pronoun of a message that speaks of one person only, and names nobody else."""
    words = set(_WORDS.findall(plain(text)))
    he, she = not words.isdisjoint(_HE), not words.isdisjoint(_SHE)
    if he == she or not words.isdisjoint(_OTHERS):
        return None
    return "he" if he else "she"
