"""When two training messages are nearly the same, and when many are cut from one template.

Near-duplicates are looked for within an intent, over words alone (no capitals, marks or apostrophes):

- the same words in the same order;
- four different words or more, nine tenths of them common to both;
- six words or more, all the same but one.

A template is what is left of a message when every word that carries content is masked: "how do i tell my _ that it's a no". Messages of one intent
with the same five or more words left, in the same order, are a family; a family may hold half a percent of the intent's messages, and never
less than one. Other families that people write by accident: the same first four and last three words around anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from rasa_project.nlu.text import plain

NEARLY = 0.9
LARGEST_FAMILY = 0.005
FEWEST_LEFT = 5
_WORD = re.compile(r"\w+")
_SAID_OF_ANYTHING = """
a an the this that these those my your his her their our its it i me you he him she they them we us who what which when where why how
am is are was were be been being do does did done doing have has had having can cant could will would shall should may might must wont
dont doesnt didnt isnt arent wasnt wouldnt couldnt not no nor and or but if so as than then because while until to of in on at by for from
with without about into over up down out off again just only too very im ive ill id youre hes shes theyre were its thats theres whats
say says said tell tells told ask asks asked want wants wanted need needs get gets got give go going make there here some any all
"""
_LEFT = frozenset(_SAID_OF_ANYTHING.split())
"""Words that a template keeps: what is said about anything."""


def words(text: str) -> tuple[str, ...]:
    """The words of a message; of one without any, what stands there."""
    return tuple(_WORD.findall(plain(text))) or (plain(text),)


class Near:
    """Finds sets of words that are nearly the same as one: `share` of all their words are common to both.

    Sets that are so alike have one of the rarest words of each in common, as many of them as may be missing and one more; only those are compared
    (Chaudhuri, Ganti & Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._known: list[tuple[frozenset[str], str]] = []
        self._holding: dict[str, list[int]] = defaultdict(list)

    def add(self, different: frozenset[str], text: str) -> None:
        """Notes a set, and what it is of."""
        for word in different:
            self._holding[word].append(len(self._known))
        self._known.append((different, text))

    def of(self, different: frozenset[str]) -> list[str]:
        """What is nearly the same, in the order in which it was noted."""
        rarest = sorted(different, key=lambda word: len(self._holding.get(word, ())))
        enough = rarest[: len(different) - ceil(self._share * len(different)) + 1]
        compared = sorted({place for word in enough for place in self._holding.get(word, ())})
        return [text for known, text in map(self._known.__getitem__, compared) if len(different & known) >= self._share * len(different | known)]


def near_duplicates(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of messages that are nearly the same, the earlier one first; each later one once."""
    seen: dict[tuple[str, ...], str] = {}
    masked: dict[tuple[int, tuple[str, ...]], str] = {}
    alike = Near(NEARLY)
    for text in texts:
        spoken = words(text)
        different = frozenset(spoken)
        holes = [(place, (*spoken[:place], *spoken[place + 1 :])) for place in range(len(spoken))] if len(spoken) >= 6 else []
        near = (
            seen.get(spoken)
            or next((masked[hole] for hole in holes if hole in masked), None)
            or next(iter(alike.of(different) if len(different) >= 4 else ()), None)
        )
        if near is not None:
            yield near, text
            continue
        seen[spoken] = text
        masked.update(dict.fromkeys(holes, text))
        if len(different) >= 4:
            alike.add(different, text)


def families(texts: Sequence[str]) -> dict[str, list[str]]:
    """The messages of each template that more than one of them is cut from."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for template in {_template(words(text)), _around(words(text))} - {None}:
            found[str(template)].append(text)
    return {template: members for template, members in found.items() if len(members) > 1}


def largest_family(messages: int) -> int:
    """How many messages of an intent with so many may be cut from one template."""
    return max(1, int(LARGEST_FAMILY * messages))


def _template(spoken: Sequence[str]) -> str | None:
    kept = [word if word in _LEFT else "_" for word in spoken]
    if sum(word != "_" for word in kept) < FEWEST_LEFT:
        return None
    return " ".join(word for place, word in enumerate(kept) if word != "_" or place == 0 or kept[place - 1] != "_")


def _around(spoken: Sequence[str]) -> str | None:
    return f"{' '.join(spoken[:4])} ... {' '.join(spoken[-3:])}" if len(spoken) >= 8 else None
