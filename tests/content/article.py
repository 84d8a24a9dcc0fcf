"""The page that shows what the coach makes of each point of the article: `make article` writes docs/reference/article.md."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from rasa_project import paths
from rasa_project.coach.content import Library
from rasa_project.library import load_library

MAP = paths.COACHING / "article.yml"
PAGE = paths.ROOT / "docs" / "reference" / "article.md"
CONVERSATIONS = paths.ROOT / "tests" / "conversations"
POINTS = 65
INTRODUCTION = """\
The coach teaches what a therapist's article teaches (Westrum 2017), in words of its own. {points} points: {carried} are carried,
{left_out} are left out on purpose. `data/coaching/article.yml` holds the map, `make article` makes this page, and a test checks that
every entry and every conversation named here exists. `bank:` stands for all lines of a file in `data/coaching/lines/`, `moment:`
for all answers of a moment."""


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The map as it is written."""
    loaded: dict[str, Any] = yaml.safe_load(MAP.read_text(encoding="utf-8"))
    return loaded


def known(library: Library) -> set[str]:
    """Everything that an entry of the map may name as carrying a point: ids, `moment:NAME` and `bank:NAME`."""
    ids = {str(entry.id) for name in library.__fields__ for entry in getattr(library, name) if hasattr(entry, "id")}
    ids |= {step.id.value for step in library.steps}
    return ids | {f"moment:{name}" for name in library.moments} | {f"bank:{name}" for name in library.banks}


def conversations() -> set[str]:
    """The names of all end-to-end conversations, as `file: name`."""
    return {
        f"{file.stem}: {conversation['name']}"
        for file in CONVERSATIONS.glob("*.yml")
        for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))["conversations"]
    }


def page() -> str:
    """The whole page."""
    points = document()["points"]
    left_out = sum("left_out" in point for point in points)
    lines = [
        "# The article, point by point",
        "",
        *INTRODUCTION.format(points=len(points), carried=len(points) - left_out, left_out=left_out).splitlines(),
        "",
        "| point | what it says | carried by | shown by the conversations |",
        "|---|---|---|---|",
        *(_row(point["point"], point) for point in points),
        "",
        "## The sensitive points, and the rule for each",
        "",
        "Where a ban is named, `data/coaching/rules.yml` holds it, and no sentence breaks it.",
        "",
        "| rule | what it says | carried by | shown by the conversations |",
        "|---|---|---|---|",
        *(_row(rule["rule"], {**rule, "rule": None}) for rule in document()["rules"]),
    ]
    return "\n".join(lines) + "\n"


def _row(name: object, entry: dict[str, Any]) -> str:
    about = entry["about"] + (f" ({entry['rule']})" if entry.get("rule") else "")
    if "left_out" in entry:
        return f"| {name} | {about} | left out: {entry['left_out']} | |"
    carried = ", ".join(f"`{identity}`" for identity in entry["carried_by"])
    carried += f". {entry['limit']}" if "limit" in entry else ""
    carried += f". Bans: {', '.join(f'`{ban}`' for ban in entry['bans'])}" if "bans" in entry else ""
    return f"| {name} | {about} | {carried} | {'; '.join(entry['conversations'])} |"


if __name__ == "__main__":
    load_library()  # a mistake in the content is told first
    PAGE.write_text(page(), encoding="utf-8")
