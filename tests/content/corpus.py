"""Every sentence that the coach can say, with the file and the entry it stands in and whose words it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import yaml

from rasa_project import paths
from rasa_project.coach.content import TONES, Library, Line, Note, Step
from rasa_project.library import load_library

Place = Literal["coach", "line", "decline", "ask", "hear"]
"""Whose words: the coach's own, or a sentence for a partner, which says no, asks, takes a no or does none of these."""

PLACE_OF_BANK: dict[str, Place] = {
    "decline": "decline",
    "stop": "decline",
    "firm": "decline",
    "ask": "ask",
    "ask_discreet": "ask",
    "plan": "ask",
    "hear_a_no": "hear",
    "apart.ask": "ask",
    "apart.decline": "decline",
    "reply.why": "decline",
    "reply.again": "decline",
    "reply.when_then": "decline",
    "reply.is_that_all": "hear",
    "reply.maybe": "hear",
    "reply.if_you_want": "hear",
    "reply.not_now": "hear",
    "reply.they_are_sorry": "hear",
    "reply.just_hold": "hear",
}
"""The part that the lines of a bank, or of a kind in it, speak for; one that is not named here is neither a no nor an ask for tonight."""
PLACE_OF_MOMENT: dict[str, Place] = {
    "change_mind": "decline",
    "topic.leave_door_open": "decline",
    "topic.plan_intimacy": "ask",
    "ask.after_no": "hear",
}
"""The part that the line of a standing answer speaks for; one that is not named here is neither a no nor an ask for tonight."""
LONGEST_TIME = "on Wednesday afternoon"
SIGNAL = {"{signal}": "the hot-water bottle", "{yes}": "On the pillow", "{no}": "Under the bed", "{unsure}": "At the foot of the bed"}
MEANINGS = {"{first}": "the two of you wanting different things", "{second}": "something you'd like them to do differently"}
"""The longest two that can be asked about."""
MEMORY = {"{schedule}": "ten thirty in the evening on weeknights except Fridays", "{until}": "until Wednesday", "{count}": "fourteen"}
"""What is filled in about evening notes and the journal, as it is heard."""
PATTERN = {"{when}": "Friday and Saturday evenings", "{reason}": "not feeling at home in one's body"}
"""The longest that a sentence about what shows in a journal is filled with."""
IN_ROLE = "practice.partner."
"""Moments at which the coach speaks as the partner, and may say what it never says as itself."""


@dataclass(frozen=True)
class Spoken:
    """One piece of text that a person can hear."""

    file: str
    entry: str
    place: Place
    text: str
    medium: str = "said"
    needs: frozenset[str] = frozenset()
    whole: bool = False
    """A whole line, not a piece of one."""
    channel: str = "any"

    @property
    def filled(self) -> str:
        """The text with a time where one goes, the longest that people name."""
        text = self.text.replace("{time}", LONGEST_TIME).replace("{words}", "what you like")
        for place, name in (SIGNAL | MEANINGS | MEMORY | PATTERN).items():
            text = text.replace(place, name)
        return text

    @property
    def named(self) -> str:
        """Where it stands, for the message of a failed test."""
        return f"{self.file}: {self.entry}: {self.text!r}"


@lru_cache(maxsize=1)
def spoken() -> tuple[Spoken, ...]:
    """All that can be heard, file by file."""
    library = load_library()
    return (*_lines(library), *_pieces(library), *_frames(library), *_answers(library), *_notes(library))


def lines(*places: Place) -> tuple[Spoken, ...]:
    """The whole lines for a partner of these parts; without a part, all."""
    return tuple(piece for piece in spoken() if piece.whole and (not places or piece.place in places))


def place_of(line: Line) -> Place:
    """The part that a whole line speaks for."""
    return PLACE_OF_BANK.get(f"{line.bank}.{line.kind}", PLACE_OF_BANK.get(line.bank, "line"))


def place_of_note(note: Note) -> Place:
    """The part that the line of a note speaks for."""
    if note.about == "ask":
        return "hear" if note.step is Step.HEAR else "ask"
    return "decline" if note.about == "decline" else "line"


def files() -> tuple[str, ...]:
    """The files that hold something to hear."""
    return tuple(dict.fromkeys(piece.file for piece in spoken()))


@cache
def files_of(kind: str) -> dict[str, str]:
    """The file of every entry, by its id, of a kind that has a folder: answers, lines, notes, reasons."""
    return {
        entry["id"]: str(file.relative_to(paths.COACHING))
        for file in sorted((paths.COACHING / kind).rglob("*.yml"))
        for entry in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)[kind]
    }


def entry_ids() -> frozenset[str]:
    """The ids of all entries that can be heard."""
    return frozenset(piece.entry for piece in spoken())


def _lines(library: Library) -> Iterator[Spoken]:
    for line in library.lines:
        yield Spoken(files_of("lines")[line.id], line.id, place_of(line), line.text, line.medium, frozenset(line.needs), whole=True)


def _pieces(library: Library) -> Iterator[Spoken]:
    for clause in library.clauses:
        yield Spoken("clauses.yml", clause.id, "decline" if clause.role == "decliner" else "ask", clause.text, clause.medium, frozenset(clause.needs))
    for reason in library.reasons:
        for receipt in reason.receipts:
            yield Spoken(files_of("reasons")[reason.id], reason.id, "coach", receipt)
        for tone in TONES:
            for text in reason.clauses.of(tone):
                yield Spoken(files_of("reasons")[reason.id], reason.id, "decline" if reason.role == "decliner" else "ask", text)
    for alternative in library.alternatives:
        for tone in TONES:
            for text in alternative.offers.of(tone):
                yield Spoken("alternatives.yml", alternative.id, "decline", text, needs=frozenset(alternative.needs))


def _frames(library: Library) -> Iterator[Spoken]:
    for frame in library.frames:
        yield Spoken("frames.yml", frame.id, "coach", frame.text, channel=frame.channel)
    for step in library.steps:
        for sentence in step.why:
            yield Spoken("steps.yml", step.id.value, "coach", sentence)
    for thing in library.things:
        for noun in thing.named_as:
            yield Spoken("things.yml", thing.id, "line", thing.text.replace("{thing}", noun))
    for signal in library.signals:
        yield Spoken("signals.yml", signal.id, "coach", f"{signal.name}. {signal.yes}, {signal.no}, {signal.unsure}.")
    for chip in library.chips:
        yield Spoken("shapes.yml", chip.id, "coach", chip.title)
    for reprompt in library.reprompts:
        yield Spoken("reprompts.yml", reprompt.id, "coach", reprompt.text, channel="voice")
    for meaning in library.meanings:
        yield Spoken("meanings.yml", f"meaning.{meaning.id}", "coach", f"Is it {meaning.phrase}?")
        yield Spoken("meanings.yml", f"meaning.{meaning.id}", "coach", meaning.title)
    for pattern in library.patterns:
        if pattern.text.endswith("."):  # the others are filled into these
            yield Spoken("patterns.yml", f"patterns.{pattern.id}", "coach", pattern.text, channel="text")


def _answers(library: Library) -> Iterator[Spoken]:
    file_of = files_of("answers")
    for answer in library.answers:
        for text in (answer.text, answer.question):
            if text:
                place: Place = "line" if answer.moment.startswith(IN_ROLE) else "coach"
                yield Spoken(file_of[answer.id], answer.id, place, text, channel=answer.channel)
        if answer.line:
            yield Spoken(file_of[answer.id], answer.id, PLACE_OF_MOMENT.get(answer.moment, "line"), answer.line, whole=True, channel=answer.channel)


def _notes(library: Library) -> Iterator[Spoken]:
    for note in library.notes:
        yield Spoken(files_of("notes")[note.id], note.id, "coach", note.text)
        if note.line:
            yield Spoken(files_of("notes")[note.id], note.id, place_of_note(note), note.line, whole=True)
