"""One person in one conversation, who checks every answer: it is theirs, it comes once, and it knows what was said before.

What shows that an answer belongs here: its buttons are bound to the conversation by the server's secret, which the tests know; the same id gets the
same answer; and "say that again" gets the last answer.
`replay.py` looks once more afterwards, word for word.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import ClientError, ClientSession

from rasa_project.channels.buttons import Buttons
from rasa_project.errors import RequestError
from tests.load.scripts import Script
from tests.load.tally import Tally

SESSION, MESSAGE = "/webhooks/web/session", "/webhooks/web/message"
REFUSALS = (429, 503)
"""A message that is refused with these may be sent again."""
EXPIRED = (401, "expired")
"""The session has ended: people are told to open a new one."""
PATIENCE = 120.0
"""Seconds after which a message counts as lost. Long, since only the order of things is tested here and not the speed of the machine."""
SENT_AGAIN_AFTER = 0.2
REPEATS = 0.15
"""How many of the messages are sent again though they were answered, and how many lines are asked for once more."""


class Lost(Exception):  # noqa: N818 - a message, not an error of ours
    """A message that was not answered; it is counted, and its conversation is over."""


@dataclass
class Player:
    """Somebody who holds one conversation to its end."""

    http: ClientSession
    script: Script
    buttons: Buttons
    chance: random.Random
    repeats: float = REPEATS
    token: str = ""
    conversation: str = ""
    person: str = ""
    turn: int = 0
    said: int = 0
    on_screen: dict[str, str] = field(default_factory=dict)
    told: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    """Every message that was answered, with its reply."""

    @property
    def is_done(self) -> bool:
        """Whether everything was said."""
        return self.turn >= len(self.script.turns)

    async def come(self, tally: Tally) -> None:
        """Opens a session. Raises Lost."""
        self.token = (await self._answered(SESSION, {}, tally))["token"]
        claims = jwt.decode(self.token, options={"verify_signature": False})
        self.conversation, self.person = claims["sub"], claims["person"]

    async def go_on(self, due: float, tally: Tally) -> None:
        """Says the next thing, which was due at a moment. Raises Lost."""
        how, what = self.script.turns[self.turn]
        if how == "tap" and what not in self.on_screen:
            tally.broken[f"the button {what!r} is not there: {self.script.name}, turn {self.turn + 1}"] += 1
            raise Lost
        message = {"payload": self.on_screen[what]} if how == "tap" else {"text": what}
        answer = await self._say(message, tally)
        tally.waits.append(time.monotonic() - due)
        (reply,) = answer["replies"]
        self.turn += 1
        if self._is_a_line_to_hear_again(reply) and self.chance.random() < self.repeats:
            (again,) = (await self._say({"text": "say that again"}, tally))["replies"]
            tally.remembered += 1
            if again["text"] != reply["text"]:
                tally.broken[f"it does not know what it said: {self.script.name}, turn {self.turn}"] += 1

    def _is_a_line_to_hear_again(self, reply: dict[str, Any]) -> bool:
        """Whether "say that again" can mean nothing else; to who practises it may be an answer of the partner's."""
        return bool(reply.get("line")) and not reply.get("safety") and not self.script.name.startswith("practising")

    async def _say(self, message: dict[str, str], tally: Tally) -> dict[str, Any]:
        self.said += 1
        sent = {"id": f"message {self.said}", **message}
        answer = await self._answered(MESSAGE, sent, tally)
        if answer["id"] != sent["id"] or len(answer["replies"]) != 1:
            tally.broken["not one answer to this message"] += 1
            raise Lost
        self.told.append((message, answer["replies"][0]))
        self._check_buttons(answer["replies"][0], tally)
        if self.chance.random() < self.repeats:
            tally.repeated += 1
            if await self._answered(MESSAGE, sent, tally) != answer:
                tally.broken["the same id got another answer"] += 1
        return answer

    def _check_buttons(self, reply: dict[str, Any], tally: Tally) -> None:
        shown = reply.get("quick_replies", [])
        self.on_screen = {button["title"]: button["payload"] for button in shown}
        try:
            for button in shown[:1]:  # all are sealed at once
                self.buttons.open(self.conversation, button["payload"])
        except RequestError:
            tally.broken["somebody else's answer"] += 1

    async def _answered(self, path: str, document: dict[str, str], tally: Tally) -> dict[str, Any]:
        """What a request is answered with in the end; the same request is sent again after a clear refusal or a broken connection."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                async with self.http.post(path, json=document, headers=headers) as response:
                    status, answer = response.status, await _json(response)
            except (ClientError, asyncio.TimeoutError, ConnectionError) as error:
                tally.trouble(tally.cut_off, type(error).__name__)
            else:
                if status == 200:
                    return answer
                if {"error", "message"} - answer.keys():
                    tally.broken[f"an unclear refusal: {status}"] += 1
                    raise Lost
                if (status, answer["error"]) == EXPIRED:
                    tally.ended["401 expired"] += 1
                    raise Lost
                if status not in REFUSALS:
                    tally.broken[f"refused for good: {status} {answer['error']}"] += 1
                    raise Lost
                tally.trouble(tally.refused, f"{status} {answer['error']}")
            await asyncio.sleep(SENT_AGAIN_AFTER)
        tally.broken["lost: no answer"] += 1
        raise Lost


async def _json(response: Any) -> dict[str, Any]:
    """The object in a response; an empty one when there is none."""
    try:
        answer = await response.json()
    except (ValueError, ClientError):
        return {}
    return answer if isinstance(answer, dict) else {}
