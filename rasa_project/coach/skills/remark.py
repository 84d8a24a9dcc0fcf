"""What somebody asks or says of the line just offered, or of how it went, in whatever words: a plain answer, and the line stays on the table."""

from __future__ import annotations

from dataclasses import replace

from rasa_project.coach import intents
from rasa_project.coach.answer import Turn
from rasa_project.coach.content import Library, Role
from rasa_project.coach.lines import TOO_FINE
from rasa_project.coach.rules import may_not_be_said, says_no
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skill import LINE, LINE_CHIPS, offer_as_it_is, say
from rasa_project.coach.skills import aside, edit, line, next_turn, own_words, partner, practice, rework, talk
from rasa_project.coach.skills.shape import ADDED, names_a_part
from rasa_project.coach.wishes import TONE_OF

REMARK = "remark."
"""The moments of the answers, each named after the remark."""
THEY_SAID = "said."
"""How the remarks begin that tell what the partner answered; the rest is the id of the reply."""
NOBODY_ASKED, THANKS_DONE, MAKES_NO_SENSE, NOT_HOW_I_TALK = "nobody_asked", "thanks_done", "makes_no_sense", "not_how_i_talk"
IS_MINE_OK, IS_IT_CLEAR = "is_mine_ok", "is_it_clear"
WHAT_IF_THEY_ASK, WHAT_IF_THEY_SULK, SHOULD_I_APOLOGISE, IS_IT_BLAMING, GUILTY = (
    "what_if_they_ask", "what_if_they_sulk", "should_i_apologise", "is_it_blaming", "guilty",
)  # fmt: skip
TEXT_OR_SAY = "text_or_say"
SOMETHING_TO_DO, WAS_IT_A_NO, I_DO_WANT_TO, SORRY_FOR_MY_TONE = "something_to_do", "was_it_a_no", "i_do_want_to", "sorry_for_my_tone"
I_SAY_NO, I_ASK = "i_say_no", "i_ask"
"""Remarks by which somebody puts it right who says no."""
OUT_OF_A_NO = frozenset({I_ASK, I_DO_WANT_TO})
"""Remarks that would make an ask or a yes out of a no. How a message sounds is a guess, so they are asked about; what is said outright is heard
elsewhere."""
MAY_PUT_RIGHT = intents.ANSWERS | {
    "unsure_about_yes", "how_to_ask", "not_in_the_mood", "desire_mismatch", "not_helpful", "safety_false_alarm", intents.OUT_OF_SCOPE,
}  # fmt: skip
"""What such a message is taken for; another ("make that one general") is no such thing."""
NAMED_CHANGES = frozenset({edit.WITHOUT_THE_WORD, edit.HOTTER, edit.NAME, edit.NO_FIRST, edit.LINE_BEFORE, edit.LINE_AT_FIRST})
"""Choices that name a change of the line in so many words."""
COMPLAINTS = frozenset({"not_listening", MAKES_NO_SENSE})
"""Remarks that say what went wrong; where the message says as well what is wanted, that counts."""
OF_ONES_OWN_WORDS = frozenset(
    {IS_MINE_OK, IS_IT_CLEAR, "too_cold", "too_pushy", "too_much", "like_an_excuse", "will_they_mind", "what_they_think", "will_it_work"}
)
"""Remarks that ask for a verdict; where the message brings words of their own, on those."""
ASKED_BESIDE = frozenset(
    {
        "when_to_say", "where_to_say", "text_or_say", "when_to_send", "wake_or_wait", "should_i_explain", "should_i_apologise", "nervous_to_say",
        "how_to_say_it", "say_it_before",
    }
)  # fmt: skip
"""Questions that may be asked in one breath with words for the line: "add i still want you. and do i say it before bed?"."""
HOW_IT_SOUNDS = frozenset({"too_cold", "too_pushy", "too_much", "like_an_excuse", IS_IT_CLEAR, "should_i_explain"})
"""Questions, where a mere remark of the kind is a wish: "isn't that cold?", and "that's cold"."""
IN_COMPANY = frozenset({"is_it_me", "should_i_ask_them", "not_listening", "should_i_apologise", "ask_again_or_leave", WAS_IT_A_NO})
"""Remarks that need no line on the table: who is listened to may make them."""
OF_THE_EVENING = frozenset({"ask_again_or_leave", WAS_IT_A_NO})
"""Remarks about the partner's answer, which may come before any line."""
AFTERWARDS = frozenset({"not_listening", "should_i_reply", "ask_again_or_leave", WAS_IT_A_NO, "kind_gesture", SORRY_FOR_MY_TONE})
"""Remarks that may come when the line is long said; what the partner answered may, too."""
OF_A_TALK = frozenset({"feedback", "hear_feedback", "differ", "open_talk", "trust", "own_desire", "often", "repair", "signal"})
"""Banks of lines for a calm hour, and not for this evening."""
AFTER_AN_OKAY = frozenset({"is_it_me", "why", "again", "when_then", "tears", "smaller", "brush_off", "waited"})
"""Answers that count beside an okay: "he said ok but do you even still fancy me"."""
OF_TONIGHT_TOO = frozenset({"for_now", "whenever", "unsure", "shaped_yes", "ask_discreet"})
"""Banks whose lines the partner answers as they answer tonight's."""
OF_A_REPLY = frozenset({"reply", "firm", "hear_a_no", "thanks"})
BETTER_TIME = {"first": "remark.better_time.first", "second": "remark.better_time.second"}
"""Of two times that were asked about, which: "at lunch or after dinner?"."""
HOW_THEY_TAKE_IT = frozenset({"what_they_think", "will_they_mind"})
SOUNDS_LIKE_A_YES = "remark.said_yes"
YESES = frozenset({"say_yes", "slow_yes", "first_yes", "later_yes", "shaped_yes", "stays_covered", "light_off"})
"""Wishes for a yes of a kind."""
YES, SETTLED, THEY_SAID_YES = "yes", "settled", "they_said_yes"
FOR_THE_OTHER_PART: dict[Role, dict[str, str]] = {
    "decliner": {"laughed": "joke", "why_now": "why", "not_now": "fine", YES: SETTLED, "nervous_yes": SETTLED},
    "asker": {"joke": "laughed", "why": "why_now", "fine": "not_now", "disappointed": "not_now"},
}
"""What an answer is where it is the part of the one who says no, or of the one who asks."""


def heard(library: Library, situation: Situation) -> str | None:
    """The remark that counts where this message stands; None where there is nothing that it could be about, or it is surely something else."""
    message, session = situation.heard, situation.session
    remark, question = message.remark, session.question or ""
    if remark is None or not session.adult or session.careful is not None or message.noise is not None or session.doubt is not None:
        return None
    if session.discreet or message.by_ear is not None or message.partner_said == partner.SULKS:
        return None  # nothing aloud, nothing that is misheard, and a sulk is asked about first
    if question.startswith(next_turn.EXERCISES) or question in talk.FORGET_QUESTIONS or message.buttons:
        return None
    if message.intent == "change_mind" or (message.intent in edit.NO_EDIT and message.sure):
        return None
    if message.part_left_out is not None and remark not in rework.REMARKS | ASKED_BESIDE and edit.refused_words(situation):
        return None  # "no crossword! just miss you, sleep": what is named stands in the line
    if remark in OUT_OF_A_NO and not _may_be_no_no(library, situation):
        return None
    if any(f"{aside.ASIDE}{choice}" in library.moments for choice in message.choices) or _is_surely_something_else(message, remark):
        return None  # asked in so many words, or named by them
    if edit.line_is_on_the_table(situation):
        return remark
    if session.offered.line is None and remark in OF_THE_EVENING:
        return remark
    if session.offered.line is not None and (remark.startswith(THEY_SAID) or remark in AFTERWARDS):
        return remark
    return remark if question.startswith(next_turn.IN_COMPANY) and remark in IN_COMPANY else None


def _may_be_no_no(library: Library, situation: Situation) -> bool:
    """Whether who was handed a no may mean a yes or an ask: not with a no or the reason for one in it ("i'd like to but i'm too tired")."""
    message = situation.heard
    of_a_no = {reason.id for reason in library.reasons if reason.role == "decliner"}
    # the "nah" before "i do want to, just slow" is for the line that was handed over
    nah = message.intent == "deny" and message.told_role != "asker"
    says_no = (practice.A_NO in message.parts and not nah) or not of_a_no.isdisjoint(message.reasons)
    return situation.details.role != "asker" and not says_no and message.wish not in YESES and message.intent in MAY_PUT_RIGHT


def _is_surely_something_else(message: Heard, remark: str) -> bool:
    """Whether the intent is beyond doubt, or what the message names says more than how it sounds."""
    if message.better_times:
        return False
    if edit.NOT_ASKED in message.choices and remark != NOBODY_ASKED:
        return True
    if remark == SHOULD_I_APOLOGISE and message.wish is not None and not message.asks:
        return True  # "it's an apology for the row": it is to be made
    if remark == WHAT_IF_THEY_ASK and message.partner_said is not None:
        return True  # "if he asks how long this will last": there are words for that
    if remark == WHAT_IF_THEY_SULK and message.partner_said == partner.SILENCE:
        return True  # "what if he doesn't say anything": nothing of a sulk was told
    if remark in HOW_THEY_TAKE_IT and message.partner_said is not None and message.refused:
        return True  # "he'll say 'so what's wrong with me'": there are words for that
    if message.choices & NAMED_CHANGES or message.intent == "repeat" or (message.intent == "why_this" and message.sure):
        return True
    if remark in COMPLAINTS and message.intent in intents.COACHING:
        return True
    if message.partner_said is not None and message.partner_said == message.partner_words and not remark.startswith(THEY_SAID):
        return True  # "he said again?": hardly more than the partner's words, and no question of one's own
    if remark in (IS_IT_BLAMING, WHAT_IF_THEY_SULK, SORRY_FOR_MY_TONE) and message.choices & {"one_line", "words"}:
        return True  # "how would i put that without it being a complaint": words are asked for
    if remark == TEXT_OR_SAY and {"as_text", "as_said"} & set(message.shapes) and not message.asks:
        return True  # "he's just come in, so something to say": it is said which
    if remark == GUILTY and message.intent == "refine_phrase" and message.sure:
        return True  # "less heavy"
    if message.own_way == "add" and remark in OF_ONES_OWN_WORDS and not message.asks:
        return True  # they are to go in, and no verdict is asked for
    if message.intent == "leave_door_open" and ("with_time" in message.shapes or (message.time is not None and not message.asks)):
        return True  # "leave the door open for friday morning"
    if remark in OUT_OF_A_NO | {I_SAY_NO, SOMETHING_TO_DO, SORRY_FOR_MY_TONE}:
        return False
    if message.own_words is not None and remark not in OF_ONES_OWN_WORDS and remark not in rework.REMARKS:
        return remark not in ASKED_BESIDE or not message.asks
    if remark in (MAKES_NO_SENSE, NOT_HOW_I_TALK) and (names_a_part(message) or not TONE_OF.keys().isdisjoint(message.shapes)):
        return True
    if remark in HOW_IT_SOUNDS and not message.asks and message.intent in ("refine_phrase", "why_this", "explain_reason"):
        return True
    if message.intent != "refine_phrase" or not message.sure:
        return False
    more = remark == rework.KEEP_AND_ADD and ADDED.issuperset(message.shapes)
    return bool(message.shapes) and remark not in HOW_IT_SOUNDS and not more


def with_what_it_means(library: Library, situation: Situation) -> Situation:
    """The same moment, where a remark makes something else of the message: what the partner answered, that nobody has asked, thanks."""
    remark, message = heard(library, situation), situation.heard
    if remark is None:
        return situation
    if remark.startswith(THEY_SAID):
        return _with_the_answer(situation, remark.removeprefix(THEY_SAID))
    if remark == NOBODY_ASKED and situation.details.role == "decliner":
        return replace(situation, heard=replace(message, intent="refine_phrase", choices=message.choices | {edit.NOT_ASKED}, partner_said=None))
    if remark == I_SAY_NO:
        asks = situation.details.role == "asker"
        return (
            replace(situation, heard=replace(message, intent="not_in_the_mood", choices=message.choices | {partner.SAYS_NO})) if asks else situation
        )
    if remark == SOMETHING_TO_DO:
        return replace(situation, heard=replace(message, intent="want_alternatives", own_words=None, own_way=None))
    if remark == SORRY_FOR_MY_TONE and message.own_words is None:
        asks = situation.details.role == "asker"
        return replace(situation, heard=replace(message, intent="explain_reason", wish="repair_ask" if asks else "repair", partner_said=None))
    if remark == THANKS_DONE:
        return situation.with_intent("goodbye" if "parting" in message.choices else "thanks")
    return situation


def _with_the_answer(situation: Situation, reply: str) -> Situation:
    message, role = situation.heard, situation.details.role
    of_tonight = (situation.details.bank or "").partition(".")[0] in partner.TONIGHTS | OF_TONIGHT_TOO
    known = message.partner_said not in (None, partner.SETTLED) or THEY_SAID_YES in message.choices
    if known or message.own_words is not None or not of_tonight or (message.partner_said is not None and reply not in AFTER_AN_OKAY):
        return situation  # it was told in words that are known, or there are words for the answer
    if role is not None:
        reply = FOR_THE_OTHER_PART[role].get(reply, reply)
    return replace(situation, heard=replace(message, intent="inform", partner_said=reply, wish=None, between=None))


def answer(library: Library, situation: Situation) -> Turn | None:
    """The turn for a remark that is answered, or done, at once; None for any other message."""
    remark = heard(library, situation)
    if remark == f"{THEY_SAID}{YES}" and situation.details.role == "asker" and THEY_SAID_YES not in situation.heard.choices:
        return say(library, situation, SOUNDS_LIKE_A_YES)  # guessed from words: only they can tell a glad yes from a weak one
    if remark is None or remark.startswith(THEY_SAID):
        return None
    if remark == WAS_IT_A_NO and situation.details.role == "asker":
        # what they said is taken as the no it is, with words for it
        return say(library, situation.with_session(situation.session.with_details(took_a_no=True)), f"{REMARK}{remark}", line_of="hear_a_no")
    if remark == NOT_HOW_I_TALK and edit.refused_words(situation):
        return None  # the words that nobody would say are named
    if situation.heard.own_words is not None and remark in OF_ONES_OWN_WORDS:
        return _verdict(library, situation)
    made = rework.rework(library, situation)
    if made is not None:
        return made
    if remark == MAKES_NO_SENSE and (earlier := rework.line_spoken_of(library, situation)) is not None:
        return offer_as_it_is(library, situation, earlier, "receipt.earlier_line")
    if remark == MAKES_NO_SENSE:
        return line.offer_line(library, situation, receipt_moment=f"receipt.{MAKES_NO_SENSE}")
    if remark == NOT_HOW_I_TALK:
        details = replace(situation.details, tone="direct", avoid=situation.details.avoid | frozenset(TOO_FINE))
        return line.offer_line(
            library, situation.with_session(replace(situation.session, details=details)), receipt_moment=f"receipt.{NOT_HOW_I_TALK}"
        )
    moment = _moment(library, situation, remark)
    if moment is None:
        return None
    own = own_words.in_their_words(library, situation) if remark in ASKED_BESIDE else None
    if own is not None and own.answer.line is not None:
        return say(library, situation, moment, line=own.answer.line, chips=LINE_CHIPS)
    changed = edit.also_asked_of_the_line(library, situation) if situation.session.question == LINE else None
    if changed is not None and changed != situation.session.offered.line:
        return say(library, situation, moment, line=changed, chips=LINE_CHIPS)  # "lose the smile bit, and do i text it now or at six"
    turn = say(library, situation, moment)
    return turn if remark in OUT_OF_A_NO else turn.with_session(replace(turn.session, question=situation.session.question))


def _moment(library: Library, situation: Situation, remark: str) -> str | None:
    """The moment of the answer: of a talk, of a reply, or of the remark itself."""
    details, last = situation.details, situation.session.offered.line
    bank = (details.bank or "").partition(".")[0]
    ends = []
    if bank in OF_A_TALK or (details.topic is not None and details.topic not in intents.TURNED_DOWN):
        ends.append("talk")
    if bank in OF_A_REPLY or details.took_a_no:
        ends.append("reply")
    if remark == IS_IT_CLEAR and details.role == "decliner" and last is not None and says_no(library, last):
        ends.append("no")
    if remark == rework.DROP_PART and details.bank is None and rework.would_be_missed(library, situation):
        ends.append("stays")
    if remark == rework.JOIN_LINES and len(situation.session.offered.lines) > 1:
        ends.append("too_long")
    if remark == IS_MINE_OK:
        ends.append("unseen")
    if remark == I_DO_WANT_TO and situation.heard.place == rework.FIRST:
        ends.append("first")
    if remark == IS_IT_BLAMING and "blame" in situation.heard.parts:
        ends.append("blame")
    kind = "talk" if "talk" in ends else "no" if details.role == "decliner" else "ask"
    better = [moment for which, moment in BETTER_TIME.items() if f"{kind}:{which}" in situation.heard.better_times]
    moments = [*better, *(f"{REMARK}{remark}.{end}" for end in ends), f"{REMARK}{remark}"]
    return next((moment for moment in moments if moment in library.moments), None)


def _verdict(library: Library, situation: Situation) -> Turn | None:
    """Their own words, said to be good as they are, or with the one thing that they lack; None for words that may not be said."""
    own = situation.heard.own_words or ""
    if may_not_be_said(library, own):
        return None
    whole = own_words.with_what_it_needs(library, situation, own)
    if whole is None:
        return None
    lacks = "" if whole == own else ".no" if situation.details.role == "decliner" else ".way_out"
    return say(library, situation, f"{REMARK}{IS_MINE_OK}{lacks}", line=whole, chips=LINE_CHIPS)
