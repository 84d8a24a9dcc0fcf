"""Debian's Chromium, as the tests start it: none of its pages reaches another machine."""

from __future__ import annotations

import shutil
from typing import Any

from tests.needed import needed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def how_to_launch() -> dict[str, Any]:
    """What Playwright is to be given. Without a Chromium the test is skipped, and with CI=true it fails."""
    command = next(filter(None, map(shutil.which, NAMES)), None)
    if command is not None:
        return {"executable_path": command, "args": list(FLAGS)}
    needed("no Chromium on this machine; scripts/system-packages.sh installs it")
    raise AssertionError("a missing Chromium has ended the test")
