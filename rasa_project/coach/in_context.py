"""What a message means where it stands: a guess at a danger that the context answers, and an intent that it makes another."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.content import Library, Role
from rasa_project.coach.intents import ANSWERS, JOURNAL, LASTING, OUT_OF_SCOPE, PRIVACY
from rasa_project.coach.remembered import Purpose
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skills import age, guess, journal, memory, next_turn, notes, partner, practice, safety

INSTRUCTIONS = "instructions"
"""The noise that is no message to a coach at all, whatever it looks like."""
MAY_MEAN_THE_MEMORY = JOURNAL | PRIVACY | ANSWERS | {OUT_OF_SCOPE}
"""What a message about a PIN is easily taken for."""
MAY_MEAN_OFF = MAY_MEAN_THE_MEMORY | {"stop", "goodbye"}
"""What "off" is easily taken for; who gets evening notes ends them with it."""
OF_NOTES = frozenset({"bedtime_on", "bedtime_off", "tonights_prompt"})
CORRECTED: dict[Role, frozenset[str]] = {"asker": frozenset({"i_am_asking"}), "decliner": frozenset({"i_am_asked"})}
"""Choices that say whose part it is."""
SOMETHING_LIGHT = "flirt"
"""The wish of who has good news and asks for words."""
WRONG_SIDE = "wrong_side"
PART_OF = {"a_no": "not_in_the_mood", "an_ask": "how_to_ask"}
"""What a choice between a no and an ask stands for."""


def with_danger_as_meant(library: Library, situation: Situation) -> Situation:
    """The same moment, with a danger where the age just told is one, and without one where a mere guess at it is answered by the context."""
    heard = situation.heard
    if age.is_asked(situation) and heard.age is not None and heard.age < age.ADULT_AGE:
        return replace(situation, heard=replace(heard, safety="minor_involved"))
    if heard.noise == INSTRUCTIONS and heard.safety_by == "model" and heard.safety not in LASTING:
        return _harmless(situation, OUT_OF_SCOPE)
    if guess.in_an_exercise(situation) or guess.was_denied(situation):
        return _harmless(situation, heard.guess or OUT_OF_SCOPE)
    answered = (
        safety.is_a_guess_at_the_age(situation) or safety.is_the_answer_asked_for(situation) or partner.is_an_ordinary_reply(library, situation)
    )
    return _harmless(situation, "inform") if answered else situation


def with_intent_as_meant(situation: Situation) -> Situation:
    """The same moment, with the intent that the context makes of a harmless message."""
    heard, session = situation.heard, situation.session
    if session.question == notes.GOOD_MOMENT and heard.intent == "affirm":
        return situation.with_intent("tonights_prompt")
    if {"set_pin", "remove_pin"} & heard.choices and heard.intent in MAY_MEAN_THE_MEMORY:
        meant = "start_remembering" if "set_pin" in heard.choices else "stop_remembering"
        return replace(situation, heard=replace(heard, intent=meant, between=None))
    if "off" in heard.choices and situation.remembered.notes is not None and heard.intent in MAY_MEAN_OFF:
        return replace(situation, heard=replace(heard, intent="bedtime_off", between=None))
    asks_more = heard.intent == "why_this" or (heard.intent in journal.MAY_ASK_MORE and "how_many" in heard.choices)
    if asks_more and situation.answered_with(journal.SHOWN):
        return replace(situation, heard=replace(heard, intent="show_patterns", choices=heard.choices | {"how_many"}, between=None))
    if heard.intent == "good_news" and heard.told_role is not None and heard.outcome is not None and Purpose.JOURNAL in situation.remembered.consents:
        return situation.with_intent("log_moment")  # "i asked her last night and she said yes": a moment, where there is a journal
    about_notes = _about_the_notes(situation)
    if about_notes is not None:
        return replace(situation, heard=replace(heard, intent=about_notes, between=None))
    if heard.intent == "stop_remembering" and "forget_part" in heard.choices:
        return situation.with_intent("forget_me")  # "forget the journal" is asked about once, as everything is; "stop the journal" is not
    if memory.CHOICES.keys() & heard.choices and heard.intent == "save_phrase":  # "keep the lines i save": not this one, all of them
        return replace(situation, heard=replace(heard, intent="start_remembering", between=None))
    if heard.intent == "help" and "one_line" in heard.choices and session.details.topic is not None and session.careful is None:
        return situation.with_intent("just_a_line")  # "what can i say to her", in the middle of a topic, is no wish for the menu
    if heard.intent == "how_to_ask" and "i_am_asked" in heard.choices and session.careful is None:
        return replace(situation, heard=replace(heard, intent="not_in_the_mood", between=None))  # "he wants to, i want to wait" is no ask
    if heard.intent == "good_news" and "one_line" in heard.choices and heard.wish is None:
        return replace(situation, heard=replace(heard, wish=SOMETHING_LIGHT))  # "she said yes! what do i text her"
    if session.details.topic == "want_alternatives" and session.careful is None and _wants_words_for_it(heard):
        # "how do i suggest it": of the things just named
        return replace(situation, heard=replace(heard, intent="just_a_line", between=None))
    if heard.intent == "log_moment" and partner.HURTS in heard.choices and Purpose.JOURNAL not in situation.remembered.consents:
        return situation.with_intent("got_turned_down")  # told with hurt, it is no mere note
    if heard.intent == "show_appreciation" and practice.A_NO in heard.parts:
        return situation.with_intent("not_in_the_mood")  # "a line to say i love her but not tonight": the no carries the love
    corrected = _with_the_part_put_right(situation)
    if corrected is not None:
        return corrected
    if heard.intent == "safety_false_alarm" and session.careful is None and _names_something(heard):
        return situation.with_intent("inform")  # no danger was noticed: "sorry, i meant sunday" puts the line right
    if heard.intent == "not_in_the_mood" and session.details.took_a_no and (session.question or "").startswith(next_turn.IN_COMPANY):
        return situation.with_intent("inform")  # "i know she's shattered": whoever was told no, and is listened to, tells of the other
    return situation


def _about_the_notes(situation: Situation) -> str | None:
    """The intent of a message that is about when evening notes come, whatever it would mean alone; None where it is not."""
    heard, session = situation.heard, situation.session
    if notes.WHICH_HOUR in heard.choices and heard.intent in MAY_MEAN_OFF | OF_NOTES:
        return "bedtime_on"
    set_to, wish = situation.remembered.notes, heard.schedule
    if notes.CARRY_ON in heard.choices and set_to is not None and (heard.intent == "bedtime_off" or situation.answered_with(*notes.SPOKEN_OF)):
        return "bedtime_on"
    if set_to is None or wish is None or heard.intent not in MAY_MEAN_OFF or session.careful is not None:
        return None
    spoken_of = situation.answered_with(*notes.SPOKEN_OF)
    if not spoken_of and (session.question is not None or heard.intent in ANSWERS - {"skip"}):
        return None  # "leave it till monday" may be about a line
    if wish.pauses:
        return "bedtime_off" if spoken_of or wish.pause_days != 1 or heard.intent == "skip" else None  # "not tonight" is said of other things
    if wish.pause_days == 0:
        return "bedtime_on" if set_to.schedule.paused_until is not None else None
    return "bedtime_on" if spoken_of else None


def _wants_words_for_it(heard: Heard) -> bool:
    """Whether words are wanted for what was just spoken of, whatever they would mean alone."""
    asks = heard.intent in ("how_to_ask", "start_the_talk") and not heard.sure
    return asks or (heard.intent == OUT_OF_SCOPE and bool(heard.choices & {"words", "one_line"}))


def _with_the_part_put_right(situation: Situation) -> Situation | None:
    """The moment of who says that the coach took the asker for the one who is asked, or the other way round; None where nobody does.

    "The wrong way round" alone turns the part of the line just offered.
    """
    heard, details = situation.heard, situation.details
    if situation.session.offered.line is None or details.role is None or details.took_a_no:
        return None
    asks = bool(CORRECTED["asker"] & heard.choices) and details.role == "decliner"
    declines = bool(CORRECTED["decliner"] & heard.choices) and details.role == "asker"
    if WRONG_SIDE in heard.choices and details.bank is None and details.topic is None:
        asks, declines = asks or details.role == "decliner", declines or details.role == "asker"
    if asks == declines:
        return None
    return replace(situation, heard=replace(heard, intent="how_to_ask" if asks else "not_in_the_mood", between=None))


def _names_something(heard: Heard) -> bool:
    """Whether the message names what belongs in a line, or a wish about it."""
    return bool(heard.reason or heard.time or heard.alternative or heard.choices & PART_OF.keys() or set(heard.shapes) - {"another"})


def _harmless(situation: Situation, intent: str) -> Situation:
    return replace(situation, heard=replace(situation.heard, intent=intent, safety=None, safety_by=None, guess=None))
