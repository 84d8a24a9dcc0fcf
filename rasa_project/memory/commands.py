"""What the command line does with the memory: forget, export, another key, a backup. It returns what is to be said; `cli.py` prints and asks."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from rasa_project.coach.remembered import Forget, Purpose
from rasa_project.coach.schedule import next_after
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import backup, engine
from rasa_project.memory.engine import is_there
from rasa_project.memory.export import as_text
from rasa_project.memory.memory import Memory, erase, no_next_note, open_memory, utc_now
from rasa_project.memory.vault import change_master_key
from rasa_project.settings import Settings

TERMINAL = "terminal"
"""Who the person at the keyboard is."""
AskPin = Callable[[], str]
SHORTEST_PASSPHRASE = 8
"""Characters; whoever has the file can try as many as they like."""


def forget(chosen: Settings, person: str, part: Purpose | None, ask_pin: AskPin) -> str:
    """Forgets a person, or one part of what is kept of them. Raises MemoryStoreError when it could not be done."""
    if not is_there(chosen):
        return "There is nothing stored."
    memory = _open(chosen)
    ticket = _ticket(memory, person, ask_pin) if part not in (None, Purpose.NOTES) else None
    memory.carry_out(person, [Forget(part)], ticket)
    _overwrite(memory)
    if part is None and not memory.is_empty(person):
        raise MemoryStoreError(f"not everything of '{person}' is gone: something was kept at the same moment; do it again")
    return f"Forgotten. Nothing of '{person}' is stored now." if part is None else f"Forgotten: {part.value}."


def forget_everyone(chosen: Settings) -> str:
    """Forgets everybody; also when the key does not fit any more: then that goes too."""
    if not is_there(chosen):
        return "There is nothing stored."
    try:
        memory = _open(chosen)
    except MemoryStoreError:
        erase(chosen)
    else:
        memory.forget_everyone()
        _overwrite(memory)
    return "Forgotten. Nothing is stored now."


def export(chosen: Settings, person: str, file: Path | None, ask_pin: AskPin) -> str:
    """Everything of a person: JSON and text beside each other in two files, or as JSON when there is no file. What is to be printed."""
    exported = _exported(chosen, person, ask_pin)
    written = json.dumps(exported, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        return written.rstrip("\n")
    paths = (file, file.with_suffix(".txt")) if file.suffix != ".txt" else (file.with_suffix(".json"), file)
    for path, content in zip(paths, (written, as_text(exported))):
        _write_private(path, content)
    return f"Written: {paths[0]} and {paths[1]}."


def rotate_key(chosen: Settings, passphrase: str | None) -> str:
    """Seals everything with another key: from a passphrase, or without one a new random key."""
    if passphrase is not None and not passphrase.strip():
        raise MemoryStoreError("a passphrase cannot be empty")
    if not is_there(chosen):
        raise MemoryStoreError("there is no memory yet, so there is no key to change")
    _open(chosen)  # brings an older schema up to date
    new = chosen.copy(update={"passphrase": SecretStr(passphrase) if passphrase is not None else None})
    change_master_key(engine.make_engine(chosen), chosen, new)
    if passphrase is not None:
        return "Everything is sealed with the passphrase. Set EVENING_NOTE_PASSPHRASE to it from now on, and start a running server again."
    unset = "Unset EVENING_NOTE_PASSPHRASE from now on, and start" if chosen.passphrase is not None else "Start"
    return f"Everything is sealed with a new key. {unset} a running server again."


def back_up(chosen: Settings, files: Sequence[str], target: Path, passphrase: str, *, force: bool) -> str:
    """Everything of everybody in one sealed file, `files` from the data directory included."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise MemoryStoreError(f"the passphrase of a backup has at least {SHORTEST_PASSPHRASE} characters")
    if not is_there(chosen):
        raise MemoryStoreError("there is nothing stored")
    backup.back_up(chosen, files, target, passphrase, utc_now(), force=force)
    return f"Written: {target}. Whoever has it and its passphrase can read what is in it; what is forgotten from now on stays in it."


def restore(chosen: Settings, files: Sequence[str], source: Path, passphrase: str, *, replace: bool) -> str:
    """Puts back what a backup holds."""
    head = backup.restore(chosen, files, source, passphrase, next_after, utc_now(), replace=replace)
    _open(chosen)  # lets go of what is too old by now
    return (
        f"Restored: everything as it was on {head.made:%d %B %Y at %H:%M} UTC, but for what is too old by now."
        " This evening nobody has an evening note.\n"
        "Whoever had something forgotten since then has it back: docs/how-to/back-up-and-move.md says what to do.\n"
        "Start a running server again."
    )


def _open(chosen: Settings) -> Memory:
    return open_memory(chosen, no_next_note)


def _overwrite(memory: Memory) -> None:
    if not memory.clean():
        raise MemoryStoreError("it is deleted, but another process keeps the log from being overwritten: stop it and do this again")


def _exported(chosen: Settings, person: str, ask_pin: AskPin) -> dict[str, Any]:
    if not is_there(chosen):
        raise MemoryStoreError("there is nothing stored")
    memory = _open(chosen)
    return memory.export(person, _ticket(memory, person, ask_pin))


def _ticket(memory: Memory, person: str, ask_pin: AskPin) -> str | None:
    """What opens a memory with a PIN. Raises MemoryStoreError when it is wrong."""
    if not memory.recall(person).locked:
        return None
    wait = memory.pin_wait(person)
    if wait:
        raise MemoryStoreError(f"too many wrong PINs; try again in {wait.seconds} seconds")
    ticket = memory.unlock(person, ask_pin())
    if ticket is None:
        raise MemoryStoreError("this PIN is wrong")
    return ticket


def _write_private(path: Path, content: str) -> None:
    """A file that only its owner can read, also where one is written over."""
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
    except OSError as error:
        raise MemoryStoreError(f"{path} cannot be written ({error.strerror})") from error
