"""What a journal shows: conditions with enough behind them, and never a tally of a partner's answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.patterns import ENOUGH, Condition, Part, cells, part_of, patterns
from rasa_project.coach.remembered import JournalEntry, Outcome

MONDAY = date(2026, 3, 2)
FRIDAY, SATURDAY = 4, 5


def own(day: int, hour: int | None, outcome: Outcome, *, reason: str | None = None, week: int = 0) -> JournalEntry:
    """The person's own answer, on a weekday (0 is Monday) of a week."""
    return JournalEntry(MONDAY + timedelta(days=day, weeks=week), "decliner", hour, reason, outcome)


def late_on_weeknights(times: int, outcome: Outcome = "no") -> list[JournalEntry]:
    return [own(week % 4, 22, outcome, week=week) for week in range(times)]


def saturday_mornings(times: int, outcome: Outcome = "yes") -> list[JournalEntry]:
    return [own(SATURDAY, 9, outcome, week=week) for week in range(times)]


def test_nothing_is_said_of_a_few_entries() -> None:
    found = patterns(late_on_weeknights(ENOUGH - 1))
    assert (found.conditions, found.reason, found.answers) == ((), None, ENOUGH - 1)


def test_weeknights_after_ten_are_often_a_no_and_saturday_mornings_less_so() -> None:
    found = patterns([*late_on_weeknights(6), *saturday_mornings(4)])
    assert found.conditions == (Condition("weeknights", "late", "often", 6), Condition("weekend", "morning", "less", 4))


def test_friday_evening_belongs_to_the_weekend_and_friday_morning_does_not() -> None:
    evenings = patterns([own(FRIDAY, 21, "no", week=week) for week in range(ENOUGH)])
    mornings = patterns([own(FRIDAY, 9, "no", week=week) for week in range(ENOUGH)])
    assert [condition.days for condition in evenings.conditions] == ["weekend"]
    assert [condition.days for condition in mornings.conditions] == ["weeknights"]


def test_a_mixed_hour_is_no_condition() -> None:
    assert patterns([*late_on_weeknights(5), *late_on_weeknights(5, "yes")]).conditions == ()


def test_the_reason_that_stands_out_is_named_and_one_among_many_is_not() -> None:
    tired = [own(1, 22, "no", reason="tired", week=week) for week in range(5)]
    others = [own(2, 22, "no", reason=reason) for reason in ("work", "ill", "big_day")]
    assert patterns([*tired, *others]).reason == "tired"
    assert patterns([*tired[:2], *others, *late_on_weeknights(4)]).reason is None


def test_what_a_partner_answered_never_counts() -> None:
    asked = [JournalEntry(MONDAY + timedelta(weeks=week), "asker", 22, None, "no", 1) for week in range(50)]
    assert patterns(asked) == patterns([])
    assert cells(asked) == ()


def test_an_entry_without_an_hour_counts_for_the_reason_alone() -> None:
    found = patterns([own(1, None, "no", reason="tired", week=week) for week in range(ENOUGH)])
    assert (found.conditions, found.reason, found.reason_count) == ((), "tired", ENOUGH)


@pytest.mark.parametrize(
    ("hour", "part"), [(5, "morning"), (11, "morning"), (12, "afternoon"), (17, "evening"), (22, "late"), (0, "late"), (4, "late")]
)
def test_the_small_hours_belong_to_the_late_evening(hour: int, part: Part) -> None:
    assert part_of(hour) == part


def test_the_picture_counts_own_answers_by_day_and_part_in_their_order() -> None:
    drawn = cells([own(SATURDAY, 9, "yes"), own(0, 23, "no"), own(0, 18, "no"), own(0, 23, "yes")])
    assert [(cell.day, cell.part, cell.no, cell.yes) for cell in drawn] == [(0, "evening", 1, 0), (0, "late", 1, 1), (5, "morning", 0, 1)]


@st.composite
def journals(draw: st.DrawFn) -> list[JournalEntry]:
    """Journals of both parts, with and without hours."""
    entry = st.builds(
        JournalEntry,
        day=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        role=st.sampled_from(["decliner", "asker"]),
        hour=st.none() | st.integers(0, 23),
        reason=st.none() | st.sampled_from(["tired", "work"]),
        outcome=st.none() | st.sampled_from(["no", "yes", "maybe", "talked"]),
        feeling=st.none() | st.sampled_from([1, 2, 3]),
    )
    return draw(st.lists(entry, max_size=60))


@given(journals())
def test_every_condition_rests_on_enough_own_answers(entries: list[JournalEntry]) -> None:
    found = patterns(entries)
    assert all(condition.count >= 4 for condition in found.conditions)
    assert found.answers == sum(entry.role == "decliner" and entry.outcome in ("no", "yes") for entry in entries)
    assert found.answers >= ENOUGH or (found.conditions, found.reason) == ((), None)
    assert sum(cell.no + cell.yes for cell in cells(entries)) <= found.answers
