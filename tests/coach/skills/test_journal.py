"""Noting a moment as codes, and what shows in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rasa_project.coach import Library
from rasa_project.coach.remembered import Agree, JournalEntry, NoteMoment, OpenMoment, Purpose, Remembered, TakeAlong
from tests.coach.situations import Talk

TODAY = date(2026, 3, 4)


def with_journal(library: Library, **known: object) -> Talk:
    """A conversation with somebody who keeps a journal."""
    return Talk(library, remembered=Remembered(consents=frozenset({Purpose.JOURNAL}), **known))  # type: ignore[arg-type]


def test_a_moment_is_noted_as_codes(library: Library) -> None:
    talk = with_journal(library)
    talk.hear("log_moment", told_role="asker", outcome="no", feeling=3)
    assert talk.changes == [NoteMoment(JournalEntry(TODAY, "asker", 22, None, "no", 3))]


def test_the_reason_for_a_partners_no_is_never_noted(library: Library) -> None:
    talk = with_journal(library)
    talk.hear("log_moment", told_role="asker", outcome="no", reason="tired")
    assert talk.remembered.entries[0].reason is None


def test_the_reason_of_an_own_no_is(library: Library) -> None:
    talk = with_journal(library)
    talk.hear("log_moment", told_role="decliner", outcome="no", reason="tired", days_ago=1)
    assert talk.remembered.entries == (JournalEntry(TODAY - timedelta(days=1), "decliner", None, "tired", "no", None),)


def test_after_midnight_it_is_still_the_evening_before(library: Library) -> None:
    talk = with_journal(library)
    talk.local = datetime(2026, 3, 5, 0, 40, tzinfo=ZoneInfo("Europe/London"))
    talk.hear("log_moment", told_role="decliner", outcome="no")
    assert (talk.remembered.entries[0].day, talk.remembered.entries[0].hour) == (TODAY, 0)


def test_without_a_journal_it_is_asked_once_with_what_would_be_kept(library: Library) -> None:
    talk = Talk(library, remembered=Remembered())
    talk.hear("log_moment", told_role="decliner", outcome="no")
    assert (talk.moment, talk.changes) == ("log_moment.ask", [])
    talk.hear("affirm")
    assert talk.changes == [Agree(Purpose.JOURNAL), NoteMoment(JournalEntry(TODAY, "decliner", 22, None, "no", None))]


def test_who_said_no_to_a_journal_is_not_asked_again(library: Library) -> None:
    talk = Talk(library, remembered=Remembered())
    talk.hear("log_moment", told_role="decliner", outcome="no")
    talk.hear("deny")
    talk.hear("log_moment", told_role="decliner", outcome="no")
    assert (talk.moment, talk.changes) == ("log_moment", [])


def test_whose_part_it_was_is_asked_where_it_was_not_told(library: Library) -> None:
    talk = with_journal(library)
    talk.hear("log_moment", outcome="no")
    assert talk.moment == "log_moment.which_part"
    talk.hear("inform", choices=frozenset({"a_no"}))
    assert talk.remembered.entries[0].role == "decliner"


def test_hurt_gets_company_beside_the_note(library: Library) -> None:
    talk = with_journal(library)
    talk.hear("log_moment", told_role="asker", outcome="no", feeling=1)
    assert talk.moment == "log_moment.noted_hurt"


def _own_nos(count: int) -> tuple[JournalEntry, ...]:
    return tuple(JournalEntry(date(2026, 1, 5) + timedelta(weeks=week), "decliner", 22, None, "no") for week in range(count))


def test_patterns_are_conditions_and_the_count_comes_only_when_asked(library: Library) -> None:
    talk = with_journal(library, entries=_own_nos(9))
    said = talk.hear("show_patterns")
    assert "weeknights after ten" in said.before.lower()
    assert not any(character.isdigit() for character in said.before)
    assert said.private
    assert "9" in talk.hear("show_patterns", choices=frozenset({"how_many"})).before


def test_too_few_entries_say_nothing(library: Library) -> None:
    talk = with_journal(library, entries=_own_nos(3))
    talk.hear("show_patterns")
    assert talk.moment == "show_patterns.too_few"


def test_patterns_are_never_said_aloud(library: Library) -> None:
    talk = Talk(library, channel="voice", remembered=Remembered(consents=frozenset({Purpose.JOURNAL}), entries=_own_nos(9)))
    talk.hear("show_patterns")
    assert talk.moment == "remember.aloud"


def test_a_line_that_was_offered_is_asked_about_the_day_after(library: Library) -> None:
    talk = with_journal(library)
    talk.hear("not_in_the_mood")
    assert talk.changes == [TakeAlong(OpenMoment(TODAY, "decliner"))]
    talk.hear("refine_phrase", shapes=("another",))
    assert talk.changes == []


def test_without_a_journal_no_line_is_taken_along(library: Library) -> None:
    talk = Talk(library, remembered=Remembered())
    talk.hear("not_in_the_mood")
    assert talk.changes == []


@pytest.mark.parametrize(
    ("choice", "moment"), [("went_well", "yesterday.good"), ("went_awkwardly", "yesterday.awkward"), ("it_hurt", "yesterday.hurt")]
)
def test_how_it_went_leads_to_what_helps(library: Library, choice: str, moment: str) -> None:
    talk = with_journal(library, open_moment=OpenMoment(TODAY - timedelta(days=1), "decliner"))
    talk.hear("log_moment", choices=frozenset({"how_did_it_go"}))
    assert (talk.moment, talk.changes) == ("yesterday.ask", [TakeAlong(None)])
    talk.hear("inform", choices=frozenset({choice}))
    assert talk.moment == moment


def test_a_frightening_evening_is_a_danger(library: Library) -> None:
    talk = with_journal(library, open_moment=OpenMoment(TODAY - timedelta(days=1), "decliner"))
    talk.hear("log_moment", choices=frozenset({"how_did_it_go"}))
    assert talk.hear("inform", choices=frozenset({"it_frightened"})).safety == "partner_violence"


def test_on_a_speaker_nobody_is_asked_how_it_went(library: Library) -> None:
    talk = Talk(
        library,
        channel="voice",
        remembered=Remembered(consents=frozenset({Purpose.JOURNAL}), open_moment=OpenMoment(TODAY - timedelta(days=1), "asker")),
    )
    talk.hear("log_moment", choices=frozenset({"how_did_it_go"}))
    assert talk.moment == "log_moment"
