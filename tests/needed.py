"""What a test needs beyond Python: without it the test is skipped and says what is missing; with CI=true that is a failure."""

from __future__ import annotations

import os

import pytest


def needed(missing: str | None) -> None:
    """Goes on when nothing is `missing`; else skips the test with these words, or fails it where nothing may be skipped."""
    if missing is None:
        return
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(missing)
    pytest.skip(missing)
