"""The good side: a warm yes, a yes to some of it, a flirt, a curious question, a thank-you, a text while apart, a signal."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Wish
from rasa_project.coach.intents import ANSWERS, ASKING, COACHING, DECLINING, OUT_OF_SCOPE, SHAPING
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import frame, offer_as_it_is, say

SIGNAL = "signal"
"""The wish for a private signal, and the bank of its lines."""
MAY_NAME_A_THING = ANSWERS | COACHING | SHAPING | {OUT_OF_SCOPE}
"""What a message is taken for that names the thing for a signal ("nice. and the mug?")."""


def wished(library: Library, heard: Heard) -> Wish | None:
    """What the message wishes words for, the last thing named where it is several; None where its words mean something else."""
    fitting = library.wishes_in.get(heard.intent, {})
    named = (name for name in (heard.wish, *reversed(heard.wishes)) if name is not None)
    return next((fitting[name] for name in named if name in fitting), None)


def answer_wish(library: Library, situation: Situation, wish: Wish) -> Turn:
    """Words for what was wished, in the part that it speaks for."""
    details = situation.details
    details = replace(details, topic=None, wish=None, role=wish.role or details.role, truths=details.truths | wish.implies)
    situation = situation.with_session(replace(situation.session, details=details))
    intent = situation.heard.intent
    bank = (wish.asking_line_of if intent in ASKING else wish.declining_line_of if intent in DECLINING else None) or wish.line_of
    return say(library, situation, wish.says or f"wish.{wish.id}", line_of=bank)


def their_signal(library: Library, situation: Situation, wish: Wish | None) -> Turn | None:
    """A line that suggests the very thing they named as a signal; None where no signal is spoken of, or no thing named."""
    heard, details, session = situation.heard, situation.details, situation.session
    spoken_of = (wish is not None and wish.id == SIGNAL) or (details.bank == SIGNAL and heard.intent in MAY_NAME_A_THING)
    thing = next((entry for entry in library.signals if entry.id == heard.signal), None)
    if thing is None or not spoken_of or not session.adult or session.careful is not None:
        return None
    suggested = frame(library, situation, "signal.suggested")
    line = suggested.text.replace("{signal}", thing.name) if suggested is not None else None
    if line is None or line in session.offered.lines:
        return None
    situation = situation.with_session(session.with_details(bank=SIGNAL, topic=None, wish=None))
    return offer_as_it_is(library, situation, line, "receipt.signal")
