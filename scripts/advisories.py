"""Makes requirements/advisories.json anew from a checkout of the PyPA advisory database: advisories.py FOLDER. What was gathered by hand stays.

Only advisories about packages of our locks are taken, whatever version they are about: so a lock that goes back to a version with a hole is noticed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from known_holes import SNAPSHOT, locks
from packaging.utils import canonicalize_name

DATABASE = "PyPA advisory database"
LONGEST_SUMMARY = 160


def from_database(folder: Path) -> list[dict[str, Any]]:
    """The database's advisories about our packages, in the order of its files."""
    ours = {package for versions in locks().values() for package in versions}
    entries = []
    for file in _git(folder, "ls-tree", "-r", "--name-only", "HEAD", "vulns").splitlines():
        if canonicalize_name(file.split("/")[1]) in ours:
            advisory = yaml.load(_git(folder, "show", f"HEAD:{file}"), Loader=yaml.CSafeLoader)
            if "withdrawn" not in advisory:
                entries.extend(_entries(advisory))
    return entries


def _entries(advisory: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": advisory["id"],
            "aliases": sorted(advisory.get("aliases", ())),
            "package": canonicalize_name(about["package"]["name"]),
            "summary": " ".join(advisory["details"].split())[:LONGEST_SUMMARY],
            "spans": _spans(about),
            "source": DATABASE,
        }
        for about in advisory["affected"]
    ]


def _spans(about: dict[str, Any]) -> list[dict[str, str]]:
    spans: list[dict[str, str]] = []
    for listed in about.get("ranges", ()):
        if listed["type"] == "ECOSYSTEM":
            for event in listed["events"]:
                if "introduced" in event:
                    spans.append({"introduced": event["introduced"]})
                elif "fixed" in event:
                    spans[-1]["fixed"] = event["fixed"]
                elif "last_affected" in event:
                    spans[-1]["last"] = event["last_affected"]
    # without a range, the versions that are named, each a span of its own
    return spans or [{"introduced": version, "last": version} for version in about.get("versions", ())]


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True).stdout


def main(folder: Path) -> None:
    """Writes the snapshot."""
    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    commit, day = _git(folder, "log", "-1", "--format=%H %cs").split()
    by_hand = [entry for entry in kept["advisories"] if entry["source"] != DATABASE]
    kept["sources"][DATABASE] = {"until": day, "commit": commit, "licence": "CC-BY-4.0", "how": "every advisory about a package in a lock"}
    kept["advisories"] = [*from_database(folder), *by_hand]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in kept["advisories"])  # one a line, so that changes can be read
    sources = json.dumps(kept["sources"], ensure_ascii=False)
    SNAPSHOT.write_text(f'{{"sources": {sources},\n"advisories": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
