"""The homes that are paired: each has a token that only the home knows, of which a hash is kept in the data directory."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rasa_project.errors import PairingError, RequestError

FILE = "homes.json"
LONGEST_NAME = 64


@dataclass(frozen=True)
class Home:
    """One paired home. `digest` is the SHA-256 of its token: the token is random enough that nothing more is needed."""

    id: str
    name: str
    digest: str
    since: str


class Homes:
    """The paired homes, in a file that its owner alone may read. A running server sees a change at the next request."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._seen: tuple[int, int] | None = None
        self._homes: tuple[Home, ...] = ()

    def pair(self, name: str, today: date) -> str:
        """Pairs a home and returns its token, which cannot be had again. Raises PairingError for a name that is taken or unusable."""
        name = name.strip()
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise PairingError(f"a home's name has 1 to {LONGEST_NAME} characters")
        token = secrets.token_urlsafe(32)
        with self._changing() as homes:
            if any(home.name == name for home in homes):
                raise PairingError(f"a home named '{name}' is paired already; 'evening-note pair --remove' ends that, another name pairs one more")
            homes.append(Home(secrets.token_urlsafe(9), name, _digest(token), today.isoformat()))
        return token

    def remove(self, name: str) -> None:
        """Ends a pairing: its token is worth nothing from now on. Raises PairingError when there is no such home."""
        with self._changing() as homes:
            left = [home for home in homes if home.name != name]
            if len(left) == len(homes):
                raise PairingError(f"no home named '{name}' is paired")
            homes[:] = left

    def all(self) -> tuple[Home, ...]:
        """The paired homes, the first paired first. Raises PairingError when their file cannot be read."""
        try:
            status = self._file.stat()
        except FileNotFoundError:
            self._seen, self._homes = None, ()
            return ()
        except OSError as error:
            raise PairingError(f"{self._file} cannot be read ({error.strerror})") from error
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            self._homes, self._seen = self._read(), seen
        return self._homes

    def home(self, token: str | None) -> Home:
        """The home that a token belongs to. Raises RequestError 401 when it is missing, unknown or no longer paired."""
        if not token:
            raise RequestError(401, "no_token", "Pair this home first: 'evening-note pair'.")
        given = _digest(token)
        found = [home for home in self.all() if hmac.compare_digest(home.digest, given)]
        if not found:
            raise RequestError(401, "bad_token", "This home is not paired; 'evening-note pair' makes a token.")
        return found[0]

    def _read(self) -> tuple[Home, ...]:
        try:
            document: Any = json.loads(self._file.read_text(encoding="utf-8"))
            return tuple(Home(**entry) for entry in document["homes"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise PairingError(f"{self._file} cannot be read ({type(error).__name__}); move it away and pair anew") from error

    @contextmanager
    def _changing(self) -> Iterator[list[Home]]:
        """The homes as a list to change; afterwards the file is replaced whole, so that no reader ever sees half of it."""
        homes = list(self.all())
        yield homes
        written = self._file.with_name(f"{FILE}.{secrets.token_hex(8)}")
        content = json.dumps({"homes": [asdict(home) for home in homes]}, ensure_ascii=False, indent=2) + "\n"
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
                file.write(content)
            written.replace(self._file)
        except OSError as error:
            written.unlink(missing_ok=True)
            raise PairingError(f"{self._file} cannot be written ({error.strerror})") from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
