"""Where things lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "bench" / "rasa-init.lock"
REPORT = ROOT / "docs" / "reference" / "benchmarks.md"
BASELINE = ROOT / ".tools" / "rasa-init"
LOGS = ROOT / ".tools" / "bench"
