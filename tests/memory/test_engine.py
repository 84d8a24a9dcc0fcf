"""The database: private files, the write-ahead log, freed pages overwritten, and clear errors."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from rasa_project.coach.remembered import Agree, Forget, NoteMoment, OpenNote, Purpose, SaveLine, SetNotes, SetPin, Withdraw
from rasa_project.coach.schedule import Schedule
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import engine
from rasa_project.memory.engine import changing, make_engine
from rasa_project.memory.memory import Memory, no_next_note, open_memory
from rasa_project.settings import Settings
from tests.memory.raw import raw_bytes, sealed_pieces
from tests.memory.test_memory import ENTRY, filled

Opening = Callable[[Settings], Memory]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_and_folder_are_for_their_owner_alone(tmp_path: Path, opening: Opening) -> None:
    chosen = Settings(data_dir=tmp_path / "new" / "data")
    filled(opening(chosen))
    assert mode(chosen.data_dir) == 0o700
    assert {path.name: mode(path) for path in chosen.data_dir.iterdir()} == {
        "memory.db": 0o600,
        "memory.db-shm": 0o600,
        "memory.db-wal": 0o600,
        "memory.key": 0o600,
    }


def test_a_file_that_others_could_read_is_closed_to_them(sqlite: Settings, opening: Opening) -> None:
    (sqlite.data_dir / "memory.db").chmod(0o644)
    opening(sqlite)
    assert mode(sqlite.data_dir / "memory.db") == 0o600


def test_a_folder_that_was_there_is_left_as_it_is(tmp_path: Path, opening: Opening) -> None:
    tmp_path.chmod(0o755)
    opening(Settings(data_dir=tmp_path))
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 1), ("secure_delete", 1), ("foreign_keys", 1)])
def test_every_connection_is_set_up(sqlite: Settings, opening: Opening, pragma: str, value: object) -> None:
    memory = opening(sqlite)
    with memory.engine.connect() as one, memory.engine.connect() as two:
        assert {connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for connection in (one, two)} == {value}


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MemoryStoreError, match="EVENING_NOTE_DATA_DIR"):
        make_engine(Settings(data_dir=tmp_path / "file" / "below"))


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "memory.db").write_bytes(b"a canary, not a database" * 1000)
    with pytest.raises(MemoryStoreError, match="DatabaseError") as caught:
        open_memory(Settings(data_dir=tmp_path), no_next_note)
    assert "canary" not in str(caught.value)


def test_a_database_that_cannot_be_reached_is_one_clear_error_without_its_address(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path, database=f"postgresql://me:canary@/notes?host={tmp_path}/canary")
    with pytest.raises(MemoryStoreError) as caught:
        open_memory(chosen, no_next_note)
    assert "canary" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_address_that_is_none_is_one_clear_error() -> None:
    with pytest.raises(MemoryStoreError, match="EVENING_NOTE_DATABASE"):
        make_engine(Settings(database="postgresql://me@somewhere:canary/notes"))


def test_what_fails_in_between_changes_nothing(chosen: Settings) -> None:
    database = make_engine(chosen)
    with pytest.raises(KeyboardInterrupt):
        _fill_and_stop(database)
    with database.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM vault").scalar() == 0
    database.dispose()


@pytest.mark.parametrize("how", ["one purpose", "a person", "everybody"])
def test_what_was_forgotten_is_nowhere_in_the_files(sqlite: Settings, opening: Opening, how: str) -> None:
    """Sealed pieces are searched for as they lay there: the pages that they were on, the log and the index hold them no more."""
    memory = opening(sqlite)
    for person in ("anna", "ben"):
        for _ in range(30):
            filled(memory, person)
    whose = bytes.fromhex(memory.row("anna"))
    kept = {table: pieces for table, pieces in sealed_pieces(memory, whose).items() if pieces}
    before = raw_bytes(sqlite)
    assert set(kept) == {"people", "journal", "saved", "notes", "subscriptions"}
    assert all(piece in before for pieces in kept.values() for piece in pieces)
    if how == "one purpose":
        memory.carry_out("anna", [Withdraw(Purpose.JOURNAL)])
        kept = {"journal": kept["journal"]}
    elif how == "a person":
        memory.carry_out("anna", [Forget()])
    else:
        memory.forget_everyone()
    after = raw_bytes(sqlite)
    assert not [table for table, pieces in kept.items() for piece in pieces if piece in after]
    assert (whose in after) is (how == "one purpose")


def test_nothing_that_is_kept_shows_in_the_files(sqlite: Settings, opening: Opening) -> None:
    memory = opening(sqlite)
    changes = [Agree(Purpose.JOURNAL), Agree(Purpose.SAVED), Agree(Purpose.NOTES), NoteMoment(ENTRY), SaveLine("canary-line")]
    memory.carry_out("canary-person", [*changes, SetNotes(Schedule(600, zone="Europe/Canary")), OpenNote("canary-note"), SetPin("canary-pin")])
    memory.subscriptions.add(memory.row("canary-person"), {"endpoint": "https://canary.example"})
    raw = raw_bytes(sqlite).lower()
    for word in (b"canary", b"tired", b"decliner", b"journal\x00", b"2026-03-02", b"20260302"):
        assert word not in raw, word


def test_what_another_process_keeps_from_being_overwritten_is_overwritten_later(
    sqlite: Settings, opening: Opening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    memory = opening(sqlite)
    filled(memory)
    pieces = sealed_pieces(memory, bytes.fromhex(memory.row("anna")))
    other = opening(sqlite)
    with other.engine.connect() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM people").scalar()
        memory.carry_out("anna", [Forget()])
        assert memory.is_empty("anna")
        assert "another process is reading" in caplog.text
        assert not memory.clean()
    memory.purge()
    raw = raw_bytes(sqlite)
    assert not [piece for kept in pieces.values() for piece in kept if piece in raw]


def _fill_and_stop(database: Engine) -> None:
    with changing(database) as connection:
        connection.exec_driver_sql("INSERT INTO vault (id, generation, salt, store_key) VALUES (1, 'a', 'b', 'c')")
        raise KeyboardInterrupt


def test_a_connection_that_the_server_has_ended_is_replaced_before_it_is_used(empty_database: str, opening: Opening) -> None:
    memory = opening(Settings(database=empty_database))
    filled(memory)
    with memory.engine.connect() as connection:
        ended = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with make_engine(Settings(database=empty_database)).connect() as other:
        assert other.exec_driver_sql(f"SELECT pg_terminate_backend({ended}, 10000)").scalar()  # waits until it has
    assert memory.recall("anna").readable


def test_a_turn_that_notes_a_moment_asks_the_database_few_times(memory: Memory) -> None:
    """Each statement is a way to PostgreSQL and back, of which a turn has to wait for every one."""
    filled(memory)
    asked: list[str] = []
    event.listen(memory.engine, "before_cursor_execute", lambda _, __, statement, *___: asked.append(statement))
    memory.recall("anna")
    memory.carry_out("anna", [NoteMoment(ENTRY)])
    assert len([statement for statement in asked if not statement.startswith("BEGIN")]) <= 5, asked
