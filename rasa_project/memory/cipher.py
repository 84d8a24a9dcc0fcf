"""Sealing: authenticated encryption of what is kept, each piece bound to its place, and the keys derived for it."""

from __future__ import annotations

import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from rasa_project.errors import MemoryStoreError

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12
_VERSION = b"\x01"
_LENGTH_BYTES = 4
_BLOCK = 128
"""Bytes to which a piece is filled up, so that its length does not tell which code it holds."""
SCRYPT_COST = 2**15


def new_key() -> bytes:
    """A random key."""
    return secrets.token_bytes(KEY_BYTES)


def derived_key(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, from another key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"evening-note {purpose}".encode()).derive(key)


def key_from_words(words: str, salt: bytes, cost: int | None = None) -> bytes:
    """A key from a passphrase or a PIN, slow to compute on purpose (scrypt, a tenth of a second; `cost` for another)."""
    return Scrypt(salt, KEY_BYTES, n=cost or SCRYPT_COST, r=8, p=1).derive(unicodedata.normalize("NFKC", words).strip().encode())


class Cipher:
    """Seals and opens with one key (AES-256-GCM, a random nonce for each piece)."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, *place: str | bytes) -> bytes:
        """The sealed bytes. `place` (table, person, row) is no part of them, but they open nowhere else."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        filled = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
        filled += bytes(-len(filled) % _BLOCK)
        return _VERSION + nonce + self._aead.encrypt(nonce, filled, _bound(place))

    def open(self, sealed: bytes, *place: str | bytes) -> bytes:
        """What was sealed at this place. Raises MemoryStoreError when it was changed, moved, or sealed with another key."""
        start = len(_VERSION)
        nonce = sealed[start : start + _NONCE_BYTES]
        try:
            if not sealed.startswith(_VERSION):
                raise InvalidTag
            filled = self._aead.decrypt(nonce, sealed[start + _NONCE_BYTES :], _bound(place))
        except (InvalidTag, ValueError) as error:
            raise MemoryStoreError("something in the memory cannot be opened: it was changed, or sealed with another key") from error
        return filled[_LENGTH_BYTES : _LENGTH_BYTES + int.from_bytes(filled[:_LENGTH_BYTES], "big")]


def _bound(place: tuple[str | bytes, ...]) -> bytes:
    """A place as bytes, no two places the same."""
    bound = b""
    for part in place:
        written = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        bound += len(written).to_bytes(_LENGTH_BYTES, "big") + written
    return bound
