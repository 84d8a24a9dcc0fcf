"""A desktop notification on the machine that the server runs on, by the command that its desktop has for it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import datetime

from rasa_project.errors import NoticeError

SECONDS = 5
"""How long the command may take."""
_SHOWN_FOR = 10_000
"""Milliseconds."""


class Desktop:
    """Shows the notice here. For a machine whose screen is one's own: whoever looks at it sees that a note is ready."""

    name = "desktop"

    def __init__(self, notice: str, platform: str = sys.platform) -> None:
        self._command = _command(notice, platform)

    def notify(self, person: str, until: datetime) -> None:
        """Shows the notice. Raises NoticeError where no command can, or it fails."""
        program = None if self._command is None else shutil.which(self._command[0])
        if self._command is None or program is None:
            raise NoticeError("no command for notifications")
        try:
            subprocess.run([program, *self._command[1:]], check=True, timeout=SECONDS, capture_output=True)  # noqa: S603 - fixed words
        except (OSError, subprocess.SubprocessError) as error:
            raise NoticeError(type(error).__name__) from error


def _command(notice: str, platform: str) -> list[str] | None:
    """The command for a desktop. Its arguments, which others on the machine may see, are the neutral words alone."""
    if platform == "darwin":
        return ["osascript", "-e", f"display notification {json.dumps(notice)}"]
    if platform.startswith("linux"):
        return ["notify-send", "--app-name", "evening-note", "--expire-time", str(_SHOWN_FOR), "--hint", "int:transient:1", notice]
    return None
