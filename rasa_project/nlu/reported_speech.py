"""Whether words are somebody else's, as people report what was said: in quotation marks, or after a verb of saying."""

from __future__ import annotations

from spacy.tokens import Span

from rasa_project.nlu.text import word_set

SAID = word_set("says said goes went replies replied answers answered texts texted asks asked like writes wrote messaged sent got keeps")
"""Verbs that report by themselves; "got a 'maybe'" too."""
SAY = word_set("say go reply answer text ask write")
"""Verbs that report only where a person stands before them ("if they say")."""
SAYING = word_set("saying asking")
"""Verbs that report only where somebody is at it ("he keeps saying")."""
AT_IT = word_set("keeps kept is 's s was")
PERSON = word_set("he she they it 'd 'll will just always might partner wife husband girlfriend boyfriend hubby missus keeps")
BETWEEN = word_set(
    "me back just a an the with is was all , : - ... .. \" ' well oh so but ok och ugh aw aww hmm eh what wait and um er nah "
    "yeah right sorry love babe"
)
"""What may stand between the verb and the words."""
GOES_ON = word_set(
    "and n but so then now when what to like at in after again before how should do from me tonight love dear darling babe hun hon honey pet duck "
    "sweetheart mate though tho lol haha anymore please pls x xx"
)
"""Words with which the report goes on after somebody's own; any other shows that only the beginning of what was said was found."""
QUOTES = word_set("' \"")


def is_reported(span: Span) -> bool:
    """Whether the words of `span` are what somebody said ("he went 'again??'"), and all of it (not so in "he said really nice things")."""
    document, start = span.doc, span.start
    following = document[span.end].lower_ if span.end < len(document) else ""
    if following.isalnum() and following not in GOES_ON and not span[-1].is_punct:
        return False
    if start and document[start - 1].text in QUOTES and any(token.text in QUOTES for token in document[span.end : span.end + 4]):
        return True
    if _is_inside_a_quotation(span):
        return True
    before = start - 1
    while before >= 0 and document[before].lower_ in BETWEEN:
        before -= 1
    if before < 0:
        return False
    verb, person = document[before].lower_, document[before - 1].lower_ if before else ""
    if verb in SAYING:
        return person in AT_IT
    return verb in SAID or (verb in SAY and person in PERSON)


def _is_inside_a_quotation(span: Span) -> bool:
    """Whether a verb of saying, a mark, the words and another mark follow each other: "he answered 'i'm away, what about monday'"."""
    document = span.doc
    marks = [token.i for token in document if token.text in QUOTES]
    opening = [place for place in marks if place < span.start]
    closing = [place for place in marks if place >= span.end]
    if not opening or not closing:
        return False
    before = opening[0] - 1
    while before >= 0 and document[before].lower_ in BETWEEN:
        before -= 1
    return before >= 0 and document[before].lower_ in SAID
