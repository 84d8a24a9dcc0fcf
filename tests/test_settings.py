"""The settings: what can be set, what is refused, and that secrets never print."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rasa_project import paths
from rasa_project.errors import SettingsError
from rasa_project.settings import PREFIX, Settings, newest_model, settings

read = settings.__wrapped__
"""Reads the environment anew, past the cache."""


@pytest.fixture(autouse=True)
def _no_settings_of_the_person_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


def test_by_default_nothing_is_served_beyond_this_machine() -> None:
    assert (read().host, read().port) == ("127.0.0.1", 5005)


def test_by_default_nothing_but_warnings_is_logged() -> None:
    assert read().log_level == "WARNING"


@pytest.mark.parametrize("name", Settings.__fields__)
def test_every_setting_says_what_it_is_for(name: str) -> None:
    assert Settings.__fields__[name].field_info.description


def test_a_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENING_NOTE_PORT", "8080")
    assert read().port == 8080


def test_the_name_of_a_setting_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("evening_note_port", "8080")
    assert read().port == 8080


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EVENING_NOTE_PORT", "abc"),
        ("EVENING_NOTE_PORT", "-1"),
        ("EVENING_NOTE_PORT", "65536"),
        ("EVENING_NOTE_PORT", ""),
        ("EVENING_NOTE_TOKEN_SECONDS", "1"),
        ("EVENING_NOTE_TOKEN_SECONDS", "1e9"),
        ("EVENING_NOTE_LONGEST_MESSAGE", "1000000"),
        ("EVENING_NOTE_WAITING_MESSAGES", "0"),
        ("EVENING_NOTE_SESSION_MINUTES", "100000"),
        ("EVENING_NOTE_CONVERSATIONS", "0"),
        ("EVENING_NOTE_SESSIONS_A_MINUTE", "0"),
        ("EVENING_NOTE_DATABASE", "mysql://somewhere"),
        ("EVENING_NOTE_RETENTION_DAYS", "0"),
        ("EVENING_NOTE_RETENTION_DAYS", "3651"),
        ("EVENING_NOTE_LOG_LEVEL", "LOUD"),
        ("EVENING_NOTE_LOG_LEVEL", "debug "),
        ("EVENING_NOTE_ORIGINS", "*"),
        ("EVENING_NOTE_ORIGINS", "null"),
        ("EVENING_NOTE_ORIGINS", "example.org"),
        ("EVENING_NOTE_ORIGINS", "https://example.org/"),
        ("EVENING_NOTE_ORIGINS", "https://*.example.org"),
        ("EVENING_NOTE_ORIGINS", "https://example.org https://other.example"),
        ("EVENING_NOTE_COUNTRY", "England"),
        ("EVENING_NOTE_COUNTRY", "G1"),
    ],
)
def test_a_setting_of_no_use_is_one_clear_line_that_names_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read()
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("written", "read_as"), [("gb", "GB"), ("GB", "GB"), ("", None)])
def test_a_country_is_two_letters_in_any_case_or_none(written: str, read_as: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENING_NOTE_COUNTRY", written)
    assert read().country == read_as


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("", ()),
        ("https://example.org", ("https://example.org",)),
        (
            " https://Example.org:8443 ,http://127.0.0.1:8000,, http://[::1]:80",
            ("https://example.org:8443", "http://127.0.0.1:8000", "http://[::1]:80"),
        ),
    ],
)
def test_origins_are_a_list_with_commas(written: str, read_as: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENING_NOTE_ORIGINS", written)
    assert read().origins == read_as


def test_secrets_never_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENING_NOTE_SECRET", "a-canary-of-a-secret")
    monkeypatch.setenv("EVENING_NOTE_DATABASE", "postgresql://me:canary@somewhere/notes")
    monkeypatch.setenv("EVENING_NOTE_PASSPHRASE", "a canary of a passphrase")
    chosen = read()
    assert chosen.secret.get_secret_value() == "a-canary-of-a-secret"
    for printed in (repr(chosen), str(chosen), f"{chosen.secret}", repr(chosen.secret), str(chosen.dict()), chosen.json()):
        assert "canary" not in printed


def test_what_is_kept_is_kept_where_programs_keep_their_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert read().data_dir == tmp_path / "evening-note"


def test_without_that_convention_it_is_kept_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read().data_dir == tmp_path / ".local" / "share" / "evening-note"


@pytest.mark.parametrize("name", ["EVENING_NOTE_DATABASE", "EVENING_NOTE_PASSPHRASE"])
def test_an_empty_line_means_that_a_secret_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, " ")
    chosen = read()
    assert (chosen.database, chosen.passphrase) == (None, None)


@pytest.mark.parametrize(("given", "own"), [(None, False), ("", False), ("  ", False), ("mine", True)])
def test_it_is_known_whether_a_secret_was_set(given: str | None, own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if given is not None:
        monkeypatch.setenv("EVENING_NOTE_SECRET", given)
    assert read().has_own_secret is own


def test_no_error_about_a_setting_prints_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENING_NOTE_SECRET", "a-canary-of-a-secret")
    monkeypatch.setenv("EVENING_NOTE_DATABASE", "a-canary-of-an-address")
    monkeypatch.setenv("EVENING_NOTE_PORT", "another-canary")
    with pytest.raises(SettingsError) as caught:
        read()
    assert "canary" not in str(caught.value)


def test_without_a_secret_every_start_has_one_of_its_own() -> None:
    first, second = read().secret.get_secret_value(), read().secret.get_secret_value()
    assert first != second
    assert len(first) >= 32


def test_secrets_may_lie_in_files_named_as_their_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "EVENING_NOTE_SECRET").write_text(" from a file\n")
    (tmp_path / "evening_note_passphrase").write_text("another\n")
    monkeypatch.setenv("EVENING_NOTE_SECRETS_DIR", str(tmp_path))
    chosen = read()
    assert (chosen.secret.get_secret_value(), chosen.has_own_secret) == ("from a file", True)
    assert chosen.passphrase is not None
    assert chosen.passphrase.get_secret_value() == "another"


def test_a_variable_goes_before_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "evening_note_secret").write_text("from a file")
    monkeypatch.setenv("EVENING_NOTE_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("EVENING_NOTE_SECRET", "from the environment")
    assert read().secret.get_secret_value() == "from the environment"


def test_an_empty_file_is_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "evening_note_secret").write_text("\n")
    monkeypatch.setenv("EVENING_NOTE_SECRETS_DIR", str(tmp_path))
    assert not read().has_own_secret


def test_a_folder_of_secrets_that_is_not_there_is_an_error_and_not_a_start_without_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVENING_NOTE_SECRETS_DIR", str(tmp_path / "none"))
    with pytest.raises(SettingsError, match="EVENING_NOTE_SECRETS_DIR"):
        read()


def test_an_empty_secret_never_signs_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty line in an environment file means "not set"; anybody could sign with nothing."""
    monkeypatch.setenv("EVENING_NOTE_SECRET", "")
    assert len(read().secret.get_secret_value()) >= 32


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(TypeError):
        read().port = 1


def test_a_model_that_is_set_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("rasa_project.settings.settings", lambda: Settings(model=tmp_path / "mine.tar.gz"))
    assert newest_model() == tmp_path / "mine.tar.gz"


def test_else_the_newest_model_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "MODELS", tmp_path)
    monkeypatch.setattr("rasa_project.settings.settings", Settings)
    for age, name in enumerate(("b.tar.gz", "c.tar.gz", "a.tar.gz")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "newer.txt").touch()
    assert newest_model() == tmp_path / "b.tar.gz"


def test_there_may_be_no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "MODELS", tmp_path)
    monkeypatch.setattr("rasa_project.settings.settings", Settings)
    assert newest_model() is None
