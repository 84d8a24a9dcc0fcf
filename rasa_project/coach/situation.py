"""The moment the coach answers to: what was just heard, what is known of this conversation, where it is spoken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from typing import Any, Literal

from rasa_project.coach.content import AsksFor, Channel, Medium, Role, Tone
from rasa_project.coach.remembered import Feeling, Outcome, Remembered
from rasa_project.coach.schedule import ScheduleWish, night_in

NOTHING_REMEMBERED = Remembered(readable=False)
"""For a conversation in which nobody's memory may be used."""

Side = Literal["hurt", "mending"]
"""After a breach of trust: the one who was hurt, or the one who did it."""


@dataclass(frozen=True)
class Heard:
    """One message as it was understood: its intent and the details in it, never its words."""

    intent: str
    sure: bool = True
    """Whether the intent is beyond doubt; in an exercise, where people say anything, a doubtful one counts for nothing."""
    safety: str | None = None
    """The label of a danger, when the safety net noticed one."""
    safety_by: str | None = None
    """By what it was noticed: rule or model."""
    guess: str | None = None
    """The intent that the message has if the danger is none, where that is the likelier of the two."""
    faint: bool = False
    """Whether such a danger is less probable than none."""
    unlikely: bool = False
    """Whether such a danger is too improbable to be asked about in the middle of a talk."""
    at_once: bool = False
    """Whether a life is in danger this minute."""
    reason: str | None = None
    reasons: tuple[str, ...] = ()
    """Every reason named, where there are several: the one of the part that is spoken counts."""
    reason_meant: str | None = None
    """The one that is named as what was meant all along ("i said migraine")."""
    alternative: str | None = None
    time: str | None = None
    """A time in the person's own words, ready to stand in a line ("Saturday morning")."""
    time_in_own_words: str | None = None
    """The whole message as such a time ("once the exams are over"); it counts where the coach has just asked when."""
    own_words: str | None = None
    """Words that are to be said to the partner, turned to "I" and "you"; they count for this message alone, or until the age is known."""
    own_way: str | None = None
    """How: `say`, `only` (and nothing else), `add` (to the line on the table), `ask`, `wonder` (a question within one)."""
    why: str | None = None
    """The reason that was told, in the person's words, as a sentence that could be said to the partner."""
    refused: tuple[str, ...] = ()
    """Words in quotation marks that are not praised ("'be close' sounds like a card"): they count where they are words of the line."""
    part_left_out: str | None = None
    """Words by which a part of the line on the table is named that is to go; for this message alone."""
    things: tuple[str, ...] = ()
    """Sentences for things that are named by a noun ("It's my hip."), for this message alone; they count where they are wanted in the line."""
    deed: str | None = None
    """The sentence that thanks for something kind that the partner did tonight ("Thank you for the candles."), where the message tells of it."""
    remark: str | None = None
    """What the message says of the line on the table, or of the partner's answer to it, in whatever words: a remark of `nlu/remarks.py`."""
    better_times: tuple[str, ...] = ()
    """Of two times that a question names the better one for a no, an ask and a talk: "no:first"; for this message alone."""
    asks: bool = False
    """Whether such a message is a question."""
    pronoun: str | None = None
    """How the message speaks of the partner, `he` or `she`; for this message alone."""
    telling: tuple[str, ...] = ()
    """The telling words of such a remark: they count where the line, or an earlier one, holds them; for this message alone, as the next four."""
    place: str | None = None
    """Where in the line a part is to stand: `first`, `last`, or both `turned`."""
    old_words: str | None = None
    new_words: str | None = None
    """Words for others in the line."""
    called: str | None = None
    """What the partner is called."""
    shapes: tuple[str, ...] = ()
    """Wishes about the form of the line: ids of `shapes.yml`."""
    truths: frozenset[str] = frozenset()
    """What the person said is true of them: ids of `truths` in `shapes.yml`."""
    asks_for: AsksFor | None = None
    partner_said: str | None = None
    """What the partner answered: an id of `partner.yml` ("again??", "if you want", silence)."""
    partner_words: str | None = None
    """The same, where the words are most of the message, reported or not: they count when the coach has asked what the partner said."""
    choices: frozenset[str] = frozenset()
    """What the coach offered, named in a word or two: ids of `choices`."""
    wish: str | None = None
    """Something good that words are wanted for: an id of `wishes.yml` (a warm yes, a flirt, a thank-you)."""
    wishes: tuple[str, ...] = ()
    """Every such thing named, where there are several."""
    parts: frozenset[str] = frozenset()
    """What a sentence holds that could be said to a partner: ids of `parts.yml`; they count in practice."""
    buttons: frozenset[str] = frozenset()
    """The buttons whose title the message is, word for word: ids of chips. They count where one of them was just shown."""
    signal: str | None = None
    """A thing that two people could agree on as their signal: an id of `signals.yml`."""
    subjects: frozenset[str] = frozenset()
    """What it is about, within its topic: ids of `subjects.yml` ("phones")."""
    yes_first: bool = False
    """Whether the message opens with a yes ("yes, and make it kinder")."""
    age: int | None = None
    country: str | None = None
    between: tuple[str, str] | None = None
    """The two likeliest intents, when they are too close to choose between."""
    outcome: Outcome | None = None
    """What came of an ask that is told about."""
    feeling: Feeling | None = None
    """How it was for the person who tells it."""
    told_role: Role | None = None
    """Whose part the person had in what is told."""
    days_ago: int | None = None
    """On which day it was; None where that is not said."""
    schedule: ScheduleWish | None = None
    """What is said about when evening notes are to come."""
    by_ear: Literal["either", "no"] | None = None
    """Its yes or no hangs on a word that is easily misheard: it could be `either`, or is a `no` if anything."""
    saved_line: str | None = None
    """The id of a saved line that a button names."""
    pin: str | None = None
    """A message that is nothing but four to eight digits, which are a PIN where one is asked for; never kept."""
    noise: str | None = None
    """Why nothing can be made of it: empty, symbols, language, instructions, too_long."""


@dataclass(frozen=True)
class Details:
    """What the person has told us about tonight."""

    role: Role | None = None
    topic: str | None = None
    """The subject of the conversation when it is neither tonight's no nor tonight's ask: its intent."""
    took_a_no: bool = False
    """The asker was told no: lines take it well, and nothing asks again."""
    bank: str | None = None
    """Where lines come from when the talk is of something else than tonight's no or ask: a bank, and after a dot its kind ("trust.hurt")."""
    side: Side | None = None
    pushed: int = 0
    """How often the partner has asked again after the no."""
    wish: str | None = None
    """The wish of the message that waits for the age answer."""
    partner_said: str | None = None
    """What the partner had answered, by that message: an id of `partner.yml`."""
    own_words: str | None = None
    """What that message wants said, as in `Heard`: the one thing kept in words, from the age question to its answer."""
    own_way: str | None = None
    why: str | None = None
    """The reason in the person's own words; like the lines that hold it, it goes with the conversation."""
    signal: str | None = None
    """With two people: what they agreed on as their signal."""
    parts: frozenset[str] = frozenset()
    """In practice: what the person's sentences have held so far."""
    manner: str | None = None
    """In practice: how the partner is to take it, where that was said."""
    subjects: frozenset[str] = frozenset()
    """What the person's messages on this topic were about."""
    reason: str | None = None
    alternative: str | None = None
    time: str | None = None
    tone: Tone | None = None
    medium: Medium = "said"
    asks_for: AsksFor | None = None
    deed: str | None = None
    """The sentence that thanks for something kind that the partner did tonight, as in `Heard`; the first line of a no opens with it."""
    for_now: str | None = None
    """The bank of a no that is not only tonight's, but for a while ("since mum died"), after a dot its kind ("I'm not ready yet")."""
    truths: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    """Words of ours that the person would never say, in lower case; no line holds them any more."""
    left_out: frozenset[str] = frozenset()
    """What the person does not want: in a line a reason, an offer, a time; company, or to be asked about it first."""


@dataclass(frozen=True)
class Offered:
    """What the coach has said so far, as far as the next answer depends on it."""

    line: str | None = None
    """The text of the last line offered."""
    own: str | None = None
    """The person's own words in it, where they asked for some beside ours."""
    step: str | None = None
    source: str | None = None
    answer: dict[str, Any] | None = None
    """The last answer whole, for "again"."""
    lines: tuple[str, ...] = ()
    """The lines offered, oldest first, none of which is offered again."""
    answers: tuple[str, ...] = ()
    """The ids of the coach's last own sentences."""
    saved: tuple[str, ...] = ()
    """The lines that the person put aside in this conversation."""
    openers: tuple[str, ...] = ()
    """The first two words of what was said last: of the answer, and of the line."""


@dataclass(frozen=True)
class Doubt:
    """A message that could mean either of two things, until it is known which: as it was understood, never its words."""

    heard: Heard
    question: str | None = None
    """What the coach had asked before it asked what was meant."""

    @classmethod
    def about(cls, heard: Heard, question: str | None = None) -> Doubt:
        """A doubt about a message, without the person's own words in it."""
        heard = replace(heard, own_words=None, own_way=None, why=None, part_left_out=None, refused=())
        heard = replace(heard, old_words=None, new_words=None, called=None)
        return cls(
            replace(heard, things=(), remark=None, better_times=(), asks=False, pronoun=None, telling=(), place=None),
            question,
        )


@dataclass(frozen=True)
class Told:
    """A moment that was told about, as codes, while it is not noted yet."""

    role: Role | None = None
    reason: str | None = None
    outcome: Outcome | None = None
    feeling: Feeling | None = None
    days_ago: int | None = None


@dataclass(frozen=True)
class Session:
    """All that is known of one conversation. It is small on purpose, and goes when the conversation ends."""

    adult: bool = False
    closed: bool = False
    careful: str | None = None
    """The label of a danger that was noticed and that makes the rest of the conversation careful."""
    discreet: bool = False
    """On a speaker: asked to be quiet."""
    alone: bool = False
    """On a speaker: the person said that nobody else hears."""
    disclosed: float | None = None
    """When the coach last said what it is, in seconds of `Situation.now`; None before the first turn."""
    question: str | None = None
    """What the coach last asked: the moment whose answer is awaited."""
    held: str | None = None
    """The intent of a message that waits for the age answer."""
    doubt: Doubt | None = None
    """The message of which it is asked, or will be once the age is known, what was meant."""
    told: Told | None = None
    """A moment that waits for a yes to be noted."""
    wished: ScheduleWish | None = None
    """When evening notes are to come, while that waits for a yes."""
    waits_for_pin: str | None = None
    """The intent of the message that is answered once the PIN was given."""
    ticket: str | None = None
    """Opens a memory that a PIN protects, for a while; sealed by the memory."""
    asked: frozenset[str] = frozenset()
    """The purposes that were asked about in this conversation; nobody is asked twice."""
    misses: int = 0
    """How often in a row nothing was understood."""
    turn: int = 0
    country: str | None = None
    details: Details = field(default_factory=Details)
    offered: Offered = field(default_factory=Offered)

    def with_details(self, **changes: Any) -> Session:
        """The same conversation with other details."""
        return replace(self, details=replace(self.details, **changes))


@dataclass(frozen=True)
class Situation:
    """Everything an answer is composed from."""

    heard: Heard
    session: Session
    channel: Channel = "text"
    seed: int = 0
    """Makes every choice repeatable: the same situation gets the same answer."""
    now: float = 0.0
    """Seconds since 1970: a conversation may outlive the machine's last start."""
    own_screen: bool = False
    """Whether the channel reaches a screen that is this person's alone."""
    local: datetime = datetime(2026, 1, 1, 21, tzinfo=timezone.utc)
    """The date and time where the person is."""
    remembered: Remembered = NOTHING_REMEMBERED
    """What the memory holds of this person, by their consent."""

    @property
    def evening(self) -> date:
        """The evening that it is for the person: after midnight still the one before."""
        return night_in(str(self.local.tzinfo), self.local)

    @property
    def details(self) -> Details:
        """What the person has told us."""
        return self.session.details

    def with_session(self, session: Session) -> Situation:
        """The same moment in a changed conversation."""
        return replace(self, session=session)

    def answered_with(self, *moments: str) -> bool:
        """Whether the last answer was of one of these moments, or of one that begins with such a name; ids begin with their moment's."""
        return any(entry.startswith(moments) for entry in self.session.offered.answers[-1:])

    def with_intent(self, intent: str) -> Situation:
        """The same moment, taken as another intent (a held message, a bare answer)."""
        return replace(self, heard=replace(self.heard, intent=intent))
