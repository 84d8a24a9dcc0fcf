"""The schema: made by its revisions, as the tables say, and reached from every earlier one with all that was kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text
from sqlalchemy.engine import Engine

from rasa_project.coach.remembered import Agree, DropMoment, EveningNotes, Forget, NoteMoment, OpenMoment, Purpose
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import migrations
from rasa_project.memory.engine import make_engine
from rasa_project.memory.memory import Memory
from rasa_project.memory.migrations import NEWEST, revision_of, upgrade
from rasa_project.memory.people import new_person
from rasa_project.memory.tables import metadata
from rasa_project.memory.turn import Sent, Turn, answering
from rasa_project.settings import Settings
from tests.memory.conftest import KINDS
from tests.memory.schemas import FOLDER, PASSPHRASE, fill
from tests.memory.test_kept_session_store import DOMAIN, make_store
from tests.memory.test_memory import ENTRY, EVERY_NIGHT, TODAY, filled, texts, without_ids


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


@pytest.fixture(params=KINDS)
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a database with nothing in it, not even tables."""
    database = request.getfixturevalue("postgresql").database() if request.param == "postgresql" else None
    return Settings(data_dir=tmp_path / "data", database=database, passphrase=PASSPHRASE)


@pytest.fixture
def database(new: Settings) -> Iterator[Engine]:
    """Its engine."""
    engine = make_engine(new)
    yield engine
    engine.dispose()


def test_the_newest_revision_is_the_last_one() -> None:
    assert revisions()[-1] == NEWEST


def test_of_every_revision_it_is_known_what_a_store_held() -> None:
    assert sorted(file.stem for file in FOLDER.iterdir()) == revisions()


def test_the_revisions_make_what_the_tables_say(database: Engine) -> None:
    upgrade(database)
    with database.connect() as connection:
        assert revision_of(connection) == NEWEST
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("revision", revisions())
def test_from_every_revision_all_that_was_kept_is_reached(
    new: Settings, database: Engine, revision: str, opening: Callable[[Settings], Memory]
) -> None:
    fill(database, revision)
    upgraded = opening(new)
    remembered = upgraded.recall("anna", entries=True)
    assert (remembered.consents, texts(remembered.saved)) == (frozenset(Purpose), ["i'm worn out, hold me?"])
    assert (remembered.notes, remembered.open_moment) == (EveningNotes(EVERY_NIGHT), OpenMoment(TODAY, "decliner"))
    assert without_ids(remembered.entries) == [ENTRY]
    assert len(upgraded.subscriptions.of(upgraded.row("anna"))) == 1
    filled(upgraded)
    more = replace(ENTRY, hour=9)
    upgraded.carry_out("anna", [NoteMoment(more)])
    assert without_ids(upgraded.recall("anna", entries=True).entries) == [ENTRY, ENTRY, more]
    upgraded.carry_out("anna", [DropMoment(), DropMoment(), DropMoment()])
    assert upgraded.recall("anna", entries=True).entries == ()
    upgraded.carry_out("anna", [Forget()])
    assert upgraded.is_empty("anna")


def test_many_that_start_at_once_make_one_schema(new: Settings, opening: Callable[[Settings], Memory]) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(opening, [new] * 4))
    assert len({memory.vault.generation for memory in opened}) == 1
    filled(opened[0])
    assert [len(memory.recall("anna").saved) for memory in opened] == [1] * 4


def test_an_upgrade_that_fails_changes_nothing(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(database, "0001")

    def _fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alembic.op.create_index", _fail)
    with pytest.raises(KeyboardInterrupt):
        upgrade(database)
    monkeypatch.undo()
    with database.connect() as connection:
        assert revision_of(connection) == "0001"
    upgrade(database)
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


OLD_SESSION = (
    "INSERT INTO sessions (id, person, expires, slots) VALUES (:id, :person, :expires, :slots)"
    " ON CONFLICT (id) DO UPDATE SET person = excluded.person, expires = excluded.expires, slots = excluded.slots"
)
"""How the code of revision 0002 keeps a conversation."""
OLD_PERSON = "INSERT INTO people (id, data_key, delivery_key, record, day) VALUES (:id, :data_key, :delivery_key, :record, :day)"


def test_a_process_of_the_revision_before_goes_on_beside_one_of_this_one(chosen: Settings, opening: Callable[[Settings], Memory]) -> None:
    """While an update rolls out both write; what the old one knows nothing of stays as it was."""
    memory = opening(chosen)
    store = make_store(memory)

    def old(statement: str, **values: object) -> None:
        with memory.engine.begin() as connection:
            connection.execute(text(statement), values)

    async def turn(identity: str, **slots: object) -> Turn:
        begun = Turn("a", Sent(identity, "digest"), answer=lambda: f"answer to {identity}")
        await store.begin(begun)
        with answering(begun):
            await store.save(DialogueStateTracker.from_events("a", [SlotSet(name, value) for name, value in slots.items()], DOMAIN.slots))
        return begun

    async def old_turn(slots: bytes) -> None:
        row = memory.vault.fingerprint("conversation", "a")
        sealed = memory.vault.sessions.seal(slots, "sessions", row)
        old(OLD_SESSION, id=row, person=None, expires=int(memory.clock().timestamp()) + 3600, slots=sealed)

    async def both() -> None:
        await old_turn(b'{"closed":true}')
        begun = await turn("1", closed=False)
        assert begun.stand is not None
        await old_turn(b'{"closed":true}')
        late = Turn("a")
        await store.begin(late)
        assert late.stand is not None
        assert late.stand.slots == {"closed": True}
        assert late.stand.answers.to("1") is not None
        await old_turn(b"{}")
        with answering(late), pytest.raises(MemoryStoreError):
            await store.save(DialogueStateTracker.from_events("a", [], DOMAIN.slots))

    asyncio.run(both())
    _, row = new_person(memory.vault, memory.vault.person("ben"), memory.vault.day("person", TODAY))
    old(OLD_PERSON, **row)
    memory.carry_out("ben", [Agree(Purpose.ADULT)], request="first")
    assert Purpose.ADULT in memory.recall("ben").consents
