"""Evening notes: setting when they come, pausing and ending them, and tonight's."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.content import Library
from rasa_project.coach.note_choice import choose_note
from rasa_project.coach.remembered import OpenNote, Purpose, SetNotes, Withdraw
from rasa_project.coach.schedule import Schedule, ScheduleWish, changed, together
from rasa_project.coach.schedule_in_words import in_words
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import LINE_CHIPS, filled, finish, frame, introduced, say
from rasa_project.coach.skills import memory

WHEN, NOW, ASK = "bedtime_on.when", "bedtime_on.now", "remember.ask_notes"
UNTIL_WHEN = "bedtime_off.until_when"
"""Asked of a pause whose end is no day; also the choice by which such an end is named."""
WHICH_HOUR = "which_hour"
"""The choice by which a person asks when their notes come."""
CARRY_ON = "carry_on"
"""The choice that wants the notes to go on."""
SPOKEN_OF = ("bedtime_on", "bedtime_off", "remember.yes_notes", "notes.kept")
"""What the coach says about when they come."""
ENDS_IT = frozenset({"deny", "skip", "stop", "goodbye"})
"""What ends the question about an hour."""
WHETHER_TO_STOP = "notes.ask_whether_to_stop"
ASKS_WHETHER_TO_STOP = "ask_whether_to_stop"
"""Stands for a note after five that nobody opened."""
NOTE = "note"
"""What the coach waits for after a note: whatever comes to mind."""
GOOD_MOMENT = "note.good_moment"
"""What the house says by itself at the hour, of a note that is not told yet."""
ANNOUNCED = "announced"
"""The choice by which a channel says that the house has said it."""
OFF_AND_ON = frozenset({"bedtime_on", "bedtime_off"})


def with_what_is_wished(situation: Situation) -> Situation:
    """The situation with what is said about when notes are to come, added to what was said of it before."""
    heard, session = situation.heard, situation.session
    asked = session.question in (WHEN, NOW, ASK, UNTIL_WHEN)
    if heard.schedule is None or (heard.intent not in OFF_AND_ON and not asked):
        return situation
    before = session.wished if asked else None
    return situation.with_session(replace(session, wished=together(before, heard.schedule) if before is not None else heard.schedule))


def set_(library: Library, situation: Situation) -> Turn:
    """Sets or changes when notes come; the first time the hour is said back and agreed to, with what a notice shows."""
    blocked = memory.unavailable(library, situation)
    if blocked is not None:
        return blocked
    notes, wished = situation.remembered.notes, situation.session.wished
    asks = WHICH_HOUR in situation.heard.choices or (
        CARRY_ON in situation.heard.choices and notes is not None and notes.schedule.paused_until is None
    )
    if asks and situation.heard.schedule is None:
        return _told(library, situation)
    if wished is None and notes is not None and notes.schedule.paused_until is not None:
        wished = ScheduleWish(pause_days=0)  # "back on"
    if wished is None:
        return say(library, situation, WHEN)
    schedule = _scheduled(situation, wished)
    if schedule is None:
        return say(library, situation, WHEN)
    if notes is None:
        asked = situation.session.asked | {Purpose.NOTES.value}
        situation = situation.with_session(replace(situation.session, wished=wished, asked=asked))
        return filled(say(library, situation, ASK), {"schedule": _when(library, situation, schedule)})
    situation = situation.with_session(replace(situation.session, wished=None))
    return filled(say(library, situation, "bedtime_on.changed"), {"schedule": _when(library, situation, schedule)}).changing(SetNotes(schedule))


def stop(library: Library, situation: Situation) -> Turn:
    """Pauses the notes for as long as is said, or ends them in a word."""
    blocked = memory.unavailable(library, situation)
    if blocked is not None:
        return blocked
    notes, wished = situation.remembered.notes, situation.session.wished
    situation = situation.with_session(replace(situation.session, wished=None))
    if notes is None:
        return say(library, situation, "bedtime_off")
    if "lit_up" in situation.heard.choices:
        return say(library, situation, "bedtime_off.lit_up").changing(Withdraw(Purpose.NOTES))
    schedule = _scheduled(situation, wished) if wished is not None else None
    if schedule is None and "until_when" in situation.heard.choices and situation.session.question != UNTIL_WHEN:
        return say(library, situation, UNTIL_WHEN)
    if schedule is None:
        return say(library, situation, "bedtime_off.done").changing(Withdraw(Purpose.NOTES))
    until = in_words(schedule, library.words_by_id, situation.channel, situation.evening).until
    if until is None:  # "no notes on fridays": another schedule, not a pause
        return filled(say(library, situation, "bedtime_on.changed"), {"schedule": _when(library, situation, schedule)}).changing(SetNotes(schedule))
    return filled(say(library, situation, "bedtime_off.paused"), {"until": until}).changing(SetNotes(schedule))


def is_announced(situation: Situation) -> bool:
    """Whether the house has just asked if it is a good moment."""
    return situation.heard.intent == intents.EVENING_NOTE and ANNOUNCED in situation.heard.choices


def announced(library: Library, situation: Situation) -> Turn:
    """The question that was spoken already, so that the answer to it is understood."""
    return say(library, situation, GOOD_MOMENT)


def tonight(library: Library, situation: Situation) -> Turn:
    """Tonight's note, asked for; it needs no consent."""
    notes = situation.remembered.notes
    return _note(library, situation, notes.waiting if notes is not None else None)


def open_(library: Library, situation: Situation) -> Turn:
    """The note that has come, opened by its button."""
    notes = situation.remembered.notes
    if notes is None or notes.waiting is None:
        return say(library, situation, "note.none_waiting")
    return _note(library, situation, notes.waiting)


def answer(library: Library, situation: Situation) -> Turn | None:
    """The turn when the message answers a question about the notes, or a note; None when it does not."""
    heard, session, question = situation.heard, situation.session, situation.session.question
    if question in (WHEN, NOW):
        if heard.schedule is not None and session.wished is not None:
            return set_(library, situation)
        if heard.intent == "inform" and heard.reason is None:
            return say(library, situation, question)  # "when i go to bed" is no hour
        if heard.intent in ENDS_IT:
            return say(library, situation.with_session(replace(session, wished=None)), "remember.no" if question == WHEN else "notes.kept")
    if question == UNTIL_WHEN:
        if heard.schedule is not None and session.wished is not None:
            return stop(library, situation)
        if heard.intent in ("deny", "skip"):
            return say(library, situation, "notes.kept")
    if question == ASK:
        schedule = _scheduled(situation, session.wished) if session.wished is not None else None
        if heard.schedule is not None and heard.intent != "affirm":
            return set_(library, situation)  # another hour than the one said back
        if heard.intent == "affirm" and schedule is not None:
            turn = memory.agreed(library, situation, Purpose.NOTES, SetNotes(schedule))
            return filled(turn, {"schedule": _when(library, situation, schedule)})
    if question == WHETHER_TO_STOP:
        if heard.intent in ("affirm", "bedtime_on"):
            return say(library, situation, "notes.kept")
        if heard.intent in ("deny", "bedtime_off", "stop"):
            return say(library, situation, "notes.stopped").changing(Withdraw(Purpose.NOTES))
    told = heard.intent == "show_appreciation" and not heard.choices & {"words", "one_line", "i_want_to_say"}  # "the way she sings in the car"
    if question == NOTE and (told or heard.intent in intents.ANSWERS | {intents.OUT_OF_SCOPE, "log_moment"}):
        return say(library, situation, "note.answered")
    return None


def _told(library: Library, situation: Situation) -> Turn:
    """When the notes come, for who asks."""
    notes = situation.remembered.notes
    if notes is None:
        return say(library, situation, "bedtime_off")
    words = in_words(notes.schedule, library.words_by_id, situation.channel, situation.evening)
    if words.until is not None:
        return filled(say(library, situation, "bedtime_off.paused"), {"until": words.until})
    return filled(say(library, situation, NOW), {"schedule": _when(library, situation, notes.schedule)})


def _note(library: Library, situation: Situation, waiting: str | None) -> Turn:
    remembered, session = situation.remembered, situation.session
    if waiting == ASKS_WHETHER_TO_STOP:
        return say(library, situation, WHETHER_TO_STOP).changing(OpenNote(waiting))
    aloud = situation.channel == "voice"
    seen = (*(remembered.notes.seen if remembered.notes is not None else ()), *session.offered.answers)
    # on a speaker anybody may hear it: nothing about asking or refusing, no line for a partner, and not the one that came for somebody
    notes = [note for note in library.notes if note.about == "neither" and note.line is None] if aloud else library.notes
    found = next((note for note in notes if note.id == waiting), None)
    note = found or choose_note(notes, () if aloud else remembered.entries, seen, f"{situation.seed}:{situation.local.date()}:{session.turn}")
    opened = frame(library, situation, "note.opened") if situation.channel == "text" else None
    before = " ".join(part for part in (opened.text if opened is not None and note.line is None else "", note.text) if part)
    if note.line is not None:
        before = introduced(library, situation, before)
    answer = Answer(
        before=before,
        line=note.line,
        step=note.step.value,
        source=note.source,
        chips=LINE_CHIPS if note.line is not None else (),
        listen=note.text.endswith("?"),
        private=not aloud,
    )
    turn = finish(replace(session, question=NOTE), answer, note.id)
    if Purpose.NOTES not in remembered.consents or aloud:
        return turn
    # one that waits and is no longer among the notes is opened with the one shown instead
    gone = (OpenNote(waiting),) if waiting is not None and waiting != note.id else ()
    return turn.changing(*gone, OpenNote(note.id))


def _scheduled(situation: Situation, wished: ScheduleWish) -> Schedule | None:
    notes, zone = situation.remembered.notes, str(situation.local.tzinfo)
    return changed(notes.schedule if notes is not None else None, wished, situation.evening, zone)


def _when(library: Library, situation: Situation, schedule: Schedule) -> str:
    """An hour and days as they go into a sentence: "10:30 pm on weeknights"."""
    words = in_words(schedule, library.words_by_id, situation.channel, situation.evening)
    return f"{words.hour} {words.on_days}"
