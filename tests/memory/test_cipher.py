"""Sealing: nothing shows, nothing can be changed, and nothing opens in another place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.errors import MemoryStoreError
from rasa_project.memory.cipher import Cipher, derived_key, key_from_words, new_key

PLACES = st.lists(st.one_of(st.text(max_size=8), st.binary(max_size=8)), max_size=4).map(tuple)


def as_bytes(place: tuple[str | bytes, ...]) -> list[bytes]:
    return [part.encode(errors="surrogatepass") if isinstance(part, str) else part for part in place]


@given(st.binary(max_size=2000), PLACES)
def test_what_was_sealed_opens_again_at_its_place(plain: bytes, place: tuple[str | bytes, ...]) -> None:
    cipher = Cipher(new_key())
    assert cipher.open(cipher.seal(plain, *place), *place) == plain


@given(PLACES, PLACES)
def test_it_opens_at_no_other_place(place: tuple[str | bytes, ...], other: tuple[str | bytes, ...]) -> None:
    cipher = Cipher(new_key())
    sealed = cipher.seal(b"x", *place)
    if as_bytes(place) == as_bytes(other):
        assert cipher.open(sealed, *other) == b"x"
    else:
        with pytest.raises(MemoryStoreError):
            cipher.open(sealed, *other)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_noticed(at: int, difference: int) -> None:
    cipher = Cipher(new_key())
    sealed = bytearray(cipher.seal(b"a canary", "journal", b"anna"))
    sealed[at % len(sealed)] ^= difference
    with pytest.raises(MemoryStoreError):
        cipher.open(bytes(sealed), "journal", b"anna")


@given(st.binary(max_size=300))
def test_what_was_never_sealed_is_noticed(written: bytes) -> None:
    with pytest.raises(MemoryStoreError):
        Cipher(new_key()).open(written, "journal")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(MemoryStoreError):
        Cipher(new_key()).open(Cipher(new_key()).seal(b"x"))


def test_the_same_is_sealed_differently_each_time() -> None:
    cipher = Cipher(new_key())
    assert len({cipher.seal(b"x") for _ in range(1000)}) == 1000


def test_what_is_sealed_does_not_show() -> None:
    assert b"canary" not in Cipher(new_key()).seal(b"canary" * 10, "canary-place")


def test_the_length_does_not_tell_which_code_it_is() -> None:
    cipher = Cipher(new_key())
    assert len({len(cipher.seal(bytes(length))) for length in range(100)}) == 1


def test_each_purpose_has_a_key_of_its_own() -> None:
    key = new_key()
    assert len({key, derived_key(key, "one"), derived_key(key, "two"), derived_key(new_key(), "one")}) == 4
    assert derived_key(key, "one") == derived_key(key, "one")


def test_the_same_words_are_the_same_key_however_a_keyboard_writes_them() -> None:
    salt = bytes(16)
    assert key_from_words(" caf\u00e9 ", salt) == key_from_words("cafe\u0301", salt)
    assert key_from_words("café", salt) != key_from_words("cafe", salt)
    assert key_from_words("café", salt) != key_from_words("café", b"1" * 16)


def test_words_are_slow_to_try() -> None:
    began = time.process_time()
    key_from_words("café", bytes(16))
    assert time.process_time() - began > 0.01
