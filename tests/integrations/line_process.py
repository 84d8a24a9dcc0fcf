"""Programs of other environments that answer one JSON line with another, and what to do when they are not there."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from rasa_project.paths import ROOT


class LineProcess:
    """A program that answers one JSON line with another."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True, encoding="utf-8")

    def __enter__(self) -> LineProcess:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.kill()
        self._process.wait()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Its answer to a line."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the program ended"
        answer: dict[str, Any] = json.loads(line)
        return answer
