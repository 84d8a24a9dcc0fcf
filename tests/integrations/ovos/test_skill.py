"""The OVOS skill within a real OVOS core, in front of a coach that says what the test wants."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rasa_project.paths import ROOT
from tests.integrations.line_process import LineProcess
from tests.needed import needed
from tests.processes import HOST, Server, evening_note

PYTHON = ROOT / ".tools" / "ovos" / "bin" / "python"
LOCALE = ROOT / "integrations" / "ovos" / "evening_note_ovos" / "locale" / "en-us"
TOKEN = "a token of the tests"
PATH = "/webhooks/home_assistant/message"


@dataclass
class FakeCoach:
    """Answers as the channel for speakers does, and remembers what it was asked."""

    url: str = ""
    replies: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "A no, or an ask?", "listen": True}])
    status: int = 200
    body: bytes | None = None
    heard: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, message: dict[str, Any]) -> bytes:
        """The body in answer to a message."""
        self.heard.append(message)
        return self.body if self.body is not None else json.dumps({"id": message["id"], "replies": self.replies}).encode()


@pytest.fixture(scope="module")
def core() -> Iterator[LineProcess]:
    needed(None if (ROOT / ".tools" / "ovos" / "installed").is_file() else "OVOS is not installed (scripts/setup-tool.sh ovos does it)")
    with LineProcess(str(PYTHON), "-W", "ignore", str(ROOT / "tests" / "integrations" / "ovos" / "minicroft.py")) as started:
        yield started


@pytest.fixture
def coach(core: LineProcess) -> Iterator[FakeCoach]:
    """A coach of the test's own, which the skill is set up for."""
    coach = FakeCoach()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answers, where path and token are right."""
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            paired = self.path == PATH and self.headers["Authorization"] == f"Bearer {TOKEN}"
            body = coach.answer(message) if paired else b"{}"
            self.send_response(coach.status if paired else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is written down."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    coach.url = f"http://{HOST}:{server.server_address[1]}"
    core.ask({"do": "settings", "url": coach.url, "token": TOKEN})
    yield coach
    server.shutdown()
    server.server_close()


def written(name: str) -> str:
    return (LOCALE / f"{name}.dialog").read_text().strip()


def say(core: LineProcess, text: str, speaker: str) -> list[tuple[str, bool]]:
    """What was spoken to an utterance, and whether the microphone opens."""
    answer = core.ask({"do": "say", "text": text, "speaker": speaker})
    assert answer["handled"], answer
    return [(spoken["text"], spoken["listens"]) for spoken in answer["spoken"]]


@pytest.fixture
def speaker(request: pytest.FixtureRequest) -> str:
    """A speaker that no other test talks to."""
    return str(request.node.name)


def test_opened_by_its_name_the_coach_is_greeted_and_the_microphone_opens_for_its_question(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    assert say(core, "open evening note", speaker) == [("A no, or an ask?", True)]
    assert [message["text"] for message in coach.heard] == ["hello"]


def test_what_is_said_then_comes_through_in_its_own_words(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    say(core, "open evening note", speaker)
    coach.replies = [{"text": "You could say: Not tonight, love."}]
    assert say(core, "i don't want to tonight", speaker) == [("You could say: Not tonight, love.", False)]
    assert coach.heard[-1]["text"] == "i don't want to tonight"
    assert coach.heard[-1]["session"] == coach.heard[0]["session"]
    assert coach.heard[-1]["id"] != coach.heard[0]["id"]


def test_nobody_in_particular_is_named_so_no_memory_is_used(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    say(core, "open evening note", speaker)
    assert set(coach.heard[-1]) == {"id", "text", "session"}


def test_after_a_line_the_talk_goes_on(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    say(core, "open evening note", speaker)
    coach.replies = [{"text": "Not tonight, love."}]
    say(core, "a line please", speaker)
    assert say(core, "another", speaker) == [("Not tonight, love.", False)]


def test_unless_it_is_opened_nothing_said_goes_to_the_coach(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    assert say(core, "what time is it", speaker) == []
    assert coach.heard == []


def test_stop_stops_without_a_word_and_nothing_more_goes_to_the_coach(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    say(core, "open evening note", speaker)
    assert say(core, "stop", speaker) == []
    assert say(core, "and another thing", speaker) == []
    assert len(coach.heard) == 1


def test_a_goodbye_of_the_coach_ends_the_talk(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    say(core, "open evening note", speaker)
    coach.replies = [{"text": "Goodnight.", "end": True}]
    assert say(core, "bye", speaker) == [("Goodnight.", False)]
    assert say(core, "and another thing", speaker) == []


def test_opened_again_it_is_another_conversation(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    say(core, "open evening note", speaker)
    say(core, "stop", speaker)
    say(core, "open evening note", speaker)
    assert coach.heard[0]["session"] != coach.heard[1]["session"]


def test_two_speakers_never_share_a_conversation(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    for one in (f"{speaker} a", f"{speaker} b"):
        say(core, "open evening note", one)
    assert coach.heard[0]["session"] != coach.heard[1]["session"]


def test_several_replies_are_spoken_as_one(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    coach.replies = [{"text": "One.", "listen": True}, {"text": "Two."}]
    assert say(core, "open evening note", speaker) == [("One. Two.", False)]


@pytest.mark.parametrize("body", [b"no json", b"[]", b"{}", b'{"replies": []}', b'{"replies": [{}]}'])
def test_an_answer_of_another_kind_is_a_short_word_and_the_talk_goes_on(body: bytes, core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    coach.body = body
    assert say(core, "open evening note", speaker) == [(written("trouble"), False)]
    coach.body = None
    assert say(core, "again", speaker) == [("A no, or an ask?", True)]


@pytest.mark.parametrize("status", [400, 429, 503])
def test_trouble_is_a_short_word(status: int, core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    coach.status = status
    assert say(core, "open evening note", speaker) == [(written("trouble"), False)]


def test_no_coach_at_all_is_a_short_word(core: LineProcess, speaker: str) -> None:
    core.ask({"do": "settings", "url": f"http://{HOST}:1", "token": TOKEN})
    assert say(core, "open evening note", speaker) == [(written("trouble"), False)]


@pytest.mark.server
def test_with_the_real_coach_a_no_is_found_from_opening_to_stop(core: LineProcess, speaker: str, tmp_path: Path) -> None:
    data = str(tmp_path)
    token = evening_note("pair", "kitchen", EVENING_NOTE_DATA_DIR=data).stdout.split()[-1]
    with Server({"EVENING_NOTE_DATA_DIR": data, "EVENING_NOTE_COUNTRY": "GB"}) as server:
        core.ask({"do": "settings", "url": f"http://{HOST}:{server.port}", "token": token})
        ((opened, listens),) = say(core, "open evening note", speaker)
        assert opened.endswith("eighteen or over?")
        assert listens
        assert say(core, "yes", speaker)
        ((line, _),) = say(core, "i don't want to tonight how do i say that", speaker)
        assert re.search(r"\bno\b|not tonight|rather not|don't want to|not up for|to pass", line, re.IGNORECASE)
        assert "<" not in line
        assert say(core, "stop", speaker) == []


def test_a_home_that_is_not_paired_is_told_so_and_the_talk_is_over(core: LineProcess, coach: FakeCoach, speaker: str) -> None:
    core.ask({"do": "settings", "url": coach.url, "token": "another"})
    assert say(core, "open evening note", speaker) == [(written("not_paired"), False)]
    assert say(core, "hello", speaker) == []
