"""What a message means where it stands: a guess at a danger that the context answers, and an intent that it makes another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rasa_project.coach.content import Library, Role
from rasa_project.coach.intents import ANSWERS, COACHING, DECLINING, JOURNAL, LASTING, OUT_OF_SCOPE, PRIVACY, ROLE_OF, TURNED_DOWN
from rasa_project.coach.remembered import Purpose
from rasa_project.coach.situation import Heard, Situation
from rasa_project.coach.skills import age, edit, guess, journal, memory, next_turn, notes, partner, practice, safety, talk

INSTRUCTIONS = "instructions"
"""The noise that is no message to a coach at all, whatever it looks like."""
MAY_MEAN_THE_MEMORY = JOURNAL | PRIVACY | ANSWERS | {OUT_OF_SCOPE}
"""What a message about a PIN is easily taken for."""
MAY_MEAN_OFF = MAY_MEAN_THE_MEMORY | {"stop", "goodbye"}
"""What "off" is easily taken for; who gets evening notes ends them with it."""
OF_NOTES = frozenset({"bedtime_on", "bedtime_off", "tonights_prompt"})
UNCLEAR = ANSWERS | {OUT_OF_SCOPE, "not_helpful", "safety_false_alarm", "thanks", "greet"}
"""What a message that says something else in passing is easily taken for."""
CORRECTED: dict[Role, frozenset[str]] = {"asker": frozenset({partner.ASKS}), "decliner": frozenset({partner.SAYS_NO})}
"""Choices that say whose part it is."""
WRONG_SIDE = "wrong_side"
EXPLICIT = "explicit_request"
START_OVER = "start_over"
"""The choice by which somebody begins anew: nothing said of this evening counts any more."""
NO_ANSWER_YET = "no_answer_yet"
"""The choice by which somebody says that nobody has said no: the coach took them for turned down."""
TOO_FORWARD = "too_forward"
"""The choice by which an ask is found to want too much."""
DID_YOU_KEEP = "did_you_keep"
"""The choice that asks whether a line was kept."""
NOT_TONIGHT = "not_tonight_said"
OF_A_NO_ALONE = frozenset({"period", "early_start", "headache", "unwell", "pain", "late_hour", "tired", "shift_work"})
"""Reasons that hardly anybody names who asks; others are told of the partner as well: "he's gaming and i'm in the mood"."""
INTO_IT_NOW, AFTER_ALL = "into_it_now", "yes_after_all"
"""The choice by which somebody who said no would like to after all, and the wish that it is."""
WANTS_AGAIN = "wants_again"
"""The choice by which somebody tells that their desire has come back."""
NO_AGAIN = "no_again"
"""The choice by which somebody tells that they say no once more."""
MAY_BE_A_YES = frozenset({"change_mind", "not_in_the_mood", "unsure_about_yes", "how_to_ask", "good_news", OUT_OF_SCOPE})
"""What such a message is easily taken for."""
PART_OF = {"a_no": "not_in_the_mood", "an_ask": "how_to_ask"}
"""What a choice between a no and an ask stands for."""
TELLS_OF_A_SIDE = frozenset({"not_in_the_mood", "got_turned_down", "repeated_rejection", "explain_reason", "unsure_about_yes", "leave_door_open"})
"""Intents of one part that a message about the line is easily taken for; who asks how to ask, or how to say no, has said so."""
MAY_HURT = "partner_sore"
"""The reason of an ask that minds the other's pain."""
NERVOUS, THANKING, SOMETHING_LIGHT = "nervous", "thank_them", "flirt"
"""Wishes of who has good news: words for the nerves, for the morning, for now."""


@dataclass(frozen=True)
class Reading:
    """A message taken for one of `heard_as`, in which one of `named` was named, means something else where `where` holds.

    Without `heard_as` it is any intent, without `named` any message. It means the intent `means` (the same one where that is None), or asks for
    the wish `wishes`, and counts as having named `adds` as well.
    """

    means: str | None = None
    wishes: str | None = None
    heard_as: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    adds: frozenset[str] = frozenset()
    where: Callable[[Situation], bool] = lambda _: True
    told: Callable[[Library, Situation], bool] = lambda *_: True
    """The same, where it hangs on whose the reasons are that were told."""

    def fits(self, library: Library, situation: Situation) -> bool:
        """Whether the message is to be read so."""
        heard = situation.heard
        may_be = (not self.heard_as or heard.intent in self.heard_as) and (not self.named or bool(self.named & heard.choices))
        return may_be and self.where(situation) and self.told(library, situation)


def with_danger_as_meant(library: Library, situation: Situation) -> Situation:
    """The same moment, with a danger where the age just told is one, and without one where a mere guess at it is answered by the context."""
    heard = situation.heard
    if age.is_asked(situation) and heard.age is not None and heard.age < age.ADULT_AGE:
        return replace(situation, heard=replace(heard, safety="minor_involved"))
    if heard.noise == INSTRUCTIONS and heard.safety_by == "model" and heard.safety not in LASTING:
        return _harmless(situation, OUT_OF_SCOPE)
    if guess.is_for_the_age_question(situation):
        return _harmless(guess.noted_for_the_age_question(situation), heard.guess or OUT_OF_SCOPE)
    if guess.in_an_exercise(situation) or guess.was_denied(situation) or guess.is_too_faint(situation):
        return _harmless(situation, heard.guess or OUT_OF_SCOPE)
    if (
        heard.safety == safety.MEDICAL
        and heard.safety_by == "model"
        and heard.guess is not None
        and heard.own_words is not None
        and _at_ease(situation)
    ):
        return _harmless(situation, heard.guess)  # "give me: it hurts since the menopause": to be said, and not asked about
    if heard.safety == EXPLICIT and heard.safety_by == "model" and heard.guess == "how_to_ask" and heard.unlikely and heard.asks_for is not None:
        return _harmless(situation, heard.guess)  # "want sex tonite" is said of the partner
    if _asks_for_their_tally(situation):
        return _harmless(situation, "show_patterns")
    if safety.is_denied_again(situation):
        return _harmless(situation, "safety_false_alarm")
    answered = (
        _is_said_in_company(situation)
        or _presses_nobody(situation)
        or safety.is_a_guess_at_the_age(situation)
        or safety.is_the_answer_asked_for(situation)
        or partner.is_an_ordinary_reply(library, situation)
    )
    return _harmless(situation, "inform") if answered else situation


def _asks_for_their_tally(situation: Situation) -> bool:
    """Whether a mere guess at pressing somebody is a question how often they say no: it gets no number, and a kind answer."""
    heard = situation.heard
    guessed = heard.safety == "wants_to_pressure" and heard.safety_by == "model" and heard.guess == "show_patterns"
    return guessed and journal.THEIRS in heard.choices and _at_ease(situation)


def _presses_nobody(situation: Situation) -> bool:
    """Whether a guess at pressing somebody is made of who says no, or of who has just told of a yes."""
    heard, details = situation.heard, situation.details
    if heard.safety != "wants_to_pressure" or heard.safety_by != "model" or heard.guess is None:
        return False
    says_no = details.role == "decliner"
    return says_no or (_good_news_was_last(situation) and bool(heard.choices & {"they_said_yes"}))


def _is_said_in_company(situation: Situation) -> bool:
    """Whether a mere guess at pressing somebody is made of who is listened to, and asks for no words: "i don't know how to get that back"."""
    heard, last = situation.heard, situation.session.offered.answer or {}
    listened = (situation.session.question or "").startswith(next_turn.IN_COMPANY) and not last.get("line")
    asks = heard.choices & {"words", "one_line", next_turn.WANTS_WORDS}
    return listened and heard.safety == "wants_to_pressure" and heard.safety_by == "model" and heard.guess is not None and not asks


def as_the_button(library: Library, situation: Situation) -> Situation:
    """The same moment, where the title of a button just shown was typed instead of tapped, with what the button stands for."""
    if not situation.heard.buttons:
        return situation
    shown = set((situation.session.offered.answer or {}).get("chips") or ())
    button = next((entry for entry in library.buttons if entry.id in situation.heard.buttons & shown), None)
    if button is None or situation.heard.safety is not None:
        return situation
    named = button.entities
    heard = replace(
        Heard(button.intent),
        choices=frozenset({named["choice"]} if "choice" in named else ()),
        shapes=(named["shape"],) if "shape" in named else (),
        truths=frozenset({named["truth"]} if "truth" in named else ()),
        reason=named.get("reason"),
        reasons=(named["reason"],) if "reason" in named else (),
    )
    return replace(situation, heard=heard)


def with_intent_as_meant(library: Library, situation: Situation) -> Situation:
    """The same moment, with the intent that the context makes of a harmless message: the first reading that fits."""
    meant = next((reading for reading in READINGS if reading.fits(library, situation)), None)
    if meant is None:
        return situation
    heard = situation.heard
    heard = replace(heard, intent=meant.means or heard.intent, wish=meant.wishes or heard.wish, choices=heard.choices | meant.adds, between=None)
    if meant.wishes is not None:
        heard = replace(heard, partner_said=None)  # "something for after? like tomorrow" is no partner's answer
    return replace(situation, heard=heard)


def _at_ease(situation: Situation) -> bool:
    """No danger was noticed in this conversation."""
    return situation.session.careful is None


def _in_a_topic(situation: Situation) -> bool:
    return situation.details.topic is not None and _at_ease(situation)


def _wants_words_for_the_topic(situation: Situation) -> bool:
    """Whether a doubtful message asks how to put what is spoken of: "how would i put that to her"."""
    return _in_a_topic(situation) and not situation.heard.sure and situation.heard.intent != situation.details.topic


def _is_asked_which_part(situation: Situation) -> bool:
    asks_for_words = situation.heard.intent in COACHING - {"change_mind"}
    return situation.session.question in talk.WHICH_PART and asks_for_words and _at_ease(situation)


def _wants_another(situation: Situation) -> bool:
    return bool(situation.heard.shapes) and situation.session.offered.line is not None and not _in_an_exercise(situation)


def _in_an_exercise(situation: Situation) -> bool:
    return (situation.session.question or "").startswith(next_turn.EXERCISES)


def _parts_in_an_exercise(situation: Situation) -> bool:
    return _in_an_exercise(situation) and "parting" in situation.heard.choices


def _offers_something_within_a_no(situation: Situation) -> bool:
    """Whether who says no, and has a line for it, names in a doubtful message what they would like instead: "hugging's ok, i want cuddling"."""
    heard, last = situation.heard, situation.session.offered.answer or {}
    says_no = situation.details.role == "decliner" and bool(last.get("line")) and not heard.choices & CORRECTED["asker"]
    return says_no and heard.alternative is not None and heard.own_words is None and not heard.sure and _at_ease(situation)


def _doubts_the_ask(situation: Situation) -> bool:
    """Whether a doubtful message is of who asks, about the line just offered."""
    last = situation.session.offered.answer or {}
    return situation.details.role == "asker" and bool(last.get("line")) and not situation.heard.sure and _at_ease(situation)


def _was_taken_for_turned_down(situation: Situation) -> bool:
    return situation.details.took_a_no and _at_ease(situation)


def _nothing_alarmed(situation: Situation) -> bool:
    """Whether "no, you misunderstood" can be about nothing but the line: no danger was noticed, and none asked about."""
    asked = any(purpose.startswith(guess.ASKED) for purpose in situation.session.asked)
    return situation.session.offered.line is not None and not asked and _at_ease(situation)


def _speaks_of_no_help_line(situation: Situation) -> bool:
    """Whether a place in the middle of a talk about a line is only where somebody is ("im in japan"); one with numbers is answered."""
    about_help = situation.session.question in (talk.COUNTRY, safety.COUNTRY) or situation.heard.country is not None
    return _nothing_alarmed(situation) and not situation.heard.sure and not about_help


def _two_had_just_stopped(situation: Situation) -> bool:
    """Whether two people who were taken to be done go on: "no, we want a signal"."""
    return situation.answered_with("both.stop", "both.signal.done") and _at_ease(situation)


def _good_news_was_last(situation: Situation) -> bool:
    return any(answer.startswith("good_news") for answer in situation.session.offered.answers[-1:])


def _gets_evening_notes(situation: Situation) -> bool:
    return situation.remembered.notes is not None


def _carries_the_notes_on(situation: Situation) -> bool:
    return _gets_evening_notes(situation) and (situation.heard.intent == "bedtime_off" or situation.answered_with(*notes.SPOKEN_OF))


def _is_about_the_notes(situation: Situation) -> bool:
    """Whether a wish about when is about the evening notes: "leave it till monday" may be about a line."""
    if situation.heard.schedule is None or not _gets_evening_notes(situation) or not _at_ease(situation):
        return False
    unasked = situation.session.question is None and situation.heard.intent not in ANSWERS - {"skip"}
    return unasked or situation.answered_with(*notes.SPOKEN_OF)


def _pauses_the_notes(situation: Situation) -> bool:
    """Whether the notes are to pause; "not tonight" is said of other things, too."""
    wish = situation.heard.schedule
    if wish is None or not wish.pauses or not _is_about_the_notes(situation):
        return False
    return situation.answered_with(*notes.SPOKEN_OF) or wish.pause_days != 1 or situation.heard.intent in ("skip", "bedtime_off")


def _moves_the_notes(situation: Situation) -> bool:
    wish, set_to = situation.heard.schedule, situation.remembered.notes
    if wish is None or set_to is None or wish.pauses or not _is_about_the_notes(situation):
        return False
    return set_to.schedule.paused_until is not None if wish.pause_days == 0 else situation.answered_with(*notes.SPOKEN_OF)


def _patterns_were_shown(situation: Situation) -> bool:
    return situation.answered_with(journal.SHOWN)


def _tells_of_a_moment(situation: Situation) -> bool:
    """Whether good news is a moment for the journal: "i asked her last night and she said yes"."""
    heard = situation.heard
    return heard.told_role is not None and heard.outcome is not None and Purpose.JOURNAL in situation.remembered.consents


def _is_asked_for_a_good_moment(situation: Situation) -> bool:
    return situation.session.question == notes.GOOD_MOMENT


def _keeps_no_journal(situation: Situation) -> bool:
    return Purpose.JOURNAL not in situation.remembered.consents


def _wishes_nothing_else(situation: Situation) -> bool:
    return situation.heard.wish is None


def _rejoices(situation: Situation) -> bool:
    """Nobody is hurt, and nothing was declined: "he said yes to waiting" is told by one who declines."""
    return _at_ease(situation) and partner.HURTS not in situation.heard.choices and situation.details.role != "decliner"


def _gives_the_reason_for_a_no(situation: Situation) -> bool:
    """Whether a message that could be a no or something near it names a reason, as a no does."""
    heard, between = situation.heard, situation.heard.between or ()
    told = heard.reason is not None or heard.told_role == "decliner"
    return "not_in_the_mood" in between and bool({"give_feedback", "explain_reason"} & set(between)) and told


def _gives_a_reason_and_no_wish(situation: Situation) -> bool:
    """Whether who begins to tell names a reason, and nothing that the partner is to do otherwise, in a message that is not surely of that."""
    heard = situation.heard
    begins = situation.session.offered.line is None
    return begins and bool(heard.reasons) and not heard.sure and not heard.subjects and heard.told_role != "asker" and _at_ease(situation)


def _tells_why_not(situation: Situation) -> bool:
    """Whether who begins to tell names a reason that only a no has, and nothing that they wish for, in a message that is not surely an ask."""
    heard = situation.heard
    begins = situation.session.offered.line is None and situation.details.role != "asker"
    of_a_no = bool(heard.reasons) and OF_A_NO_ALONE.issuperset(heard.reasons)
    wishes = heard.asks_for or heard.wish or "i_am_asking" in heard.choices or "desire" in heard.truths or heard.told_role == "asker"
    return begins and of_a_no and not wishes and not heard.sure and _at_ease(situation)


def _would_love_closeness(situation: Situation) -> bool:
    """Whether who begins to tell would love some closeness, and has said nothing of a no: that is an ask, and no list of ideas."""
    heard = situation.heard
    begins = situation.session.offered.line is None and situation.details.role != "decliner"
    return begins and heard.asks_for == "closeness" and heard.alternative is None and heard.told_role != "decliner" and _at_ease(situation)


def _tells_only_why(situation: Situation) -> bool:
    """Whether a first message that nothing else explains tells a reason: "my dog died. he thinks it would cheer me up"."""
    heard = situation.heard
    begins = situation.session.offered.line is None and situation.details.role is None and situation.details.topic is None
    alone = heard.noise is None and heard.wish is None and heard.partner_said is None and not heard.choices
    return begins and alone and _at_ease(situation)


def _reasons_are_all_of(role: Role) -> Callable[[Library, Situation], bool]:
    """Whether there are reasons, all of them for this part."""
    return lambda library, situation: library.roles_of(situation.heard.reasons) == {role}


def _wants_touch_unasked(library: Library, situation: Situation) -> bool:
    """Whether who begins to tell wants a hug, a bath, a kiss, and nobody has asked them for anything: that is an ask, and no offer beside a no."""
    heard = situation.heard
    begins = situation.session.offered.line is None and situation.details.role is None
    may_ask = heard.intent in ("want_alternatives", "want_company", OUT_OF_SCOPE) or "how_to_ask" in (heard.between or ())
    of_a_no = "decliner" in library.roles_of(heard.reasons)
    says_no = of_a_no or _holds_a_no(situation) or heard.told_role == "decliner" or heard.choices & CORRECTED["decliner"] or heard.partner_said
    own = "touch" in heard.truths or bool(heard.reasons) or heard.asks_for == "closeness" or heard.between is not None
    return begins and may_ask and own and heard.alternative is not None and not says_no and _at_ease(situation)


def _says_yes_to_a_part(situation: Situation) -> bool:
    """Whether a message that opens with a yes to some of it is only in doubt a wish to stop: "yes to kissing, no to anything below the waist"."""
    heard = situation.heard
    return heard.wish == "shaped_yes" and heard.yes_first and not heard.sure and _begins(situation)


def _says_no_before_any_line(situation: Situation) -> bool:
    """Whether what sounds like a wish for another line comes before the first, and is a no: "my body said nope. he bought the nice wine"."""
    heard = situation.heard
    tells = heard.intent != OUT_OF_SCOPE or heard.deed is not None
    return _begins(situation) and _holds_a_no(situation) and tells and situation.details.role is None and not heard.shapes


def _says_yes_in_doubt(situation: Situation) -> bool:
    """Whether what could be a no or an ask holds a yes, and no no: "he asked and yes! but i'm tongue-tied"."""
    heard = situation.heard
    return heard.wish == "say_yes" and "how_to_ask" in (heard.between or ()) and not _holds_a_no(situation) and _begins(situation)


def _begins(situation: Situation) -> bool:
    """Whether this is what somebody came with."""
    return situation.session.offered.line is None and situation.details.topic is None and _at_ease(situation)


def _said_no_before(situation: Situation) -> bool:
    """Whether the no that somebody takes back is their own."""
    return situation.heard.outcome in (None, "no") and situation.heard.told_role != "asker" and _at_ease(situation)


def _says_no_once_more(situation: Situation) -> bool:
    """Whether what looks like a long row of no's is told by who says them, and wants to say one more."""
    heard = situation.heard
    begins = situation.session.offered.line is None and situation.details.topic is None
    return begins and bool(heard.choices & ({NO_AGAIN} | CORRECTED["decliner"])) and partner.HURTS not in heard.choices and _at_ease(situation)


def _wants_to_ask(situation: Situation) -> bool:
    """Whether what could be an ask or a no says that they want to."""
    return {"how_to_ask", "not_in_the_mood"} == set(situation.heard.between or ()) and _at_ease(situation)


def _loves_and_says_no(situation: Situation) -> bool:
    """Whether what could be a no or a word of love is both: "i love her but not tonight"; the no carries the love."""
    between = situation.heard.between or ()
    return {"not_in_the_mood", "show_appreciation"} == set(between) and _holds_a_no(situation)


def _says_no_with_a_reason(situation: Situation) -> bool:
    """Whether what looks like a note for the diary, or like desire long gone, is a no for now: "not tonight, got a headache"."""
    heard = situation.heard
    tonights = heard.intent == "log_moment" or heard.days_ago == 0
    told = heard.told_role is not None or (heard.days_ago or 0) > 0  # a moment that is over
    tells_why = heard.reason is not None or heard.deed is not None or bool(heard.things)
    return _holds_a_no(situation) and tells_why and tonights and not told and _keeps_no_journal(situation) and _at_ease(situation)


def _holds_a_no(situation: Situation) -> bool:
    return practice.A_NO in situation.heard.parts


def _is_in_their_own_company(situation: Situation) -> bool:
    """Whoever is listened to, and asks for no words, tells of the other, or of their own evening."""
    heard = situation.heard
    asks = heard.choices & {"words", "one_line", "i_want_to_say", next_turn.WANTS_WORDS} or heard.own_words is not None
    in_company = (situation.session.question or "").startswith(next_turn.IN_COMPANY)
    return in_company and (situation.details.took_a_no or not asks)


def _speaks_of_the_alternatives(situation: Situation) -> bool:
    """Whether words are wanted for the things just named, whatever they would mean alone: "how do i suggest it"."""
    heard = situation.heard
    if situation.details.topic != "want_alternatives" or not _at_ease(situation):
        return False
    if heard.asks_for in ("sex", "intimacy") or heard.wish is not None or heard.signal is not None or heard.reason is not None:
        return False  # "no films, ask her gently": it is asked for something else
    asks = heard.intent in ("how_to_ask", "start_the_talk") and not heard.sure
    return asks or (heard.intent == OUT_OF_SCOPE and bool(heard.choices & {"words", "one_line"}))


def _puts_the_time_right(situation: Situation) -> bool:
    """Who asks, and has been offered a line, names another time with "not tonight"; a reason with it, or a partner's words, are a no."""
    heard, details = situation.heard, situation.details
    offered = (situation.session.offered.answer or {}).get("line")
    asks = details.role == "asker" and not details.took_a_no and bool(offered) and _at_ease(situation)
    return asks and heard.partner_said is None and not heard.reasons and not heard.choices & CORRECTED["decliner"]


def _speaks_of_how_often(situation: Situation) -> bool:
    return situation.details.topic == "desire_mismatch" and _at_ease(situation)


def _is_told_of(role: Role) -> Callable[[Situation], bool]:
    """Whether the coach took the asker for the one who is asked, or the other way round, and is told so.

    "The wrong way round" alone turns the part of the line just offered.
    """

    def told(situation: Situation) -> bool:
        heard, details = situation.heard, situation.details
        if situation.session.offered.line is None or details.role is None or details.took_a_no:
            return False
        asks = bool(CORRECTED["asker"] & heard.choices) and details.role == "decliner"
        declines = bool(CORRECTED["decliner"] & heard.choices) and details.role == "asker"
        if WRONG_SIDE in heard.choices and details.bank is None and details.topic is None:
            asks, declines = asks or details.role == "decliner", declines or details.role == "asker"
        return asks != declines and (asks if role == "asker" else declines)

    return told


def _names_something(situation: Situation) -> bool:
    """Whether the message names what belongs in a line, or a wish about it, and no danger was noticed."""
    heard = situation.heard
    named = heard.reason or heard.time or heard.alternative or heard.choices & PART_OF.keys() or set(heard.shapes) - {"another"}
    return bool(named) and _at_ease(situation)


def _names_a_thing_for_the_line(situation: Situation) -> bool:
    """Whether a message that nothing else explains names what a line about tonight could offer, ask for or give as its reason."""
    heard, details = situation.heard, situation.details
    named = heard.alternative or heard.reason
    tonights = details.role is not None and details.bank is None and details.topic is None and not details.took_a_no
    on_the_table = edit.line_is_on_the_table(situation) and not _in_an_exercise(situation)
    if heard.intent == "goodbye" and (heard.sure or "parting" in heard.choices):
        return False
    return bool(named) and tonights and on_the_table and heard.noise is None and heard.partner_said is None and _at_ease(situation)


def _wishes_for_another_form(situation: Situation) -> bool:
    heard = situation.heard
    return bool(set(heard.shapes)) and situation.session.offered.line is not None and "keep_notes" not in heard.choices


def _is_alone_in_doubt(situation: Situation) -> bool:
    """Whether somebody in the middle of a talk of their own is only guessed to be two."""
    heard = situation.heard
    return not heard.sure and "both_here_now" not in heard.choices and situation.session.offered.line is not None and _at_ease(situation)


def _goes_on_with_good_news(situation: Situation) -> bool:
    """Whether somebody who told good news, and no part of tonight, says more, of which the classifier is not sure: no no is made of it."""
    told = any(answer.startswith("good_news") for answer in situation.session.offered.answers)
    heard = situation.heard
    in_doubt = not heard.sure or heard.intent == "leave_door_open"  # "should i say something tomorrow"
    return told and situation.details.role is None and in_doubt and heard.reason is None and _at_ease(situation)


def _wants_closeness_and_no_more(situation: Situation) -> bool:
    """Whether a cuddle is named, and that it is to be no more: "i want to cuddle but no sex"."""
    heard = situation.heard
    wants = heard.alternative is not None and heard.asks_for == "closeness" and situation.details.role != "asker"
    return wants and heard.noise is None and _at_ease(situation)


def _turns_the_part_round_in_doubt(situation: Situation) -> bool:
    """Whether a message that is not beyond doubt would make who says no the one who was told no, or the reverse, and says nothing of who asked."""
    heard, details = situation.heard, situation.details
    other = ROLE_OF.get(heard.intent) if heard.intent in TELLS_OF_A_SIDE else None
    if heard.sure or other in (None, details.role) or details.role is None or situation.session.offered.line is None or _in_an_exercise(situation):
        return False
    told = bool(heard.choices & (CORRECTED["asker"] | CORRECTED["decliner"] | PART_OF.keys()) or heard.wish or heard.partner_said)
    a_no = bool(heard.reasons) or heard.outcome == "no" or practice.part_named(heard) == "decliner" or _holds_a_no(situation)
    told = told or (heard.intent == "not_in_the_mood" and a_no)
    return not told and heard.told_role != other and _at_ease(situation)


def _wants_another_form_in_doubt(situation: Situation) -> bool:
    """Whether a message that names another form of the line on the table is in doubt about everything else: "make it funny, she isn't tired"."""
    heard = situation.heard
    says_else = heard.partner_said or heard.own_words or heard.wish or heard.choices & (CORRECTED["asker"] | CORRECTED["decliner"] | PART_OF.keys())
    formed = set(heard.shapes) - {"another", "slower"}
    return bool(formed) and not heard.sure and not says_else and edit.line_is_on_the_table(situation) and _at_ease(situation)


def _minds_that_it_may_hurt(situation: Situation) -> bool:
    """Whether who asks, and has a line for it, tells that it may hurt the other."""
    asks = situation.details.role == "asker" and not situation.details.took_a_no and edit.line_is_on_the_table(situation)
    return asks and situation.heard.reason == MAY_HURT and situation.heard.partner_said is None and _at_ease(situation)


READINGS: tuple[Reading, ...] = (
    # what somebody begins with
    Reading("not_in_the_mood", heard_as=frozenset({"how_to_ask"}), where=_tells_why_not),
    Reading("how_to_ask", told=_wants_touch_unasked),
    Reading("not_in_the_mood", heard_as=frozenset({OUT_OF_SCOPE}), where=_tells_only_why, told=_reasons_are_all_of("decliner")),
    Reading("how_to_ask", heard_as=frozenset({OUT_OF_SCOPE}), where=_tells_only_why, told=_reasons_are_all_of("asker")),
    # of evening notes and the memory
    Reading("tonights_prompt", heard_as=frozenset({"affirm"}), where=_is_asked_for_a_good_moment),
    Reading("start_remembering", heard_as=MAY_MEAN_THE_MEMORY, named=frozenset({"set_pin"})),
    Reading("stop_remembering", heard_as=MAY_MEAN_THE_MEMORY, named=frozenset({"remove_pin"})),
    Reading("bedtime_off", heard_as=MAY_MEAN_OFF, named=frozenset({"off"}), where=_gets_evening_notes),
    Reading("show_patterns", heard_as=frozenset({"why_this"}), adds=frozenset({"how_many"}), where=_patterns_were_shown),
    Reading("show_patterns", heard_as=journal.MAY_ASK_MORE, named=frozenset({"how_many"}), where=_patterns_were_shown),
    Reading("log_moment", heard_as=frozenset({"good_news"}), where=_tells_of_a_moment),
    Reading("bedtime_on", heard_as=MAY_MEAN_OFF | OF_NOTES, named=frozenset({notes.WHICH_HOUR})),
    Reading("bedtime_on", named=frozenset({notes.CARRY_ON}), where=_carries_the_notes_on),
    Reading("bedtime_off", heard_as=MAY_MEAN_OFF | {"bedtime_off"}, where=_pauses_the_notes),
    Reading("bedtime_off", heard_as=COACHING - {"change_mind"}, where=lambda situation: not situation.heard.sure and _pauses_the_notes(situation)),
    Reading("bedtime_on", heard_as=MAY_MEAN_OFF, where=_moves_the_notes),
    # "forget the journal" is asked about once, as everything is; "stop the journal" is not
    Reading("forget_me", heard_as=frozenset({"stop_remembering"}), named=frozenset({"forget_part"})),
    Reading("start_remembering", heard_as=frozenset({"save_phrase"}), named=frozenset(memory.CHOICES)),  # "keep the lines i save": all of them
    # whose part it is, in so many words
    Reading("not_in_the_mood", named=frozenset({"a_no"}), where=_is_asked_which_part),
    Reading("how_to_ask", named=frozenset({"an_ask"}), where=_is_asked_which_part),
    # leaving, and two people
    Reading("refine_phrase", heard_as=frozenset({"stop"}), where=_wants_another),  # "forget it. another please"
    Reading("stop", heard_as=UNCLEAR | {"goodbye"}, named=frozenset({"enough"}), where=_parts_in_an_exercise),
    Reading("stop", heard_as=frozenset({"change_mind", "out_of_scope"}), named=frozenset({"both_stop", "both_done"}), where=_in_an_exercise),
    Reading("goodbye", heard_as=UNCLEAR | {"repeat"}, named=frozenset({"parting"}), where=lambda situation: not _in_an_exercise(situation)),
    Reading(
        "both_here",
        heard_as=(COACHING | UNCLEAR | {"practice", "help", "just_a_line", "both_here", "good_news"})
        - {"change_mind", "got_turned_down", "repeated_rejection"},
        named=frozenset({"both_here_now"}),
        where=lambda situation: _at_ease(situation) and not _in_an_exercise(situation),
    ),
    Reading("both_here", named=frozenset({"both_signal", "both_another", "both_here_now"}), where=_two_had_just_stopped),
    # what was taken amiss
    Reading(
        "want_alternatives", heard_as=frozenset({"how_to_ask", "plan_intimacy", "give_feedback", OUT_OF_SCOPE}), where=_offers_something_within_a_no
    ),
    Reading("how_to_ask", named=frozenset({NO_ANSWER_YET}), where=_was_taken_for_turned_down),
    Reading("refine_phrase", named=frozenset({TOO_FORWARD}), where=_doubts_the_ask),
    Reading("not_in_the_mood", heard_as=UNCLEAR, named=frozenset({START_OVER}), where=_holds_a_no),
    Reading("list_saved", heard_as=UNCLEAR | {"save_phrase", "privacy_question", "why_this"}, named=frozenset({DID_YOU_KEEP})),
    Reading(OUT_OF_SCOPE, heard_as=frozenset({"safety_false_alarm"}), where=_nothing_alarmed),
    Reading(OUT_OF_SCOPE, heard_as=frozenset({"set_country"}), where=_speaks_of_no_help_line),
    # good news
    Reading("good_news", NERVOUS, named=frozenset({"nervous_now"}), where=lambda situation: _good_news_was_last(situation) and _rejoices(situation)),
    Reading(
        "good_news",
        NERVOUS,
        heard_as=UNCLEAR | {"good_news", "unsure_about_yes", "got_turned_down", "repeated_rejection"},
        named=frozenset({"nervous_now"}),
        where=lambda situation: "they_said_yes" in situation.heard.choices and _rejoices(situation),
    ),
    Reading(
        "good_news",
        heard_as=UNCLEAR | {"got_turned_down", "repeated_rejection", "unsure_about_yes"},
        named=frozenset({"they_said_yes"}),
        where=_rejoices,
    ),
    Reading("show_appreciation", THANKING, heard_as=frozenset(DECLINING | TURNED_DOWN) - {"change_mind"}, where=_goes_on_with_good_news),
    Reading("good_news", NERVOUS, heard_as=frozenset({"how_to_ask"}), where=_goes_on_with_good_news),  # "should i say anything or just go in"
    Reading("good_news", SOMETHING_LIGHT, heard_as=frozenset({"good_news"}), named=frozenset({"one_line"}), where=_wishes_nothing_else),
    Reading("show_appreciation", THANKING, heard_as=UNCLEAR - {"thanks"}, named=frozenset({"daylight"}), where=_good_news_was_last),
    # a yes after one's own no, and one more no in a row of them
    Reading("how_to_ask", AFTER_ALL, heard_as=MAY_BE_A_YES, named=frozenset({INTO_IT_NOW}), where=_said_no_before),
    Reading("not_in_the_mood", heard_as=frozenset({"repeated_rejection"}), where=_says_no_once_more),
    Reading("unsure_about_yes", heard_as=frozenset({"change_mind"}), where=_says_yes_to_a_part),
    Reading("how_to_ask", heard_as=frozenset({"not_in_the_mood"}), where=_says_yes_in_doubt),
    Reading("not_in_the_mood", heard_as=frozenset({"refine_phrase", OUT_OF_SCOPE}), where=_says_no_before_any_line),
    Reading("how_to_ask", heard_as=frozenset({"lost_desire"}), named=CORRECTED["asker"] | {WANTS_AGAIN}, where=_begins),
    # what a topic makes of it
    Reading("not_in_the_mood", where=_loves_and_says_no),
    Reading(
        "how_to_ask", heard_as=frozenset({"lost_desire", "give_feedback", "refine_phrase", OUT_OF_SCOPE}) | ANSWERS, where=_minds_that_it_may_hurt
    ),
    Reading("refine_phrase", heard_as=COACHING - {"change_mind"}, where=_wants_another_form_in_doubt),
    Reading("not_in_the_mood", where=_gives_the_reason_for_a_no),
    Reading("not_in_the_mood", heard_as=frozenset({"give_feedback"}), where=_gives_a_reason_and_no_wish),
    Reading("how_to_ask", named=CORRECTED["asker"], where=_wants_to_ask),
    Reading("how_to_ask", heard_as=frozenset({"want_alternatives"}), where=_would_love_closeness),
    Reading("not_in_the_mood", heard_as=frozenset({"log_moment", "lost_desire"}), where=_says_no_with_a_reason),
    Reading("just_a_line", heard_as=frozenset({"help"}), named=frozenset({"one_line"}), where=_in_a_topic),  # no wish for the menu
    Reading("just_a_line", heard_as=frozenset({"give_feedback", "explain_reason"}), named=frozenset({"one_line"}), where=_wants_words_for_the_topic),
    Reading("just_a_line", where=_speaks_of_the_alternatives),
    # "he wants to, i want to wait", "my gentleman friend would like to, i'm not ready"
    Reading("not_in_the_mood", heard_as=frozenset({OUT_OF_SCOPE}), where=_wants_closeness_and_no_more),
    Reading(
        "not_in_the_mood",
        heard_as=frozenset({"how_to_ask", "rebuild_trust", "plan_intimacy", OUT_OF_SCOPE}),
        named=CORRECTED["decliner"],
        where=_at_ease,
    ),
    Reading(
        "start_the_talk",
        heard_as=UNCLEAR | {"explain_reason", "lost_desire", "refine_phrase"},
        named=frozenset({"tell_the_truth"}),
        where=_at_ease,
    ),
    Reading("desire_mismatch", named=frozenset({"wants_less", "wants_more"}), where=_speaks_of_how_often),
    Reading("got_turned_down", heard_as=frozenset({"log_moment"}), named=frozenset({partner.HURTS}), where=_keeps_no_journal),
    Reading("not_in_the_mood", heard_as=frozenset({"log_moment"}), named=frozenset({age.ALREADY_SAID}), where=_keeps_no_journal),
    Reading("not_in_the_mood", heard_as=frozenset({"show_appreciation"}), where=_holds_a_no),  # "i love her but not tonight": the no carries the love
    # what is put right in the line just offered
    Reading("how_to_ask", where=_is_told_of("asker")),
    Reading("not_in_the_mood", where=_is_told_of("decliner")),
    Reading(
        "inform",
        heard_as=ANSWERS | {"not_in_the_mood", "leave_door_open", "out_of_scope", "not_helpful", "how_to_ask", "log_moment"},
        named=frozenset({NOT_TONIGHT}),
        where=_puts_the_time_right,
    ),
    Reading("inform", heard_as=frozenset({"safety_false_alarm"}), where=_names_something),  # "sorry, i meant sunday"
    Reading("refine_phrase", where=_turns_the_part_round_in_doubt),
    Reading(
        "refine_phrase", heard_as=frozenset({OUT_OF_SCOPE, "goodbye"}), where=_names_a_thing_for_the_line
    ),  # "we kiss already. i mean staying the night"
    Reading("refine_phrase", heard_as=frozenset({"bedtime_on"}), where=_wishes_for_another_form),  # "it's 11pm, in the dark, shorter pls"
    Reading("not_helpful", heard_as=frozenset({"both_here"}), where=_is_alone_in_doubt),  # "you've swapped us again"
    Reading("inform", heard_as=frozenset({"not_in_the_mood"}), where=_is_in_their_own_company),  # "i know she's shattered"
)
"""The readings, the first that fits before the others."""


def _harmless(situation: Situation, intent: str) -> Situation:
    return replace(situation, heard=replace(situation.heard, intent=intent, safety=None, safety_by=None, guess=None))
