"""What the coach does when danger is noticed: one reviewed answer, help within reach, no line, no more coaching."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.content import HelpLine, Library
from rasa_project.coach.intents import ANSWERS, LASTING, NEEDS_AN_ADULT, OUT_OF_SCOPE, SAFETY
from rasa_project.coach.situation import Details, Offered, Situation
from rasa_project.coach.skill import finish, say, standing_answer, without_again
from rasa_project.coach.skills import age, line, shape

GOOD_TIME, ALONE, COUNTRY = "safety.good_time", "safety.good_time.yes", "safety.numbers.unknown_country"
NUMBERS = "safety.numbers"
"""The words around help lines."""

KINDS_OF_HELP = {
    # label: kinds of help line, the nearest first
    "pressured": ("domestic_abuse",),
    "partner_violence": ("domestic_abuse",),
    "sexual_assault": ("sexual_assault", "domestic_abuse"),
    "self_harm": ("crisis",),
    "minor_involved": ("young_people",),
    "wants_to_pressure": ("own_behaviour", "domestic_abuse"),
    "medical": (),  # the emergency number alone
}
SHOWN_NUMBERS = 2
NEUTRAL_FIRST = frozenset({"pressured", "partner_violence", "sexual_assault"})
"""Dangers that are answered on a speaker by "is now a good time?" before anything else."""
ANSWERED_WHEN_CLOSED = frozenset({"self_harm", "sexual_assault", "partner_violence", "pressured"})
"""Dangers to the person who writes; they are answered whoever it is."""
FOR_WHOM = ("topic.unsure_about_yes", "unsure.which")
"""Moments that ask whether a yes would be for oneself or to keep the peace."""
SAFE_HERE = "safety.partner_violence"
"""Asks in text whether it is safe to carry on; then tonight is spoken of, and an advocate offered."""
LIFE_IN_DANGER = "safety.life_in_danger"
"""Words for a life in danger this minute: the emergency number at once, who ever hears it."""
MEDICAL = "medical"
WORRIED = "safety.pressured"
"""Asks in text about worry how a no would be taken."""
CERTAIN, DENIED, NOT_WORRIED = "certain_danger", "denied_danger", "safety.not_worried"
"""Noted of the conversation: a danger was seen by more than the model; it was denied; a no is not feared."""
YES_OF_ONES_OWN = "safety.yes_of_ones_own"
"""Answers who was pushed, is not afraid, and asks whether a yes may be theirs."""
DENIALS = frozenset({"deny", "safety_false_alarm"})
NOTHING_HAPPENED = "nothing_happened"
"""The choice by which somebody says that nothing bad was done."""
NOT_AFRAID = "not_afraid"
"""The choice that the partner is not to be feared ("no he's not scary, just huffy")."""
CLEARED_BY_TWO_DENIALS = frozenset({"self_harm", "sexual_assault", "partner_violence", "pressured"})
"""Dangers to the person who writes; who wants to press, or is too young, is not believed the sooner for saying it twice."""
A_PLAIN_NO = frozenset(
    {"not_in_the_mood", "show_appreciation", "explain_reason", "how_to_ask", "just_a_line", "refine_phrase", "not_helpful", "inform"}
)
"""What words for tonight are asked for with ("so what do i say to him")."""
AT_ONCE = "self_harm"
"""The danger whose numbers are given aloud at once: a life weighs more than who hears it."""


def is_the_answer_asked_for(situation: Situation) -> bool:
    """Whether "to keep the peace" only answers the coach's own question, and no pattern found more in it; a kind no follows, never a yes."""
    heard, question = situation.heard, without_again(situation.session.question or "")
    return heard.safety == "pressured" and heard.safety_by == "model" and "keep_the_peace" in heard.choices and question in FOR_WHOM


def is_a_guess_at_the_age(situation: Situation) -> bool:
    """Whether somebody in a weightier danger was only guessed to be under age, by no pattern: a door is not shut on a guess."""
    heard, careful = situation.heard, situation.session.careful
    guessed = heard.safety == "minor_involved" and heard.safety_by == "model"
    return guessed and careful in LASTING and SAFETY.index(careful) < SAFETY.index("minor_involved")


def answer_danger(library: Library, situation: Situation) -> Turn:
    """The answer to a danger just noticed. A half-made line is dropped; nothing said so far is kept for a later one."""
    label = situation.heard.safety or situation.heard.intent
    if label == "minor_involved":
        fresh = replace(situation.session, details=Details(), offered=replace(Offered(), openers=situation.session.offered.openers))
        turn = age.close(library, situation.with_session(fresh), "safety.minor_involved")
        session = replace(turn.session, careful=weightier(turn.session.careful, label))
        return replace(turn, answer=replace(turn.answer, safety=label, private=True), session=session)
    session = situation.session
    if label in LASTING:
        session = replace(
            session,
            careful=weightier(session.careful, label),
            details=Details(),
            held=None,
            offered=replace(Offered(), openers=session.offered.openers),
        )
    if situation.heard.safety_by != "model":  # a pattern, or the person's own yes
        session = replace(session, asked=session.asked | {CERTAIN})
    situation = situation.with_session(session)
    now = situation.heard.at_once and label in NEUTRAL_FIRST
    entry = standing_answer(library, situation, LIFE_IN_DANGER if now else f"safety.{label}")
    # this minute the emergency number alone: a help line's name is not for whoever else hears it
    lines = help_lines(library, session.country, MEDICAL if now else label) if label == AT_ONCE or now else ()
    answer = Answer.of(entry, safety=label, private=label in LASTING, numbers=lines)
    waits_for_a_good_time = situation.channel == "voice" and label in NEUTRAL_FIRST and not now
    question = (GOOD_TIME if waits_for_a_good_time else f"safety.{label}") if label in LASTING else None
    return finish(replace(session, question=question), answer, entry.id)


def weightier(one: str | None, other: str) -> str:
    """The weightier of two labels: a later, lighter danger never hides an earlier one."""
    return other if one is None else min(one, other, key=SAFETY.index)


def answer_carefully(library: Library, situation: Situation) -> Turn | None:
    """The turn after a danger was noticed; None for what may be answered as ever (thanks, privacy, stop).

    Questions of the danger answer come first; then help, then what was not understood; coaching is left alone.
    """
    heard, question = situation.heard, situation.session.question or ""
    if heard.intent == "repeat" or (_numbers_were_last(library, situation) and shape.wishes_only(situation, shape.SHORTER)):
        return _repeated(library, situation)
    answers_where = question == COUNTRY and heard.intent in ("inform", "affirm", OUT_OF_SCOPE)
    if heard.country is not None or heard.intent in ("help", "set_country") or answers_where:
        return numbers(library, situation)
    if question == COUNTRY and heard.intent in ("deny", "skip"):
        return as_danger(situation, say(library, situation, "safety.numbers.undisclosed"))
    if question == WORRIED and heard.intent == "affirm":  # a yes out of fear is more than pressure
        session = replace(situation.session, careful=weightier(situation.session.careful, "partner_violence"))
        situation = situation.with_session(session)
        return as_danger(situation, say(library, situation, ALONE))
    if question in (GOOD_TIME, SAFE_HERE) and heard.intent == "affirm":
        return as_danger(situation, say(library, situation, ALONE))
    if question in (GOOD_TIME, ALONE, "safety.alone", SAFE_HERE) and heard.intent in ("deny", "skip"):
        return as_danger(situation, say(library, situation, "safety.good_time.no"))
    if question in (ALONE, "safety.alone") and heard.intent == "affirm":
        return numbers(library, situation.with_session(replace(situation.session, alone=True)))
    if question == WORRIED and (heard.intent in DENIALS or NOT_AFRAID in heard.choices):
        situation = situation.with_session(replace(situation.session, asked=situation.session.asked | {NOT_WORRIED}))
        return as_danger(situation, say(library, situation, NOT_WORRIED))
    if question == NOT_WORRIED and (heard.intent == "affirm" or heard.yes_first):  # "yes a plain no, he's had a bad week"
        return _plain_no(library, situation)
    if question.startswith("safety.") and heard.intent == "affirm":
        return numbers(library, situation)
    if heard.intent in DENIALS and DENIED in situation.session.asked and _may_be_cleared(situation):
        return say(library, situation.with_session(replace(situation.session, careful=None)), "safety.cleared")
    if situation.session.careful == "pressured" and NOT_WORRIED in situation.session.asked and heard.intent in A_PLAIN_NO:
        return _plain_no(library, situation)
    if situation.session.careful == "pressured" and NOT_WORRIED in situation.session.asked and heard.intent == "unsure_about_yes":
        return as_danger(situation, say(library, situation, YES_OF_ONES_OWN))
    if situation.session.careful == "wants_to_pressure":
        turn = _hearing_a_no(library, situation)
        if turn is not None:
            return turn
    if heard.intent in NEEDS_AN_ADULT | ANSWERS | {OUT_OF_SCOPE, "change_mind"}:
        return careful(library, situation)
    return None


def is_denied_again(situation: Situation) -> bool:
    """Whether who was only guessed to be in danger says outright that nothing bad happened, in words that the model takes for it once more."""
    heard, session = situation.heard, situation.session
    guessed = session.careful in CLEARED_BY_TWO_DENIALS and CERTAIN not in session.asked and heard.safety_by == "model"
    return guessed and heard.safety == session.careful and NOTHING_HAPPENED in heard.choices


def _may_be_cleared(situation: Situation) -> bool:
    """Whether a second plain denial may end the care: only the model saw a danger, no pattern and nobody's yes, and it was none of pressing."""
    session = situation.session
    return session.careful in CLEARED_BY_TWO_DENIALS and CERTAIN not in session.asked and situation.heard.safety is None


def _plain_no(library: Library, situation: Situation) -> Turn:
    """A plain no for who is not afraid of how it is taken: never a softer one."""
    if not situation.session.adult:
        return age.ask(library, situation.with_intent("not_in_the_mood"))
    plain = situation.session.with_details(role="decliner", topic=None, bank=None, tone="direct", took_a_no=False)
    return line.offer_line(library, situation.with_session(plain), receipt_moment="receipt.plain_no")


def _repeated(library: Library, situation: Situation) -> Turn:
    """The last answer once more, still a danger answer; numbers are looked up anew, and said only where they may be."""
    if not _numbers_were_last(library, situation):
        return as_danger(situation, shape.repeat(library, situation))
    turn = numbers(library, situation)
    return replace(turn, answer=replace(turn.answer, slow=shape.SLOWER in situation.heard.shapes))


def _numbers_were_last(library: Library, situation: Situation) -> bool:
    return any(entry.moment == NUMBERS for entry in library.answers if entry.id in situation.session.offered.answers[-1:])


def _hearing_a_no(library: Library, situation: Situation) -> Turn | None:
    """What is still coached after a wish to press: taking the no well, company, a talk another day; never an ask."""
    choices = situation.heard.choices
    if "later_talk" in choices or situation.heard.intent == "start_the_talk":
        if not situation.session.adult:
            return age.ask(library, situation.with_intent("start_the_talk"))
        return say(library, situation, "topic.start_the_talk")
    if "company" in choices or situation.heard.intent == "want_company":
        return say(library, situation, "turned_down.company")
    if choices & {"hearing", "words"} or situation.heard.intent == "got_turned_down":
        if not situation.session.adult:
            return age.ask(library, situation.with_intent("got_turned_down"))
        situation = situation.with_session(situation.session.with_details(role="asker", topic=None, took_a_no=True))
        return line.offer_line(library, situation, receipt_moment="receipt.turned_down.words")
    return None


def answer_closed(library: Library, situation: Situation) -> Turn:
    """A conversation that was closed stays closed; who is in danger is still answered, and help lines are still given."""
    if situation.heard.safety in ANSWERED_WHEN_CLOSED:
        return answer_danger(library, situation)
    if situation.session.careful and (situation.heard.intent == "help" or situation.heard.country is not None):
        return numbers(library, situation)
    return as_danger(situation, age.closed(library, situation))


def careful(library: Library, situation: Situation) -> Turn:
    """Coaching was asked for after a danger: wording is left alone, help stays one word away."""
    return as_danger(situation, say(library, situation, f"safety.careful.{situation.session.careful}"))


def false_alarm(library: Library, situation: Situation) -> Turn:
    """ "You misunderstood": respected in tone; it does not clear the state."""
    if situation.session.careful is None:
        return say(library, situation, "not_helpful")
    situation = situation.with_session(replace(situation.session, asked=situation.session.asked | {DENIED}))
    return as_danger(situation, say(library, situation, "safety.false_alarm"))


def numbers(library: Library, situation: Situation) -> Turn:
    """Help lines of the person's country; the country is asked where it is unknown, never guessed.

    On a speaker numbers are given only after "are you alone?" and a yes.
    """
    session = situation.session
    label = session.careful or MEDICAL
    if situation.channel == "voice" and not session.alone and label not in (AT_ONCE, MEDICAL):
        return as_danger(situation, say(library, situation, "safety.alone"))
    lines = help_lines(library, session.country, label)
    if not lines:
        unknown = situation.session.question == COUNTRY and situation.heard.country is None
        return as_danger(situation, say(library, situation, "safety.numbers.none" if unknown else COUNTRY))
    entry = standing_answer(library, situation, NUMBERS)
    answer = Answer.of(entry, numbers=lines, safety=session.careful, private=True)
    return finish(replace(session, question=None), answer, entry.id)


def help_after_medical(library: Library, situation: Situation) -> Turn | None:
    """The emergency number for who asks for help right after a medical answer; None for anything else."""
    heard, session = situation.heard, situation.session
    after_medical = (session.offered.answer or {}).get("safety") == MEDICAL and heard.intent == "help"
    told_where = session.question == COUNTRY and (heard.country is not None or heard.intent in ANSWERS)
    return numbers(library, situation) if session.careful is None and (after_medical or told_where) else None


def help_lines(library: Library, country: str | None, label: str) -> tuple[HelpLine, ...]:
    """The confirmed lines for a danger in a country, the nearest kind first; none for an unknown country."""
    confirmed = [line for line in library.helplines if line.confirmed and line.country == country]
    nearest = [line for kind in KINDS_OF_HELP[label] for line in [line for line in confirmed if line.kind == kind][:SHOWN_NUMBERS]]
    emergency = [line for line in confirmed if line.kind == "emergency"]
    return tuple(nearest[:SHOWN_NUMBERS] + emergency[:1])


def as_danger(situation: Situation, turn: Turn) -> Turn:
    """The turn, marked as a danger answer."""
    return replace(turn, answer=replace(turn.answer, safety=situation.session.careful, private=True))
