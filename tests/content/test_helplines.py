"""Help lines: each has its source, only checked ones are shown, and old ones are named before a release."""

from __future__ import annotations

import re
import warnings
from datetime import date, timedelta

import pytest

from rasa_project.coach.content import HelpLine, Library
from rasa_project.coach.skills.safety import KINDS_OF_HELP, help_lines
from tests.content import helplines

TODAY = date(2027, 1, 1)


class OldHelpLineWarning(UserWarning):
    """A help line that should be checked anew. It does not fail the tests: that would break a build by the calendar alone."""


def line(**changes: object) -> HelpLine:
    return HelpLine(**{"country": "GB", "kind": "crisis", "name": "X", "number": "1", "how": "call", "source": "https://x.example", **changes})


def test_every_entry_names_the_page_it_was_read_on(library: Library) -> None:
    assert [entry.name for entry in library.helplines if not re.match(r"https?://\S+\.\S+", entry.source)] == []


@pytest.mark.filterwarnings("default::tests.content.test_helplines.OldHelpLineWarning")
def test_old_dates_are_told(library: Library) -> None:
    for old in helplines.too_old(library.helplines, date.today()):
        warnings.warn(f"checked more than {helplines.OLDEST.days} days ago: {old}", OldHelpLineWarning, stacklevel=1)


def test_a_line_grows_old_after_180_days() -> None:
    fresh = line(confirmed=True, checked=TODAY - timedelta(days=180))
    old = line(name="Old", confirmed=True, checked=TODAY - timedelta(days=181))
    assert helplines.too_old([fresh, old], TODAY) == [f"GB Old: {TODAY - timedelta(days=181)}"]


def test_what_is_not_shown_may_be_old() -> None:
    assert helplines.too_old([line(confirmed=False, checked=date(2020, 1, 1))], TODAY) == []


@pytest.mark.parametrize("days", [0, 181])
def test_a_release_fails_on_old_dates_alone(days: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Fake:
        helplines = (line(confirmed=True, checked=date.today() - timedelta(days=days)),)

    monkeypatch.setattr(helplines, "load_library", Fake)
    assert helplines.main() == (1 if days > 180 else 0)
    assert ("GB X" in capsys.readouterr().err) == (days > 180)


@pytest.mark.parametrize("label", KINDS_OF_HELP)
def test_only_confirmed_lines_of_the_country_are_shown(label: str, library: Library) -> None:
    for country in {entry.country for entry in library.helplines}:
        assert all(shown.confirmed and shown.country == country for shown in help_lines(library, country, label))


@pytest.mark.parametrize("label", KINDS_OF_HELP)
def test_no_country_no_number(label: str, library: Library) -> None:
    assert help_lines(library, None, label) == ()
