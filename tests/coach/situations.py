"""Small hand-made situations, and a small library to answer them from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_project.coach import Answer, Details, Heard, Library, Offered, Session, Situation, Turn, respond
from rasa_project.coach.content import (
    Alternative,
    ByTone,
    Channel,
    Clause,
    Entry,
    Frame,
    Line,
    Note,
    Reason,
    Source,
    StandingAnswer,
    Step,
    StepReason,
)
from rasa_project.coach.remembered import Change, Remembered
from rasa_project.library import load_library
from tests.coach.pretend_memory import after
from tests.content.rules import rules

_DETAILS = {field.name for field in fields(Details)}
_HEARD = {field.name for field in fields(Heard)}
_SESSION = {field.name for field in fields(Session)} - {"details", "offered"}


def situation(intent: str = "not_in_the_mood", *, channel: Channel = "text", seed: int = 0, **known: Any) -> Situation:
    """An adult's message of `intent`; `known` are fields of Details and Session, and of Heard with the prefix `heard_`."""
    heard = {name.removeprefix("heard_"): value for name, value in known.items() if name.startswith("heard_")}
    details = {name: value for name, value in known.items() if name in _DETAILS}
    session = {name: value for name, value in known.items() if name in _SESSION}
    offered = known.get("offered", Offered())
    unknown = {name for name in known if not name.startswith("heard_")} - set(details) - set(session) - {"offered"}
    assert not unknown, f"no field of a situation: {unknown}"
    return Situation(
        heard=Heard(intent, **heard),
        session=Session(**{"adult": True, **session}, details=Details(**details), offered=offered),
        channel=channel,
        seed=seed,
    )


def declining(**known: Any) -> Situation:
    """Somebody who wants to say no tonight."""
    return situation("not_in_the_mood", **{"role": "decliner", **known})


def asking(**known: Any) -> Situation:
    """Somebody who wants to ask tonight."""
    return situation("how_to_ask", **{"role": "asker", **known})


class Talk:
    """One conversation with the coach as it goes, without Rasa."""

    def __init__(
        self,
        library: Library,
        *,
        channel: Channel = "text",
        seed: int = 0,
        session: Session | None = None,
        remembered: Remembered | None = None,
        own_screen: bool = False,
    ) -> None:
        self.library = library
        self.own_screen = own_screen
        self.remembered = Remembered(readable=False) if remembered is None else remembered
        self.local = datetime(2026, 3, 4, 22, 40, tzinfo=ZoneInfo("Europe/London"))
        self.changes: list[Change] = []
        self.channel = channel
        self.seed = seed
        self.session = Session(adult=True) if session is None else session
        self.answers: list[Answer] = []

    def hear(self, intent: str, **heard: Any) -> Answer:
        """The coach's answer to a message of `intent`."""
        moment = Situation(
            Heard(intent, **heard),
            self.session,
            self.channel,
            self.seed,
            local=self.local,
            remembered=self.remembered,
            own_screen=self.own_screen,
        )
        turn = respond(self.library, moment)
        self.changes = list(turn.changes)
        self.remembered = after(self.remembered, turn.changes)
        self.session = turn.session
        self.answers.append(turn.answer)
        return turn.answer

    @property
    def moment(self) -> str | None:
        """The moment of the standing answer that was said last; None after a composed one."""
        return moment_of(self.library, self.session)


def newcomer(library: Library, **options: Any) -> Talk:
    """A conversation in which the age is not known yet."""
    return Talk(library, session=Session(), **options)


def moment_of(library: Library, said: Session | Turn) -> str | None:
    """The moment of the standing answer said last, or None."""
    session = said.session if isinstance(said, Turn) else said
    last = session.offered.answers[-1:] or ("",)
    return next((entry.moment for entry in library.answers if entry.id == last[0]), None)


def own_words(library: Library, answer: Answer) -> str:
    """What the coach says around a line, without the lead to it, which belongs to the line."""
    leads = [frame.text for frame in library.frames if frame.moment.startswith("lead.")]
    before = next((answer.before.removesuffix(lead).strip() for lead in leads if answer.before.endswith(lead)), answer.before)
    return " ".join(part for part in (before, answer.after) if part)


# --- a small library


def line(text: str, **known: Any) -> Line:
    """A whole line, for saying no unless another bank is named."""
    return Line(**{"id": _id(text), "bank": "decline", "step": "no", "source": "house", "tone": "warm", "medium": "said", "text": text, **known})


def clause(text: str, parts: Iterable[str], **known: Any) -> Clause:
    """A sentence that carries `parts`."""
    return Clause(**{"id": _id(text), "step": "no", "source": "house", "tone": "warm", "role": "decliner", "text": text, "parts": parts, **known})


def reason(id_: str, sentence: str, **known: Any) -> Reason:
    """A reason that is said the same in every tone."""
    said = ByTone(warm=(sentence,), playful=(sentence,), direct=(sentence,))
    return Reason(
        **{
            "id": id_,
            "step": "reason",
            "source": "house",
            "tone": "warm",
            "role": "decliner",
            "name": id_,
            "named_as": (id_,),
            "clauses": said,
            **known,
        }
    )


def alternative(id_: str, sentence: str, **known: Any) -> Alternative:
    """An alternative that is offered the same in every tone."""
    said = ByTone(warm=(sentence,), playful=(sentence,), direct=(sentence,))
    return Alternative(
        **{"id": id_, "step": "alternative", "source": "house", "tone": "warm", "name": id_, "named_as": (id_,), "offers": said, **known}
    )


def frame(moment: str, text: str, **known: Any) -> Frame:
    """A few words of the coach's own."""
    return Frame(**{"id": _id(f"{moment} {text}"), "step": "house", "source": "house", "tone": "warm", "moment": moment, "text": text, **known})


def standing(moment: str, text: str, **known: Any) -> StandingAnswer:
    """A standing answer."""
    return StandingAnswer(
        **{"id": _id(f"{moment} {text}"), "step": "house", "source": "house", "tone": "warm", "moment": moment, "text": text, **known}
    )


def library_of(*entries: Entry, asks: Iterable[Line] = (), hears: Iterable[Line] = ()) -> Library:
    """A library that holds only these entries; lines given as `entries` say no."""
    return Library(
        sources=(Source(id="house", title="", authors="", kind="house", finding=""),),
        steps=tuple(StepReason(id=step, name=step.value, why=("One.", "Two.", "Three."), source="house") for step in Step),
        lines=(
            *(entry for entry in entries if isinstance(entry, Line)),
            *(entry.copy(update={"bank": "ask"}) for entry in asks),
            *(entry.copy(update={"bank": "hear_a_no"}) for entry in hears),
        ),
        clauses=tuple(entry for entry in entries if isinstance(entry, Clause)),
        reasons=tuple(entry for entry in entries if isinstance(entry, Reason)),
        alternatives=tuple(entry for entry in entries if isinstance(entry, Alternative)),
        frames=tuple(entry for entry in entries if isinstance(entry, Frame)),
        answers=tuple(entry for entry in entries if isinstance(entry, StandingAnswer)),
        shapes=(),
        truths=(),
        choices=(),
        wishes=(),
        partner=(),
        parts=(),
        signals=(),
        things=(),
        subjects=(),
        told_roles=(),
        outcomes=(),
        feelings=(),
        told_days=(),
        words=load_library().words,
        patterns=load_library().patterns,
        **{section: rules(section) for section in ("banned", "no_clauses", "no_for_now", "ways_out")},
        turns=(),
        countries=(),
        chips=(),
        meanings=(),
        reprompts=(),
        helplines=(),
        notes=tuple(entry for entry in entries if isinstance(entry, Note)),
    )


def offered(*lines: str, **known: Any) -> Offered:
    """Lines that were offered before."""
    return replace(Offered(), line=lines[-1] if lines else None, lines=lines, **known)


def _id(text: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in text.lower()).strip("_")
