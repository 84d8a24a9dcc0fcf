"""What the coach answers, before it is rendered."""

from __future__ import annotations

import pytest

from rasa_project.coach.answer import Answer, chips_of, opener
from rasa_project.coach.content import Chip, HelpLine, Step
from tests.coach.situations import standing

HELP = HelpLine(country="GB", kind="crisis", name="A line", number="116 123", how="call", source="https://example.org", confirmed=False)


def test_a_standing_answer_becomes_an_answer_with_all_it_says() -> None:
    entry = standing("topic.x", "Ouch.", question="Company, or words?", step="hear")
    answer = Answer.of(entry)
    assert (answer.before, answer.line, answer.after) == ("Ouch.", None, "Company, or words?")
    assert (answer.step, answer.source) == ("hear", "house")


def test_an_answer_that_asks_waits_for_an_answer() -> None:
    assert Answer.of(standing("m", "Ouch.", question="Company?")).listen


def test_an_answer_that_asks_nothing_waits_only_where_it_is_written_so() -> None:
    assert not Answer.of(standing("m", "Ouch.")).listen
    assert Answer.of(standing("m", "Tell me.", listen=True)).listen


def test_a_standing_answer_can_be_changed_on_its_way() -> None:
    assert Answer.of(standing("m", "Ouch."), private=True, safety="pressured").safety == "pressured"


def test_an_answer_is_the_same_after_it_was_kept() -> None:
    answer = Answer(before="You could say:", line="Not tonight.", after="Keep it?", step="no", source="house", chips=("softer",), listen=True)
    assert Answer.from_dict(answer.to_dict()) == answer


def test_a_number_is_never_kept_for_again() -> None:
    kept = Answer(before="Here.", numbers=(HELP,)).to_dict()
    assert "116" not in str(kept)
    assert Answer.from_dict(kept).numbers == ()


def test_what_is_kept_is_plain_data() -> None:
    kept = Answer(before="You could say:", line="Not tonight.", chips=("softer",)).to_dict()
    assert isinstance(kept, dict)
    assert {type(value) for value in kept.values()} <= {str, bool, tuple, list, type(None)}


@pytest.mark.parametrize(
    ("text", "two_words"),
    [
        ("You could say: not tonight.", "you could"),
        ('"Not tonight," she said.', "not tonight"),
        ("Okay.", "okay"),
        ("", ""),
        ("It's a no.", "it's a"),
        ("Ouch. That stings.", "ouch that"),
        ("NOT tonight", "not tonight"),
    ],
)
def test_the_opener_is_the_first_two_words_as_they_sound(text: str, two_words: str) -> None:
    assert opener(text) == two_words


def test_the_buttons_come_in_the_order_of_their_ids() -> None:
    known = {name: Chip(id=name, title=name, intent="affirm", step=Step.HOUSE, source="house", tone="warm") for name in ("yes", "no", "stop")}
    assert [chip.id for chip in chips_of(("no", "yes"), known)] == ["no", "yes"]


def test_a_button_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        chips_of(("dance",), {})
