"""Finding the line for a situation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rasa_project.coach.content import Library, Subject
from rasa_project.coach.lines import find_line, lines_for, whole_lines, with_bank
from rasa_project.coach.situation import Situation
from tests.coach.situations import alternative, asking, clause, declining, library_of, line, offered, reason

WARM = line("Thanks for asking. It's a no tonight.")
DIRECT = line("I don't want to tonight.", tone="direct")
FUNNY = line("Top marks, and it's a no tonight.", tone="playful")
TEXTED = line("Saw this. Not tonight.", medium="texted")
LOVING = line("I love you, and it's a no tonight.", needs=["love"])
TIRED = line("It's a no tonight, I'm worn out.", reason="tired")
HELD = line("Not tonight. Hold me a while?", offer="cuddle", needs=["touch"])
THEN = line("Not tonight. I'd like to try {time}.", time=True, step="door")
NO_TIME = line("Not tonight, and I won't name a day.", step="door")
ASK = line("Would you like to be intimate tonight? No is fine.", step="ask", asks_for="intimacy")
ASK_SEX = line("Would you like sex tonight? No is fine.", step="ask", asks_for="sex")
HEAR = line("Okay, thanks for telling me. Sleep well.", step="hear")
THINGS = (reason("tired", "I'm worn out."), alternative("cuddle", "Hold me a while?", needs=["touch"]))
LIBRARY = library_of(WARM, DIRECT, FUNNY, TEXTED, LOVING, TIRED, HELD, THEN, NO_TIME, *THINGS, asks=[ASK, ASK_SEX], hears=[HEAR])


def found(at: Situation, library: Library = LIBRARY, **lengths: int) -> set[str]:
    """The lines found with many seeds."""
    phrases = (find_line(library, Situation(at.heard, at.session, at.channel, seed), **lengths) for seed in range(30))  # type: ignore[arg-type]
    return {phrase.text for phrase in phrases if phrase is not None}


def test_a_joke_is_never_a_default_and_a_plain_line_only_after_the_warm_ones() -> None:
    assert found(declining()) == {WARM.text}
    assert found(declining(offered=offered(WARM.text))) == {DIRECT.text}


def test_the_tone_that_was_asked_for_is_kept() -> None:
    assert found(declining(tone="playful")) == {FUNNY.text}


def test_a_text_is_for_whom_it_is_to_be_typed_by() -> None:
    assert found(declining(medium="texted")) == {TEXTED.text}


def test_a_line_about_what_was_spoken_of_comes_first_and_one_about_something_else_last() -> None:
    things = (("Phones away?", "phones"), ("Slower?", "pace"), ("One small wish.", None))
    subjects = tuple(Subject(id=id_, named_as=(id_,), step="feedback", source="house", tone="warm") for id_ in ("pace", "phones"))
    library = library_of().copy(update={"subjects": subjects, "lines": tuple(line(text, bank="feedback", about=about) for text, about in things)})
    assert found(declining(bank="feedback", subjects=frozenset({"pace"})), library) == {"Slower?"}
    assert found(declining(bank="feedback"), library) == {"One small wish."}
    heard = ("Slower?", "One small wish.")
    then = declining(bank="feedback", subjects=frozenset({"pace"}))
    then = then.with_session(replace(then.session, offered=offered(*heard)))
    assert found(then, library) == {"Phones away?"}


def test_love_is_said_only_by_those_who_said_it() -> None:
    assert LOVING.text not in found(declining(tone="warm"))
    assert LOVING.text in found(declining(tone="warm", truths=frozenset({"love"})))


def test_what_was_only_just_said_to_be_true_is_said_in_the_line() -> None:
    at = declining(tone="warm", truths=frozenset({"love"}), heard_truths=frozenset({"love"}))
    assert found(at) == {LOVING.text}


def test_a_line_gives_the_reason_that_was_named_and_no_other() -> None:
    assert found(declining(reason="tired")) == {TIRED.text}
    assert TIRED.text not in found(declining())


def test_a_line_makes_the_offer_that_was_named_and_no_other() -> None:
    assert found(declining(alternative="cuddle", truths=frozenset({"touch"}))) == {HELD.text}
    assert HELD.text not in found(declining(truths=frozenset({"touch"})))


def test_a_line_names_the_time_that_was_named() -> None:
    assert found(declining(time="on Saturday")) == {"Not tonight. I'd like to try on Saturday."}


def test_that_no_day_is_named_is_said_only_to_whom_wanted_that() -> None:
    assert NO_TIME.text not in found(declining())
    assert NO_TIME.text in found(declining(left_out=frozenset({"time"})))


def test_no_line_is_offered_twice() -> None:
    assert found(declining(offered=offered(WARM.text))) == {DIRECT.text}


def test_when_all_was_offered_there_is_no_line() -> None:
    assert found(declining(offered=offered(WARM.text, DIRECT.text))) == set()


def test_a_whole_line_comes_before_a_composed_one() -> None:
    library = library_of(
        WARM, clause("Nice to be asked.", ["acknowledge"]), clause("it's a no tonight", ["no"]), clause("Only tonight.", ["reassure"])
    )
    assert found(declining(), library) == {WARM.text}
    assert found(declining(offered=offered(WARM.text)), library) == {"Nice to be asked. It's a no tonight. Only tonight."}


def test_shorter_is_shorter() -> None:
    assert found(declining(), at_most_words=5) == {DIRECT.text}


def test_softer_says_more_where_more_can_be_said() -> None:
    library = library_of(line("Not tonight, thank you."), line("It was lovely to be asked. It's a no tonight, and only tonight."))
    assert found(declining(), library, at_least_words=5) == {"It was lovely to be asked. It's a no tonight, and only tonight."}
    assert len(found(declining(), library, at_least_words=20)) == 2


def test_the_next_line_opens_with_other_words() -> None:
    library = library_of(line("Not tonight. Sleep well."), line("Not tonight, thank you."), line("It's a no tonight."))
    assert found(declining(offered=offered(openers=("not tonight",))), library) == {"It's a no tonight."}


def test_the_word_sex_is_for_whom_it_was_said_by() -> None:
    assert found(asking()) == {ASK.text}
    assert found(asking(asks_for="sex")) == {ASK_SEX.text}


def test_each_part_has_its_own_lines() -> None:
    assert [entry.text for entry in lines_for(LIBRARY, asking(), None, None)] == [ASK.text, ASK_SEX.text]
    assert [entry.text for entry in lines_for(LIBRARY, asking(took_a_no=True), None, None)] == [HEAR.text]


def test_only_what_gives_the_reason_and_offers_what_is_wanted_is_looked_through() -> None:
    for given, offer in {(entry.reason, entry.offer) for entry in LIBRARY.banks["decline"]}:
        wanted = tuple(entry for entry in LIBRARY.banks["decline"] if (entry.reason, entry.offer) == (given, offer))
        assert lines_for(LIBRARY, declining(), given, offer) == wanted
    assert lines_for(LIBRARY, declining(), "no such reason", None) == ()


def test_who_was_turned_down_is_never_given_an_ask() -> None:
    assert found(asking(took_a_no=True)) == {HEAR.text}
    assert found(asking(took_a_no=True, offered=offered(HEAR.text))) == set()


def test_a_whole_line_brings_its_step_and_source() -> None:
    phrase = next(whole_lines(LIBRARY, declining(time="on Saturday")))
    assert (phrase.step, phrase.source, phrase.tone) == ("door", "house", "warm")


def test_the_same_situation_finds_the_same_line() -> None:
    assert len({find_line(LIBRARY, declining(seed=5)) for _ in range(5)}) == 1


def test_another_turn_finds_another_line() -> None:
    library = library_of(WARM, line("I'd rather not tonight."))
    assert len({find_line(library, declining(turn=turn)) for turn in range(20)}) > 1


# --- banks of their own

HURT = line("Slowly, please.", bank="trust", kind="hurt")
MENDING = line("At your pace.", bank="trust", kind="mending")
ASKER = line("I miss being asked.", bank="often", role="asker")
DECLINER = line("I know I've said no lately.", bank="often", role="decliner")
TEXT = line("Thank you for last night.", bank="thanks", medium="texted")
TABLETS = line("The tablets took it.", bank="own_desire", reason="tablets")
GONE = line("It's gone quiet.", bank="own_desire")
TOPICS = library_of(HURT, MENDING, ASKER, DECLINER, TEXT, TABLETS, GONE, reason("tablets", "It's the tablets."), line("It's a no tonight."))


def banked(bank: str, **known: Any) -> set[str]:
    return found(declining(bank=bank, **known), TOPICS)


def test_a_bank_has_the_lines_when_the_talk_is_of_something_else() -> None:
    assert banked("thanks", medium="texted") == {TEXT.text}


def test_a_kind_is_for_those_who_named_it() -> None:
    assert banked("trust.hurt") == {HURT.text}
    assert banked("trust.mending") == {MENDING.text}


def test_a_part_is_for_those_who_speak_it() -> None:
    assert banked("often") == {DECLINER.text}
    assert found(asking(bank="often"), TOPICS) == {ASKER.text}


def test_a_medium_that_a_bank_lacks_is_no_reason_for_silence() -> None:
    assert banked("thanks", medium="said") == {TEXT.text}


def test_a_line_that_names_a_cause_is_for_those_who_named_it() -> None:
    assert banked("own_desire") == {GONE.text}
    assert banked("own_desire", reason="tablets") == {TABLETS.text}


def test_a_bank_that_was_used_up_has_no_line() -> None:
    assert banked("thanks", offered=offered(TEXT.text)) == set()


@pytest.mark.parametrize(("bank", "role", "took_a_no"), [("decline", "decliner", False), ("ask", "asker", False), ("hear_a_no", "asker", True)])
def test_the_banks_of_tonight_are_the_parts_themselves(bank: str, role: str, took_a_no: bool) -> None:
    details = with_bank(declining(took_a_no=not took_a_no, bank="trust").details, bank)
    assert (details.bank, details.role, details.took_a_no) == (None, role, took_a_no)


def test_who_names_a_reason_that_is_about_closeness_is_given_words_for_no_more() -> None:
    close = line("Could we just be close tonight? No is fine.", step="ask", asks_for="closeness", reason="made_up")
    library = library_of(reason("made_up", "We've made up.", role="asker", asks_for="closeness"), asks=[ASK, ASK_SEX, close])
    assert found(asking(reason="made_up"), library) == {close.text}


def test_an_ask_for_a_cuddle_with_a_reason_that_no_line_gives_is_the_ask_for_the_cuddle() -> None:
    cuddle = line("Could we just cuddle tonight? No is fine.", step="ask", asks_for="closeness", offer="cuddle")
    things = (reason("rain", "It's raining.", role="asker"), alternative("cuddle", "Hold me a while?"))
    assert found(asking(reason="rain", alternative="cuddle"), library_of(*things, asks=[ASK, cuddle])) == {cuddle.text}
