"""Agreeing to be remembered, purpose by purpose, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from rasa_project.coach import Library
from rasa_project.coach.remembered import Agree, Forget, Purpose, Remembered, SetPin
from rasa_project.coach.situation import Session
from tests.coach.situations import Talk


def remembering(*consents: Purpose, **known: object) -> Remembered:
    return replace(Remembered(consents=frozenset(consents)), **known)  # type: ignore[arg-type]


def someone(library: Library, *consents: Purpose, **known: object) -> Talk:
    """A conversation with somebody whose memory can be used."""
    return Talk(library, remembered=remembering(*consents, **known))


def test_nothing_is_kept_before_a_yes(library: Library) -> None:
    talk = someone(library)
    for intent in ("start_remembering", "not_in_the_mood", "save_phrase", "log_moment", "bedtime_on", "tonights_prompt", "show_patterns"):
        talk.hear(intent)
        assert talk.changes == [], intent


def test_without_a_purpose_it_is_asked_which(library: Library) -> None:
    talk = someone(library)
    talk.hear("start_remembering")
    assert talk.moment == "remember.which"
    talk.hear("inform", choices=frozenset({"keep_journal"}))
    assert talk.moment == "remember.ask_journal"


@pytest.mark.parametrize(("choice", "purpose"), [("keep_journal", Purpose.JOURNAL), ("keep_lines", Purpose.SAVED)])
def test_each_yes_is_to_one_purpose(library: Library, choice: str, purpose: Purpose) -> None:
    talk = someone(library)
    talk.hear("start_remembering", choices=frozenset({choice}))
    talk.hear("affirm")
    assert talk.changes == [Agree(purpose)]


@pytest.mark.parametrize("answer", ["deny", "skip"])
def test_a_no_keeps_nothing(library: Library, answer: str) -> None:
    talk = someone(library)
    talk.hear("start_remembering", choices=frozenset({"keep_journal"}))
    talk.hear(answer)
    assert (talk.changes, talk.moment) == ([], "remember.no")


def test_another_message_than_a_yes_is_none(library: Library) -> None:
    talk = someone(library)
    talk.hear("start_remembering", choices=frozenset({"keep_journal"}))
    talk.hear("how_to_ask")
    assert talk.remembered.consents == frozenset()


def test_after_the_first_yes_it_is_asked_once_whether_the_age_may_be_kept(library: Library) -> None:
    talk = someone(library)
    talk.hear("start_remembering", choices=frozenset({"keep_journal"}))
    assert talk.hear("affirm").listen
    talk.hear("affirm")
    assert talk.changes == [Agree(Purpose.ADULT)]
    talk.hear("start_remembering", choices=frozenset({"keep_lines"}))
    assert not talk.hear("affirm").after


def test_who_is_known_to_be_an_adult_is_not_asked_again(library: Library) -> None:
    talk = Talk(library, session=Session(), remembered=remembering(Purpose.ADULT))
    assert talk.hear("not_in_the_mood").line is not None


def test_on_a_speaker_anybody_could_be_speaking(library: Library) -> None:
    talk = Talk(library, session=Session(), remembered=remembering(Purpose.ADULT), channel="voice")
    assert talk.hear("not_in_the_mood").line is None


@pytest.mark.parametrize(
    ("consents", "choices", "left"),
    [
        ([Purpose.JOURNAL], [], []),
        ([Purpose.JOURNAL, Purpose.SAVED], ["keep_journal"], [Purpose.SAVED]),
        ([Purpose.JOURNAL, Purpose.SAVED, Purpose.ADULT], ["keep_everything"], []),
    ],
)
def test_a_yes_is_taken_back_as_easily(library: Library, consents: Iterable[Purpose], choices: Iterable[str], left: Iterable[Purpose]) -> None:
    talk = someone(library, *consents)
    talk.hear("stop_remembering", choices=frozenset(choices))
    assert talk.remembered.consents == frozenset(left)


def test_of_two_it_is_asked_which_to_stop(library: Library) -> None:
    talk = someone(library, Purpose.JOURNAL, Purpose.SAVED)
    talk.hear("stop_remembering")
    assert (talk.changes, talk.moment) == ([], "stop_remembering.which")
    talk.hear("inform", choices=frozenset({"keep_lines"}))
    assert talk.remembered.consents == frozenset({Purpose.JOURNAL})


def test_where_the_memory_cannot_be_used_nothing_is_asked_for_it(library: Library) -> None:
    talk = Talk(library)
    for intent in ("start_remembering", "bedtime_on", "show_patterns"):
        talk.hear(intent)
        assert talk.moment == "remember.cannot", intent
    talk.hear("not_in_the_mood")
    assert talk.hear("save_phrase").after == ""


def test_forgetting_everything_is_confirmed_once_and_done(library: Library) -> None:
    talk = someone(library, Purpose.JOURNAL)
    talk.hear("forget_me")
    assert talk.changes == []
    talk.hear("affirm")
    assert talk.changes == [Forget()]


def test_one_part_is_forgotten_after_one_confirmation(library: Library) -> None:
    talk = someone(library, Purpose.JOURNAL, Purpose.SAVED)
    talk.hear("forget_me", choices=frozenset({"keep_journal"}))
    assert talk.changes == []
    talk.hear("affirm")
    assert talk.changes == [Forget(Purpose.JOURNAL)]
    assert talk.remembered.consents == frozenset({Purpose.SAVED})


def test_a_part_is_kept_without_a_confirmation(library: Library) -> None:
    talk = someone(library, Purpose.JOURNAL)
    talk.hear("forget_me", choices=frozenset({"keep_journal"}))
    talk.hear("deny")
    assert talk.changes == []


def test_a_pin_protects_it_and_is_given_in_writing(library: Library) -> None:
    talk = someone(library, Purpose.JOURNAL)
    talk.hear("start_remembering", choices=frozenset({"set_pin"}))
    talk.hear("inform", pin="4821")
    assert talk.changes == [SetPin("4821")]
    aloud = Talk(library, channel="voice", remembered=remembering(Purpose.JOURNAL))
    aloud.hear("start_remembering", choices=frozenset({"set_pin"}))
    assert aloud.moment == "remember.aloud"


def test_what_waited_for_the_pin_is_answered_after_it(library: Library) -> None:
    talk = Talk(library, remembered=Remembered(protected=True, locked=True))
    talk.hear("show_patterns")
    assert talk.moment == "pin.locked"
    talk.hear("inform", pin="1111")
    assert talk.moment == "pin.wrong"
    talk.remembered = remembering(Purpose.JOURNAL, protected=True)  # the right one opened it
    talk.hear("inform", pin="4821")
    assert talk.moment == "show_patterns.too_few"


def test_of_a_locked_memory_it_is_never_said_that_nothing_is_kept(library: Library) -> None:
    talk = Talk(library, remembered=Remembered(protected=True, locked=True))
    talk.hear("stop_remembering", choices=frozenset({"keep_journal"}))
    assert talk.moment == "pin.locked"


def test_a_locked_memory_stops_no_coaching(library: Library) -> None:
    talk = Talk(library, remembered=Remembered(protected=True, locked=True))
    talk.hear("show_patterns")
    assert talk.hear("not_in_the_mood").line is not None


def test_after_a_danger_nothing_is_noted_or_kept(library: Library) -> None:
    talk = someone(library, Purpose.JOURNAL, Purpose.SAVED)
    talk.hear("log_moment", told_role="decliner", outcome="no", safety="pressured")
    assert talk.changes == []
    talk.hear("log_moment", told_role="decliner", outcome="no")
    assert talk.remembered.entries == ()


def test_taking_along_is_never_aloud(library: Library) -> None:
    talk = Talk(library, channel="voice", remembered=remembering(Purpose.JOURNAL))
    talk.hear("export_data")
    assert talk.moment == "remember.aloud"
