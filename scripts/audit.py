"""The audit, run by `make audit` in its own environment: known holes in all locks, licences of the product, and its bill of materials.

Exit codes: 0 all is explained; 1 something is not. Where the vulnerability services cannot be reached it says so and checks the snapshot alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from known_holes import REQUIREMENTS, Finding, findings, locks, outdated, read_accepted, read_snapshot, unexplained

ROOT = REQUIREMENTS.parent
PROGRAMS = Path(sys.executable).parent
PRODUCT = ROOT / ".venv" / "bin" / "python"
BILL = ROOT / "build" / "evening-note.cdx.json"
SERVICES = ("pypi", "osv")
LONGEST_AUDIT = 300
"""Seconds for one lock."""


def say(line: str) -> None:
    """One line for the person at the keyboard."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def from_services(lock: Path) -> tuple[Finding, ...] | None:
    """What the services know about a lock today; None when neither knows all of its packages."""
    for service in SERVICES:
        command = [PROGRAMS / "pip-audit", "-r", lock, "--disable-pip", "--require-hashes", "-s", service, "-f", "json", "--progress-spinner", "off"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_AUDIT, check=False)
            report = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, json.JSONDecodeError):
            continue
        # without its data pip-audit skips a package and still calls the whole lock clean
        if not any("skip_reason" in package for package in report["dependencies"]):
            return tuple(_reported(report, lock.stem))
    return None


def _reported(report: Mapping[str, Any], lock: str) -> Iterator[Finding]:
    for package in report["dependencies"]:
        for hole in package["vulns"]:
            yield Finding(frozenset((hole["id"], *hole["aliases"])), package["name"], package["version"], lock)


def known_holes() -> bool:
    """Whether every known hole is explained; says which is not."""
    pinned = locks()
    found = list(findings(read_snapshot(), pinned))
    asked: dict[str, tuple[Finding, ...] | None] = {}
    for lock in pinned:
        asked[lock] = from_services(REQUIREMENTS / f"{lock}.lock")
        if all(answer is None for answer in asked.values()):
            break  # nothing answers; no need to wait for it again and again
    found += [finding for today in asked.values() for finding in today or ()]
    unanswered = [lock for lock in pinned if asked.get(lock) is None]
    accepted = read_accepted()
    complaints = [*map(str, unexplained(found, accepted))]
    complaints += [f"no longer found, so no longer to be accepted: {reason}" for reason in outdated(accepted, found)]
    for complaint in complaints:
        say(f"  {complaint}")
    sources = json.loads((REQUIREMENTS / "advisories.json").read_text(encoding="utf-8"))["sources"]
    say(f"known holes: {len(pinned)} locks, {len(found)} findings, {len(complaints)} not explained")
    if unanswered:
        until = "; ".join(f"{name} until {source['until']}" for name, source in sources.items())
        say(f"  INCOMPLETE: the services of PyPI and OSV could not be asked about {', '.join(unanswered)}.")
        say(f"  For these only the snapshot was checked ({until}). Run it where they can be reached.")
    return not complaints


def licences() -> bool:
    """Whether each package of the product has a licence that it may have."""
    rules = yaml.load((REQUIREMENTS / "licences.yml").read_bytes(), Loader=yaml.CSafeLoader)
    listed = subprocess.run([PROGRAMS / "pip-licenses", "--python", PRODUCT, "--from=mixed", "--format=json"], capture_output=True, check=True)
    product = set(locks()["runtime"])
    wrong = [
        f"  {package['Name']}: {package['License']}"
        for package in json.loads(listed.stdout)
        if re.sub(r"[._]", "-", package["Name"].lower()) in product
        and package["Name"] not in rules["exceptions"]
        and not all(part in rules["allowed"] for part in re.split(r"; | AND | OR ", package["License"]))
    ]
    for line in wrong:
        say(line)
    say(f"licences: {len(product)} packages, {len(wrong)} with a licence that is not allowed")
    return not wrong


def bill_of_materials() -> bool:
    """Writes what the product is made of, with versions and hashes, as CycloneDX."""
    BILL.parent.mkdir(exist_ok=True)
    command = [PROGRAMS / "cyclonedx-py", "requirements", REQUIREMENTS / "runtime.lock", "--pyproject", ROOT / "pyproject.toml"]
    subprocess.run([*command, "--output-reproducible", "--of", "JSON", "-o", BILL], check=True, capture_output=True)
    parts = json.loads(BILL.read_text(encoding="utf-8"))["components"]
    say(f"bill of materials: {len(parts)} packages in {BILL.relative_to(ROOT)}")
    return len(parts) == len(locks()["runtime"])


if __name__ == "__main__":
    raise SystemExit(0 if all([known_holes(), licences(), bill_of_materials()]) else 1)
