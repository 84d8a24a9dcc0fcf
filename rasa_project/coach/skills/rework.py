"""The same line, put together anew: another order, a part less, a word for another, something added, an earlier line, two in one."""

from __future__ import annotations

import re
from collections.abc import Callable

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.measure import MAXIMUM_LINE_SENTENCES, MAXIMUM_LINE_WORDS, fits_a_line, parted, sentences, words
from rasa_project.coach.rules import THANKS_FOR_ASKING, asks_again, holds, invites_to_more, keeps_what_it_needs, may_not_be_said, says_no
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import offer_as_it_is
from rasa_project.coach.skills.shape import SHORTER, shorter_of_the_same
from rasa_project.coach.wanted import NOTHING

EARLIER_LINE, JOIN_LINES, MOVE_PART, DROP_PART, SWAP_WORD, KEEP_AND_ADD = (
    "earlier_line", "join_lines", "move_part", "drop_part", "swap_word", "keep_and_add",
)  # fmt: skip
"""Remarks that ask for the same line in another form."""
REMARKS = frozenset({EARLIER_LINE, JOIN_LINES, MOVE_PART, DROP_PART, SWAP_WORD, KEEP_AND_ADD})
FIRST, LAST = "first", "last"
OF_THE_OTHER = ("You ", "You're ", "You've ", "I love ", "I like ")
"""How a sentence begins that says what is loved by itself."""
CLEARLY_SPOKEN_OF = 2
"""How many telling words of a line a message must hold to point at it where nothing else in it says so."""
_THE_REASON = frozenset({"reason", "why", "because"})
_THE_THANKS = frozenset({"thank", "thanks", "thanking", "asking", "asked"})
_THE_NO = frozenset({"no", "not", "tonight"})
_LEANS = re.compile(r"^(?:and|but|so|though|that's|it's that|it's just|and that's|only)\b", re.IGNORECASE)
"""How a sentence begins that cannot stand first."""
_COMES_AFTER = re.compile(
    r"^(?:i'd love|i would love|i'd like|i still|i want|i can't wait|i love|let's|we can|we could|and |then |maybe|tomorrow|see you|sleep)\b",
    re.IGNORECASE,
)
"""How words begin that round a line off, where others lead up to it."""


def rework(library: Library, situation: Situation) -> Turn | None:
    """The line in the form that a remark asks for; None where that cannot be made of what was offered."""
    remark, heard = situation.heard.remark or "", situation.heard
    if heard.own_words is not None and invites_to_more(heard.own_words):
        return None  # such words have rules of their own (`own_words.py`)
    if (
        remark == MOVE_PART
        and heard.things
        and heard.place in (FIRST, None)
        and not any(_overlap(situation, part) for part in parted(_line(situation)))
    ):
        remark = KEEP_AND_ADD  # "say the flight first", which is nowhere yet
    make = _MAKES.get(remark)
    if heard.own_words is not None and heard.place == FIRST and remark in (MOVE_PART, SWAP_WORD, KEEP_AND_ADD):
        make = _begun
    line = make(library, situation) if make is not None else None
    if line is None or line in situation.session.offered.lines[-1:]:
        return None
    return offer_as_it_is(library, situation, line, f"receipt.{remark}", own=heard.own_words)


def _line(situation: Situation) -> str:
    """The line on the table, empty where there is none."""
    return situation.session.offered.line or ""


def with_the_thing(library: Library, situation: Situation) -> str | None:
    """The line with the thing that was named by its noun; None where none was, or there is no room."""
    return _with_more(library, situation) if situation.heard.things and situation.heard.own_words is None else None


def may_come_back(library: Library, situation: Situation, text: str) -> bool:
    """Whether an earlier line, or a sentence of one, may be said now: no ask comes back after the partner's no, nor to who says no."""
    closed = situation.details.took_a_no or situation.details.role == "decliner"
    return not (closed and asks_again(library, text))


def _begun(library: Library, situation: Situation) -> str | None:
    """The line begun in their own words, in place of its first sentence or before it."""
    line, own = situation.session.offered.line, situation.heard.own_words
    if line is None or own is None or may_not_be_said(library, own):
        return None
    parts = parted(line)
    for rest in (parts, parts[1:], parts[-1:]):
        text = " ".join([own, *rest])
        if keeps_what_it_needs(library, line, text) and fits_a_line(text, situation.details.medium):
            return text
    return None


def _earlier(library: Library, situation: Situation) -> str | None:
    """The earlier line that is spoken of: by its words, else the first, else the one before the last."""
    before = [line for line in situation.session.offered.lines[:-1] if may_come_back(library, situation, line)]
    if not before:
        return None
    named = _by_words(situation, before)
    if named is not None:
        return before[named]
    return before[0] if situation.heard.place == FIRST else before[-1]


def _joined(library: Library, situation: Situation) -> str | None:
    """The last line and an earlier one in one breath: what both say once, one no, one ask."""
    offered = situation.session.offered
    earlier, last = _earlier(library, situation), offered.line
    if earlier is None or last is None:
        return None
    kept = [part for part in parted(earlier) if not _says_the_same(library, part, parted(last))]
    for number in range(len(kept), 0, -1):
        for both in ([*kept[:number], *parted(last)], [*parted(last), *kept[:number]]):
            text = " ".join(both)
            if fits_a_line(text, situation.details.medium) and not _LEANS.match(text):
                return text
    return None


def _says_the_same(library: Library, part: str, others: list[str]) -> bool:
    """Whether another sentence says no, asks or thanks as this one does, so that one of them is enough."""

    def of(text: str) -> tuple[bool, bool, bool]:
        return says_no(library, text), "?" in text or holds(library.ways_out, text), THANKS_FOR_ASKING.search(text) is not None

    return any(one and other for other_part in others for one, other in zip(of(part), of(other_part)))


def _moved(library: Library, situation: Situation) -> str | None:
    """The sentences of the line in another order: the one that is spoken of first, or last."""
    line, place = situation.session.offered.line, situation.heard.place
    parts = parted(line or "")
    if len(parts) == 1 or place is None:
        return None
    if place == "turned":
        moved = [*parts[1:], parts[0]]
    else:
        meant = _meant(library, situation, parts)
        if meant is None:
            return None
        rest = [part for number, part in enumerate(parts) if number != meant]
        moved = [parts[meant], *rest] if place == FIRST else [*rest, parts[meant]]
    return None if _LEANS.match(moved[0]) else " ".join(moved)


def _without(library: Library, situation: Situation) -> str | None:
    """The line without the sentence, or the end of one, that is spoken of; None where it would lose its no or its way out."""
    line = situation.session.offered.line
    parts = parted(line or "")
    if line is None:
        return None
    meant = _meant(library, situation, parts)
    own = situation.session.offered.own
    if own is not None and meant is not None and says_no(library, parts[meant]) and parts[meant] not in own and not says_no(library, own):
        return own  # the no was put beside their words by us, and they do not want it there
    if meant is None and situation.heard.place in (FIRST, LAST):
        meant = 0 if situation.heard.place == FIRST else len(parts) - 1
    if meant is None:
        return None
    choices = [*_without_a_clause(situation, parts, meant)]
    if len(parts) > 1:
        choices.append([*parts[:meant], *parts[meant + 1 :]])
    for kept in choices:
        text = " ".join(kept)
        if keeps_what_it_needs(library, line, text) and not _LEANS.match(text):
            return text
    return None


def would_be_missed(library: Library, situation: Situation) -> bool:
    """Whether the part that is to go is in the line on the table, and cannot."""
    line = situation.session.offered.line
    return line is not None and _meant(library, situation, parted(line)) is not None


def _without_a_clause(situation: Situation, parts: list[str], meant: int) -> list[list[str]]:
    """The line without the last clause of the sentence, where what is spoken of is in that clause alone."""
    head, comma, tail = parts[meant].rpartition(", ")
    if not comma or not _overlap(situation, tail) or _overlap(situation, head):
        return []
    return [[*parts[:meant], head + parts[meant][-1], *parts[meant + 1 :]]]


def _swapped(library: Library, situation: Situation) -> str | None:
    """The line with a word for another, or with what the partner is called at its head."""
    line, heard = situation.session.offered.line, situation.heard
    if line is None or not may_come_back(library, situation, heard.new_words or ""):
        return None
    text = line
    if heard.old_words is not None and heard.new_words is not None:
        text = re.sub(rf"(?<!\w){re.escape(heard.old_words)}(?!\w)", heard.new_words.replace("\\", ""), line, count=1, flags=re.IGNORECASE)
        text = re.sub(r"(^|[.?!] )([a-z])", lambda match: match.group(1) + match.group(2).upper(), text)
    if text == line and heard.new_words is not None and heard.things:
        return _with_more(library, situation)  # "say cramps, not body hurting"
    if heard.called is not None and heard.called.lower() not in text.lower():
        text = f"{heard.called}, {_lowered(text)}"
    if (
        text == line
        or may_not_be_said(library, text)
        or not keeps_what_it_needs(library, line, text)
        or not fits_a_line(text, situation.details.medium)
    ):
        return None
    return text


def _lowered(line: str) -> str:
    """A line as it goes on after a name."""
    return line if re.match(r"I\b|[A-Z]{2}", line) else line[:1].lower() + line[1:]


def _with_more(library: Library, situation: Situation) -> str | None:
    """The line with what was named beside it: their own words, another way to be close, a time; thanks make room for it."""
    line = situation.session.offered.line
    if line is None:
        return None
    for added in _additions(library, situation):
        if added.rstrip(".!?").lower() in line.lower() or may_not_be_said(library, added):
            continue
        for kept in room_for_more(library, line):
            both = in_order(added, kept)
            if words(both) <= MAXIMUM_LINE_WORDS and sentences(both) <= MAXIMUM_LINE_SENTENCES and keeps_what_it_needs(library, line, both):
                return both
    return None


def with_appreciation(library: Library, situation: Situation) -> str | None:
    """The no on the table with something that is loved before it, of what was spoken of; None where there is no such no, or no room."""
    details, line = situation.details, situation.session.offered.line
    if line is None or details.role != "decliner" or details.bank is not None or details.topic is not None:
        return None
    no = " ".join(part for part in parted(line) if says_no(library, part))
    subjects = situation.heard.subjects
    if not subjects:
        return None  # what it is that they love nobody but the person can say
    loved = [
        parted(entry.text)[0]
        for entry in library.banks.get("appreciate", ())
        if entry.tone == "warm" and entry.needs <= details.truths and entry.about in subjects
    ]
    whole = [f"{one} {no}" for one in loved if no and one.startswith(OF_THE_OTHER)]
    fitting = [text for text in whole if fits_a_line(text, details.medium) and text not in situation.session.offered.lines]
    return fitting[(situation.seed + situation.session.turn) % len(fitting)] if fitting else None


def in_order(added: str, line: str) -> str:
    """The line and what was added: after it what rounds it off, before it what leads up to it."""
    return f"{line} {added}" if _COMES_AFTER.match(added) else f"{added} {line}"


def line_spoken_of(library: Library, situation: Situation) -> str | None:
    """The earlier line of which a message says most of the words; None where it says few, or as many of another."""
    return _spoken_of(library, situation, CLEARLY_SPOKEN_OF)


def shorter_line_spoken_of(library: Library, situation: Situation) -> str | None:
    """An earlier line of which a telling word is said, in fewer words where some can go: "a bit shorter, the slow one"; None where none is."""
    earlier = _spoken_of(library, situation, 1) if situation.heard.shapes == (SHORTER,) else None
    return (shorter_of_the_same(library, earlier, share=1) or earlier) if earlier is not None else None


def _spoken_of(library: Library, situation: Situation, at_least: int) -> str | None:
    *earlier, last = situation.session.offered.lines or ("",)
    before = [line for line in earlier if may_come_back(library, situation, line)]
    named = _by_words(situation, before) if before else None
    if named is None or _overlap(situation, before[named]) < at_least:
        return None
    return before[named] if _overlap(situation, before[named]) > _overlap(situation, last) else None


def room_for_more(library: Library, line: str) -> list[str]:
    """The line, the line with less, and what of it is needed alone: the no, the way out, the question."""
    shorter = shorter_of_the_same(library, line)
    heart = " ".join(part for part in parted(line) if says_no(library, part) or holds(library.ways_out, part) or "?" in part)
    return [text for text in dict.fromkeys((line, shorter, heart)) if text]


def _of_earlier_lines(library: Library, situation: Situation) -> list[str]:
    """Sentences of earlier lines that are spoken of and gone: "put the wish me luck back"."""
    *before, last = situation.session.offered.lines or ("",)
    parts = [part for line in reversed(before) for part in parted(line)]
    gone = [part for part in parts if part not in last and _overlap(situation, part) >= CLEARLY_SPOKEN_OF]
    return [part for part in gone if may_come_back(library, situation, part) and not (says_no(library, part) and says_no(library, last))]


def _additions(library: Library, situation: Situation) -> list[str]:
    """What is to go in, as sentences: their own words alone where there are any."""
    heard, details = situation.heard, situation.details
    if heard.own_words is not None:
        return [heard.own_words]
    found = _of_earlier_lines(library, situation)
    found += heard.things if details.role == "decliner" else ()
    alternative = library.alternatives_by_id.get(heard.alternative or "")
    if alternative is not None and alternative.id != NOTHING and details.role == "decliner":
        found += alternative.offers.of(details.tone or "warm")
    if heard.time is not None and details.role == "decliner":
        found += [
            clause.text.replace("{time}", heard.time)
            for clause in library.clauses
            if clause.parts == {"time"} and clause.role == "decliner" and clause.tone == "warm" and clause.needs <= details.truths
        ]
    if heard.truths and details.role == "decliner":
        found += [clause.text for clause in library.clauses if clause.parts == {"reassure"} and clause.needs and clause.needs <= heard.truths]
    return found


def _meant(library: Library, situation: Situation, parts: list[str]) -> int | None:
    """Which sentence is spoken of: by its words, by what it does, or because it gives the reason; None where that is open."""
    named = _by_words(situation, parts)
    if named is not None:
        return named
    telling = set(situation.heard.telling)
    does: list[Callable[[str], bool]] = []
    if telling & _THE_THANKS:
        does.append(lambda part: THANKS_FOR_ASKING.search(part) is not None)
    if telling & _THE_REASON or situation.heard.reason is not None:
        does.append(lambda part: _gives_the_reason(library, situation, part))
    if telling & _THE_NO:
        does.append(lambda part: says_no(library, part))
    for is_it in does:
        places = [place for place, part in enumerate(parts) if is_it(part)]
        if len(places) == 1:
            return places[0]
    return None


def _gives_the_reason(library: Library, situation: Situation, part: str) -> bool:
    reason = library.reasons_by_id.get(situation.details.reason or "")
    if reason is None or (situation.heard.reason is not None and situation.heard.reason != reason.id):
        return False
    return bool(re.search(r"\bso\b|\bbecause\b", part)) or any(clause.rstrip(".") in part for clause in reason.clauses.of("warm"))


def _by_words(situation: Situation, texts: tuple[str, ...] | list[str]) -> int | None:
    """Which of the texts holds the most of the words that are spoken of; None where none or several do."""
    counts = [_overlap(situation, text) for text in texts]
    most = max(counts)
    return counts.index(most) if most and counts.count(most) == 1 else None


def _overlap(situation: Situation, text: str) -> int:
    spoken = re.findall(r"[a-z']+", text.lower())
    return sum(any(_same(word, other) for other in spoken) for word in situation.heard.telling)


def _same(word: str, other: str) -> bool:
    """Whether two words are the same but for their ending."""
    if min(len(word), len(other)) < 4:
        return word == other
    return other.startswith(word[: max(4, len(word) - 2)]) or word.startswith(other[: max(4, len(other) - 1)])


_MAKES: dict[str, Callable[[Library, Situation], str | None]] = {
    EARLIER_LINE: _earlier,
    JOIN_LINES: _joined,
    MOVE_PART: _moved,
    DROP_PART: _without,
    SWAP_WORD: _swapped,
    KEEP_AND_ADD: _with_more,
}
