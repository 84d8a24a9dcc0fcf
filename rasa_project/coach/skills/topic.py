"""An honest, kind answer on each topic around tonight's no and tonight's ask."""

from __future__ import annotations

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import ROLE_OF, TURNED_DOWN
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import say, was_said
from rasa_project.coach.wanted import is_answered

STOPPING, FROZE = "change_mind", "froze"
"""The topic of stopping in the middle; the choice that tells of having found no words for it."""
BEFORE_IT_BEGAN = "said_yes_earlier"
"""The choice that tells of a yes taken back before anything began."""
WORDS_OF = {"got_turned_down": "turned_down.words", "repeated_rejection": "repeated.daylight", "lost_desire": "lost.words"}
"""What follows where it hurts when words were chosen, and not company."""

SAY_BACK = "what_to_say_back"
"""The choice by which somebody asks what to answer."""
DOES_NOT_MIND = "fine_with_it"
"""The choice by which somebody says that the no is all right with them: there is nothing to keep company for."""
ASKS_FOR_WORDS = frozenset({"one_line", SAY_BACK, DOES_NOT_MIND})
"""Choices by which somebody wants an answer, and no company: "she's tired. what do i say back"."""
WORDS_BY_DAY = frozenset({"repeated_rejection", "lost_desire"})
"""Topics whose words are for a calm moment, for who says that they want to tell the partner of it."""
WANTS_TO_SAY = "i_want_to_say"
"""The choice by which somebody wants to say something, which is an answer where the partner's reason is told, and may be their own hurt else."""
NOT_YET_WORDS = frozenset({"company", "no_words", "hurts"})
"""Choices for which company comes first all the same."""
COMPANY_FIRST, TONIGHTS = "company_first", "company_first_tonight"
"""What is left out where the message that waits for the age answer asks for words: of its topic, and for tonight's no in a row of them."""


def answer_topic(library: Library, situation: Situation) -> Turn:
    """An honest, kind answer on the topic of a coaching intent."""
    intent = situation.heard.intent
    role = situation.details.role or ROLE_OF.get(intent)
    if intent == STOPPING:
        role = ROLE_OF[STOPPING]  # whoever asked may stop as well, also in the middle of an exercise
    situation = situation.with_session(situation.session.with_details(role=role, topic=intent))
    if intent == STOPPING and FROZE in situation.heard.choices:
        return say(library, situation, f"{STOPPING}.{FROZE}")
    if intent == STOPPING and BEFORE_IT_BEGAN in situation.heard.choices:
        return say(library, situation, "change_mind.said_yes_earlier")
    without_company = f"{topic_moment(intent)}.words_only"
    if "company" in situation.details.left_out and without_company in library.moments:
        return say(library, situation, without_company)
    if intent in WORDS_OF and "words" in situation.details.left_out:
        return say(library, situation, "want_company")
    words = WORDS_OF.get(intent)
    if words is not None:
        waited = situation.details.left_out if situation.session.held is not None else frozenset()
        noted = next((kind for kind in (TONIGHTS, COMPANY_FIRST) if kind in waited), None)
        at_once = words_at_once(library, situation.heard) or noted
        if at_once is not None:
            return say(library, situation, "turned_down.words" if at_once == TONIGHTS else words)
    if words is not None and _was_asked_about_company(library, situation) and not situation.heard.choices & {"company", "no_words"}:
        return say(library, situation, words)
    return say(library, situation, topic_moment(intent))


def words_at_once(library: Library, heard: Heard) -> str | None:
    """Which words come before company, as it is noted where the message waits for the age answer; None where company comes first."""
    back, tells = SAY_BACK in heard.choices, WANTS_TO_SAY in heard.choices
    if heard.intent in WORDS_BY_DAY:
        if not (back or tells) or heard.choices & NOT_YET_WORDS:
            return None
        return TONIGHTS if back and heard.intent in TURNED_DOWN else COMPANY_FIRST
    return COMPANY_FIRST if heard.intent == "got_turned_down" and asks_for_words(library, heard) else None


def asks_for_words(library: Library, heard: Heard) -> bool:
    """Whether somebody asks for words for the partner; who tells of a hurt beside it may need company first."""
    of_the_partner = any(is_answered(library, reason) for reason in heard.reasons)
    asks = bool(heard.choices & ASKS_FOR_WORDS) or (of_the_partner and WANTS_TO_SAY in heard.choices)
    return asks and not heard.choices & NOT_YET_WORDS


def _was_asked_about_company(library: Library, situation: Situation) -> bool:
    """Whether company or words were offered before, and words were wanted: nobody is asked twice."""
    session = situation.session
    return session.offered.line is not None and any(was_said(library, session, topic_moment(topic)) for topic in WORDS_OF)


def topic_moment(intent: str) -> str:
    """Where the words for a topic stand."""
    return intent if intent == "change_mind" else f"topic.{intent}"
