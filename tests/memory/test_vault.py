"""The vault: one master key, that of the first time; another one only by a change that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from rasa_project.coach.remembered import Agree, NoteMoment, Purpose, SetPin
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.engine import make_engine
from rasa_project.memory.keys import KeyFile, key_place
from rasa_project.memory.memory import Memory
from rasa_project.memory.vault import change_master_key, open_vault
from rasa_project.settings import Settings
from tests.memory.test_memory import ENTRY, filled

pytestmark = pytest.mark.usefixtures("quick_words")

Opening = Callable[[Settings], Memory]
KINDS_OF_KEY = {"random": None, "passphrase": "correct horse", "another passphrase": "battery staple"}


def with_key(chosen: Settings, kind: str) -> Settings:
    return Settings(**{**chosen.dict(), "passphrase": KINDS_OF_KEY[kind]})


def change(old: Settings, new: Settings) -> None:
    engine = make_engine(old)
    try:
        change_master_key(engine, old, new)
    finally:
        engine.dispose()


def sealed_keys(memory: Memory) -> set[bytes]:
    with memory.engine.connect() as connection:
        people = connection.execute(select(tables.people.c.data_key, tables.people.c.delivery_key)).all()
        return {key for row in people for key in row} | {connection.execute(select(tables.vault.c.store_key)).scalar()}


@pytest.mark.parametrize("kind", KINDS_OF_KEY)
def test_the_same_key_opens_it_again(chosen: Settings, opening: Opening, kind: str) -> None:
    settings = with_key(chosen, kind)
    filled(opening(settings))
    assert len(opening(settings).recall("anna", entries=True).entries) == 1


def test_with_a_passphrase_no_key_is_written_anywhere(chosen: Settings, opening: Opening) -> None:
    opening(with_key(chosen, "passphrase"))
    assert key_place(chosen).current() is None


@pytest.mark.parametrize(("first", "then"), [("random", "passphrase"), ("passphrase", "random"), ("passphrase", "another passphrase")])
def test_another_key_is_one_clear_error_and_changes_nothing(chosen: Settings, opening: Opening, first: str, then: str) -> None:
    filled(opening(with_key(chosen, first)))
    with pytest.raises(MemoryStoreError, match="sealed with another key") as caught:
        opening(with_key(chosen, then))
    assert "\n" not in str(caught.value)
    assert len(opening(with_key(chosen, first)).recall("anna", entries=True).entries) == 1


def test_a_lost_key_is_not_replaced_by_a_new_one(chosen: Settings, opening: Opening) -> None:
    filled(opening(chosen))
    key_place(chosen).remove()
    with pytest.raises(MemoryStoreError, match="sealed with another key"):
        opening(chosen)
    assert key_place(chosen).current() is None


def test_keys_never_print(memory: Memory) -> None:
    assert len(repr(memory.vault)) < 120
    assert memory.vault.server_secret not in repr(memory.vault)


def test_a_fingerprint_is_the_same_each_time_and_another_for_everything_else(memory: Memory, chosen: Settings, opening: Opening) -> None:
    vault = memory.vault
    assert opening(chosen).vault.person("anna") == vault.person("anna")
    days = {vault.day(table, date(2026, 3, day)) for table in ("journal", "deliveries") for day in (1, 2)}
    assert len(days | {vault.person("anna"), vault.person("Anna"), vault.fingerprint("conversation", "anna")}) == 7


def test_another_store_has_other_fingerprints(chosen: Settings, opening: Opening) -> None:
    first = opening(with_key(chosen, "passphrase"))
    with first.engine.begin() as connection:
        connection.execute(tables.vault.delete())
    assert opening(with_key(chosen, "passphrase")).vault.person("anna") != first.vault.person("anna")


def test_the_secret_of_the_server_is_the_same_at_each_start_even_after_a_change_of_key(memory: Memory, chosen: Settings, opening: Opening) -> None:
    """Browsers bring people back by tokens signed with it: another secret would part them from what is kept."""
    secrets = memory.vault.server_secret, memory.vault.push_secret
    assert len(set(secrets)) == 2
    assert len(secrets[0]) == 64
    change(chosen, chosen)
    changed = opening(chosen).vault
    assert (changed.server_secret, changed.push_secret) == secrets


def test_a_ticket_from_before_a_change_opens_nothing(memory: Memory, chosen: Settings, opening: Opening) -> None:
    filled(memory)
    memory.carry_out("anna", [SetPin("2468")])
    ticket = memory.unlock("anna", "2468")
    change(chosen, chosen)
    assert opening(chosen).recall("anna", ticket).locked


@pytest.mark.parametrize("before", KINDS_OF_KEY)
@pytest.mark.parametrize("after", KINDS_OF_KEY)
def test_after_a_change_everything_opens_with_the_new_key_alone(chosen: Settings, opening: Opening, before: str, after: str) -> None:
    old, new = with_key(chosen, before), with_key(chosen, after)
    memory = opening(old)
    filled(memory)
    filled(memory, "ben")
    memory.carry_out("ben", [SetPin("2468")])
    remembered, keys, old_key = memory.recall("anna", entries=True), sealed_keys(memory), key_place(chosen).current()
    change(old, new)
    changed = opening(new)
    assert changed.recall("anna", entries=True) == remembered
    ticket = changed.unlock("ben", "2468")
    assert changed.recall("ben", ticket, entries=True).entries[0].reason == "tired"
    assert not keys & sealed_keys(changed)
    current = key_place(chosen).current()
    assert (current is None) == (new.passphrase is not None)
    assert current is None or current != old_key
    if before != after:
        with pytest.raises(MemoryStoreError):
            opening(old)


def test_a_process_with_the_old_key_keeps_nothing_after_a_change(memory: Memory, chosen: Settings, opening: Opening) -> None:
    memory.carry_out("anna", [Agree(Purpose.JOURNAL)])
    change(chosen, chosen)
    for person in ("anna", "ben"):
        with pytest.raises(MemoryStoreError):
            memory.carry_out(person, [Agree(Purpose.JOURNAL), NoteMoment(ENTRY)])
    assert not memory.recall("anna").readable
    assert opening(chosen).recall("anna", entries=True).entries == ()


def test_a_change_with_the_wrong_old_key_changes_nothing(chosen: Settings, opening: Opening) -> None:
    right = with_key(chosen, "passphrase")
    filled(opening(right))
    with pytest.raises(MemoryStoreError, match="sealed with another key"):
        change(with_key(chosen, "another passphrase"), chosen)
    assert opening(right).recall("anna").saved


def test_a_change_cut_off_in_the_database_changes_nothing(
    memory: Memory, chosen: Settings, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(memory)
    with monkeypatch.context() as broken:
        broken.setattr("rasa_project.memory.vault._seal_people_anew", _cut_off)
        with pytest.raises(RuntimeError):
            change(chosen, chosen)
    assert memory.recall("anna").saved
    assert opening(chosen).recall("anna").saved


def test_a_change_cut_off_after_the_database_is_finished_at_the_next_start(
    memory: Memory, chosen: Settings, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(memory)
    with monkeypatch.context() as broken:
        broken.setattr(KeyFile, "change_over", _cut_off)
        with pytest.raises(RuntimeError):
            change(chosen, chosen)
    place = key_place(chosen)
    assert place.next() is not None
    assert opening(chosen).recall("anna").saved
    assert place.next() is None
    assert opening(chosen).recall("anna").saved


def test_without_a_memory_there_is_no_key_to_change(chosen: Settings) -> None:
    with pytest.raises(MemoryStoreError, match="no memory yet"):
        change(chosen, chosen)
    assert key_place(chosen).current() is None


def test_a_vault_opened_twice_at_once_is_one(chosen: Settings) -> None:
    engine = make_engine(chosen)
    assert open_vault(engine, chosen).generation == open_vault(engine, chosen).generation
    engine.dispose()


def _cut_off(*_: object) -> None:
    raise RuntimeError
