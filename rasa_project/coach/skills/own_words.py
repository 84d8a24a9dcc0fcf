"""A line in the person's own words, as they asked for it: with a clear no where the answer is no, and a way out where something is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.content import Library
from rasa_project.coach.intents import OUT_OF_SCOPE
from rasa_project.coach.lines import find_line
from rasa_project.coach.measure import MAXIMUM_LINE_SENTENCES, MAXIMUM_LINE_WORDS, parted, questions, sentences, words
from rasa_project.coach.rules import THANKS_FOR_ASKING, holds, invites_to_more, may_not_be_said, says_no, says_sorry
from rasa_project.coach.situation import Situation
from rasa_project.coach.skill import LINE, finish, frame, offer_as_it_is, standing_answer
from rasa_project.coach.skills import edit, next_turn, rework
from rasa_project.coach.skills.shape import SHORTER

SAID, ADDED = "receipt.own_words", "receipt.own_words.added"
LEFT_OUT = "own_words.left_out"
"""Says that words which press or wound are left out."""
WONDER, NO, WAY_OUT = "own_words.wonder", "own_words.no", "own_words.way_out"
"""The frames of a question within a question, of a no, and of a way out, for words that hold none."""
CHIPS = ("another", "as_text")
FEW = 9
"""Words that are hardly a line by themselves: "i miss you", said of an ask, goes into the ask."""
_THANKS = re.compile(r"(?:thank|thanks|i'm glad|i am glad|that's|it's (?:lovely|nice|sweet))\b", re.IGNORECASE)
"""How words begin that take the invitation in, as the first step of a no does."""
COMES_WITH = (
    intents.ANSWERS
    | intents.SHAPING
    | intents.ASKING
    | intents.DECLINING
    | intents.COMPANY
    | frozenset(intents.COACHING)
    | {OUT_OF_SCOPE, "safety_false_alarm", "thanks", "good_news"}
) - {"change_mind"}
"""What a message with such words is taken for: all that is coached, and what is easily mistaken for it."""


def in_their_words(library: Library, situation: Situation) -> Turn | None:
    """The line in the words just asked for; None where none were, or where they may not be said or would leave the no in doubt."""
    heard, session, details = situation.heard, situation.session, situation.details
    if heard.own_words is None or heard.intent not in COMES_WITH or not session.adult or session.careful is not None or session.discreet:
        return None
    if (session.question or "").startswith(next_turn.EXERCISES) or (details.bank or "").startswith("stop"):
        return None
    own = heard.own_words
    if situation.session.offered.line is not None and any(words in own.lower() for words in edit.refused_words(situation)):
        return None  # words of the line, quoted because they are not liked
    told = (heard.remark or "").startswith("said.")  # "i sent 'i miss it being just us', he wrote 'me too'. what now": it is said
    earlier = None if told else next((line for line in reversed(session.offered.lines) if own.rstrip(".?!").lower() in line.lower()), None)
    if earlier is not None and edit.line_is_on_the_table(situation) and rework.may_come_back(library, situation, earlier):
        return offer_as_it_is(library, situation, earlier, "receipt.earlier_line") if earlier != session.offered.line else None
    if heard.own_way == "wonder":
        own = _filled(library, situation, WONDER, own)
    if may_not_be_said(library, own):
        # before any line was offered they tell what is the matter, and the first line is not to wait for them
        return _left_out(library, situation) if session.offered.line is not None or heard.intent not in intents.ASKING | intents.DECLINING else None
    invites = invites_to_more(own)
    last = session.offered.line if edit.line_is_on_the_table(situation) else None
    for_tonight = heard.intent in intents.ASKING and "tonight" in own.lower()  # our own asks know the way out
    if last is None and (invites or for_tonight or not _belongs_to_the_talk(situation)):
        return None
    if invites and (details.took_a_no or details.role == "decliner"):
        return None  # nothing asks again after a no, and who says no does not ask in the same breath
    line = _whole(library, situation, own, last, invites=invites)
    if line is None or line in session.offered.lines[-1:]:
        return None
    added = _is_added(library, situation, own, last)
    return offer_as_it_is(library, situation, line, ADDED if added else SAID, CHIPS, own=_theirs(situation, own, line))


def with_what_it_needs(library: Library, situation: Situation, own: str) -> str | None:
    """Words of their own as a line: with a clear no where the answer is no, and a way out where something is asked.

    None where they ask for closeness after a no, or beside one.
    """
    invites = invites_to_more(own)
    if invites and (situation.details.took_a_no or situation.details.role == "decliner"):
        return None
    asks = situation.details.role == "asker" and situation.details.bank is None and not situation.details.took_a_no and "?" in own
    return _complete(library, situation, own, invites=invites or asks)


def _theirs(situation: Situation, own: str, line: str) -> str | None:
    """Their words in the line, those of before as well; None where the line is nothing else."""
    before = situation.session.offered.own
    both = f"{own} {before}" if before is not None and before not in own else own
    theirs = both if both in line else own
    return theirs if theirs != line else None


def _left_out(library: Library, situation: Situation) -> Turn:
    """Words that press or wound are left out, and said to be; the line on the table stays as it was."""
    entry, offered = standing_answer(library, situation, LEFT_OUT), situation.session.offered
    on_table = edit.line_is_on_the_table(situation)
    answer = Answer.of(entry, line=offered.line if on_table else None, step=offered.step if on_table else "house", chips=CHIPS if on_table else ())
    return finish(replace(situation.session, question=LINE if on_table else situation.session.question), answer, entry.id)


def _belongs_to_the_talk(situation: Situation) -> bool:
    """Whether words may stand alone where no line is on the table: within a talk, or a question to the partner that invites to nothing."""
    heard, session = situation.heard, situation.session
    in_a_talk = session.question is not None and (situation.details.role is not None or situation.details.topic is not None)
    return heard.own_way in ("ask", "wonder") or in_a_talk


def _whole(library: Library, situation: Situation, own: str, last: str | None, *, invites: bool) -> str | None:
    heard, details = situation.heard, situation.details
    added = _is_added(library, situation, own, last)
    if added and last is not None:
        last = edit.without_the_part(library, situation) or last  # "leave the crossword out, say i miss him"
        if own.rstrip(".?!").lower() in last.lower():
            return None
        for rest in (_without_its_no(library, last),) if says_no(library, own) else rework.room_for_more(library, last):
            both = rework.in_order(own, rest) if rest is not None else own
            fits = words(both) <= MAXIMUM_LINE_WORDS and sentences(both) <= MAXIMUM_LINE_SENTENCES and questions(both) <= 1
            if rest is not None and SHORTER not in heard.shapes and fits:
                return both
    if added and details.role == "asker" and not details.took_a_no:
        other = find_line(library, situation, at_most_words=MAXIMUM_LINE_WORDS - words(own))
        if other is not None and sentences(f"{own} {other.text}") <= MAXIMUM_LINE_SENTENCES:
            return f"{own} {other.text}"  # the ask stays, in fewer words
    return _complete(library, situation, own, invites=invites)


def _is_added(library: Library, situation: Situation, own: str, last: str | None) -> bool:
    """Whether the words go into the line on the table: because that was asked for, or because they are few and not yet a no, or an ask."""
    heard, details = situation.heard, situation.details
    if last is None or last == own:
        return False
    if heard.own_way == "add":
        return True
    few = words(own) <= FEW and heard.own_way == "say" and heard.intent not in intents.ASKING | intents.DECLINING
    for_tonight = (
        _is_tonights_no(situation) if details.role == "decliner" else details.role == "asker" and details.bank is None and not details.took_a_no
    )
    if THANKS_FOR_ASKING.search(own):
        return False  # the line may thank already
    return few and for_tonight and not (says_no(library, own) or invites_to_more(own) or says_sorry(own)) and "?" not in own


def _complete(library: Library, situation: Situation, own: str, *, invites: bool) -> str:
    details = situation.details
    if _is_tonights_no(situation) and not says_no(library, own) and not says_sorry(own):
        no = _text(library, situation, NO)
        their_words_first = _THANKS.match(own) is not None or situation.heard.place == "first"
        return f"{own} {no}" if their_words_first else f"{no} {own}"  # what is warm comes last, and stays in the ear
    if invites and not holds(library.ways_out, own) and details.role != "decliner":
        return f"{own} {_text(library, situation, WAY_OUT)}"
    return own


def _without_its_no(library: Library, line: str) -> str | None:
    """The line without the sentences that say no, for words that say it themselves; None where nothing is left."""
    return " ".join(part for part in parted(line) if not says_no(library, part)) or None


def _is_tonights_no(situation: Situation) -> bool:
    details = situation.details
    about_tonight = details.topic is None and (details.bank or "").partition(".")[0] in edit.ABOUT_TONIGHT
    longer = details.for_now is not None or "tonight" in (situation.heard.part_left_out or "")
    return details.role == "decliner" and about_tonight and not longer and edit.line_is_on_the_table(situation)


def _text(library: Library, situation: Situation, moment: str) -> str:
    entry = frame(library, situation, moment)
    if entry is None:
        raise KeyError(moment)
    return entry.text


def _filled(library: Library, situation: Situation, moment: str, own: str) -> str:
    return _text(library, situation, moment).replace("{words}", own)
