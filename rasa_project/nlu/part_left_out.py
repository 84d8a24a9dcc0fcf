"""What of the line just offered somebody does not want: a part they name ("take out the bit about the kettle"), words they quote."""

from __future__ import annotations

import re

from rasa_project.nlu.text import plain, tidy, word_set

MOST_CHARACTERS = 400
"""Of a message that are looked through: what is to go is said in few words, and first."""
_NAMED = (
    r"\b(?:take|leave|cut|drop|lose|skip|remove|ditch|scrap|delete|get rid of)(?: out)? (?:the |that |this |your )?"
    r"(?:bit |part |sentence |line |stuff )?(?:about |with |where |that says )?(?P<named>[^.!?,]{2,60})",
    r"\b(?:without|minus|not|less of) (?:the |that |this )(?P<named>[^.!?,]{2,40}?) (?:bit|part|sentence|stuff)\b",
    r"\b(?:without|minus|drop|lose|not) [\"'](?P<named>[^\"']{3,60})[\"']",
    r"\b(?:without|minus) the (?:bit|part|sentence) (?:about |with |where |that says )?(?P<named>[^.!?,]{2,40})",
    r"(?:^|[.,;!?] *|\bwith )no (?P<named>[a-z]{4,})(?: at all| in it| stuff| talk)\b",
    r"(?P<named>\w[^.,!]{2,80})[.,!?]+ *(?:please )?(?:just )?(?:(?:leave|take|cut) (?:that|it|this)(?: bit| part)? out"
    r"|(?:cut|drop|lose|ditch) (?:that|it|this)(?: bit| part)?)(?=$|[.,!?;]| (?:and|but|please|pls|then)\b)",
    r"^(?:no+[,.!]* )?no (?P<named>(?!(?:thanks|thank|problem|worries|idea|really|sorry|please|wait|need|matter|doubt|chance)\b)"
    r"(?!(?:more|longer|reason|offer)\b)[a-z]{5,})(?: \w+)?(?=!|[.,;]|$)",
)
_NO_NAME = word_set(
    "the that this your out bit part sentence line stuff about with where says and but please just all rest any some one for from you her him them "
    "his their its not too also can could make keep then now lol thanks into are was were have has had will would over what when how who why they "
    "she again more less it"
)
_OUTSIDE = word_set("me you it him her alone at that trace reason name names door")
"""What "leave" and "drop" go with where no part of a line is meant ("leave it", "drop him a line")."""


def part_left_out(text: str) -> tuple[str, ...]:
    """The telling words of the part, in lower case and without apostrophes; none where no part is named."""
    message = plain(text[:MOST_CHARACTERS])
    for pattern in _NAMED:
        match = re.search(pattern, message)
        if match is None or match.group("named").split()[0] in _OUTSIDE:
            continue
        words = tuple(word for word in re.findall(r"[a-z]+", match.group("named")) if len(word) > 2 and word not in _NO_NAME)
        if words:
            return words
    return ()


_QUOTED = re.compile(r"(?:^|(?<=[\s:(,]))[\"']([^\"']{3,40})[\"'](?=$|[\s.,?!)])")
_PRAISED = re.compile(
    r"\b(?:keep|loved?|liked|(?:is|was|are) (?:good|nice|fine|perfect|great)|good one|great|perfect|i like|full stop|that's (?:it|all)"
    r"|is that (?:ok|okay|alright))\b",
    re.IGNORECASE,
)


def refused_words(text: str) -> tuple[str, ...]:
    """Words in quotation marks that are not praised, in lower case; whether they are the line's, the coach knows."""
    text = tidy(text[:MOST_CHARACTERS])
    return () if _PRAISED.search(_QUOTED.sub(" ", text)) else tuple(words.lower().strip(" .,") for words in _QUOTED.findall(text))
