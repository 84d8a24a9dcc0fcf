"""What content files held when they were last parsed, kept as JSON: to parse their YAML takes a quarter of a start."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_FORM = b"1"
"""Another number where files are parsed otherwise: what was kept before counts no more."""


class Parsed:
    """Documents by the hash of what was written: a file that has changed is parsed anew.

    What is kept holds the same words as the content itself, and nothing of anybody who uses the coach.
    """

    def __init__(self, file: Path) -> None:
        """Reads what `keep` wrote to `file`; a file that is missing or damaged holds nothing."""
        self._file = file
        self._met: dict[str, Any] = {}
        try:
            kept = json.loads(file.read_bytes())
        except (OSError, ValueError):
            kept = {}
        self._known: dict[str, Any] = kept if isinstance(kept, dict) else {}

    def document(self, written: bytes, parse: Callable[[bytes], Any]) -> Any:
        """What `written` holds. Raises what `parse` raises."""
        digest = hashlib.sha256(_FORM + written).hexdigest()
        document = self._known[digest] if digest in self._known else parse(written)
        self._met[digest] = document
        return document

    def keep(self) -> None:
        """Writes down what was met and can be written as JSON, if that is anything new; where nothing can be written, the next start parses again."""
        lasting = {digest: document for digest, document in self._met.items() if digest in self._known or _is_plain(document)}
        if lasting.keys() == self._known.keys():
            return
        whole = self._file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            try:
                whole.write_text(json.dumps(lasting), encoding="utf-8")
                whole.replace(self._file)  # at once: another process reads the old or the new, never half
            finally:
                whole.unlink(missing_ok=True)  # of a full disk nothing is left


def _is_plain(document: Any) -> bool:
    """Whether JSON gives back the same; a date, or a number as a key, it would not."""
    try:
        return bool(json.loads(json.dumps(document)) == document)
    except TypeError:
        return False
