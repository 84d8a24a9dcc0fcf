"""Every point of the article is carried by content and shown by a conversation, or left out for a reason."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from tests.content import article, shingles
from tests.content.rules import rules

ENTRIES = [*article.document()["points"], *article.document()["rules"]]


def test_there_are_all_sixty_five_points_and_nine_rules() -> None:
    assert [point["point"] for point in article.document()["points"]] == list(range(1, article.POINTS + 1))
    assert [rule["rule"] for rule in article.document()["rules"]] == [f"S{number}" for number in range(1, 10)]


def test_what_carries_a_point_is_there(library: Library) -> None:
    known = article.known(library)
    missing = {(entry["about"], identity) for entry in ENTRIES for identity in entry.get("carried_by", ()) if identity not in known}
    assert not missing


def test_what_shows_a_point_is_there() -> None:
    names = article.conversations()
    missing = {(entry["about"], name) for entry in ENTRIES for name in entry.get("conversations", ()) if name not in names}
    assert not missing


def test_a_ban_that_is_named_is_there() -> None:
    bans = {rule.id for rule in rules("banned")}
    assert {ban for entry in ENTRIES for ban in entry.get("bans", ())} <= bans


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.get("point", entry.get("rule"))))
def test_a_point_is_carried_and_shown_or_left_out_for_a_reason(entry: dict[str, object]) -> None:
    if "left_out" in entry:
        assert entry["rule"]
        assert len(str(entry["left_out"]).split()) >= 8
    else:
        assert entry["carried_by"]
        assert entry["conversations"]


def test_the_map_takes_no_words_of_the_article() -> None:
    taken = [entry["about"] for entry in ENTRIES if any(run in shingles.of_the_article() for run in shingles.hashes(str(entry["about"])))]
    assert not taken


def test_the_page_is_up_to_date() -> None:
    assert article.PAGE.read_text(encoding="utf-8") == article.page(), "make article"
