"""Known holes in what the product and its tools are made of: each is explained, and each explanation still has its hole."""

from __future__ import annotations

import json
from datetime import date

import pytest

from rasa_project.paths import ROOT
from tests.supply.scripts import script

holes = script("known_holes")
REQUIREMENTS = ROOT / "requirements"


@pytest.fixture(scope="module")
def found() -> tuple[object, ...]:
    return holes.findings(holes.read_snapshot(), holes.locks())


def test_every_known_hole_in_a_lock_is_explained(found) -> None:
    assert [str(finding) for finding in holes.unexplained(found, holes.read_accepted())] == []


def test_no_explanation_outlives_its_hole(found) -> None:
    assert holes.outdated(holes.read_accepted(), found) == ()


@pytest.mark.parametrize("accepted", holes.read_accepted(), ids=lambda accepted: f"{accepted.package} {accepted.ids[0]}")
def test_an_explanation_says_why_shows_where_and_when(accepted) -> None:
    assert all((accepted.why_not_fixed, accepted.done, accepted.evidence, accepted.locks))
    assert accepted.reachable.startswith(("no: ", "yes: "))
    assert [name for name in accepted.evidence if not (ROOT / name).exists()] == []
    assert date.fromisoformat(accepted.reviewed)


def test_nothing_that_is_reachable_in_the_product_is_accepted() -> None:
    assert [accepted.ids for accepted in holes.read_accepted() if "runtime" in accepted.locks and not accepted.reachable.startswith("no: ")] == []


def test_a_lock_that_goes_back_to_a_version_with_a_hole_is_noticed() -> None:
    before = holes.findings(holes.read_snapshot(), {"runtime": {"aiohttp": "3.9.5", "pymongo": "4.3.3"}})
    assert {(finding.package, name) for finding in before for name in finding.names} >= {
        ("aiohttp", "CVE-2024-52304"),
        ("pymongo", "CVE-2024-5629"),
    }


def test_the_snapshot_says_where_it_is_from_and_until_when() -> None:
    snapshot = json.loads((REQUIREMENTS / "advisories.json").read_text(encoding="utf-8"))
    assert {entry["source"] for entry in snapshot["advisories"]} == set(snapshot["sources"])
    assert all(date.fromisoformat(source["until"]) and source["how"] for source in snapshot["sources"].values())


def test_the_docs_are_honest_about_how_old_the_snapshot_is() -> None:
    snapshot = json.loads((REQUIREMENTS / "advisories.json").read_text(encoding="utf-8"))
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert [source["until"] for source in snapshot["sources"].values() if source["until"] not in said] == []


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        (holes.Span(), ("0.1", "99"), ()),
        (holes.Span("1.2"), ("1.2", "2.0"), ("1.1.9",)),
        (holes.Span("0", fixed="2.0"), ("1.9.9", "2.0rc1"), ("2.0", "2.0.post1")),
        (holes.Span("1.0", last="1.4"), ("1.0", "1.4"), ("1.4.1", "0.9")),
    ],
)
def test_a_span_knows_its_versions(span, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert all(span.holds(version) for version in inside)
    assert not any(span.holds(version) for version in outside)


def test_pins_are_read_with_extras_markers_and_odd_spelling() -> None:
    text = 'Foo.Bar[baz]==1.0 \\\n    --hash=sha256:aa\nother==2.0 ; python_version < "3.11" \\\n    --hash=sha256:bb\n# no==3\n'
    assert holes.pins(text) == {"foo-bar": "1.0", "other": "2.0"}


def test_an_unexplained_hole_and_an_explanation_without_one_are_both_found() -> None:
    advisory = holes.Advisory("CVE-1", "foo", "a hole", (holes.Span(fixed="2"),), ("GHSA-1",))
    reason = holes.Accepted(("GHSA-1", "CVE-9"), "foo", ("runtime", "test"), "why", "no: x", ("README.md",), "done", "2026-01-01")
    found = holes.findings([advisory], {"runtime": {"foo": "1.0"}, "lint": {"foo": "1.0"}, "test": {"foo": "2.0"}})
    assert [finding.lock for finding in found] == ["runtime", "lint"]
    assert [finding.lock for finding in holes.unexplained(found, [reason])] == ["lint"]
    assert holes.outdated([reason], found) == ("GHSA-1 (foo in test.lock)", "CVE-9 (foo in runtime.lock)", "CVE-9 (foo in test.lock)")
