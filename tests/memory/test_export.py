"""The export: everything that is kept, under the same names for everybody, as values and as text."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

from rasa_project.coach.remembered import Agree, NoteMoment, OpenNote, Purpose, SetNotes, SetPin
from rasa_project.memory.export import as_text
from rasa_project.memory.memory import Memory
from tests.memory.conftest import StandingClock
from tests.memory.test_kept_session_store import make_store, save
from tests.memory.test_memory import ENTRY, SCHEDULE, filled

EVERYTHING = {
    "agreed to": ["adult", "journal", "notes", "saved"],
    "protected by a PIN": False,
    "journal": [
        {"day": "2026-03-02", "hour": 22, "role": "decliner", "reason": "tired", "outcome": "no", "feeling (1 bad, 2 so-so, 3 good)": 2},
        {"day": "2026-03-02", "role": "decliner", "outcome": "no"},
    ],
    "taken along": {"day": "2026-03-02", "role": "decliner"},
    "saved lines": ["i'm worn out, hold me?"],
    "evening notes": {
        "at": "22:30",
        "days (0 is Monday)": [0, 1, 2, 3],
        "time zone": "Europe/London",
        "paused until": "2026-03-09",
        "quiet": "00:30 to 06:40",
    },
    "notes waiting": ["n1"],
    "notes seen": ["n0", "n1"],
    "notes not opened in a row": 1,
    "notes delivered": [{"night": "2026-03-02", "note": "n1"}],
    "browsers that get notes": [{"endpoint": "https://push.example/1"}],
    "conversations going on": [{"closed": True, "person": "anna"}],
}


def test_everything_is_there(memory: Memory, clock: StandingClock) -> None:
    filled(memory)
    memory.carry_out("anna", [OpenNote("n0"), NoteMoment(replace(ENTRY, hour=None, reason=None, feeling=None))])
    at = clock.now + timedelta(hours=2)
    (due,) = memory.deliveries.due(at)
    assert memory.deliveries.claim(due.person, due.night, "n1", at)
    memory.carry_out("anna", [SetNotes(SCHEDULE)])
    save(make_store(memory), "a", person="anna", closed=True, ticket="opens the memory")
    save(make_store(memory), "b", person="ben", closed=True)
    exported = memory.export("anna")
    assert exported == EVERYTHING
    assert json.loads(json.dumps(exported)) == exported


def test_of_somebody_unknown_the_same_names_hold_nothing(memory: Memory) -> None:
    exported = memory.export("anna")
    assert list(exported) == list(EVERYTHING)
    assert not [value for value in exported.values() if value]


def test_with_a_pin_it_takes_the_pin(memory: Memory) -> None:
    memory.carry_out("anna", [Agree(Purpose.ADULT), SetPin("2468")])
    exported = memory.export("anna", memory.unlock("anna", "2468"))
    assert (exported["agreed to"], exported["protected by a PIN"]) == (["adult"], True)


def test_the_text_says_the_same_line_by_line() -> None:
    lines = as_text(EVERYTHING).splitlines()
    assert lines[:8] == ["agreed to:", "  1: adult", "  2: journal", "  3: notes", "  4: saved", "protected by a PIN: no", "journal:", "  1:"]
    for line in ("    reason: tired", "  1: i'm worn out, hold me?", "  at: 22:30", "    endpoint: https://push.example/1"):
        assert line in lines


def test_the_text_of_nothing_says_so(memory: Memory) -> None:
    assert {line.partition(": ")[2] for line in as_text(memory.export("anna")).splitlines()} == {"none", "no", "0"}
    assert asyncio.run(make_store(memory).retrieve("a")) is None
