"""The types of the content: what an entry of `data/coaching/` must look like. `docs/reference/content.md` describes the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, root_validator, validator


class Step(str, Enum):
    """The steps of the framework, and `safety` and `house` for what the coach says about danger and about itself."""

    ACKNOWLEDGE = "acknowledge"
    NO = "no"
    CONSIDER = "consider"
    DIFFERENCE = "difference"
    ALTERNATIVE = "alternative"
    REASON = "reason"
    LOVE = "love"
    DOOR = "door"
    ASK = "ask"
    HEAR = "hear"
    FEEDBACK = "feedback"
    TALK = "talk"
    SAFETY = "safety"
    HOUSE = "house"


Tone = Literal["warm", "playful", "direct"]
Medium = Literal["said", "texted"]
Role = Literal["decliner", "asker"]
Truth = Literal["love", "desire", "touch", "not_you"]
AsksFor = Literal["sex", "intimacy", "closeness"]
Channel = Literal["text", "voice"]

TONES: tuple[Tone, ...] = ("warm", "playful", "direct")


class Entry(BaseModel):
    """What every entry has."""

    id: str = Field(regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")
    step: Step
    source: str
    tone: Tone

    class Config:
        extra = Extra.forbid
        frozen = True


class Source(BaseModel):
    """Where an idea comes from."""

    id: str
    title: str
    authors: str
    year: int | None = None
    kind: Literal["study", "handbook", "article", "house"]
    finding: str
    doi: str | None = None
    where: str | None = None

    class Config:
        extra = Extra.forbid
        frozen = True


class StepReason(BaseModel):
    """Why a step works, in one sentence, at least three ways."""

    id: Step
    name: str
    why: tuple[str, ...]
    source: str

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("why")
    def _three_ways(cls, why: tuple[str, ...]) -> tuple[str, ...]:
        if len(why) < 3:
            raise ValueError("why is said in at least three ways")
        return why


class Line(Entry):
    """A whole sentence to say to a partner."""

    text: str
    medium: Medium
    needs: frozenset[Truth] = frozenset()
    reason: str | None = None
    offer: str | None = None
    time: bool = False
    asks_for: AsksFor | None = None

    @root_validator(skip_on_failure=True)
    def _time_has_its_place(cls, values: dict[str, Any]) -> dict[str, Any]:
        _check_placeholders(values["text"], {"time"} if values["time"] else set())
        if values["time"] and "{time}" not in values["text"]:
            raise ValueError("it says that it names a time, and '{time}' does not stand in it")
        return values


class Clause(Entry):
    """A sentence that composes a line with others; `parts` says what it carries."""

    text: str
    role: Role
    parts: frozenset[Literal["acknowledge", "no", "reassure", "time", "no_time", "personal", "out", "thanks", "okay", "warmth"]]
    medium: Literal["said", "texted", "any"] = "any"
    needs: frozenset[Truth] = frozenset()
    asks_for: AsksFor | None = None

    @root_validator(skip_on_failure=True)
    def _time_has_its_place(cls, values: dict[str, Any]) -> dict[str, Any]:
        _check_placeholders(values["text"], {"time"})
        return values


class ByTone(BaseModel):
    """The same thing said in three tones."""

    warm: tuple[str, ...] = ()
    playful: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()

    class Config:
        extra = Extra.forbid
        frozen = True

    def of(self, tone: Tone) -> tuple[str, ...]:
        """The variants in this tone."""
        variants: tuple[str, ...] = getattr(self, tone)
        return variants


class Reason(Entry):
    """A reason: how people name it, how the coach receives it, how to say it kindly."""

    role: Role
    name: str
    named_as: tuple[str, ...]
    receipts: tuple[str, ...] = ()
    clauses: ByTone = ByTone()
    partner_aimed: bool = False


class Alternative(Entry):
    """Another way to be close."""

    name: str
    named_as: tuple[str, ...]
    offers: ByTone
    needs: frozenset[Truth] = frozenset()


class Frame(Entry):
    """A few words of the coach's own around a line."""

    moment: str
    text: str
    role: Literal["any", "decliner", "asker"] = "any"
    channel: Literal["any", "text", "voice"] = "any"


class Named(Entry):
    """Something people can mean, with the words by which they mean it."""

    named_as: tuple[str, ...]

    @validator("named_as")
    def _has_names(cls, named_as: tuple[str, ...]) -> tuple[str, ...]:
        if not named_as:
            raise ValueError("nobody could name it")
        return named_as


class Chip(Entry):
    """A small button under an answer: what it shows and the message it stands for."""

    title: str
    intent: str
    entities: dict[str, str] = {}


class StandingAnswer(Entry):
    """What the coach says at a moment that needs no composed line."""

    moment: str
    text: str = ""
    line: str | None = None
    question: str | None = None
    chips: tuple[str, ...] = ()
    role: Literal["any", "decliner", "asker"] = "any"
    channel: Literal["any", "text", "voice"] = "any"
    listen: bool | None = None
    end: bool = False

    @validator("question")
    def _question_asks(cls, question: str | None) -> str | None:
        if question is not None and not question.rstrip().endswith("?"):
            raise ValueError("a question ends with a question mark")
        return question

    @property
    def waits(self) -> bool:
        """Whether the coach waits for an answer: as written, else when it asks something."""
        return self.question is not None if self.listen is None else self.listen


class HelpLine(BaseModel):
    """A help line; only confirmed ones are ever shown."""

    country: str
    kind: str
    name: str
    number: str
    how: str
    hours: str = ""
    who: str = ""
    source: str
    stated_there: str = ""
    confirmed: bool
    checked: date | None = None

    @root_validator(skip_on_failure=True)
    def _confirmed_on_a_day(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["confirmed"] and values["checked"] is None:
            raise ValueError("a confirmed number has the day on which it was checked")
        return values

    class Config:
        extra = Extra.forbid
        frozen = True


class Library(BaseModel):
    """All content, read and checked once."""

    sources: tuple[Source, ...]
    steps: tuple[StepReason, ...]
    decline_lines: tuple[Line, ...]
    ask_lines: tuple[Line, ...]
    hear_a_no_lines: tuple[Line, ...]
    clauses: tuple[Clause, ...]
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    frames: tuple[Frame, ...]
    answers: tuple[StandingAnswer, ...]
    shapes: tuple[Named, ...]
    truths: tuple[Named, ...]
    choices: tuple[Named, ...]
    countries: tuple[Named, ...]
    chips: tuple[Chip, ...]
    helplines: tuple[HelpLine, ...]

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("*")
    def _ids_are_unique(cls, entries: tuple[Any, ...]) -> tuple[Any, ...]:
        ids = Counter(entry.id for entry in entries if hasattr(entry, "id"))
        repeated = [name for name, count in ids.items() if count > 1]
        if repeated:
            raise ValueError(f"these ids stand twice: {', '.join(repeated)}")
        return entries

    @root_validator(skip_on_failure=True)
    def _references_hold(cls, values: dict[str, Any]) -> dict[str, Any]:
        sources = {source.id for source in values["sources"]}
        reasons = {reason.id for reason in values["reasons"]}
        alternatives = {alternative.id for alternative in values["alternatives"]}
        chips = {chip.id for chip in values["chips"]}
        for name, entries in values.items():
            for entry in entries:
                if isinstance(entry, (Entry, StepReason)) and entry.source not in sources:
                    raise ValueError(f"{name}: {entry.id} names the unknown source '{entry.source}'")
                if isinstance(entry, Line) and entry.reason is not None and entry.reason not in reasons:
                    raise ValueError(f"{name}: {entry.id} names the unknown reason '{entry.reason}'")
                if isinstance(entry, Line) and entry.offer is not None and entry.offer not in alternatives:
                    raise ValueError(f"{name}: {entry.id} names the unknown alternative '{entry.offer}'")
                if isinstance(entry, StandingAnswer) and not chips.issuperset(entry.chips):
                    raise ValueError(f"{name}: {entry.id} names an unknown chip among {', '.join(entry.chips)}")
        missing = set(Step) - {step.id for step in values["steps"]} - {Step.SAFETY, Step.HOUSE}
        if missing:
            raise ValueError(f"steps: no reason is given for {', '.join(sorted(step.value for step in missing))}")
        return values


def _check_placeholders(text: str, allowed: Iterable[str]) -> None:
    """Refuses a `{…}` that nobody would fill."""
    rest = text
    for name in allowed:
        rest = rest.replace("{" + name + "}", "")
    if "{" in rest or "}" in rest:
        raise ValueError(f"an unknown placeholder stands in '{text}'")
