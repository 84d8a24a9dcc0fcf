"""The checkers of what is deployed, in their own environment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from rasa_project.paths import ROOT
from tests.needed import needed

DEPLOY = ROOT / "deploy"
PROGRAMS = ROOT / ".tools" / "deploy"


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a checker until it ends."""
    needed(None if (PROGRAMS / "installed").is_file() else "the checkers of deploy/ are not installed (scripts/setup-tool.sh deploy does it)")
    return subprocess.run([PROGRAMS / "bin" / program, *arguments], capture_output=True, text=True, timeout=120, check=False)


def policies(folder: Path, framework: str, waived: dict[str, str]) -> list[str]:
    """What the policy checks of a framework find wrong in a folder, but for those that are waived, each with its reason."""
    done = run(
        "checkov",
        "--directory",
        folder,
        "--framework",
        framework,
        "--skip-download",
        "--compact",
        "--quiet",
        "--skip-check",
        ",".join(waived or {"-": ""}),
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    return [line for line in done.stdout.splitlines() if line.startswith("Check: ")]


def nginx() -> str:
    """Debian's nginx."""
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    needed(None if found else "nginx is not installed; scripts/system-packages.sh installs it")
    assert found is not None
    return found
