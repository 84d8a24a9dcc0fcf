"""What somebody changes in the line just offered."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library, Offered
from rasa_project.coach.skills import edit
from tests.coach.situations import Talk, declining
from tests.content.rules import found


def offered(library: Library, intent: str = "not_in_the_mood", **heard: object) -> Talk:
    """A conversation in which a line was just offered."""
    talk = Talk(library)
    assert talk.hear(intent, **heard).line is not None
    return talk


def choice(*names: str) -> frozenset[str]:
    """What was named."""
    return frozenset(names)


@pytest.mark.parametrize("seed", range(8))
def test_a_no_that_is_not_only_tonights_says_nothing_of_tonight_from_then_on(library: Library, seed: int) -> None:
    talk = offered(library, reason="grief", reasons=("grief",))
    talk.seed = seed
    for answer in (talk.hear("leave_door_open", choices=choice("not_only_tonight")), talk.hear("refine_phrase", shapes=("another",))):
        assert answer.line is not None
        assert "tonight" not in answer.line.lower()


def test_who_is_not_ready_hears_no_confession_of_somebody_elses(library: Library) -> None:
    talk = offered(library, choices=choice("not_ready"))
    for _ in range(5):
        line = talk.hear("refine_phrase", shapes=("another",)).line or ""
        assert "first time" not in line
        assert "widow" not in line


def test_tonight_named_again_makes_it_tonights_no(library: Library) -> None:
    talk = offered(library, choices=choice("not_ready"))
    talk.hear("not_in_the_mood", days_ago=0)
    assert talk.session.details.for_now is None


def test_a_name_is_left_to_the_person_and_the_line_stays(library: Library) -> None:
    talk = offered(library)
    before = talk.session.offered.line
    answer = talk.hear("refine_phrase", choices=choice("use_name"))
    assert answer.line == before
    assert "name" in answer.before


def test_who_asks_and_says_not_tonight_is_asked_when_or_given_the_time(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    answer = talk.hear("not_in_the_mood", choices=choice("not_tonight_said"))
    assert answer.line is None
    assert answer.listen
    answer = talk.hear("inform", time="on Saturday", choices=choice())
    assert "Saturday" in (answer.line or "")
    assert talk.session.details.role == "asker"


def test_a_time_in_own_words_answers_the_question_when(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    talk.hear("not_in_the_mood", choices=choice("not_tonight_said"))
    answer = talk.hear("out_of_scope", time_in_own_words="after the exams")
    assert "after the exams" in (answer.line or "")


def test_the_word_is_left_out_from_then_on(library: Library) -> None:
    talk = offered(library, "how_to_ask", asks_for="sex")
    talk.hear("refine_phrase", choices=choice("not_that_word"), asks_for="sex")
    for _ in range(4):
        assert "sex" not in (talk.hear("refine_phrase", shapes=("another",)).line or "sex").lower()


def test_what_no_line_of_the_bank_says_goes_first_in_their_own_words(library: Library) -> None:
    talk = Talk(library)
    talk.hear("desire_mismatch")
    before = talk.session.offered.line
    answer = talk.hear("out_of_scope", choices=choice("put_it_in"))
    assert answer.line == before
    assert "own words" in answer.before or "your" in answer.before.lower()


@pytest.mark.parametrize("intent", ["stop", "goodbye", "change_mind", "bot_challenge"])
def test_what_is_never_about_the_line_is_what_it_is(library: Library, intent: str) -> None:
    talk = offered(library)
    before = talk.session.offered.line
    assert talk.hear(intent, choices=choice("use_name", "put_it_in")).line != before


def test_who_says_no_and_wants_it_hotter_hears_no_desire_they_did_not_tell(library: Library) -> None:
    talk = offered(library)
    talk.hear("refine_phrase", choices=choice("hotter"))
    assert "desire" not in talk.session.details.truths


def test_a_sentence_that_is_to_go_is_gone_and_the_rest_stays_word_for_word(library: Library) -> None:
    talk = offered(library)
    talk.hear("inform", own_words="I still fancy you.", own_way="add")
    whole = talk.session.offered.line or ""
    assert whole.endswith(" I still fancy you.")
    assert talk.hear("refine_phrase", part_left_out="fancy").line == whole.removesuffix(" I still fancy you.")


@pytest.mark.parametrize("seed", range(10))
def test_no_part_is_taken_out_that_is_the_no_or_the_way_out(library: Library, seed: int) -> None:
    for intent, section in (("not_in_the_mood", "no_clauses"), ("how_to_ask", "ways_out")):
        talk = Talk(library)
        talk.seed = seed
        line = talk.hear(intent).line or ""
        needed = next((sentence for sentence in line.split(". ") if found(section, sentence)), line)
        answer = talk.hear(
            "refine_phrase", part_left_out=" ".join(word for word in needed.lower().split() if word.isalpha() and len(word) > 3) or "tonight"
        )
        assert answer.line is None or found(section, answer.line), (line, answer.line)


def test_an_earlier_line_comes_back_word_for_word(library: Library) -> None:
    talk = offered(library)
    first = talk.session.offered.line
    second = talk.hear("refine_phrase", shapes=("another",)).line
    talk.hear("refine_phrase", shapes=("another",))
    assert talk.hear("refine_phrase", choices=choice("line_before")).line == second
    assert talk.hear("refine_phrase", choices=choice("line_at_first")).line == first


@pytest.mark.parametrize("seed", range(4))
def test_words_that_somebody_would_not_say_come_back_in_no_later_line(library: Library, seed: int) -> None:
    talk = Talk(library)
    talk.seed = seed
    line = (talk.hear("how_to_ask").line or "").lower()
    refused = " ".join(line.split()[:3]).strip(".,?")
    talk.hear("not_helpful", refused=(refused,))
    for _ in range(8):
        answer = talk.hear("refine_phrase", shapes=("another",))
        assert refused not in (answer.line or "").lower()
    assert refused in talk.session.details.avoid


def test_quoted_words_that_are_not_the_lines_are_nothing_to_avoid(library: Library) -> None:
    talk = offered(library)
    talk.hear("refine_phrase", refused=("something he said",))
    assert talk.session.details.avoid == frozenset()


def test_the_no_is_put_first_where_that_is_asked_for(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("refine_phrase", own_words="Thank you for asking me.", own_way="say")
    before = talk.session.offered.line or ""
    assert before.startswith("Thank you for asking me.")
    line = talk.hear("refine_phrase", choices=frozenset({"no_first"})).line or ""
    assert line.endswith("Thank you for asking me.")
    assert sorted(line.split()) == sorted(before.split())


def test_after_a_breach_of_trust_not_yet_is_not_said_as_if_they_were_new_together(library: Library) -> None:
    new_together = {line.text for line in library.banks["for_now"] if line.kind == "not_ready"}
    for seed in range(8):
        talk = Talk(library, seed=seed)
        talk.hear("rebuild_trust", choices=frozenset({"hurt_one"}))
        talk.hear("inform", choices=frozenset({"words"}))
        answer = talk.hear("rebuild_trust", choices=frozenset({"i_am_asked", "not_ready", "hurt_one"}))
        assert answer.line not in new_together


def test_a_word_that_names_what_is_to_go_is_refused_from_then_on() -> None:
    line = Offered(line="I don't feel at home in my body tonight, so I'd rather not.")
    assert edit.refused_words(declining(offered=line, heard_part_left_out="body tonight")) == {"body"}
    assert edit.refused_words(declining(offered=line, heard_part_left_out="somebody")) == frozenset()
