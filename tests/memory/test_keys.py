"""The master key: made once, for its owner alone, in the keyring where there is one; and no crash loses it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from rasa_project.errors import MemoryStoreError
from rasa_project.memory.keys import KeyFile, KeyPlace, Keyring, key_place
from rasa_project.settings import Settings


class RememberingKeyring(keyring.backend.KeyringBackend):
    """Keeps passwords for the time of a test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The password, if there is one."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets it."""
        del self.kept[service, username]


class LockedKeyring(RememberingKeyring):
    """Gives nothing away."""

    def get_password(self, service: str, username: str) -> str | None:
        """Refuses."""
        raise keyring.errors.KeyringLocked("canary")


@pytest.fixture(autouse=True)
def _same_keyring_afterwards() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture(params=["file", "keyring"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> KeyPlace:
    """An empty place for a key, of each kind."""
    if request.param == "file":
        return KeyFile(tmp_path)
    keyring.set_keyring(RememberingKeyring())
    return Keyring(tmp_path)


def test_at_first_there_is_no_key(place: KeyPlace) -> None:
    assert (place.current(), place.next()) == (None, None)


def test_a_key_is_made_once(place: KeyPlace) -> None:
    made = place.make()
    assert len(made) == 32
    assert (place.make(), place.current(), place.next()) == (made, made, None)


def test_a_new_key_lies_beside_the_old_one_until_it_takes_its_place(place: KeyPlace) -> None:
    old = place.make()
    new = place.prepare()
    assert (place.current(), place.next()) == (old, new)
    place.change_over()
    assert (place.current(), place.next()) == (new, None)


def test_a_change_that_was_begun_can_be_begun_again(place: KeyPlace) -> None:
    old, first = place.make(), place.prepare()
    second = place.prepare()
    assert len({old, first, second}) == 3
    assert (place.current(), place.next()) == (old, second)


def test_changing_over_without_a_new_key_changes_nothing(place: KeyPlace) -> None:
    old = place.make()
    place.change_over()
    assert place.current() == old


def test_a_key_can_be_removed(place: KeyPlace) -> None:
    place.make()
    place.prepare()
    place.remove()
    assert (place.current(), place.next()) == (None, None)
    place.remove()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    place = KeyFile(tmp_path / "new" / "folder")
    place.make()
    place.prepare()
    place.change_over()
    (file,) = (tmp_path / "new" / "folder").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_many_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: KeyFile(tmp_path).make(), range(40)))
    assert made == {KeyFile(tmp_path).current()}
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("written", ["", "canary", "00" * 31, "00" * 33, "\x00" * 64, "é" * 64])
def test_a_damaged_key_is_said_and_not_shown(tmp_path: Path, written: str) -> None:
    (tmp_path / "memory.key").write_text(written, encoding="utf-8")
    with pytest.raises(MemoryStoreError, match="damaged") as caught:
        KeyFile(tmp_path).current()
    assert "canary" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "memory.key").mkdir()
    with pytest.raises(MemoryStoreError, match=r"memory\.key"):
        KeyFile(tmp_path).current()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MemoryStoreError, match="cannot be used"):
        KeyFile(tmp_path / "file" / "below").make()


def test_without_a_keyring_the_key_is_in_a_file(tmp_path: Path) -> None:
    assert isinstance(key_place(Settings(data_dir=tmp_path)), KeyFile)


def test_with_a_keyring_the_key_is_there(tmp_path: Path) -> None:
    keyring.set_keyring(RememberingKeyring())
    place = key_place(Settings(data_dir=tmp_path))
    place.make()
    assert isinstance(place, Keyring)
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_in_a_file_stays_there_when_a_keyring_comes(tmp_path: Path) -> None:
    made = KeyFile(tmp_path).make()
    keyring.set_keyring(RememberingKeyring())
    assert key_place(Settings(data_dir=tmp_path)).current() == made


def test_each_data_directory_has_a_key_of_its_own(tmp_path: Path) -> None:
    keyring.set_keyring(RememberingKeyring())
    assert Keyring(tmp_path / "a").make() != Keyring(tmp_path / "b").make()


def test_a_locked_keyring_is_said_and_no_other_key_is_made(tmp_path: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    with pytest.raises(MemoryStoreError, match="keyring") as caught:
        key_place(Settings(data_dir=tmp_path)).make()
    assert "canary" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
