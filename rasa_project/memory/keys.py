"""The master key: from a passphrase, from the system's keyring, or from a file that only its owner can read.

A key that is about to take the place of another lies beside it until the database has changed over, so that a crash in between loses neither.
"""

from __future__ import annotations

import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import keyring.errors
from keyring.backends import fail, null

from rasa_project.errors import MemoryStoreError
from rasa_project.memory.cipher import KEY_BYTES, new_key
from rasa_project.memory.engine import make_private_folder
from rasa_project.settings import Settings

SERVICE = "evening-note"
FILE = "memory.key"
_CURRENT, _NEXT = "", ".next"


class KeyPlace(ABC):
    """Where a random master key lies."""

    def current(self) -> bytes | None:
        """The key that is there. Raises MemoryStoreError when the place cannot be read."""
        return self._read(_CURRENT)

    def next(self) -> bytes | None:
        """The key that was about to take its place, if a change was cut off."""
        return self._read(_NEXT)

    def make(self) -> bytes:
        """The key that is there, made when there is none yet."""
        return self.current() or self._write(_CURRENT, new_key())

    def prepare(self) -> bytes:
        """A new key beside the one that is there."""
        self._remove(_NEXT)
        return self._write(_NEXT, new_key())

    def change_over(self) -> None:
        """The prepared key takes the place of the one that is there."""
        prepared = self._read(_NEXT)
        if prepared is not None:
            self._replace(prepared)
            self._remove(_NEXT)

    def remove(self) -> None:
        """No key lies here any more."""
        self._remove(_NEXT)
        self._remove(_CURRENT)

    @abstractmethod
    def _read(self, which: str) -> bytes | None: ...

    @abstractmethod
    def _write(self, which: str, key: bytes) -> bytes:
        """Puts a key where none is; the key that is there in the end, should another process have been faster."""

    @abstractmethod
    def _replace(self, key: bytes) -> None: ...

    @abstractmethod
    def _remove(self, which: str) -> None: ...


class KeyFile(KeyPlace):
    """A file in the data directory, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, which: str) -> Path:
        return self._folder / f"{FILE}{which}"

    def _read(self, which: str) -> bytes | None:
        with _file_errors(self._path(which)):
            try:
                return _decoded(self._path(which).read_text("ascii", errors="replace"), str(self._path(which)))
            except FileNotFoundError:
                return None

    def _write(self, which: str, key: bytes) -> bytes:
        make_private_folder(self._folder)
        path = self._path(which)
        with _file_errors(path), self._written(key) as written:
            try:
                os.link(written, path)  # unlike a rename, never over one that is there
            except FileExistsError:
                there = self._read(which)
                if there is None:
                    raise
                return there
        return key

    def _replace(self, key: bytes) -> None:
        with _file_errors(self._path(_CURRENT)), self._written(key) as written:
            written.replace(self._path(_CURRENT))

    def _remove(self, which: str) -> None:
        with _file_errors(self._path(which)):
            self._path(which).unlink(missing_ok=True)

    @contextmanager
    def _written(self, key: bytes) -> Iterator[Path]:
        """A whole file under a name of its own, on the disk for sure; gone at the end unless it was renamed."""
        written = self._folder / f"{FILE}.{secrets.token_hex(8)}"
        try:
            with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(key.hex() + "\n")
                file.flush()
                os.fsync(file.fileno())
            yield written
        finally:
            written.unlink(missing_ok=True)
            self._settle()

    def _settle(self) -> None:
        """The folder's list of files is on the disk too, before anything is sealed with a key in it."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Keyring(KeyPlace):
    """The keyring of the system, one entry for each data directory."""

    def __init__(self, folder: Path) -> None:
        self._name = str(folder.absolute())

    def _read(self, which: str) -> bytes | None:
        with _keyring_errors():
            kept = keyring.get_password(SERVICE, self._name + which)
        return None if kept is None else _decoded(kept, "the keyring")

    def _write(self, which: str, key: bytes) -> bytes:
        with _keyring_errors():
            keyring.set_password(SERVICE, self._name + which, key.hex())
        return key

    def _replace(self, key: bytes) -> None:
        self._write(_CURRENT, key)

    def _remove(self, which: str) -> None:
        if self._read(which) is not None:
            with _keyring_errors():
                keyring.delete_password(SERVICE, self._name + which)


def key_place(chosen: Settings) -> KeyPlace:
    """Where the random master key of these settings lies, or would: a file that is there, else the keyring if there is one, else a file."""
    file = KeyFile(chosen.data_dir)
    if file.current() is not None or not _has_keyring():
        return file
    return Keyring(chosen.data_dir)


def _has_keyring() -> bool:
    """Whether the system has a keyring that keeps something."""
    return not isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring))


def _decoded(written: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(written.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise MemoryStoreError(
            f"the key of the memory in {where} is damaged; restore it from a backup, or 'evening-note forget --everyone' starts anew"
        )
    return key


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MemoryStoreError(f"the key file {path} cannot be used ({error.strerror})") from error


@contextmanager
def _keyring_errors() -> Iterator[None]:
    try:
        yield
    except keyring.errors.KeyringError as error:
        raise MemoryStoreError(f"the system's keyring cannot be used ({type(error).__name__}); is it locked?") from error
