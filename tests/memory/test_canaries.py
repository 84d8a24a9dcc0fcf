"""Three hundred conversations of people who say yes to everything, and then a search of every place where a word of theirs could have been left."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from rasa_project.memory.sealed_file import read_sealed
from tests.processes import NO_LIMITS, Server, evening_note

pytestmark = [pytest.mark.server, pytest.mark.model]

CONVERSATIONS = 300
SECRET = "the secret of a server that is searched"
PASSPHRASE = "the passphrase of a backup that is searched"
WORDS = ("quokka", "numbat", "bilby", "potoroo", "dunnart", "quoll", "bettong", "wombat", "dugong", "galah")
TOLD = (
    "asked. got a not tonight from {name}, fine about it",
    "told {name} no last night, knackered after {place}",
    "how do i say no to {name} nicely, i've been at {place} since four",
    "i said no, {name} took it well",
    "{name} wants it every night and i'm in bits about {place}",
    "how do i ask {name} without sounding desperate",
    "save that one for {name}",
    "evening notes at {hour} please, {name} is asleep by then",
    "keep a journal, and never tell {name}",
    "show me what you know about {name}",
    "last time {name} punched the wall at {place}",
    "{name} said yes",
)
OPENED = "data/ in the backup, opened"
ANSWERS = ("yes", "yes", "another", "save that", "no thanks {name}", "forget everything about {name}", "when do i usually say no")


@dataclass(frozen=True)
class Searched:
    """What was said, and what the server left behind while it ran."""

    canaries: frozenset[bytes]
    in_saved_lines: frozenset[bytes]
    """Of these, what stands in a line that gives the reason in the person's words, where they asked to save it."""
    places: dict[str, bytes]


def _conversation(server: Server, draw: random.Random, number: int) -> tuple[set[bytes], set[bytes]]:
    """One person's conversation; the canary words in it, and those in a line that may have been saved."""
    name, place = (f"canary{draw.choice(WORDS)}{number}{kind}" for kind in ("a", "b"))
    token = server.session()
    said = [draw.choice(TOLD), "yes", *(draw.choice(ANSWERS) for _ in range(2)), draw.choice(TOLD)]
    in_a_line, saves = False, False
    for identity, text in enumerate(said):
        saves |= in_a_line and text.startswith("save that")
        answer = server.say(token, text.format(name=name, place=place, hour=draw.choice(["ten", "2230", "half nine"])), identity)
        assert answer.status == 200, answer.body
        in_a_line |= b"canary" in answer.body
        assert name.encode() not in answer.body, "nothing is ever said of the partner"
    return {name.encode(), place.encode()}, {place.encode()} if saves else set()


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    folder = tmp_path_factory.mktemp("searched")
    temporary = folder / "temporary"
    temporary.mkdir()
    settings = {
        "EVENING_NOTE_DATA_DIR": str(folder / "data"),
        "EVENING_NOTE_SECRET": SECRET,
        **NO_LIMITS,
        "EVENING_NOTE_LOG_LEVEL": "DEBUG",
        "TMPDIR": str(temporary),
        "HOME": str(folder / "home"),
    }
    draw = random.Random(65)
    with Server(settings) as server:
        canaries, in_saved_lines = set[bytes](), set[bytes]()
        for number in range(CONVERSATIONS):
            of_one, saved = _conversation(server, draw, number)
            canaries, in_saved_lines = canaries | of_one, in_saved_lines | saved
        process = Path("/proc") / str(server.process.pid)
        places = {
            "process arguments": (process / "cmdline").read_bytes(),
            "environment": (process / "environ").read_bytes(),
            "standard output": server.output.encode(),
            "standard error": server.errors.encode(),
        }
        done = evening_note("backup", str(folder / "backup"), EVENING_NOTE_BACKUP_PASSPHRASE=PASSPHRASE, **settings)
        assert done.returncode == 0, done.stderr
        places |= {"the backup's output": (done.stdout + done.stderr).encode()}
        with (folder / "backup").open("rb") as file:
            places |= {OPENED: b"".join(read_sealed(file, PASSPHRASE))}
        places |= {f"while it runs: {file.relative_to(folder)}": file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        server.stop()
    places |= {f"afterwards: {file.relative_to(folder)}": file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return Searched(frozenset(canaries), frozenset(in_saved_lines), places)


def test_the_search_looks_where_something_was_kept(searched: Searched) -> None:
    assert len(searched.canaries) == 2 * CONVERSATIONS
    files = [place for place in searched.places if "data/memory.db" in place]
    assert files
    assert max(len(searched.places[place]) for place in files) > 100_000


def test_a_backup_holds_what_was_kept_and_shows_nothing_of_it(searched: Searched) -> None:
    opened = searched.places[OPENED]
    sealed = searched.places["afterwards: backup"]
    assert opened.count(b"\n") > 50
    assert len(sealed) > len(opened) > 10_000
    assert not any(value in sealed for value in re.findall(rb'"([^"]{8,})"', opened)[:5000])


def test_no_word_that_was_said_is_anywhere(searched: Searched) -> None:
    found = {(place, word) for place, content in searched.places.items() for word in re.findall(rb"canary\w*", content.lower())}
    assert found <= {(OPENED, word) for word in searched.in_saved_lines}, (
        "a line that was asked to be saved is in the sealed backup, and nowhere else"
    )


@pytest.mark.parametrize("kept", [b"decliner", b"asker", b"tired", b"not tonight", b"22:30", b"europe/", b"consents", b"outcome"])
def test_what_is_kept_cannot_be_read_from_the_files(searched: Searched, kept: bytes) -> None:
    assert [place for place, content in searched.places.items() if "data/" in place and kept in content.lower()] == []
