"""A backup brings back everything that was kept, on any database, or nothing at all; and nobody reads it without its passphrase."""

from __future__ import annotations

import json
import multiprocessing
import resource
import stat
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, String, func, insert, select, text, update

from rasa_project.coach.remembered import Agree, Forget, NoteMoment, Purpose, SaveLine, SetNotes, SetPin
from rasa_project.coach.schedule import Schedule, next_after
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import sealed_file, tables
from rasa_project.memory.backup import LEFT_OUT, back_up, restore
from rasa_project.memory.engine import make_engine
from rasa_project.memory.keys import key_place
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.memory.migrations import NEWEST
from rasa_project.memory.sealed_file import SealedWriter, read_sealed
from rasa_project.settings import Settings
from tests.memory import restorer
from tests.memory.conftest import KINDS, StandingClock, nightly
from tests.memory.raw import raw_bytes, sealed_pieces
from tests.memory.restorer import FILES, NOW, WORDS
from tests.memory.schemas import PASSPHRASE, fill
from tests.memory.test_memory import ENTRY, EVERY_NIGHT, filled, texts
from tests.memory.test_migrations import revisions

Opening = Callable[[Settings], Memory]
PIN = "2468"
HOMES = '{"homes": [{"id": "a", "name": "Zuhause “1”", "digest": "0", "since": "2026-01-01"}]}\n'


pytestmark = pytest.mark.usefixtures("quick_words")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys take no time, and a small backup has many chunks."""
    monkeypatch.setattr(sealed_file, "COST", restorer.COST)
    monkeypatch.setattr(sealed_file, "CHUNK", restorer.CHUNK)


@pytest.fixture(params=KINDS)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Another machine with nothing on it."""
    database = request.getfixturevalue("postgresql").database() if request.param == "postgresql" else None
    return Settings(data_dir=tmp_path / "elsewhere", database=database)


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """The same with SQLite, for what no database has to do with."""
    return Settings(data_dir=tmp_path / "fresh")


@pytest.fixture
def kept(memory: Memory, chosen: Settings) -> Memory:
    """A memory with two people, one of them behind a PIN, and a paired home."""
    filled(memory)
    filled(memory, "ben")
    memory.carry_out("ben", [SetPin(PIN)])
    chosen.data_dir.mkdir(exist_ok=True)
    (chosen.data_dir / "homes.json").write_text(HOMES, encoding="utf-8")
    return memory


@pytest.fixture
def file(kept: Memory, chosen: Settings, tmp_path: Path) -> Path:
    """A backup of it."""
    assert not kept.is_empty("anna")
    back_up(chosen, FILES, tmp_path / "kept.backup", WORDS, NOW)
    return tmp_path / "kept.backup"


@pytest.fixture
def small(sqlite: Settings, opening: Opening, tmp_path: Path) -> Path:
    """A backup of one person, of a file of SQLite."""
    filled(opening(sqlite))
    back_up(sqlite, FILES, tmp_path / "small.backup", WORDS, NOW)
    return tmp_path / "small.backup"


def put_back(chosen: Settings, file: Path, words: str = WORDS, now: datetime = NOW, *, replace: bool = False) -> None:
    restore(chosen, FILES, file, words, nightly, now, replace=replace)


def rows(memory: Memory) -> dict[str, int]:
    with memory.engine.connect() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar() for table in tables.metadata.sorted_tables}


def everything_of(memory: Memory) -> list[object]:
    return [memory.export("anna"), memory.export("ben", memory.unlock("ben", PIN)), memory.vault.server_secret, memory.vault.push_secret]


def test_all_that_was_kept_comes_back_on_any_database(kept: Memory, file: Path, elsewhere: Settings, opening: Opening) -> None:
    put_back(elsewhere, file)
    there = opening(elsewhere)
    assert everything_of(there) == everything_of(kept)
    assert rows(there) == rows(kept)
    assert there.subscriptions.of(there.row("anna")) == kept.subscriptions.of(kept.row("anna"))
    assert there.recall("ben").locked
    assert (elsewhere.data_dir / "homes.json").read_text(encoding="utf-8") == HOMES
    filled(there, "carl")
    there.carry_out("anna", [Forget()])
    assert there.is_empty("anna")


def test_every_table_is_in_it_but_live_conversations(file: Path, kept: Memory, chosen: Settings, elsewhere: Settings, opening: Opening) -> None:
    content = b"".join(read_sealed(file.open("rb"), WORDS)).decode()
    named = [json.loads(line)["table"] for line in content.splitlines() if line.startswith('{"table"')]
    assert set(named) == {table.name for table in tables.metadata.sorted_tables} - {"sessions"}
    kinds = (LargeBinary, Integer, BigInteger, String, Boolean)  # what JSON brings back as it was, on each database
    assert [column for table in tables.metadata.sorted_tables for column in table.c if not isinstance(column.type, kinds)] == []
    session = {"id": b"1", "expires": 2**40, "slots": b"what is going on"}
    with kept.engine.begin() as connection:
        connection.execute(insert(tables.sessions).values(**session))
    back_up(chosen, FILES, file, WORDS, NOW, force=True)
    put_back(elsewhere, file)
    assert rows(opening(elsewhere))["sessions"] == 0
    assert {"sessions"} == LEFT_OUT


@pytest.mark.parametrize("before", [None, "one passphrase"])
@pytest.mark.parametrize("after", [None, "another passphrase"])
def test_it_is_sealed_with_the_key_of_where_it_goes(tmp_path: Path, opening: Opening, before: str | None, after: str | None) -> None:
    here = Settings(data_dir=tmp_path / "here", passphrase=before)
    there = Settings(data_dir=tmp_path / "there", passphrase=after)
    memory = opening(here)
    filled(memory)
    back_up(here, FILES, tmp_path / "moved", WORDS, NOW)
    put_back(there, tmp_path / "moved")
    assert texts(opening(there).recall("anna").saved) == ["i'm worn out, hold me?"]
    assert opening(there).vault.generation != memory.vault.generation
    assert (key_place(there).current() is None) is (after is not None)
    with pytest.raises(MemoryStoreError, match="another key"):
        opening(there.copy(update={"passphrase": SecretStr("a third one")}))


def test_it_can_be_read_by_its_owner_alone_and_leaves_nothing_beside_it(file: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]


def test_nothing_in_it_can_be_read(kept: Memory, file: Path, chosen: Settings) -> None:
    content = file.read_bytes()
    with kept.engine.connect() as connection:
        ids = [row.id for row in connection.execute(select(tables.people.c.id))]
    master = key_place(chosen).current()
    assert master is not None
    assert len(ids) == 2
    for secret in (*ids, master, b"anna", b"Zuhause", b"people", b"worn out"):
        assert secret not in content
        assert secret.hex().encode() not in content


def test_two_backups_of_the_same_are_not_alike(small: Path, sqlite: Settings, tmp_path: Path) -> None:
    back_up(sqlite, FILES, tmp_path / "again", WORDS, NOW)
    assert (tmp_path / "again").read_bytes()[len(sealed_file.MAGIC) + 1 :][:64] != small.read_bytes()[len(sealed_file.MAGIC) + 1 :][:64]


def test_a_file_that_is_there_stays_unless_that_is_wanted(small: Path, sqlite: Settings) -> None:
    before = small.read_bytes()
    with pytest.raises(MemoryStoreError, match="--force"):
        back_up(sqlite, FILES, small, WORDS, NOW)
    assert small.read_bytes() == before
    back_up(sqlite, FILES, small, WORDS, NOW, force=True)
    assert small.read_bytes() != before


def test_it_is_of_one_moment_whatever_is_changed_meanwhile(
    kept: Memory, chosen: Settings, tmp_path: Path, fresh: Settings, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = SealedWriter.write

    def _and_somebody_goes(self: SealedWriter, content: bytes) -> None:
        write(self, content)
        if b'"table":"people"' in content:
            kept.carry_out("anna", [Forget()])
            kept.carry_out("carl", [Agree(Purpose.SAVED), SaveLine("later")])

    monkeypatch.setattr(SealedWriter, "write", _and_somebody_goes)
    back_up(chosen, FILES, tmp_path / "meanwhile", WORDS, NOW)
    put_back(fresh, tmp_path / "meanwhile")
    assert texts(opening(fresh).recall("anna").saved) == ["i'm worn out, hold me?"]
    assert opening(fresh).is_empty("carl")


def nothing_is_kept(chosen: Settings) -> bool:
    """Whether nothing of anybody is there, and the next start makes a memory of its own."""
    memory = open_memory(chosen, nightly, StandingClock())
    try:
        return not any(count for name, count in rows(memory).items() if name != "vault")
    finally:
        memory.close()


def spoiled(content: bytes) -> Iterator[tuple[str, bytes]]:
    """A backup with something wrong, in every way that came to mind."""
    head = len(sealed_file.MAGIC) + 1 + 16
    piece = sealed_file.CHUNK + 16
    chunks = [content[start : start + piece] for start in range(head, len(content), piece)]
    assert len(chunks) > 4
    for cut in (0, 5, head - 1, head, head + 7, head + piece, head + 2 * piece, len(content) - len(chunks[-1]), len(content) - 1):
        yield f"cut after {cut}", content[:cut]
    for place in range(0, len(content), 97):
        yield f"changed at {place}", content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    yield "two chunks in another order", content[:head] + b"".join([chunks[0], chunks[2], chunks[1], *chunks[3:]])
    yield "a chunk twice", content[:head] + b"".join([chunks[0], chunks[1], chunks[1], *chunks[2:]])
    yield "a chunk left out", content[:head] + b"".join([*chunks[:2], *chunks[3:]])
    yield "the end in the middle", content[:head] + b"".join([*chunks[:2], chunks[-1]])
    yield "more behind it", content + b"\0"
    yield "twice", content + content
    yield "something else", b"PK" + content[2:]


def test_a_spoiled_backup_is_refused_whole(small: Path, fresh: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    for what, content in spoiled(small.read_bytes()):
        bad.write_bytes(content)
        with pytest.raises(MemoryStoreError) as refused:
            put_back(fresh, bad)
        assert str(refused.value).count("\n") == 0, what
    assert nothing_is_kept(fresh)
    assert not (fresh.data_dir / "homes.json").exists()


def test_a_backup_cut_short_changes_nothing_on_either_database(file: Path, elsewhere: Settings, opening: Opening) -> None:
    there = opening(elsewhere)
    filled(there, "carl")
    before = there.export("carl")
    file.write_bytes(file.read_bytes()[:-300])
    with pytest.raises(MemoryStoreError, match="not whole"):
        put_back(elsewhere, file, replace=True)
    assert there.export("carl") == before
    assert there.is_empty("anna")
    filled(there, "carl")  # with the key it had


def test_another_passphrase_opens_nothing(small: Path, fresh: Settings) -> None:
    for words in ("", "the passphrase of a backup?", "The passphrase of a backup"):
        with pytest.raises(MemoryStoreError, match="passphrase is wrong"):
            put_back(fresh, small, words)
    assert nothing_is_kept(fresh)


def test_the_same_passphrase_may_be_typed_in_another_unicode_form(sqlite: Settings, fresh: Settings, opening: Opening, tmp_path: Path) -> None:
    filled(opening(sqlite))
    back_up(sqlite, FILES, tmp_path / "é", "café au lait", NOW)
    put_back(fresh, tmp_path / "é", "cafe\u0301 au lait ")
    assert not opening(fresh).is_empty("anna")


def test_where_something_is_kept_it_is_replaced_only_on_request(file: Path, elsewhere: Settings, opening: Opening) -> None:
    there = opening(elsewhere)
    filled(there, "carl")
    with pytest.raises(MemoryStoreError, match="--replace"):
        put_back(elsewhere, file)
    assert not there.is_empty("carl")
    put_back(elsewhere, file, replace=True)
    anew = opening(elsewhere)
    assert anew.is_empty("carl")
    assert not anew.is_empty("anna")
    with pytest.raises(MemoryStoreError, match="start this process again"):
        filled(there, "carl")


def test_what_is_replaced_is_gone_from_the_files_too(small: Path, fresh: Settings, opening: Opening) -> None:
    there = opening(fresh)
    filled(there, "carl")
    pieces = [piece for of_a_table in sealed_pieces(there, there.vault.person("carl")).values() for piece in of_a_table]
    assert all(piece in raw_bytes(fresh) for piece in pieces)
    put_back(fresh, small, replace=True)
    assert not any(piece in raw_bytes(fresh) for piece in pieces)


def test_a_paired_home_alone_is_something_too(small: Path, fresh: Settings) -> None:
    fresh.data_dir.mkdir()
    (fresh.data_dir / "homes.json").write_text(HOMES, encoding="utf-8")
    with pytest.raises(MemoryStoreError, match="--replace"):
        put_back(fresh, small)
    put_back(fresh, small, replace=True)
    assert not (fresh.data_dir / "homes.json").exists()


@pytest.fixture(params=revisions())
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store as an earlier version left it, with a passphrase that was made slow."""
    monkeypatch.setattr("rasa_project.memory.cipher.SCRYPT_COST", 2**15)
    chosen = Settings(data_dir=tmp_path / "old", passphrase=PASSPHRASE)
    engine = make_engine(chosen)
    fill(engine, request.param)
    engine.dispose()
    return chosen


def test_a_backup_before_an_upgrade_brings_back_what_there_was(old: Settings, elsewhere: Settings, opening: Opening, tmp_path: Path) -> None:
    """The way back after an upgrade that went wrong; into an older version it goes likewise, since nothing but its own schema is in it."""
    back_up(old, FILES, tmp_path / "before", WORDS, NOW)
    upgraded = opening(old)
    upgraded.carry_out("anna", [SaveLine("after the upgrade")])
    upgraded.close()
    put_back(old, tmp_path / "before", replace=True)
    put_back(elsewhere, tmp_path / "before")
    for chosen in (old, elsewhere):
        assert texts(opening(chosen).recall("anna").saved) == ["i'm worn out, hold me?"]


@pytest.fixture
def newer(chosen: Settings, kept: Memory) -> Settings:
    """A store that a later version has upgraded and written to."""
    with kept.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE later (id INTEGER)")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        return chosen
    finally:
        kept.close()


@pytest.fixture
def _undone(chosen: Settings) -> Iterator[None]:
    """The database is shared by tests."""
    yield
    engine = make_engine(chosen)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS later")
        connection.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": NEWEST})
    engine.dispose()


@pytest.mark.usefixtures("_undone")
def test_a_newer_memory_is_neither_opened_nor_backed_up(newer: Settings, opening: Opening, tmp_path: Path) -> None:
    with pytest.raises(MemoryStoreError, match="newer version"):
        opening(newer)
    with pytest.raises(MemoryStoreError, match="newer version"):
        back_up(newer, FILES, tmp_path / "never", WORDS, NOW)
    assert not (tmp_path / "never").exists()


@pytest.mark.usefixtures("_undone")
def test_from_a_newer_memory_one_goes_back_by_a_backup(file: Path, newer: Settings, elsewhere: Settings, opening: Opening) -> None:
    """An older version does not know which tables of PostgreSQL are ours, so there it takes a new database."""
    if newer.database is not None:
        with pytest.raises(MemoryStoreError, match="into a new one"):
            put_back(newer, file, replace=True)
        put_back(elsewhere, file)
    else:
        put_back(newer, file, replace=True)
    back = opening(newer if newer.database is None else elsewhere)
    assert texts(back.recall("anna").saved) == ["i'm worn out, hold me?"]
    assert texts(back.recall("ben", back.unlock("ben", PIN)).saved) == ["i'm worn out, hold me?"]


def test_a_backup_of_a_newer_version_is_refused(small: Path, fresh: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasa_project.memory.migrations.known", lambda: frozenset({"0000"}))
    with pytest.raises(MemoryStoreError, match="newer version"):
        put_back(fresh, small)


EVENING = datetime(2026, 3, 2, 22, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize("schedule", [EVERY_NIGHT, Schedule(23 * 60, zone="Europe/London")])
@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=3, minutes=59)])
def test_a_night_has_no_second_note_after_a_restore(
    opening: Opening, chosen: Settings, elsewhere: Settings, tmp_path: Path, schedule: Schedule, later: timedelta
) -> None:
    """The backup knows neither the note that came meanwhile nor that the hour was changed."""
    memory = open_memory(chosen, next_after, StandingClock())
    memory.carry_out("anna", [Agree(Purpose.NOTES), SetNotes(schedule)])
    back_up(chosen, FILES, tmp_path / "file", WORDS, EVENING - timedelta(hours=1))
    (due,) = memory.deliveries.due(EVENING + timedelta(hours=1))
    assert memory.deliveries.claim(due.person, due.night, "n1", EVENING + timedelta(hours=1))
    memory.close()
    restore(elsewhere, FILES, tmp_path / "file", WORDS, next_after, EVENING + later)
    there = opening(elsewhere)
    first = EVENING + timedelta(days=1, hours=1)
    assert there.deliveries.due(EVENING + timedelta(hours=12)) == ()
    (due,) = there.deliveries.due(first)
    assert due.night == date(2026, 3, 3)
    assert there.deliveries.claim(due.person, due.night, "n2", first)


def test_old_notes_do_not_come_in_a_burst(opening: Opening, chosen: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    memory = opening(chosen)
    for number in range(5):
        memory.carry_out(f"person {number}", [Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60 + number))])
    memory.carry_out("on fridays", [Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60, frozenset({4})))])
    memory.carry_out("paused", [Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60, paused_until=date(2026, 6, 1)))])
    back_up(chosen, FILES, tmp_path / "file", WORDS, NOW)
    back = NOW + timedelta(days=10)
    restore(elsewhere, FILES, tmp_path / "file", WORDS, next_after, back)
    deliveries = opening(elsewhere).deliveries
    assert deliveries.due(back + timedelta(hours=10)) == ()
    assert len(deliveries.due(back + timedelta(days=1, hours=4))) == 6  # five, and the Friday's: the 13th
    assert all(due.night == date(2026, 3, 13) for due in deliveries.due(back + timedelta(days=1, hours=4)))


def test_an_evening_note_that_cannot_be_read_holds_up_nothing(
    kept: Memory, chosen: Settings, elsewhere: Settings, opening: Opening, tmp_path: Path
) -> None:
    with kept.engine.begin() as connection:
        connection.execute(update(tables.notes).where(tables.notes.c.person == kept.vault.person("anna")).values(record=b"\1damaged"))
    back_up(chosen, FILES, tmp_path / "file", WORDS, NOW)
    put_back(elsewhere, tmp_path / "file")
    assert not opening(elsewhere).is_empty("ben")


@pytest.mark.parametrize("limit", [0, 300, 2000])
def test_a_full_disk_leaves_no_file(sqlite: Settings, opening: Opening, tmp_path: Path, limit: int) -> None:
    filled(opening(sqlite))
    (tmp_path / "backups").mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(MemoryStoreError, match="cannot be written"):
            back_up(sqlite, FILES, tmp_path / "backups" / "full", WORDS, NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_disk_that_fills_while_it_is_restored_changes_nothing(small: Path, fresh: Settings, opening: Opening) -> None:
    there = opening(fresh)
    filled(there, "carl")
    there.close()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))  # the index beside the database needs 32 KiB
    try:
        with pytest.raises(MemoryStoreError):
            put_back(fresh, small, replace=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    after = opening(fresh)
    assert texts(after.recall("carl").saved) == ["i'm worn out, hold me?"]
    assert after.is_empty("anna")


def in_a_process(work: Callable[..., None], *arguments: object) -> int | None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.memory.restorer"])
    process = processes.Process(target=work, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def test_killed_while_it_is_made_there_is_no_half_file(kept: Memory, chosen: Settings, fresh: Settings, opening: Opening, tmp_path: Path) -> None:
    file = tmp_path / "file"
    assert not kept.is_empty("anna")
    assert in_a_process(restorer.back_up, chosen, file) == -9
    assert not file.exists()
    back_up(chosen, FILES, file, WORDS, NOW)
    put_back(fresh, file)
    assert not opening(fresh).is_empty("anna")


@pytest.mark.parametrize("step", ["_insert_rows", "make_private_folder", "seal_anew", "leave_out_tonight", "settle", "clean_up"])
def test_killed_while_it_is_restored_everything_is_old_or_everything_new(small: Path, elsewhere: Settings, opening: Opening, step: str) -> None:
    before = opening(elsewhere)
    before.carry_out("carl", [Agree(Purpose.JOURNAL), NoteMoment(ENTRY)])
    before.close()
    assert in_a_process(restorer.restore, elsewhere, small, step) == -9
    after = opening(elsewhere)
    restored = step in ("settle", "clean_up")
    assert (after.is_empty("carl"), after.is_empty("anna")) == (restored, not restored)
    filled(after, "anna" if restored else "carl")
    put_back(elsewhere, small, replace=True)
    assert opening(elsewhere).is_empty("carl")
