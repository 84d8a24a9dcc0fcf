"""The players notice what they are there to notice, with a pretended server that does it."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import jwt
import pytest
from aiohttp import ClientError

from rasa_project.channels.buttons import Buttons
from rasa_project.coach.content import Library
from tests.load import player as player_module
from tests.load.player import SESSION, Lost, Player
from tests.load.scripts import Script, scripts
from tests.load.tally import Tally

Answer = tuple[int, Any]
SECRET = "the secret of a pretended server"
REFUSED = (503, {"error": "trouble", "message": "Later."})


class PretendedResponse:
    """A status and a document; none where the body is no JSON."""

    def __init__(self, answer: Answer) -> None:
        self.status, self._document = answer

    async def json(self) -> Any:
        """As aiohttp's."""
        if self._document is None:
            raise ValueError
        return self._document


class PretendedServer:
    """Answers messages as it is told to, each with its number among all requests."""

    def __init__(self, answers: Callable[[int, dict[str, Any]], Answer]) -> None:
        self.answers = answers
        self.asked: list[dict[str, Any]] = []

    @asynccontextmanager
    async def post(self, path: str, json: dict[str, Any], headers: dict[str, str]) -> AsyncIterator[PretendedResponse]:
        """As aiohttp's."""
        if path == SESSION:
            yield PretendedResponse((200, {"token": jwt.encode({"sub": "mine", "person": "me"}, SECRET)}))
            return
        self.asked.append(json)
        yield PretendedResponse(self.answers(len(self.asked), json))


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player_module, "SENT_AGAIN_AFTER", 0.001)
    monkeypatch.setattr(player_module, "PATIENCE", 0.05)


@pytest.fixture
def buttons(library: Library) -> Buttons:
    return Buttons(library, SECRET)


def talk(answers: Callable[[int, dict[str, Any]], Answer], buttons: Buttons, repeats: float = 0.0) -> tuple[Tally, PretendedServer]:
    """What a player of one message makes of these answers."""
    server, tally = PretendedServer(answers), Tally(seconds=1.0)
    player = Player(server, Script("pretended", (("user", "hello"),)), buttons, random.Random(1), repeats)  # type: ignore[arg-type]

    async def _talk() -> None:
        await player.come(tally)
        with contextlib.suppress(Lost):
            await player.go_on(time.monotonic(), tally)

    asyncio.run(_talk())
    return tally, server


def good(message: dict[str, Any], **reply: Any) -> Answer:
    return 200, {"id": message["id"], "replies": [{"text": "Yes?", **reply}]}


def test_a_good_answer_is_counted_and_nothing_else(buttons: Buttons) -> None:
    tally, server = talk(lambda _, message: good(message), buttons, repeats=1.0)
    assert (tally.answered, tally.repeated, tally.broken, tally.refused) == (1, 1, {}, {})
    assert server.asked[0] == server.asked[1]


def test_a_refused_message_is_sent_again_the_same(buttons: Buttons) -> None:
    tally, server = talk(lambda number, message: REFUSED if number < 3 else good(message), buttons)
    assert (tally.answered, tally.refused, tally.broken) == (1, {"503 trouble": 2}, {})
    assert server.asked[0] == server.asked[1] == server.asked[2]


def test_so_is_one_whose_connection_broke(buttons: Buttons) -> None:
    def _broken_once(number: int, message: dict[str, Any]) -> Answer:
        if number == 1:
            raise ClientError
        return good(message)

    tally, _ = talk(_broken_once, buttons)
    assert (tally.answered, tally.cut_off) == (1, {"ClientError": 1})


def test_a_session_that_has_ended_is_no_trouble_and_no_answer(buttons: Buttons) -> None:
    tally, _ = talk(lambda *_: (401, {"error": "expired", "message": "Open a new one."}), buttons)
    assert (tally.answered, tally.ended, tally.broken) == (0, {"401 expired": 1}, {})


@pytest.mark.parametrize(
    ("answers", "broken"),
    [
        (lambda *_: REFUSED, "lost: no answer"),
        (lambda *_: (502, None), "an unclear refusal: 502"),
        (lambda *_: (409, {"error": "id_used", "message": "No."}), "refused for good: 409 id_used"),
        (lambda _, message: good({**message, "id": "another"}), "not one answer to this message"),
        (lambda _, message: (200, {"id": message["id"], "replies": []}), "not one answer to this message"),
        (lambda number, message: good(message, text=f"Answer {number}."), "the same id got another answer"),
        (lambda _, message: good(message, quick_replies=[{"title": "Yes", "payload": "somebody else's"}]), "somebody else's answer"),
        (lambda _, message: good(message, line=f"Not tonight, {message['id']}.", text=f"Say: {message['id']}."), "it does not know what it said"),
    ],
    ids=["lost", "unclear", "for good", "another id", "none", "twice differently", "somebody else's", "forgotten"],
)
def test_what_must_never_come_is_noticed(answers: Callable[[int, dict[str, Any]], Answer], broken: str, buttons: Buttons) -> None:
    tally, _ = talk(answers, buttons, repeats=1.0)
    assert [what.partition(":")[0] if "know" in what else what for what in tally.broken] == [broken]


def test_many_conversations_are_played() -> None:
    played = scripts()
    assert len(played) >= 100
    assert any(how == "tap" for script in played for how, _ in script.turns)
