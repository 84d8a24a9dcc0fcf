"""The same line in another form: order, parts, words, an addition, an earlier one, two in one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rasa_project.coach import Answer, Library
from rasa_project.coach.skills import rework
from tests.coach.situations import Talk
from tests.content.rules import found

THANKS, CORE, WARM = "It's kind of you to ask.", "I've got an early train, so it's a no tonight.", "I'm glad you're here."
LINE = f"{THANKS} {CORE} {WARM}"


def with_line(library: Library, *lines: str, intent: str = "not_in_the_mood") -> Talk:
    """A conversation in which these lines were offered, the last of them just now."""
    talk = Talk(library)
    talk.hear(intent)
    answer = {**(talk.session.offered.answer or {}), "line": lines[-1]}
    talk.session = replace(talk.session, offered=replace(talk.session.offered, line=lines[-1], lines=lines, answer=answer))
    return talk


def change(talk: Talk, remark: str, **heard: Any) -> Answer:
    """The coach's answer to a remark of this kind."""
    return talk.hear("refine_phrase", sure=False, remark=remark, **heard)


@pytest.mark.parametrize(
    ("telling", "place", "expected"),
    [
        (("train",), "first", f"{CORE} {THANKS} {WARM}"),
        (("thanks",), "last", f"{CORE} {WARM} {THANKS}"),
        (("glad",), "first", f"{WARM} {THANKS} {CORE}"),
        ((), "turned", f"{CORE} {WARM} {THANKS}"),
    ],
)
def test_a_part_is_moved_and_every_word_stays(library: Library, telling: tuple[str, ...], place: str, expected: str) -> None:
    assert change(with_line(library, LINE), rework.MOVE_PART, telling=telling, place=place).line == expected


def test_a_sentence_that_leans_on_another_does_not_come_first(library: Library) -> None:
    line = "I'm worn out, so not tonight. It's just for tonight."
    assert (
        change(with_line(library, line), rework.MOVE_PART, telling=("just",), place="first").line
        != "It's just for tonight. I'm worn out, so not tonight."
    )


def test_a_part_is_dropped_a_sentence_or_the_end_of_one(library: Library) -> None:
    assert change(with_line(library, LINE), rework.DROP_PART, telling=("glad",)).line == f"{THANKS} {CORE}"
    clause = "It's a no tonight. I'll come and find you on Saturday, if I'm up to it."
    assert change(with_line(library, clause), rework.DROP_PART, telling=("up",)).line == "It's a no tonight. I'll come and find you on Saturday."


@pytest.mark.parametrize("telling", [("train",), ("tonight", "no")])
def test_the_no_is_never_dropped(library: Library, telling: tuple[str, ...]) -> None:
    talk = with_line(library, LINE)
    answer = change(talk, rework.DROP_PART, telling=telling)
    assert answer.line is None or found("no_clauses", answer.line)
    assert found("no_clauses", talk.session.offered.line or "")


def test_what_is_not_in_the_line_is_not_said_to_be_needed(library: Library) -> None:
    talk = with_line(library, LINE)
    change(talk, rework.DROP_PART, telling=("pancakes",))
    assert talk.moment != "remark.drop_part.stays"


def test_a_word_is_swapped_for_another(library: Library) -> None:
    assert change(with_line(library, LINE), rework.SWAP_WORD, old_words="train", new_words="flight").line == LINE.replace("train", "flight")


def test_no_swap_takes_the_no_out_or_puts_a_ban_in(library: Library) -> None:
    for old, new in (("a no tonight", "a maybe"), ("glad", "only doing my duty and")):
        answer = change(with_line(library, LINE), rework.SWAP_WORD, old_words=old, new_words=new)
        assert answer.line != LINE.replace(old, new)


def test_the_partners_name_comes_first(library: Library) -> None:
    assert change(with_line(library, CORE), rework.SWAP_WORD, called="Bear").line == f"Bear, {CORE}"
    assert change(with_line(library, LINE), rework.SWAP_WORD, called="Bear").line == f"Bear, it's{LINE[4:]}"


def test_own_words_that_round_it_off_come_last_and_others_first(library: Library) -> None:
    last = change(with_line(library, CORE), rework.KEEP_AND_ADD, own_words="I'd love breakfast with you.", own_way="add").line
    assert last == f"{CORE} I'd love breakfast with you."
    first = change(with_line(library, CORE), rework.KEEP_AND_ADD, own_words="You did the dishes and everything.", own_way="add").line
    assert first == f"You did the dishes and everything. {CORE}"


@pytest.mark.parametrize("added", [{"alternative": "cuddle"}, {"time": "Saturday"}])
def test_what_is_named_is_added_to_the_same_line(library: Library, added: dict[str, str]) -> None:
    line = change(with_line(library, CORE), rework.KEEP_AND_ADD, **added).line or ""
    assert CORE in line
    assert len(line) > len(CORE)


def test_a_thing_goes_in_by_its_name(library: Library) -> None:
    assert change(with_line(library, CORE), rework.KEEP_AND_ADD, things=("Thank you for the candles.",)).line == f"Thank you for the candles. {CORE}"


def test_an_earlier_line_comes_back_by_its_words_its_place_or_as_the_last_but_one(library: Library) -> None:
    lines = ("My head's full, so not tonight.", "The baby had me up, so not tonight.", CORE)
    assert change(with_line(library, *lines), rework.EARLIER_LINE, telling=("baby",)).line == lines[1]
    assert change(with_line(library, *lines), rework.EARLIER_LINE, place="first").line == lines[0]
    assert change(with_line(library, *lines), rework.EARLIER_LINE).line == lines[1]


def test_two_lines_become_one_with_one_no(library: Library) -> None:
    earlier = f"I love that you care. {CORE}"
    joined = change(with_line(library, earlier, "It's a no tonight. You're lovely."), rework.JOIN_LINES).line or ""
    assert "I love that you care." in joined
    assert "You're lovely." in joined
    assert joined.count(" no tonight") == 1


def test_two_that_are_too_long_together_are_said_to_be(library: Library) -> None:
    long = "One two three four five six seven eight nine ten eleven twelve thirteen."
    talk = with_line(library, f"{long} {CORE}", f"{long.replace('One', 'Only')} It's a no tonight.")
    assert change(talk, rework.JOIN_LINES).line is None
    assert talk.moment == "remark.join_lines.too_long"


def test_it_begins_in_their_own_words(library: Library) -> None:
    line = change(with_line(library, LINE), rework.MOVE_PART, own_words="I've missed you.", own_way="add", place="first").line or ""
    assert line.startswith("I've missed you. ")
    assert CORE in line


ASK, HEARD_A_NO = "Are you in the mood tonight? If not, that's fine.", "Okay, thanks for telling me. Sleep well."


def turned_down(library: Library) -> Talk:
    """Who asked, was told no, and has words for taking it well."""
    talk = with_line(library, ASK, HEARD_A_NO, intent="how_to_ask")
    talk.session = talk.session.with_details(took_a_no=True)
    return talk


@pytest.mark.parametrize(
    "heard",
    [
        {"remark": rework.EARLIER_LINE, "place": "first"},
        {"remark": rework.EARLIER_LINE, "telling": ("mood", "fine")},
        {"remark": rework.JOIN_LINES},
        {"remark": rework.KEEP_AND_ADD, "telling": ("mood", "tonight")},
        {"remark": rework.KEEP_AND_ADD, "own_words": "Would you come to bed with me anyway?", "own_way": "add"},
        {"remark": rework.MOVE_PART, "place": "first", "own_words": "Shall we make love after all?", "own_way": "say"},
        {"remark": rework.SWAP_WORD, "old_words": "Sleep well", "new_words": "fancy sex later"},
        {"choices": frozenset({"line_at_first"})},
        {"choices": frozenset({"line_before"})},
        {"own_words": "Are you in the mood tonight?", "own_way": "say"},
    ],
)
def test_after_a_no_no_ask_comes_back_in_any_form(library: Library, heard: dict[str, Any]) -> None:
    line = turned_down(library).hear("refine_phrase", sure=False, **heard).line or ""
    assert "mood" not in line
    assert "bed with me" not in line
    assert "make love" not in line
    assert "sex" not in line


def test_who_says_no_is_not_handed_an_ask_of_before(library: Library) -> None:
    line = change(with_line(library, ASK, CORE), rework.EARLIER_LINE, place="first").line
    assert line != ASK
