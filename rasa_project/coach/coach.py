"""The coach: from a situation to a turn. Safety comes first, then age, then what was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_project.coach import in_context, intents
from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Role
from rasa_project.coach.intents import ASKING, COACHING, LASTING, NEEDS_AN_ADULT, ROLE_OF, TURNED_DOWN
from rasa_project.coach.remembered import Purpose
from rasa_project.coach.rules import may_not_be_said, says_no
from rasa_project.coach.situation import Details, Heard, Side, Situation
from rasa_project.coach.skill import LINE, say
from rasa_project.coach.skills import (
    age,
    aside,
    disclosure,
    edit,
    guess,
    journal,
    line,
    meaning,
    memory,
    next_turn,
    notes,
    own_words,
    partner,
    practice,
    quiet,
    remark,
    safety,
    saved,
    shape,
    talk,
    topic,
    wish,
)
from rasa_project.coach.wishes import with_wishes

WISHES = frozenset({"want_alternatives", "refine_phrase", "inform", "how_to_ask"})
"""Where another way to be close is wished for; elsewhere it is mostly what the partner is doing ("she's kissing my neck")."""

REASONS_WITH_A_DAY = frozenset({"big_day", "early_start"})
"""Reasons that name a day of their own ("interview tomorrow"), which is no offer of another time."""

OFFERS = frozenset({"want_alternatives", "delete_one"})
"""What a message is taken for that names another time to offer ("a cuddle and saturday morning", "you forgot saturday")."""
ASKS_WHEN = ("time.ask", "topic.leave_door_open")
"""Moments in which the coach asks for a time."""

DIGRESSIONS = intents.PRIVACY | {"bot_challenge", "help", "thanks", "why_this", "save_phrase", "list_saved", "greet"}
"""What a person may ask in between; the coach's own question then stays open."""
PART_IN_PASSING = frozenset({"practice", "just_a_line"})
"""Intents of either part, of which the message may tell which ("just a line to say no")."""
JUST_TO_SLEEP = "early_bed"
"""The alternative whose lines ask for sleep and no more."""
WANTS: dict[str, Role] = {"wants_less": "decliner", "wants_more": "asker"}
"""Choices that say which of the two who differ somebody is."""
WHY_YOU_ASK = "why_you_ask"
"""The choice by which a person answers a question with a question."""

Skill = Callable[[Library, Situation], Turn]

SKILLS: dict[str, Skill] = {
    **dict.fromkeys(COACHING, topic.answer_topic),
    **dict.fromkeys(intents.COMPANY | intents.JOURNAL | intents.NOTES | intents.PRIVACY | intents.TALK, talk.moment),
    **dict.fromkeys(intents.ANSWERS, talk.unplaced),
    **dict.fromkeys(intents.SAFETY, safety.answer_danger),
    "not_in_the_mood": line.first_line,
    "explain_reason": talk.explain_reason,
    "plan_intimacy": line.plan,
    "leave_door_open": shape.leave_door_open,
    "want_alternatives": line.alternatives,
    "how_to_ask": line.first_line,
    "just_a_line": shape.just_a_line,
    "refine_phrase": shape.refine,
    "repeat": shape.repeat,
    "why_this": shape.why_this,
    "not_helpful": talk.not_helpful,
    "want_company": talk.company,
    "practice": practice.start,
    "both_here": talk.both_here,
    "log_moment": journal.note,
    "show_patterns": journal.show,
    "bedtime_on": notes.set_,
    "bedtime_off": notes.stop,
    "tonights_prompt": notes.tonight,
    intents.EVENING_NOTE: notes.open_,
    "start_remembering": memory.start,
    "stop_remembering": memory.stop,
    "export_data": memory.export,
    "privacy_question": memory.what_is_kept,
    "save_phrase": saved.save,
    "list_saved": saved.show,
    "delete_one": saved.delete,
    "greet": talk.greet,
    "help": talk.help_,
    "good_news": talk.good_news,
    "stop": talk.goodbye,
    "goodbye": talk.goodbye,
    "forget_me": talk.forget,
    "set_country": talk.country,
    "discreet_mode": quiet.answer,
    "safety_false_alarm": safety.false_alarm,
    "out_of_scope": talk.out_of_scope,
}
"""Which skill answers which intent."""


def respond(library: Library, situation: Situation) -> Turn:
    """The coach's turn for what was heard. The same situation always gets the same turn."""
    turn = _stopped(situation, journal.taken_along(situation, _respond(library, situation)))
    return quiet.softened(disclosure.remind(library, situation, memory.kept_out(turn)))


def _stopped(situation: Situation, turn: Turn) -> Turn:
    """The turn; "stop" is the end of a talk wherever it is said to a speaker, also where the words for it are those of a listener."""
    stops = situation.channel == "voice" and situation.heard.intent == "stop" and not turn.answer.listen
    return replace(turn, answer=replace(turn.answer, end=True)) if stops else turn


def _respond(library: Library, situation: Situation) -> Turn:
    session = replace(situation.session, turn=situation.session.turn + 1)
    if situation.heard.intent != intents.OUT_OF_SCOPE:
        session = replace(session, misses=0)
    if situation.heard.country is not None:
        session = replace(session, country=situation.heard.country)
    situation = memory.with_remembered_age(situation.with_session(session))
    session = situation.session
    situation = in_context.as_the_button(library, in_context.with_danger_as_meant(library, situation))
    if session.closed:
        return safety.answer_closed(library, situation)
    if guess.is_asked(situation):
        situation = guess.answered(situation)
    elif guess.is_worth_asking(situation):
        return guess.ask(library, situation)
    if situation.heard.safety is not None or situation.heard.intent in intents.SAFETY:
        return safety.answer_danger(library, situation)
    said = remark.answer(library, situation)
    if said is not None:
        return said
    situation = in_context.with_intent_as_meant(library, remark.with_what_it_means(library, situation))
    brief = shape.shortened(situation, in_exercise=(session.question or "").startswith(next_turn.EXERCISES))
    if brief is not None:
        return safety.as_danger(situation, brief) if session.careful in LASTING else brief
    if meaning.is_a_sound(situation):
        if meaning.was_just_asked_about(library, situation):
            return _without_a_word(library, situation)
        return meaning.ask_yes_or_no(library, situation)
    if notes.is_announced(situation):
        return notes.announced(library, situation)
    if meaning.is_misheard(library, situation):
        return meaning.say_back(library, situation)
    if meaning.is_said_back(situation):
        meant = meaning.confirmed(library, situation)
        if isinstance(meant, Turn):
            return meant
        situation = meant
    if meaning.is_asked(situation):
        meant = meaning.answered(library, situation, _part_chosen(situation))
        if isinstance(meant, Turn):
            return meant
        situation = meant
    elif session.doubt is not None and not age.is_asked(situation):
        situation = meaning.dropped(situation)
    situation = quiet.in_plain_clothes(_with_details(library, situation))
    if age.is_asked(situation):
        return age.answer(library, situation, _go_on) or age.keep_asking(situation, _go_on(library, situation))
    return _go_on(library, situation)


def _without_a_word(library: Library, situation: Situation) -> Turn:
    """The turn for a message that says nothing, while a question is open."""
    nothing = situation.with_intent(intents.OUT_OF_SCOPE)
    return (age.answer(library, nothing, _go_on) if age.is_asked(nothing) else None) or talk.out_of_scope(library, nothing)


def _go_on(library: Library, situation: Situation) -> Turn:
    """The turn once safety and age have had their word; a question that was open stays so while something else is answered."""
    turn = _answer(library, situation)
    open_question = situation.session.question
    asks_anew = turn.session.question is not None or turn.answer.end or turn.session.closed
    if situation.heard.intent in DIGRESSIONS and not asks_anew and open_question is not None and open_question not in talk.FORGET_QUESTIONS:
        return turn.with_session(replace(turn.session, question=open_question))
    return turn


def _answer(library: Library, situation: Situation) -> Turn:
    intent, session = situation.heard.intent, situation.session
    if talk.answers_forgetting(situation):
        return talk.answer_forget(library, situation)
    if session.careful in LASTING:
        turn = safety.answer_carefully(library, situation)
        if turn is not None:
            return turn
    first = safety.help_after_medical(library, situation) or partner.asks_about_sulking(library, situation)
    if first is not None:
        return first
    if intent == "repeat" and not session.adult and session.offered.answer is not None and not set(situation.heard.shapes) - {shape.SLOWER}:
        return shape.repeat(library, situation)  # the question about the age, once more
    chosen = _part_chosen(situation)
    stopping = (situation.details.bank or "").partition(".")[0] == "stop" and intent in intents.SHAPING  # wanting to stop never waits
    if not session.adult and not stopping and (intent in NEEDS_AN_ADULT or chosen is not None or wish.wished(library, situation.heard) is not None):
        return age.ask(library, meaning.held(situation).with_intent(intent if intent in NEEDS_AN_ADULT else chosen or intent))
    turn = _answer_to_the_question(library, situation)
    if turn is None and session.careful is None and meaning.is_doubted(library, situation):
        return meaning.ask(library, situation)
    return turn or SKILLS[intent](library, situation)


def _part_chosen(situation: Situation) -> str | None:
    """The intent that a choice between a no and an ask stands for."""
    return next((intent for choice, intent in in_context.PART_OF.items() if choice in situation.heard.choices), None)


def _answer_to_the_question(library: Library, situation: Situation) -> Turn | None:
    """The turn when the message answers what the coach last asked, or what it last offered; None when it does not."""
    heard, question = situation.heard, situation.session.question
    about_memory = (
        memory.answer(library, situation, _skill)
        or journal.answer(library, situation)
        or notes.answer(library, situation)
        or saved.answer(library, situation)
    )
    if about_memory is not None:
        return about_memory
    if "log_it" in heard.choices and heard.intent == "log_moment" and Purpose.JOURNAL in situation.remembered.consents:
        return journal.note(library, situation)  # "note it: ..." goes into the journal, whatever was asked last
    if journal.THEIRS in heard.choices and heard.intent == "show_patterns":
        return journal.show(library, situation)  # "how often does she say no" tells nothing that she said just now
    if question == talk.COUNTRY and (heard.intent in intents.ANSWERS or heard.country):
        return talk.country(library, situation)
    wished = wish.wished(library, heard)
    if question is not None and WHY_YOU_ASK in heard.choices:
        return talk.why_asked(library, situation)
    asked_aside = aside.answer(library, situation)
    if asked_aside is not None:
        return asked_aside
    turn = (
        practice.asked_how_it_went(library, situation)
        or partner.answer_what_they_ask_back(library, situation)
        or own_words.in_their_words(library, situation)
        or wish.their_signal(library, situation, wished)
        or edit.said_of_the_line(library, situation)
        or next_turn.next_turn(library, situation, _skill)
        or partner.answer_partner(library, situation)
        or (wish.answer_wish(library, situation, wished) if wished is not None else None)
        or _chosen(library, situation)
    )
    if turn is not None:
        return turn
    added = edit.added_to_the_line(library, situation)
    if added is not None:
        return added
    if heard.intent not in intents.ANSWERS:
        return None
    if question == "topic.leave_door_open":
        return shape.answer_leave_door_open(library, situation)
    if question == "explain_reason.ask":
        return shape.answer_reason(library, situation)
    if question == "offer.ask":
        return shape.answer_offer(library, situation)
    if question == "time.ask":
        return shape.answer_time(library, situation)
    if question == LINE or (question is not None and edit.line_was_offered(situation)):
        return shape.answer_about_the_line(library, situation)
    if heard.intent == "inform" and situation.details.role is not None and heard.reason:
        return line.first_line(library, situation)
    return None


def _skill(library: Library, situation: Situation) -> Turn:
    return SKILLS[situation.heard.intent](library, situation)


def _chosen(library: Library, situation: Situation) -> Turn | None:
    """The turn when a no or an ask was named in a word, or neither."""
    heard = situation.heard
    part = _part_chosen(situation)
    if part is not None and heard.intent in intents.ANSWERS | {intents.OUT_OF_SCOPE}:
        return line.first_line(library, situation.with_intent(part))
    if situation.session.question in talk.WHICH_PART and heard.intent in ("affirm", "skip"):
        return say(library, situation, "inform_unplaced")  # a yes is none of the two
    return None


def _with_details(library: Library, situation: Situation) -> Situation:
    """The situation with what this message says noted; a change of role starts the details afresh."""
    situation = _with_the_time_asked_for(notes.with_what_is_wished(journal.with_what_is_told(situation)))
    heard, session = situation.heard, situation.session
    if (session.question or "").startswith(next_turn.EXERCISES):
        return situation  # what is said in an exercise is not about tonight
    details = session.details
    if in_context.START_OVER in heard.choices:
        details = Details()
    if heard.choices & {in_context.START_OVER, in_context.NO_ANSWER_YET} and session.adult:
        session = replace(session, question=None)  # what the coach asked was of what is taken back
    if in_context.NO_ANSWER_YET in heard.choices:
        details = replace(details, took_a_no=False, bank=None, topic=None)
    wished = wish.wished(library, heard)
    role = (wished.role if wished is not None else None) or ROLE_OF.get(heard.intent, details.role)
    if partner.answers(library, situation) or (heard.intent == details.topic == "repeated_rejection" and details.role is not None):
        role = details.role  # "she goes 'why tho'" is about the no just said; a drought goes on being told by the one who told it
    keeps_the_part = heard.own_words is not None and details.role is not None and not heard.choices & in_context.PART_OF.keys()
    if keeps_the_part:
        role = details.role  # what is to be said tells nothing of who asked
    if details.role is not None and role != details.role:
        details = Details(truths=details.truths)
    took_a_no = (heard.intent in TURNED_DOWN and role == "asker") or (details.took_a_no and (keeps_the_part or heard.intent not in ASKING))
    truths = details.truths | heard.truths
    alternative = library.alternatives_by_id.get(heard.alternative or "")
    # "I'd love a cuddle" within a no is an offer; a film named there may be what is on
    instead = heard.intent in ("not_in_the_mood", "explain_reason") and heard.asks_for == "closeness"  # "a cuddle but no sex"
    in_words = edit.PUT_IT_IN in heard.choices or instead
    wants_it = alternative is not None and (heard.intent in WISHES or in_words or bool(alternative.needs & heard.truths))
    if alternative is not None and wants_it:
        truths |= alternative.needs  # who names a cuddle wants the touch in it
    if heard.intent in PART_IN_PASSING:
        role = practice.part_named(heard) or role
    role = next((part for choice, part in WANTS.items() if choice in heard.choices and heard.intent == "desire_mismatch"), role)
    for_now = edit.for_now(situation, role)
    if role == "decliner" and for_now is not None:
        details = replace(details, time=None)  # "he wants to this weekend, i'm not ready yet": no day is promised
    wants_more = heard.asks_for in ("sex", "intimacy") or ("desire" in heard.truths and details.alternative == JUST_TO_SLEEP)
    if role == "asker" and wants_more and not wants_it:
        details = replace(details, alternative=None)  # "not just to sleep, i do want him"
    too_forward = role == "asker" and in_context.TOO_FORWARD in heard.choices and edit.line_is_on_the_table(situation)
    details = replace(
        details,
        role=role,
        took_a_no=took_a_no,
        bank=None if heard.intent in COACHING else details.bank,
        side=_side(heard) or details.side,
        reason=_reason_of(library, situation, role) or details.reason,
        alternative=(heard.alternative if wants_it else None) or details.alternative,
        time=None
        if "without_time" in heard.shapes
        else (heard.time if _names_another_time(situation) and not (role == "decliner" and for_now) else None) or details.time,
        asks_for="closeness" if too_forward else "intimacy" if edit.WITHOUT_THE_WORD in heard.choices else heard.asks_for or details.asks_for,
        for_now=for_now,
        deed=(heard.deed or details.deed) if role == "decliner" else None,
        avoid=details.avoid
        | edit.refused_words(situation)
        | {words for choice in heard.choices & library.choices_by_id.keys() for words in library.choices_by_id[choice].avoids},
        truths=truths,
        subjects=heard.subjects or details.subjects,
        why=_why(library, situation, role),
    )
    if heard.reason is not None or heard.intent == "explain_reason":
        details = replace(details, left_out=details.left_out - {"reason"})  # it is asked for anew
    if edit.NOT_ASKED in heard.choices:
        details = replace(details, left_out=details.left_out | {"asking"})
    if "no_company" in heard.choices:
        details = replace(details, left_out=details.left_out | {"company"})
    if "no_words" in heard.choices:
        details = replace(details, left_out=details.left_out | {"words"})
    elif heard.choices & {"words", "one_line", edit.WANTS_WORDS}:
        details = replace(details, left_out=details.left_out - {"words"})
    details = with_wishes(details, heard.shapes)
    return situation.with_session(replace(session, details=details))


def _with_the_time_asked_for(situation: Situation) -> Situation:
    """The moment with the time that answers the coach's "when?", in whatever words: "Shabbat" is no reason there."""
    heard = situation.heard
    if situation.session.question not in ASKS_WHEN or heard.intent not in intents.ANSWERS | {
        intents.OUT_OF_SCOPE,
        "leave_door_open",
        "plan_intimacy",
    }:
        return situation
    time = heard.time or heard.time_in_own_words
    if time is None:
        return situation
    intent = "inform" if heard.intent == intents.OUT_OF_SCOPE else heard.intent
    return replace(situation, heard=replace(heard, intent=intent, time=time, reason=None, reasons=(), reason_meant=None))


def _reason_of(library: Library, situation: Situation, role: Role | None) -> str | None:
    """The reason that was named, for this part: "the baby's asleep" is an occasion to ask, and no reason for a no.

    Beside the reason of the line just offered another one is the news: "i said migraine, not my faith".
    """
    heard, offered = situation.heard, situation.details.reason if edit.line_was_offered(situation) else None
    if not heard.reasons:
        return heard.reason
    known = ((name, library.reasons_by_id.get(name)) for name in heard.reasons)
    named = {name: entry for name, entry in known if entry is not None and entry.role == (role or "decliner")}
    if heard.reason_meant in named:
        return heard.reason_meant
    last_first = [named[reason] for reason in reversed(heard.reasons) if reason in named]
    last_first = [entry for entry in last_first if entry.id != offered] or last_first
    # the last one counts, of those that say more than that there is no mood
    chosen = next((entry for entry in sorted(last_first, key=lambda entry: entry.gives_way)), None)
    told = library.reasons_by_id.get(situation.details.reason or "")
    if (
        chosen is not None
        and told is not None
        and chosen.gives_way > told.gives_way
        and told.role == chosen.role
        and heard.intent != "explain_reason"
    ):
        return told.id  # "it's just no. i'm still hearing the hospice machine": the grief that was told says more
    return chosen.id if chosen is not None else heard.reason


def _why(library: Library, situation: Situation, role: Role | None) -> str | None:
    """The reason in the person's own words: what was just told, else what was, unless another reason is named now."""
    heard, details = situation.heard, situation.details
    named = library.roles_of(heard.reasons)
    if named and role is not None and role not in named:
        return None  # "the lad's asleep" is no reason for a no
    if heard.why is not None and role is not None and not may_not_be_said(library, heard.why) and not says_no(library, heard.why):
        return heard.why
    return details.why if heard.reason in (None, details.reason) and role == details.role else None


def _side(heard: Heard) -> Side | None:
    """Which of the two somebody is after a breach of trust, where the message tells."""
    named: dict[str, Side] = {"hurt_one": "hurt", "mending_one": "mending"}
    return next((side for choice, side in named.items() if choice in heard.choices), None)


def _names_another_time(situation: Situation) -> bool:
    """Whether a day in the message is meant for the line. "I present on Monday" is a reason, not a promise: another time is never added unasked."""
    heard = situation.heard
    if heard.reason in REASONS_WITH_A_DAY:
        return False
    return (
        heard.intent in ASKING | {"leave_door_open", "refine_phrase"}
        or "with_time" in heard.shapes
        or situation.session.question in ASKS_WHEN
        or situation.details.time is not None  # a correction
        or heard.partner_said == partner.ANOTHER_DAY
        or (
            situation.details.role == "asker"
            and (heard.intent == "inform" or (edit.line_is_on_the_table(situation) and heard.intent in edit.OVERHEARD))
        )
        or (edit.line_is_on_the_table(situation) and (edit.PUT_IT_IN in heard.choices or heard.intent in OFFERS))
    )
