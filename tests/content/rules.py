"""The word lists of `data/coaching/rules.yml`, ready to search with: those that only checks need as well."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import yaml

from rasa_project import paths
from rasa_project.coach.content import Rule

FILE = paths.COACHING / "rules.yml"


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The file as it is written."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def rules(section: str) -> tuple[Rule, ...]:
    """The rules of one section of the file, in its order."""
    return tuple(Rule(**entry) for entry in document()[section])


@cache
def samples(section: str) -> tuple[str, ...]:
    """The sentences of a section that holds sentences."""
    return tuple(document()[section])


def found(section: str, text: str) -> frozenset[str]:
    """The ids of the rules of `section` that find something in `text`."""
    return frozenset(rule.id for rule in rules(section) if rule.finds(text))


@cache
def _all_bans(place: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.pattern})" for rule in _bans(place)), re.IGNORECASE)


@cache
def _bans(place: str) -> tuple[Rule, ...]:
    wider = {place} if place == "aloud" else {"everywhere", place} if place == "coach" else {"everywhere", "line", place}
    return tuple(rule for rule in rules("banned") if rule.where in wider)


def banned(text: str, place: str, entry: str | None = None) -> list[str]:
    """The ids of the bans that `text` breaks as words of `place`: coach, line, decline, ask, hear, or aloud for what only a speaker may not say."""
    if not _all_bans(place).search(text):
        return []
    return [rule.id for rule in _bans(place) if entry not in rule.exceptions and rule.finds(text)]
