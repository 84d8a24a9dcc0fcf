"""A file sealed with a passphrase, in chunks that are numbered and of which the last is marked: it opens whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rasa_project.errors import MemoryStoreError
from rasa_project.memory.cipher import SALT_BYTES, key_from_words

MAGIC = b"evening-note backup 1\n"
COST = 17
"""Of scrypt, as a power of two: half a second and 128 MiB. More than for a PIN, since whoever has the file can try for as long as they like."""
CHUNK = 64 * 1024
"""Bytes of each chunk but the last, before they are sealed."""
_HIGHEST_COST = 18
"""A file cannot make us use more than 256 MiB."""
_TAG_BYTES = 16
_NONCE_BYTES = 12
_HEADER_BYTES = len(MAGIC) + 1 + SALT_BYTES


class SealedWriter:
    """Seals what is written (AES-256-GCM). The key is new for each file, so the number of a chunk is nonce enough."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self._file = file
        self._header = MAGIC + bytes([COST]) + salt
        self._aead = AESGCM(key_from_words(passphrase, salt, 2**COST))
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, content: bytes) -> None:
        """Adds bytes; they reach the file chunk by chunk."""
        self._waiting += content
        while len(self._waiting) > CHUNK:  # the last one is kept back, since it is to be marked
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def end(self) -> None:
        """Writes the last chunk. Without it the file opens for nobody."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._aead.encrypt(_nonce(self._number, last), chunk, self._header))
        self._number += 1


def read_sealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The chunks of a sealed file, one after the other; it is whole only when the last one came.

    Raises MemoryStoreError when it is no such file, the passphrase is another, or anything was changed, cut off or put in another order.
    """
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(MAGIC) or not 0 < header[len(MAGIC)] <= _HIGHEST_COST:
        raise MemoryStoreError("this is no backup of Evening Note, or one of a newer version")
    aead = AESGCM(key_from_words(passphrase, header[-SALT_BYTES:], 2 ** header[len(MAGIC)]))
    number, sealed = 0, file.read(CHUNK + _TAG_BYTES)
    while True:
        following = file.read(CHUNK + _TAG_BYTES)
        try:
            yield aead.decrypt(_nonce(number, not following), sealed, header)
        except (InvalidTag, ValueError) as error:
            wrong = "the passphrase is wrong, or the backup is damaged" if number == 0 else "the backup is damaged or not whole"
            raise MemoryStoreError(wrong) from error
        if not following:
            return
        number, sealed = number + 1, following


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file for its owner alone, written under another name and renamed when it is whole and on the disk for sure.

    Raises MemoryStoreError when it cannot be written, or is there already and `force` does not allow to take its place.
    """
    _refuse_to_replace(path, force)
    written = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _refuse_to_replace(path, force)
        written.replace(path)
    except OSError as error:
        raise MemoryStoreError(f"{path} cannot be written ({error.strerror})") from error
    finally:
        written.unlink(missing_ok=True)


def _refuse_to_replace(path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise MemoryStoreError(f"{path} is there already; --force takes its place")


def _nonce(number: int, last: bool) -> bytes:
    return (2 * number + last).to_bytes(_NONCE_BYTES, "big")
