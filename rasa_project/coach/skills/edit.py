"""What somebody changes in the line just offered: what is to go into it or out of it, its time, whether it is tonight's only."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.content import Library, Role
from rasa_project.coach.intents import OUT_OF_SCOPE
from rasa_project.coach.lines import find_line
from rasa_project.coach.measure import parted
from rasa_project.coach.rules import keeps_what_it_needs, says_no
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import LINE, LINE_CHIPS, finish, offer_as_it_is, say, standing_answer
from rasa_project.coach.skills import line, next_turn, rework, shape

PUT_IT_IN, NOT_ASKED, NOT_TONIGHT = "put_it_in", "not_asked_yet", "not_tonight_said"
"""Choices: something is to go into the line; nobody has asked in words; the ask is not for tonight."""
NOT_READY, SAID_MAYBE, FOR_A_WHILE = "not_ready", "said_maybe", "not_for_a_while"
LONGER_THAN_TONIGHT = frozenset({"not_only_tonight", FOR_A_WHILE, NOT_READY})
"""Choices by which the no in a line is for longer than tonight."""
NAME, WITHOUT_THE_WORD, HOTTER, WANTS_WORDS = "use_name", "not_that_word", "hotter", "i_want_to_say"
MAY_ADD = intents.ANSWERS | frozenset(
    {OUT_OF_SCOPE, "explain_reason", "lost_desire", "safety_false_alarm", "show_appreciation", "stop_remembering", "want_alternatives"}
)
"""What a message that adds to a line is taken for, since alone it could be much."""
OVERHEARD = frozenset(
    {"inform", "deny", "affirm", "skip", "repeat", "not_helpful", "save_phrase", "delete_one", "goodbye", "good_news", "log_moment", "why_this"}
)
"""Intents that a wish for the line just offered is easily taken for ("warmer. she's worked late all week")."""
NO_EDIT = (
    frozenset(intents.SAFETY) | intents.PRIVACY | frozenset({"stop", "goodbye", "help", "bot_challenge", "change_mind", "practice", "both_here"})
) - {"delete_one", "stop_remembering"}
"""What is never about the line, whatever else it names."""
FOR_NOW, WHENEVER, DISCREETLY = "for_now", "whenever", "ask_discreet"
"""Banks of noes that are not only tonight's, of asks without a day, and of texts that say nothing to whoever reads over a shoulder."""
NO_FIRST = "no_first"
"""The choice by which the no of the line is to come first."""
MAY_POINT_BACK = intents.ANSWERS | intents.SHAPING | {OUT_OF_SCOPE, "not_helpful", "list_saved", "save_phrase"}
"""What a message that speaks of an earlier line may be taken for; another, surely heard, speaks of something else."""
LINE_BEFORE, LINE_AT_FIRST = "line_before", "line_at_first"
"""Choices by which an earlier line is wanted back."""
AS_TEXT = "as_text"
DISCREET, WITHOUT_HURRY = frozenset({"discreet_text"}), frozenset({"no_hurry"})
ABOUT_TONIGHT = ("", "reply", "firm", "ask", "decline")
"""Banks whose lines are tonight's no or ask."""


SHORTEST_NAMED = 4
"""Letters of a word that names a part of a line; shorter ones are in too many."""
OF_ANY_LINE = frozenset(
    {"night", "tonight", "today", "tomorrow", "asking", "asked", "thanks", "thank", "rather", "want", "like", "love", "just", "glad"}
)
"""Words without which there would hardly be a line."""


def refused_words(situation: Situation) -> frozenset[str]:
    """Words of the line on the table that the person quotes and would not say, or that name the part of it that is to go."""
    last = (situation.session.offered.line or "").lower()
    named = (word for word in (situation.heard.part_left_out or "").split() if len(word) >= SHORTEST_NAMED and word not in OF_ANY_LINE)
    spoken = set(re.findall(r"[a-z']+", last))
    for_good = situation.heard.remark in (rework.SWAP_WORD, rework.DROP_PART) and situation.heard.old_words is None  # "i cannot say 'make love'"
    return frozenset(
        {*(words for words in situation.heard.refused if words and (for_good or words in last)), *(word for word in named if word in spoken)}
    )


def for_now(situation: Situation, role: Role | None) -> str | None:
    """The bank of a no, or an ask, that is not for tonight; None where it is tonight's."""
    heard, details = situation.heard, situation.details
    kept = details.for_now if role == details.role else None
    if role == "asker":
        if heard.choices & DISCREET:
            return DISCREETLY
        if heard.choices & WITHOUT_HURRY or ("not_only_tonight" in heard.choices and line_is_on_the_table(situation)):
            return WHENEVER
        return None if heard.time is not None else kept
    if role != "decliner" or "for_tonight" in heard.choices:
        return None
    after_a_breach = details.topic == "rebuild_trust" or (details.bank or "").startswith("trust")
    if NOT_READY in heard.choices and not after_a_breach:  # those lines are for who is new together
        return f"{FOR_NOW}.meant_no" if SAID_MAYBE in heard.choices else f"{FOR_NOW}.not_ready"
    if heard.choices & {FOR_A_WHILE, NOT_READY}:
        return FOR_NOW
    if heard.days_ago == 0 and "not_only_tonight" not in heard.choices:
        return None  # "i'm saying no tonight"
    return kept


def line_is_on_the_table(situation: Situation) -> bool:
    """Whether a line was offered, and nothing else was spoken of since."""
    return situation.session.offered.line is not None and (situation.session.question == LINE or line_was_offered(situation))


def line_was_offered(situation: Situation) -> bool:
    """Whether the last answer held a line."""
    return bool((situation.session.offered.answer or {}).get("line"))


def said_of_the_line(library: Library, situation: Situation) -> Turn | None:
    """The turn for what can be about nothing but the line on the table; None where the message says nothing of the kind."""
    heard, details = situation.heard, situation.details
    never = heard.intent in NO_EDIT and not (heard.intent == "stop" and not heard.sure and heard.choices & LONGER_THAN_TONIGHT)
    if not line_is_on_the_table(situation) or never or (situation.session.question or "").startswith(next_turn.EXERCISES):
        return None
    named = heard.choices
    about_tonight = details.topic is None and (details.bank or "").partition(".")[0] in ABOUT_TONIGHT
    texted = the_same_as_a_text(library, situation)
    if texted is not None:
        return texted
    kept = without_the_part(library, situation)
    if kept is not None:
        return offer_as_it_is(library, situation, kept, "receipt.without_part")
    turned = _no_first(library, situation)
    if turned is not None:
        return offer_as_it_is(library, situation, turned, "receipt.no_first")
    earlier = _earlier_line(library, situation)
    if earlier is not None:
        return offer_as_it_is(library, situation, earlier, "receipt.line_before")
    shorter = rework.shorter_line_spoken_of(library, situation)
    if shorter is not None:
        return offer_as_it_is(library, situation, shorter, "receipt.shorter")
    if refused_words(situation) and heard.own_words is None:
        return line.offer_line(library, situation, receipt_moment="receipt.without_the_word")
    if (
        heard.intent == "show_appreciation"
        and not heard.truths
        and heard.wish is None
        and (loved := rework.with_appreciation(library, situation)) is not None
    ):
        return offer_as_it_is(library, situation, loved, "receipt.keep_and_add")
    if NAME in named:
        return _with_the_line(library, situation, "shape.name")
    if details.role == "asker" and about_tonight and not details.took_a_no and named & (DISCREET | WITHOUT_HURRY | {"not_only_tonight"}):
        session = situation.session.with_details(topic=None, bank=None, time=None)
        return line.offer_line(library, situation.with_session(session), receipt_moment="receipt.another")
    if details.role == "decliner" and named & LONGER_THAN_TONIGHT and not details.took_a_no and (about_tonight or heard.intent == "leave_door_open"):
        session = situation.session.with_details(for_now=details.for_now or FOR_NOW, topic=None, bank=None, time=None, alternative=None)
        return line.offer_line(library, situation.with_session(session), receipt_moment="receipt.for_now")
    if WITHOUT_THE_WORD in named:
        return line.offer_line(library, situation, receipt_moment="receipt.without_the_word")
    if HOTTER in named:
        if details.role == "asker" and not details.took_a_no:
            session = situation.session.with_details(bank="flirt", truths=details.truths | {"desire"})
        else:
            session = situation.session.with_details(tone="playful")  # who says no has not said that they want
        return line.offer_line(library, situation.with_session(session), receipt_moment="receipt.hotter")
    if details.role == "asker" and about_tonight and heard.intent in intents.ANSWERS and (NOT_TONIGHT in named or "clear_no" in heard.parts):
        if heard.time is not None:
            return line.offer_line(library, situation, receipt_moment="receipt.time")
        if NOT_TONIGHT in named and heard.partner_said is None:
            return say(library, situation, "time.ask")
    if PUT_IT_IN in named and details.bank is not None and (heard.truths or heard.subjects or heard.intent in MAY_ADD):
        return _with_what_is_named(library, situation)
    if WANTS_WORDS in named and heard.intent in intents.ANSWERS | {OUT_OF_SCOPE, "not_helpful"} and details.bank is not None:
        return shape.refine(library, situation)  # in company, whoever says what they want to say has not gone back to being listened to
    return None


def also_asked_of_the_line(library: Library, situation: Situation) -> str | None:
    """The line with what a message asks of it beside a question: without a part, or an earlier one; None where it asks nothing of it."""
    return without_the_part(library, situation) or _no_first(library, situation) or _earlier_line(library, situation)


def without_the_part(library: Library, situation: Situation) -> str | None:
    """The line without the one sentence that is to go; None where none is named, or the line would lose its no or its way out."""
    named, line_ = situation.heard.part_left_out, situation.session.offered.line
    if named is None or line_ is None:
        return None
    sentences = parted(line_)
    spoken_of = [sentence for sentence in sentences if any(_names(word, sentence) for word in named.split())]
    if len(spoken_of) != 1 or len(sentences) == 1:
        return None
    kept = " ".join(sentence for sentence in sentences if sentence != spoken_of[0])
    return kept if keeps_what_it_needs(library, line_, kept) else None


def _no_first(library: Library, situation: Situation) -> str | None:
    """The line with the sentence that says no before the others; None where that was not asked for, or is so already."""
    line_ = situation.session.offered.line
    if NO_FIRST not in situation.heard.choices or line_ is None:
        return None
    parts = parted(line_)
    no = next((place for place, part in enumerate(parts) if says_no(library, part)), 0)
    return " ".join([parts[no], *parts[:no], *parts[no + 1 :]]) if no else None


def _names(word: str, sentence: str) -> bool:
    return any(spoken.startswith(word[: max(4, len(word) - 2)]) for spoken in re.findall(r"[a-z]+", sentence.lower().replace("'", "")))


def _earlier_line(library: Library, situation: Situation) -> str | None:
    """The line that somebody wants back: the one before the last, the first of all, or the one whose words they say."""
    before = [line for line in situation.session.offered.lines[:-1] if rework.may_come_back(library, situation, line)]
    named = situation.heard.choices
    if before and LINE_AT_FIRST in named:
        return before[0]
    if before and LINE_BEFORE in named:
        return before[-1]
    of_lines = situation.heard.remark in (None, rework.EARLIER_LINE) and (situation.heard.intent in MAY_POINT_BACK or not situation.heard.sure)
    return rework.line_spoken_of(library, situation) if of_lines else None


def the_same_as_a_text(library: Library, situation: Situation) -> Turn | None:
    """The line on the table as a text, word for word, where nothing else was asked for; None elsewhere."""
    line_ = situation.session.offered.line
    if line_ is None or set(situation.heard.shapes) != {AS_TEXT} or not line_is_on_the_table(situation) or shape.names_a_part(situation.heard):
        return None
    return offer_as_it_is(library, situation, line_, "receipt.same_as_text")


def added_to_the_line(library: Library, situation: Situation) -> Turn | None:
    """The turn for a message that is something else at first sight, and holds a wish for the line, or what belongs in it; None for another."""
    heard = situation.heard
    if (
        PUT_IT_IN in heard.choices
        and heard.intent == "refine_phrase"
        and not (shape.names_a_part(heard) or heard.shapes)
        and line_is_on_the_table(situation)
    ):
        return in_own_words(library, situation)  # another line would leave it out as well
    if _wishes_for_the_line(situation):
        return shape.refine(library, situation)
    if _adds_to_the_line(situation):
        return line.offer_line(library, situation)
    if PUT_IT_IN in heard.choices and heard.intent in MAY_ADD and line_is_on_the_table(situation):
        return in_own_words(library, situation)  # it names nothing that a line holds
    if NOT_ASKED in heard.choices and (heard.intent not in intents.NEEDS_AN_ADULT or not heard.sure) and line_is_on_the_table(situation):
        return shape.refine(library, situation)
    return None


def in_own_words(library: Library, situation: Situation) -> Turn:
    """What nobody but the person can word goes before the line, in their own words; the line stays as it was.

    A thing that is named by its noun has a sentence with room for it.
    """
    thing = rework.with_the_thing(library, situation)
    if thing is not None and thing != situation.session.offered.line:
        return offer_as_it_is(library, situation, thing, "receipt.keep_and_add")
    return _with_the_line(library, situation, "shape.own_words")


def _with_the_line(library: Library, situation: Situation, moment: str) -> Turn:
    """The words of a moment, and the same line once more."""
    offered = situation.session.offered
    entry = standing_answer(library, situation, moment)
    answer = Answer.of(entry, line=offered.line, step=offered.step, source=offered.source, chips=LINE_CHIPS)
    return finish(replace(situation.session, question=LINE), answer, entry.id)


def _with_what_is_named(library: Library, situation: Situation) -> Turn:
    """Another line of the bank that says it; where none does, it goes first in their own words."""
    heard, bank = situation.heard, (situation.details.bank or "").partition(".")[0]
    speaks_of_it = any(entry.about in heard.subjects for entry in library.banks.get(bank, ()))
    phrase = find_line(library, situation)
    if phrase is None or not (phrase.needs & heard.truths or speaks_of_it):
        return in_own_words(library, situation)
    return line.offer_line(library, situation)


def _wishes_for_the_line(situation: Situation) -> bool:
    heard = situation.heard
    wishes = set(heard.shapes) - {shape.SLOWER}
    return bool(wishes) and situation.session.offered.line is not None and heard.intent in OVERHEARD | {OUT_OF_SCOPE}


def _adds_to_the_line(situation: Situation) -> bool:
    """Whether a message names something that belongs in the line just offered: love, another way to be close, a reason, another time."""
    heard, details = situation.heard, situation.details
    if details.role is None or not line_is_on_the_table(situation):
        return False
    if heard.time is not None and heard.intent in OVERHEARD:
        return True  # it corrects the time
    named = {"show_appreciation": heard.truths, "want_alternatives": heard.alternative, "leave_door_open": heard.time}
    if details.role == "decliner" and named.get(heard.intent):
        return True
    wished = PUT_IT_IN in heard.choices and bool(heard.reason or heard.truths or heard.alternative or heard.time or heard.asks_for)
    unclear = heard.intent == OUT_OF_SCOPE and heard.noise is None
    return heard.intent in MAY_ADD and (wished or (unclear and bool(heard.reason)))
