"""The audit's own judgement: what the services answer, and above all what it makes of a service that answers nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.supply.scripts import script

audit = script("audit")


def _service(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> Path:
    """A pip-audit that answers this, and a lock to ask about."""
    (folder / "answer").write_text(answer)
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat {folder / 'answer'}\n")
    program.chmod(0o755)
    monkeypatch.setattr(audit, "PROGRAMS", folder)
    return folder / "runtime.lock"


def test_holes_that_a_service_reports_are_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hole = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"]}
    report = {"dependencies": [{"name": "foo", "version": "1.0", "vulns": [hole]}, {"name": "bar", "version": "1.0", "vulns": []}]}
    (finding,) = audit.from_services(_service(tmp_path, monkeypatch, json.dumps(report)))
    assert (finding.package, finding.version, finding.lock, finding.names) == ("foo", "1.0", "runtime", {"PYSEC-1", "CVE-1"})


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no route to host",
        json.dumps({"dependencies": [{"name": "foo", "skip_reason": "not found"}, {"name": "bar", "version": "1", "vulns": []}]}),
    ],
    ids=["nothing", "an error", "a package skipped"],
)
def test_a_service_without_its_data_is_not_taken_for_a_clean_answer(answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit.from_services(_service(tmp_path, monkeypatch, answer)) is None


def test_without_the_services_it_says_that_it_is_incomplete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(audit, "from_services", lambda _: None)
    assert audit.known_holes()
    said = capsys.readouterr().out
    assert "INCOMPLETE" in said
    assert "2024-10-10" in said


def test_a_new_hole_that_a_service_reports_fails_the_audit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    new = audit.Finding(frozenset({"CVE-2027-1"}), "rasa", "3.6.21", "runtime")
    monkeypatch.setattr(audit, "from_services", lambda lock: (new,) if lock.stem == "runtime" else ())
    assert not audit.known_holes()
    said = capsys.readouterr().out
    assert "runtime.lock: rasa 3.6.21 has CVE-2027-1" in said
    assert "INCOMPLETE" not in said
