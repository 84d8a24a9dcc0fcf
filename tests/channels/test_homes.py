"""Pairing a home: a token printed once, of which a keyed fingerprint is kept, worth nothing once it is taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from rasa_project.channels.homes import FILE, LONGEST_NAME, Home, Homes
from rasa_project.errors import MemoryStoreError, PairingError, RequestError
from rasa_project.memory import tables
from rasa_project.memory.memory import Memory
from rasa_project.settings import Settings
from tests.memory.raw import raw_bytes

TODAY = date(2026, 3, 4)


@pytest.fixture
def homes(memory: Memory) -> Homes:
    """No home yet."""
    return Homes(lambda: memory)


def refused(homes: Homes, token: str | None) -> str:
    """With what code a token is refused."""
    with pytest.raises(RequestError) as raised:
        homes.home(token)
    assert raised.value.status == 401
    return raised.value.code


def test_the_token_is_good_for_its_home_alone(homes: Homes) -> None:
    tokens = [homes.pair(name, TODAY) for name in ("cottage", "flat")]
    assert [homes.home(token).name for token in tokens] == ["cottage", "flat"]
    assert len({home.id for home in homes.all()}) == 2


def test_neither_a_token_nor_a_name_is_kept_in_clear(sqlite: Settings, opening: Callable[[Settings], Memory]) -> None:
    memory = opening(sqlite)
    token = Homes(lambda: memory).pair("canary-cottage", TODAY)
    raw = raw_bytes(sqlite)
    assert b"canary" not in raw
    assert token.encode() not in raw
    assert hashlib.sha256(token.encode()).digest() not in raw


@pytest.mark.parametrize(("token", "code"), [(None, "no_token"), ("", "no_token"), ("x", "bad_token"), ("\ud800", "bad_token")])
def test_no_other_token_is_let_in(homes: Homes, token: str | None, code: str) -> None:
    homes.pair("cottage", TODAY)
    assert refused(homes, token) == code


def test_before_any_home_is_paired_nobody_is_let_in(homes: Homes) -> None:
    assert homes.all() == ()
    assert refused(homes, "x") == "bad_token"


def test_another_process_sees_at_once_that_a_home_came_or_went(homes: Homes, chosen: Settings, opening: Callable[[Settings], Memory]) -> None:
    other = opening(chosen)
    serving = Homes(lambda: other)
    token = homes.pair("cottage", TODAY)
    assert serving.home(token).name == "cottage"
    homes.remove("cottage")
    assert refused(serving, token) == "bad_token"
    token = homes.pair("cottage", TODAY)
    assert serving.home(token).name == "cottage"


def test_a_home_that_is_paired_anew_is_another_home(homes: Homes) -> None:
    first = homes.home(homes.pair("cottage", TODAY))
    homes.remove("cottage")
    assert homes.home(homes.pair("cottage", TODAY)).id != first.id


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "two\nlines"])
def test_a_name_that_cannot_be_shown_is_refused(homes: Homes, name: str) -> None:
    with pytest.raises(PairingError, match="name"):
        homes.pair(name, TODAY)


def test_a_name_stands_for_one_home(homes: Homes) -> None:
    homes.pair("cottage", TODAY)
    with pytest.raises(PairingError, match="paired already"):
        homes.pair(" cottage ", TODAY)
    assert len(homes.all()) == 1


def test_a_home_that_is_not_there_cannot_go(homes: Homes) -> None:
    with pytest.raises(PairingError, match="no home named 'castle'"):
        homes.remove("castle")


def test_the_first_paired_is_the_first_told(homes: Homes) -> None:
    names = ["z", "a", "m"]
    for name in names:
        homes.pair(name, TODAY)
    assert [home.name for home in homes.all()] == names


def test_what_was_changed_is_no_home(homes: Homes, memory: Memory) -> None:
    tokens = [homes.pair(name, TODAY) for name in ("cottage", "flat")]
    with memory.engine.begin() as connection:
        connection.execute(update(tables.homes).values(home=b"\x01damaged"))
    for token in tokens:
        with pytest.raises(MemoryStoreError):
            homes.home(token)


def write_file(folder: Path, token: str, name: str) -> None:
    """A file as homes were kept in before, with one home in it."""
    home = {"id": f"id of {name}", "name": name, "digest": hashlib.sha256(token.encode()).hexdigest(), "since": "2026-01-02"}
    (folder / FILE).write_text(json.dumps({"homes": [home]}), encoding="utf-8")


def test_homes_that_were_kept_in_a_file_are_taken_over_once(homes: Homes, tmp_path: Path) -> None:
    write_file(tmp_path, "the token", "cottage")
    for _ in range(2):
        homes.take_over(tmp_path)
        assert homes.all() == (Home("id of cottage", "cottage", "2026-01-02"),)
    assert homes.home("the token").id == "id of cottage"
    assert not (tmp_path / FILE).exists()
    homes.remove("cottage")
    homes.take_over(tmp_path)
    assert homes.all() == ()


def test_a_file_taken_over_before_its_removal_failed_brings_nothing_twice(homes: Homes, tmp_path: Path) -> None:
    for _ in range(2):
        write_file(tmp_path, "the token", "cottage")
        homes.take_over(tmp_path)
    assert len(homes.all()) == 1


def test_two_machines_may_bring_a_home_of_the_same_name(homes: Homes, tmp_path: Path) -> None:
    for number in range(3):
        write_file(tmp_path, f"token {number}", "home")
        homes.take_over(tmp_path)
    assert [homes.home(f"token {number}").name for number in range(3)] == ["home", "home 2", "home 3"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"homes": [{}]}', '{"homes": [{"id": 1}]}'])
def test_a_broken_file_is_one_clear_error_and_stays(homes: Homes, tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PairingError, match=r"homes\.json cannot be read"):
        homes.take_over(tmp_path)
    assert (tmp_path / FILE).exists()
