"""Pairing a home: a token printed once, of which only a hash is kept, worth nothing once it is taken back."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from rasa_project.channels.homes import FILE, LONGEST_NAME, Homes
from rasa_project.errors import PairingError, RequestError

TODAY = date(2026, 3, 4)


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    """No home yet."""
    return Homes(tmp_path / "data")


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


def test_only_a_hash_is_kept_in_a_file_for_its_owner_alone(homes: Homes, tmp_path: Path) -> None:
    token = homes.pair("cottage", TODAY)
    file = tmp_path / "data" / FILE
    assert token not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(("token", "code"), [(None, "no_token"), ("", "no_token"), ("x", "bad_token"), ("\ud800", "bad_token")])
def test_no_other_token_is_let_in(homes: Homes, token: str | None, code: str) -> None:
    homes.pair("cottage", TODAY)
    assert refused(homes, token) == code


def test_before_any_home_is_paired_nobody_is_let_in(homes: Homes) -> None:
    assert homes.all() == ()
    assert refused(homes, "x") == "bad_token"


def test_another_process_sees_at_once_that_a_home_came_or_went(homes: Homes, tmp_path: Path) -> None:
    serving = Homes(tmp_path / "data")
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


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"homes": [{}]}', '{"homes": [{"id": 1}]}'])
def test_a_broken_file_is_one_clear_error_and_lets_nobody_in(homes: Homes, tmp_path: Path, content: str) -> None:
    homes.pair("cottage", TODAY)
    (tmp_path / "data" / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PairingError, match=r"homes\.json cannot be read"):
        homes.home("x")


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(PairingError, match="cannot be"):
        Homes(tmp_path / "data").pair("cottage", TODAY)
