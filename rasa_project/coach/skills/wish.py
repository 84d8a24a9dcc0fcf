"""The good side: a warm yes, a yes to some of it, a flirt, a curious question, a thank-you, a text while apart, a signal."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Wish
from rasa_project.coach.intents import ASKING, DECLINING
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import say


def wished(library: Library, heard: Heard) -> Wish | None:
    """What the message wishes words for, the last thing named where it is several; None where its words mean something else."""
    fitting = {entry.id: entry for entry in library.wishes if heard.intent in entry.heard_in}
    return next((fitting[name] for name in (heard.wish, *reversed(heard.wishes)) if name in fitting), None)


def answer_wish(library: Library, situation: Situation, wish: Wish) -> Turn:
    """Words for what was wished, in the part that it speaks for."""
    details = situation.details
    details = replace(details, topic=None, wish=None, role=wish.role or details.role, truths=details.truths | wish.implies)
    situation = situation.with_session(replace(situation.session, details=details))
    intent = situation.heard.intent
    bank = (wish.asking_line_of if intent in ASKING else wish.declining_line_of if intent in DECLINING else None) or wish.line_of
    return say(library, situation, wish.says or f"wish.{wish.id}", line_of=bank)
