"""The journal: noting a moment as codes, what shows in it, and how it went the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Role
from rasa_project.coach.patterns import Condition, Patterns, patterns
from rasa_project.coach.remembered import JournalEntry, NoteMoment, OpenMoment, Purpose, TakeAlong
from rasa_project.coach.situation import Situation, Told
from rasa_project.coach.skill import filled, say
from rasa_project.coach.skills import memory, next_turn

WHICH_PART = "log_moment.which_part"
ASK = "log_moment.ask"
NO_JOURNAL = "show_patterns.no_journal"
YESTERDAY = "yesterday.ask"
HELPED = "yesterday.good"
SHOWN = "show_patterns"
"""How what shows is told; who asks "how many" or "why" then asks what it rests on."""
THEIRS = "their_no"
"""The choice that asks for a tally of a partner's answers."""
MAY_ASK_MORE = frozenset({"inform", "affirm", "out_of_scope"})
BAD = 1
TELLS_WHAT_HELPED = frozenset({"inform", "affirm", "out_of_scope", "log_moment", "good_news"})
PARTS: dict[str, Role] = {"a_no": "decliner", "an_ask": "asker", "practise_no": "decliner", "practise_ask": "asker"}


def with_what_is_told(situation: Situation) -> Situation:
    """The situation with the moment that this message tells put by, until it may be noted."""
    heard, session = situation.heard, situation.session
    if heard.intent != "log_moment" or "how_did_it_go" in heard.choices:
        return situation
    role = heard.told_role or session.details.role
    reason = heard.reason if role == "decliner" else None  # a reason for a partner's no would be about the partner
    return situation.with_session(replace(session, told=Told(role, reason, heard.outcome, heard.feeling, heard.days_ago)))


def note(library: Library, situation: Situation) -> Turn:
    """Notes the moment where that was agreed to; else asks once, with exactly what would be kept."""
    if "how_did_it_go" in situation.heard.choices:
        return ask_how_it_went(library, situation)
    session, remembered = situation.session, situation.remembered
    if not remembered.readable:
        return say(library, situation, "log_moment")
    if remembered.locked:
        return memory.unavailable(library, situation) or say(library, situation, "log_moment")
    if Purpose.JOURNAL not in remembered.consents:
        if Purpose.JOURNAL.value in session.asked:
            return say(library, situation, "log_moment")
        return say(library, situation.with_session(replace(session, asked=session.asked | {Purpose.JOURNAL.value})), ASK)
    told = session.told or Told()
    if told.role is None:
        return say(library, situation, WHICH_PART)
    turn = say(library, situation, "log_moment.noted_hurt" if told.feeling == BAD else "log_moment.noted")
    return turn.with_session(replace(turn.session, told=None)).changing(NoteMoment(entry(situation, told)))


def entry(situation: Situation, told: Told) -> JournalEntry:
    """The journal's entry for what was told, on its day. Raises ValueError when the part is not known."""
    if told.role is None:
        raise ValueError("an entry says whose part it was")
    day = situation.evening - timedelta(days=told.days_ago or 0)
    hour = situation.local.hour if not told.days_ago else None
    return JournalEntry(day, told.role, hour, told.reason, told.outcome, told.feeling)


def show(library: Library, situation: Situation) -> Turn:
    """What shows, as conditions; how many moments that rests on when asked. Never aloud."""
    if situation.channel == "voice":
        return say(library, situation, "remember.aloud")
    if THEIRS in situation.heard.choices:
        return _theirs(library, situation)
    blocked = memory.unavailable(library, situation)
    if blocked is not None:
        return blocked
    if Purpose.JOURNAL not in situation.remembered.consents:
        return say(library, situation, NO_JOURNAL)
    found = patterns(situation.remembered.entries)
    if not found.conditions and found.reason is None:
        return say(library, situation, "show_patterns.too_few")
    if "how_many" in situation.heard.choices:
        return filled(say(library, situation, "show_patterns.count"), {"count": str(found.answers)})
    return _shown(library, situation, "show_patterns.said", found)


def _theirs(library: Library, situation: Situation) -> Turn:
    """A partner's answers are never counted; what shows of the person's own follows, where there is enough of it and it may be read."""
    found = patterns(situation.remembered.entries) if Purpose.JOURNAL in situation.remembered.consents else Patterns()
    if not found.conditions and found.reason is None:
        turn = say(library, situation, "show_patterns.theirs")
        return replace(turn, answer=replace(turn.answer, private=True))
    return _shown(library, situation, "show_patterns.theirs_yours", found)


def _shown(library: Library, situation: Situation, moment: str, found: Patterns) -> Turn:
    said = pattern_sentences(library, found)[:2]
    turn = say(library, situation, moment)
    before = " ".join(part for part in (turn.answer.before, *said) if part)
    answer = replace(turn.answer, before=before, private=True, chips=("how_many",))
    return replace(turn, answer=answer, session=replace(turn.session, offered=replace(turn.session.offered, answer=answer.to_dict())))


def pattern_sentences(library: Library, found: Patterns) -> list[str]:
    """Everything that shows, a sentence each, the most telling first."""
    reason = [_reason_sentence(library, found.reason)] if found.reason is not None else []
    return [*(_sentence(library, condition) for condition in found.conditions), *reason]


def ask_how_it_went(library: Library, situation: Situation) -> Turn:
    """The day after, where the journal was agreed to and nobody else reads along."""
    opened = situation.remembered.open_moment
    if situation.channel == "voice" or opened is None:
        return say(library, situation, "log_moment")
    return say(library, situation.with_session(situation.session.with_details(role=opened.role)), YESTERDAY).changing(TakeAlong(None))


def answer(library: Library, situation: Situation) -> Turn | None:
    """The turn when the message answers a question of the journal; None when it does not."""
    heard, session, question = situation.heard, situation.session, situation.session.question
    if question == WHICH_PART and session.told is not None:
        role = heard.told_role or next((part for choice, part in PARTS.items() if choice in heard.choices), None)
        if role is not None:
            told = replace(session.told, role=role)
            return note(library, situation.with_session(replace(session, told=told)))
    if question in (ASK, NO_JOURNAL, f"{memory.ASK}{Purpose.JOURNAL.value}"):
        if heard.intent in ("affirm", "start_remembering") or "keep_journal" in heard.choices:
            told_now = session.told
            more = [NoteMoment(entry(situation, told_now))] if told_now is not None and told_now.role is not None else []
            return memory.agreed(library, situation, Purpose.JOURNAL, *more)
        if heard.intent in ("deny", "skip"):
            return say(library, situation.with_session(replace(session, told=None)), "remember.no")
    if question == YESTERDAY:
        return _how_it_went(library, situation)
    if question == HELPED and heard.intent in TELLS_WHAT_HELPED:
        return (
            say(library, situation, "yesterday.good_helped")
            if heard.intent in ("inform", "affirm", "out_of_scope", "log_moment", "good_news")
            else None
        )
    return None


def _how_it_went(library: Library, situation: Situation) -> Turn | None:
    choices = situation.heard.choices
    if "it_frightened" in choices:
        return next_turn.go_to(library, situation, "safety.partner_violence", lambda *_: say(library, situation, "yesterday.hurt"))
    for choice, moment in {"it_hurt": "yesterday.hurt", "went_awkwardly": "yesterday.awkward", "went_well": HELPED}.items():
        if choice in choices:
            return say(library, situation, moment)
    if situation.heard.intent == "good_news":
        return say(library, situation, HELPED)
    return say(library, situation, "yesterday.skip") if situation.heard.intent in ("deny", "skip", "stop") else None


def taken_along(situation: Situation, turn: Turn) -> Turn:
    """The turn, with a line that was offered for tonight noted as taken along, so that the next day may ask; only with the journal's yes."""
    role, remembered = turn.session.details.role, situation.remembered
    if turn.answer.line is None or role is None or turn.answer.safety or Purpose.JOURNAL not in remembered.consents or turn.session.careful:
        return turn
    moment = OpenMoment(situation.evening, role)
    return turn if remembered.open_moment == moment else turn.changing(TakeAlong(moment))


def _sentence(library: Library, condition: Condition) -> str:
    when = library.pattern_words[f"{condition.days}.{condition.part}"]
    return _capital(library.pattern_words[condition.tendency].replace("{when}", when))


def _reason_sentence(library: Library, reason: str) -> str:
    name = library.reasons_by_id[reason].name
    return _capital(library.pattern_words["reason"].replace("{reason}", name))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
