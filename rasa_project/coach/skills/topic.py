"""An honest, kind answer on each topic around tonight's no and tonight's ask."""

from __future__ import annotations

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import ROLE_OF
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import say

STOPPING = "change_mind"


def answer_topic(library: Library, situation: Situation) -> Turn:
    """An honest, kind answer on the topic of a coaching intent."""
    intent = situation.heard.intent
    role = situation.details.role or ROLE_OF.get(intent)
    if intent == STOPPING:
        role = ROLE_OF[STOPPING]  # whoever asked may stop as well, also in the middle of an exercise
    situation = situation.with_session(situation.session.with_details(role=role, topic=intent))
    without_company = f"{topic_moment(intent)}.words_only"
    if "company" in situation.details.left_out and without_company in library.moments:
        return say(library, situation, without_company)
    return say(library, situation, topic_moment(intent))


def topic_moment(intent: str) -> str:
    """Where the words for a topic stand."""
    return intent if intent == "change_mind" else f"topic.{intent}"
