"""The types of the content: what an entry of `data/coaching/` must look like. `docs/reference/content.md` describes the files."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, root_validator, validator

from rasa_project.coach import intents, patterns, schedule_in_words


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


WORKED_OUT = frozenset({"practice.partner", "practice.feedback"})
"""Moments whose words depend on what was rehearsed."""

PLACES: Mapping[str, frozenset[str]] = {
    "meaning.which": frozenset({"first", "second"}),
    **dict.fromkeys(("both.signal.heard", "both.signal.heard_all", "both.signal.pass_known"), frozenset({"signal", "yes", "no", "unsure"})),
    "remember.ask_notes": frozenset({"schedule"}),
    "remember.yes_notes": frozenset({"schedule"}),
    "bedtime_on.changed": frozenset({"schedule"}),
    "bedtime_on.now": frozenset({"schedule"}),
    "bedtime_off.paused": frozenset({"until"}),
    "show_patterns.count": frozenset({"count"}),
}
"""What is filled into the words of a moment, where something is; each of its answers holds a place for it."""


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

    bank: str
    """The file it stands in, which says what it is for: `decline`, `ask`, `feedback` ..."""
    kind: str | None = None
    """What it is for within its bank, where that matters: in `reply`, the partner's answer that it answers."""
    role: Role | None = None
    """Whose part it speaks for; None for either."""
    text: str
    medium: Medium
    needs: frozenset[Truth] = frozenset()
    reason: str | None = None
    offer: str | None = None
    time: bool = False
    asks_for: AsksFor | None = None
    about: str | None = None
    """An id of `subjects.yml`: what it speaks of ("phones"); it is for those who named that."""

    @root_validator(skip_on_failure=True)
    def _time_has_its_place(cls, values: dict[str, Any]) -> dict[str, Any]:
        _check_placeholders(values["text"], {"time"} if values["time"] else set())
        if values["time"] and "{time}" not in values["text"]:
            raise ValueError("it says that it names a time, and '{time}' does not stand in it")
        return values


class Clause(Entry):
    """A piece that composes a line with others; `parts` says what it carries. The no goes on within a sentence, the others are whole ones."""

    text: str
    role: Role
    parts: frozenset[Literal["acknowledge", "no", "reassure", "time", "personal", "out", "suggest"]]
    marks: frozenset[Literal["light", "bye", "company", "thanks", "alone", "joins", "bold", "tonight"]] = frozenset()
    """Where it fits.

    `light` makes small of the no, which is not for a heavy reason; `bye` and `company` are for being in one room, and `company` is not for who wants
    to be left alone; `thanks` is not for after another; `alone` is not for after an offer; `bold` is not for before an ask for mere company; what
    `joins` may go on to the no ("I'm glad you asked, but it's a no tonight"); `tonight` is not for before an ask for another day.
    """
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
    told_as: tuple[str, ...] = ()
    """How it is told around other words: "..." stands for up to five of them, "@hour" for an hour ("been up ... since @hour")."""
    receipts: tuple[str, ...] = ()
    clauses: ByTone = ByTone()
    partner_aimed: bool = False
    heavy: bool = False
    """It weighs (grief, pain, a quarrel); nothing makes light of it."""
    wants_space: bool = False
    """Who gives it would rather be left alone."""
    bold: bool = False
    """It leads to an ask for more than company, and makes no sense before one for tea and a chat."""
    tonight: bool = False
    """It is about tonight, and makes no sense before an ask for another day."""
    gives_way: int = 0
    """How readily it gives way to another reason named beside it: 1 to what lies under it (touched out, in grief), 2 to a more telling one (being
    tired), 3 to any (no mood)."""
    asks_for: AsksFor | None = None
    """What somebody who names it asks for, where nothing else was said; None for what anybody asks for."""


class Alternative(Entry):
    """Another way to be close."""

    name: str
    named_as: tuple[str, ...]
    offers: ByTone
    needs: frozenset[Truth] = frozenset()
    apart: bool = False
    """It is rest, or time alone: nothing that makes up for the no, so that no "but" leads to it."""


class Frame(Entry):
    """A few words of the coach's own around a line."""

    moment: str
    text: str
    role: Literal["any", "decliner", "asker"] = "any"
    channel: Literal["any", "text", "voice"] = "any"


class Note(Entry):
    """An evening note: something small to read in bed, to think about, to ask oneself, or to say."""

    kind: Literal["thought", "question", "line", "step"]
    """`step` tells one step of the framework, `line` leads to a sentence for the partner."""
    text: str
    """The note itself; of a `line`, the few words that lead to it."""
    line: str | None = None
    """The sentence for the partner, under the rules of every line."""
    about: Literal["neither", "decline", "ask"]
    """Whether it is about saying no, about asking and hearing the answer, or about neither."""
    role: Literal["any", "decliner", "asker"] = "any"
    """For whose part it is."""
    reasons: tuple[str, ...] = ()
    """Ids of reasons that it fits."""

    @root_validator(skip_on_failure=True)
    def _holds_a_line_where_it_is_one(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["kind"] == "line") != (values["line"] is not None):
            raise ValueError("a note holds a line when its kind is 'line', and only then")
        return values

    @root_validator(skip_on_failure=True)
    def _speaks_for_the_part_it_is_about(cls, values: dict[str, Any]) -> dict[str, Any]:
        part = {"decline": "decliner", "ask": "asker"}.get(values["about"], values["role"])
        if values["role"] != part:
            raise ValueError(f"a note about '{values['about']}' is for the role '{part}'")
        return values

    @root_validator(skip_on_failure=True)
    def _has_no_placeholder(cls, values: dict[str, Any]) -> dict[str, Any]:
        _check_placeholders(values["text"] + (values["line"] or ""), ())
        return values


class Named(Entry):
    """Something people can mean, with the words by which they mean it."""

    named_as: tuple[str, ...]

    @validator("named_as")
    def _has_names(cls, named_as: tuple[str, ...]) -> tuple[str, ...]:
        if not named_as:
            raise ValueError("nobody could name it")
        return named_as


class Choice(Named):
    """Something that people name in a word or two, or say of what was offered."""

    avoids: tuple[str, ...] = ()
    """Words, in lower case, that no line holds any more for who says it."""


class Wish(Named):
    """Something good that people want words for: a warm yes, a flirt, a thank-you."""

    heard_in: frozenset[str]
    """The intents in which the words mean that; in any other the message is what it is."""
    says: str | None = None
    """The moment that answers; None for `wish.` and the id."""
    line_of: str | None = None
    """The bank of the line."""
    asking_line_of: str | None = None
    """The bank when the message asks for tonight."""
    declining_line_of: str | None = None
    """The bank when the message says no for tonight."""
    role: Role | None = None
    """Whose part it speaks for."""
    implies: frozenset[Truth] = frozenset()
    """What is true of those who want it."""


class Subject(Named):
    """What a message is about, within its topic: slower, phones, the way they laugh."""


class PartnerReply(Entry):
    """What a partner answers: the words themselves (which count where somebody reports them) and whole descriptions ("they went quiet")."""

    role: Literal["any", "decliner", "asker"]
    said_as: tuple[str, ...] = ()
    done_as: tuple[str, ...] = ()


class Signal(Named):
    """A small object that two people can agree on, and how it says "ask me", "not tonight" and "not sure"."""

    name: str
    yes: str
    no: str
    unsure: str


class Thing(Named):
    """Things by a noun of their own that people want in the line: the sentence with a place for the noun."""

    text: str
    after: tuple[str, ...] = ()
    """The words one of which stands before its noun, where that is no thing more often than not ("what do I say back"); empty where any may."""


class Chip(Entry):
    """A small button under an answer: what it shows and the message it stands for."""

    title: str
    intent: str
    entities: dict[str, str] = {}


class Meaning(Entry):
    """What an intent, its id, is called in plain words when a message could mean either of two."""

    phrase: str
    """Goes on after "Is it"."""
    title: str

    @property
    def chip(self) -> Chip:
        """The button that says it."""
        return Chip(id=f"meaning.{self.id}", title=self.title, intent=self.id, step=self.step, source=self.source, tone=self.tone)


_HER = {"he": "she", "him": "her", "his": "her", "himself": "herself", "he's": "she's", "he'd": "she'd", "he'll": "she'll"}
_HIS = re.compile(r"\b(?:he(?:'s|'d|'ll)?|him(?:self)?|his)\b", re.IGNORECASE)


def as_she(text: str) -> str:
    """A sentence about him as one about her; "his" never stands there without what is his."""

    def hers(match: re.Match[str]) -> str:
        word = _HER[match.group().lower()]
        return word.capitalize() if match.group()[0].isupper() else word

    return _HIS.sub(hers, text)


class StandingAnswer(Entry):
    """What the coach says at a moment that needs no composed line."""

    moment: str
    text: str = ""
    as_he: str | None = None
    """The text for a partner who is spoken of as "he", where "they" is the partner; for "she" his pronouns are hers."""
    line: str | None = None
    line_of: str | None = None
    """The bank that the line is taken from, and after a dot its kind: `often`, `trust.hurt`."""
    question: str | None = None
    question_as_he: str | None = None
    chips: tuple[str, ...] = ()
    role: Literal["any", "decliner", "asker"] = "any"
    channel: Literal["any", "text", "voice"] = "any"
    listen: bool | None = None
    end: bool = False
    card_title: str | None = None
    """What a screen of one's own shows above a text that was asked for there; says nothing of what it is."""

    @validator("question")
    def _question_asks(cls, question: str | None) -> str | None:
        if question is not None and not question.rstrip().endswith("?"):
            raise ValueError("a question ends with a question mark")
        return question

    @root_validator(skip_on_failure=True)
    def _places_are_filled(cls, values: dict[str, Any]) -> dict[str, Any]:
        places = PLACES.get(values["moment"], frozenset())
        text = f"{values['text']} {values['question'] or ''}"
        _check_placeholders(text, places)
        if places and not any("{" + place + "}" in text for place in places):
            raise ValueError(f"no place is left for {' or '.join(sorted(places))}")
        return values

    def of_one(self, pronoun: str | None) -> StandingAnswer:
        """The same answer, with the partner as "he" or "she" where it speaks of them and they were spoken of so."""
        if pronoun is None or (self.as_he is None and self.question_as_he is None):
            return self
        said = {"text": self.as_he or self.text, "question": self.question_as_he or self.question}
        return self.copy(update=said if pronoun == "he" else {field: text and as_she(text) for field, text in said.items()})

    @property
    def waits(self) -> bool:
        """Whether the coach waits for an answer: as written, else when it asks something."""
        return self.question is not None if self.listen is None else self.listen


class Reprompt(Entry):
    """What a speaker says when a question stays unanswered: shorter than the question, and in other words."""

    to: Literal["danger", "either", "yes_or_no", "open"]
    """To which kind of question: the first of a danger, one between two things, one for a yes or a no, any other."""
    text: str


class NextTurn(BaseModel):
    """What the coach says next: `after` one of these moments, when it `hears` one of these answers, it `says` the words of that moment.

    In `after` a star stands for the rest of a name. `hears` holds ids of choices, of wishes and of partner's replies, intents, `signal` or
    `anything`; any of them will do, and two with a "+" between them must both be there. `says` may also be `intent.NAME`: the turn that this
    intent gets. The table is read from top to bottom; the first row that fits counts.
    """

    id: str
    after: tuple[str, ...]
    hears: tuple[str, ...]
    says: str

    class Config:
        extra = Extra.forbid
        frozen = True

    def follows(self, moment: str) -> bool:
        """Whether this row is about what comes after `moment`."""
        return moment in self.after or any("*" in after and fnmatch.fnmatchcase(moment, after) for after in self.after)


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


class Word(BaseModel):
    """A word, or a pattern for words, from which the coach's sentences are filled in: an hour, a day."""

    id: str
    text: str

    class Config:
        extra = Extra.forbid
        frozen = True


class Rule(BaseModel):
    """A pattern of `rules.yml`: what no sentence may hold, or what makes a no or a way out. Upper and lower case are the same to it."""

    id: str = Field(regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")
    pattern: str
    where: str = ""
    """Whose words a ban is about."""
    why: str = ""
    example: str = ""
    theirs: bool = False
    """Whether a person's own words may break a ban for our lines ("do you still fancy me")."""
    exceptions: Mapping[str, str] = Field({}, alias="except")
    """Ids of content entries to which the rule does not apply, each with the reason."""

    class Config:
        extra = Extra.forbid
        frozen = True
        keep_untouched = (cached_property,)

    @validator("pattern")
    def _pattern_can_be_read(cls, pattern: str) -> str:
        try:
            re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"the pattern cannot be read ({error})") from error
        return pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)

    def finds(self, text: str) -> bool:
        """Whether the pattern occurs in `text`."""
        return self._compiled.search(text) is not None


class Library(BaseModel):
    """All content, read and checked once."""

    sources: tuple[Source, ...]
    steps: tuple[StepReason, ...]
    lines: tuple[Line, ...]
    clauses: tuple[Clause, ...]
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    frames: tuple[Frame, ...]
    answers: tuple[StandingAnswer, ...]
    shapes: tuple[Named, ...]
    truths: tuple[Named, ...]
    choices: tuple[Choice, ...]
    wishes: tuple[Wish, ...]
    partner: tuple[PartnerReply, ...]
    parts: tuple[Named, ...]
    signals: tuple[Signal, ...]
    things: tuple[Thing, ...]
    subjects: tuple[Subject, ...]
    told_roles: tuple[Named, ...]
    outcomes: tuple[Named, ...]
    feelings: tuple[Named, ...]
    told_days: tuple[Named, ...]
    turns: tuple[NextTurn, ...]
    countries: tuple[Named, ...]
    chips: tuple[Chip, ...]
    meanings: tuple[Meaning, ...]
    reprompts: tuple[Reprompt, ...]
    helplines: tuple[HelpLine, ...]
    notes: tuple[Note, ...]
    words: tuple[Word, ...]
    patterns: tuple[Word, ...]
    banned: tuple[Rule, ...]
    no_clauses: tuple[Rule, ...]
    no_for_now: tuple[Rule, ...]
    ways_out: tuple[Rule, ...]

    class Config:
        extra = Extra.forbid
        frozen = True
        keep_untouched = (cached_property,)

    @cached_property
    def banks(self) -> Mapping[str, tuple[Line, ...]]:
        """The whole lines by what they are for."""
        return _grouped(self.lines, "bank")

    @cached_property
    def lines_saying(self) -> Mapping[str, Mapping[tuple[str | None, str | None], tuple[Line, ...]]]:
        """The whole lines by what they are for, and within it by the reason that they give and what they offer."""
        return {bank: _grouped(lines, "reason", "offer") for bank, lines in self.banks.items()}

    @cached_property
    def reasons_by_id(self) -> Mapping[str, Reason]:
        """The reasons by their id."""
        return {reason.id: reason for reason in self.reasons}

    def roles_of(self, reasons: Iterable[str]) -> frozenset[Role]:
        """Whose these reasons are: of who says no, of who asks, or of both."""
        return frozenset(self.reasons_by_id[reason].role for reason in reasons if reason in self.reasons_by_id)

    @cached_property
    def alternatives_by_id(self) -> Mapping[str, Alternative]:
        """The alternatives by their id."""
        return {alternative.id: alternative for alternative in self.alternatives}

    @cached_property
    def choices_by_id(self) -> Mapping[str, Choice]:
        """The choices by their id."""
        return {choice.id: choice for choice in self.choices}

    @cached_property
    def frames_at(self) -> Mapping[str, tuple[Frame, ...]]:
        """The coach's own few words by the moment at which they are said."""
        return _grouped(self.frames, "moment")

    @cached_property
    def wishes_in(self) -> Mapping[str, Mapping[str, Wish]]:
        """The wishes by the intent they are heard in, and by their id."""
        intents = {intent for wish in self.wishes for intent in wish.heard_in}
        return {intent: {wish.id: wish for wish in self.wishes if intent in wish.heard_in} for intent in intents}

    @cached_property
    def moments(self) -> Mapping[str, tuple[StandingAnswer, ...]]:
        """The standing answers by the moment at which they are said."""
        return _grouped(self.answers, "moment")

    @cached_property
    def buttons(self) -> tuple[Chip, ...]:
        """Every button there is: those that the answers name, and those for what was meant."""
        return (*self.chips, *(meaning.chip for meaning in self.meanings))

    @cached_property
    def buttons_by_id(self) -> Mapping[str, Chip]:
        """Every button by its id."""
        return {chip.id: chip for chip in self.buttons}

    @cached_property
    def pattern_words(self) -> Mapping[str, str]:
        """The words for what shows in a journal by their id."""
        return {word.id: word.text for word in self.patterns}

    @cached_property
    def words_by_id(self) -> Mapping[str, Word]:
        """The words for hours and days by their id."""
        return {word.id: word for word in self.words}

    @cached_property
    def turns_after(self) -> Mapping[str, tuple[NextTurn, ...]]:
        """The rows of the table of turns that fit each moment, in their order."""
        return {moment: rows for moment in self.moments if (rows := tuple(row for row in self.turns if row.follows(moment)))}

    @validator("*")
    def _ids_are_unique(cls, entries: tuple[Any, ...]) -> tuple[Any, ...]:
        ids = Counter(entry.id for entry in entries if hasattr(entry, "id"))
        repeated = [name for name, count in ids.items() if count > 1]
        if repeated:
            raise ValueError(f"these ids stand twice: {', '.join(repeated)}")
        return entries

    @validator("patterns")
    def _patterns_have_words(cls, words: tuple[Word, ...]) -> tuple[Word, ...]:
        missing = patterns.NEEDED - {word.id for word in words}
        if missing:
            raise ValueError(f"no words are given for {', '.join(sorted(missing))}")
        return words

    @validator("words")
    def _words_are_whole(cls, words: tuple[Word, ...]) -> tuple[Word, ...]:
        missing = schedule_in_words.NEEDED - {word.id for word in words}
        if missing:
            raise ValueError(f"no words are given for {', '.join(sorted(missing))}")
        return words

    @root_validator(skip_on_failure=True)
    def _references_hold(cls, values: dict[str, Any]) -> dict[str, Any]:
        sources = {source.id for source in values["sources"]}
        reasons = {reason.id for reason in values["reasons"]}
        alternatives = {alternative.id for alternative in values["alternatives"]}
        subjects = {subject.id for subject in values["subjects"]}
        chips = {chip.id for chip in values["chips"]}
        banks = {line.bank for line in values["lines"]}
        moments = {answer.moment for answer in values["answers"]} | {f"intent.{intent}" for intent in intents.ALL} | WORKED_OUT
        heard = (
            {entry.id for name in ("choices", "partner", "wishes") for entry in values[name]}
            | intents.ALL
            | {intents.ANYTHING, intents.SIGNAL, intents.A_NO_SAID}
        )
        for name, entries in values.items():
            for entry in entries:
                if isinstance(entry, (Entry, StepReason)) and entry.source not in sources:
                    raise ValueError(f"{name}: {entry.id} names the unknown source '{entry.source}'")
                if isinstance(entry, Line) and entry.reason is not None and entry.reason not in reasons:
                    raise ValueError(f"{name}: {entry.id} names the unknown reason '{entry.reason}'")
                if isinstance(entry, Note) and not reasons.issuperset(entry.reasons):
                    raise ValueError(f"{name}: {entry.id} names an unknown reason among {', '.join(entry.reasons)}")
                if isinstance(entry, Line) and entry.offer is not None and entry.offer not in alternatives:
                    raise ValueError(f"{name}: {entry.id} names the unknown alternative '{entry.offer}'")
                if isinstance(entry, Line) and entry.about is not None and entry.about not in subjects:
                    raise ValueError(f"{name}: {entry.id} is about the unknown subject '{entry.about}'")
                if isinstance(entry, StandingAnswer) and not chips.issuperset(entry.chips):
                    raise ValueError(f"{name}: {entry.id} names an unknown chip among {', '.join(entry.chips)}")
                banked = [entry.line_of] if isinstance(entry, (StandingAnswer, Wish)) else []
                banked += [entry.asking_line_of, entry.declining_line_of] if isinstance(entry, Wish) else []
                if not banks.issuperset(bank.split(".")[0] for bank in banked if bank):
                    raise ValueError(f"{name}: {entry.id} takes its line from an unknown bank")
                if isinstance(entry, Meaning) and entry.id not in intents.ALL:
                    raise ValueError(f"{name}: {entry.id} is an unknown intent")
                if isinstance(entry, Wish) and not moments.issuperset((entry.says or f"wish.{entry.id}",)):
                    raise ValueError(f"{name}: {entry.id} has no words to answer it")
                if isinstance(entry, Wish) and not intents.ALL.issuperset(entry.heard_in):
                    raise ValueError(f"{name}: {entry.id} is heard in an unknown intent")
                if isinstance(entry, NextTurn) and (
                    entry.says not in moments or not all(after in moments or fnmatch.filter(moments, after) for after in entry.after)
                ):
                    raise ValueError(f"{name}: {entry.id} names a moment that nothing is written for")
                if isinstance(entry, NextTurn) and not heard.issuperset(name for hears in entry.hears for name in hears.split("+")):
                    raise ValueError(f"{name}: {entry.id} hears something that nobody can say")
        missing = set(Step) - {step.id for step in values["steps"]} - {Step.SAFETY, Step.HOUSE}
        if missing:
            raise ValueError(f"steps: no reason is given for {', '.join(sorted(step.value for step in missing))}")
        return values


def _grouped(entries: Iterable[Any], *fields: str) -> dict[Any, tuple[Any, ...]]:
    """The entries by the value of a field, or by the values of several."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for entry in entries:
        groups[attrgetter(*fields)(entry)].append(entry)
    return {value: tuple(found) for value, found in groups.items()}


def _check_placeholders(text: str, allowed: Iterable[str]) -> None:
    """Refuses a `{…}` that nobody would fill."""
    rest = text
    for name in allowed:
        rest = rest.replace("{" + name + "}", "")
    if "{" in rest or "}" in rest:
        raise ValueError(f"an unknown placeholder stands in '{text}'")
