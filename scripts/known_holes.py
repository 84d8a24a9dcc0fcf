"""Known holes in the packages of the locks: reads the locks, the snapshot of advisories and the accepted findings, and compares them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import Version

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
SNAPSHOT = REQUIREMENTS / "advisories.json"
ACCEPTED = REQUIREMENTS / "accepted.yml"
PIN = re.compile(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


@dataclass(frozen=True)
class Span:
    """Versions with a hole: from the first that has it up to, but not with, the fixed one; or up to and with the last that has it."""

    introduced: str = "0"
    fixed: str | None = None
    last: str | None = None

    def holds(self, version: str) -> bool:
        """Whether a version is among them."""
        asked = Version(version)
        if self.introduced != "0" and asked < Version(self.introduced):
            return False
        if self.fixed is not None:
            return asked < Version(self.fixed)
        return self.last is None or asked <= Version(self.last)


@dataclass(frozen=True)
class Advisory:
    """What is known of a hole."""

    id: str
    package: str
    summary: str
    spans: tuple[Span, ...]
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All its ids: one hole has several."""
        return frozenset((self.id, *self.aliases))


@dataclass(frozen=True)
class Finding:
    """A package in a lock that has a known hole."""

    names: frozenset[str]
    package: str
    version: str
    lock: str

    def __str__(self) -> str:
        return f"{self.lock}.lock: {self.package} {self.version} has {' = '.join(sorted(self.names))}"


@dataclass(frozen=True)
class Accepted:
    """Findings that stay, with the one reason for them; the fields are those of requirements/accepted.yml."""

    ids: tuple[str, ...]
    package: str
    locks: tuple[str, ...]
    why_not_fixed: str
    reachable: str
    evidence: tuple[str, ...]
    done: str
    reviewed: str

    def explains(self, finding: Finding) -> bool:
        """Whether this is the reason for that finding."""
        return not finding.names.isdisjoint(self.ids) and self.package == finding.package and finding.lock in self.locks


def locks(folder: Path = REQUIREMENTS) -> dict[str, dict[str, str]]:
    """The version of each package in each lock, by the lock's name without its ending."""
    return {lock.stem: pins(lock.read_text(encoding="utf-8")) for lock in sorted(folder.glob("*.lock"))}


def pins(text: str) -> dict[str, str]:
    """The version of each package in the text of a lock."""
    return {canonicalize_name(name): version for name, version in PIN.findall(text)}


def read_snapshot(file: Path = SNAPSHOT) -> tuple[Advisory, ...]:
    """The advisories that are kept in the repository."""
    return tuple(_advisory(entry) for entry in json.loads(file.read_text(encoding="utf-8"))["advisories"])


def _advisory(entry: Mapping[str, Any]) -> Advisory:
    return Advisory(entry["id"], entry["package"], entry["summary"], tuple(Span(**span) for span in entry["spans"]), tuple(entry.get("aliases", ())))


def read_accepted(file: Path = ACCEPTED) -> tuple[Accepted, ...]:
    """The findings that stay. Raises TypeError when an entry lacks a field or has one too many."""
    return tuple(
        Accepted(**{name: tuple(value) if isinstance(value, list) else str(value) for name, value in entry.items()})
        for entry in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)["accepted"]
    )


def findings(advisories: Iterable[Advisory], pinned: Mapping[str, Mapping[str, str]]) -> tuple[Finding, ...]:
    """Which packages of which locks have a hole that is known."""
    return tuple(
        Finding(advisory.names, advisory.package, versions[advisory.package], lock)
        for advisory in advisories
        for lock, versions in pinned.items()
        if advisory.package in versions and any(span.holds(versions[advisory.package]) for span in advisory.spans)
    )


def unexplained(found: Iterable[Finding], accepted: Iterable[Accepted]) -> tuple[Finding, ...]:
    """The findings for which no reason is given."""
    reasons = tuple(accepted)
    return tuple(finding for finding in found if not any(reason.explains(finding) for reason in reasons))


def outdated(accepted: Iterable[Accepted], found: Iterable[Finding]) -> tuple[str, ...]:
    """The reasons, id by id and lock by lock, whose finding is gone."""
    still = {(name, finding.package, finding.lock) for finding in found for name in finding.names}
    return tuple(
        f"{name} ({reason.package} in {lock}.lock)"
        for reason in accepted
        for name in reason.ids
        for lock in reason.locks
        if (name, reason.package, lock) not in still
    )
