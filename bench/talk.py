"""How to talk to each bot over HTTP: two small adapters with one face."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Protocol
from uuid import UUID

from aiohttp import ClientResponse, ClientSession

Replies = list[dict[str, Any]]

OPENERS = ("", "", "ok, ", "well, ", "hm, ", "so, ", "right, ", "and ", "please, ", "honestly, ", "one thing, ", "hey, ")


class Failed(Exception):  # noqa: N818 - a message that failed, counted by its reason
    """A message got no real answer; the text is the reason as it is counted."""


class Talk(Protocol):
    """One bot, seen from a person who talks to it."""

    ready_path: str
    opening: Sequence[str]
    middle: Sequence[str]

    async def begin(self, http: ClientSession, number: int) -> str:
        """Begins conversation `number` and returns what names it."""
        ...

    async def say(self, http: ClientSession, conversation: str, text: str, number: int) -> Replies:
        """Says one message and returns the answers; raises Failed when there is none."""
        ...

    def proves(self, replies: Replies) -> bool:
        """Whether these answers show that the bot really does its work."""
        ...


def script(talk: Talk, seed: int, turns: int) -> Iterator[str]:
    """What is said in one conversation: the opening as it is, then the middle in turn, each time a little differently."""
    chance = random.Random(seed)  # noqa: S311 - the wording must be the same in each run, not secret
    start = chance.randrange(len(talk.middle))
    for turn in range(turns):
        if turn < len(talk.opening):
            yield talk.opening[turn]
        else:
            text = talk.middle[(start + turn) % len(talk.middle)]
            yield chance.choice(OPENERS) + text


async def body_of(response: ClientResponse) -> Any:
    """The JSON of a good response; raises Failed with the status of any other."""
    if response.status // 100 != 2:
        await response.read()
        raise Failed(str(response.status))
    return await response.json()


class EveningNoteTalk:
    """This assistant: a session, its token, and the age question first."""

    ready_path = "/health"
    opening: Sequence[str] = ("I'm not in the mood", "yes")
    middle: Sequence[str] = (
        "softer",
        "how do I ask without sounding desperate",
        "another one",
        "why would that work",
        "he's giving me that look and i've got a 6am flight",
        "shorter",
        "she turned me down last night and it stung",
        "something warmer",
        "i have a headache but i don't want her to feel unwanted",
        "what can i offer instead",
    )

    async def begin(self, http: ClientSession, number: int) -> str:
        """Asks for a session."""
        async with http.post("/webhooks/web/session", json={}) as response:
            return str((await body_of(response))["token"])

    async def say(self, http: ClientSession, conversation: str, text: str, number: int) -> Replies:
        """Posts one message with an id of its own."""
        message = {"id": str(UUID(int=number)), "text": text}
        async with http.post("/webhooks/web/message", json=message, headers={"Authorization": f"Bearer {conversation}"}) as response:
            return spoken((await body_of(response))["replies"])

    def proves(self, replies: Replies) -> bool:
        """A line to say to one's partner was offered."""
        return any(reply.get("line") for reply in replies)


class RasaInitTalk:
    """The bot of `rasa init` on its `rest` channel."""

    ready_path = "/"
    opening: Sequence[str] = ("hello there",)
    middle: Sequence[str] = (
        "i am feeling really sad today",
        "yes",
        "are you a bot or a human?",
        "see you later",
        "hello",
        "i am feeling very good",
        "am i talking to a human?",
        "bye",
        "good evening",
        "today was horrible",
    )

    async def begin(self, http: ClientSession, number: int) -> str:
        """Chooses a name; the channel takes any."""
        return f"bench-{number}"

    async def say(self, http: ClientSession, conversation: str, text: str, number: int) -> Replies:
        """Posts one message."""
        async with http.post("/webhooks/rest/webhook", json={"sender": conversation, "message": text}) as response:
            return spoken(await body_of(response))

    def proves(self, replies: Replies) -> bool:
        """Any answer at all."""
        return bool(replies)


def spoken(replies: Any) -> Replies:
    """The replies when at least one says something; raises Failed otherwise."""
    if isinstance(replies, list) and any(isinstance(reply, dict) and reply.get("text") for reply in replies):
        return replies
    raise Failed("empty answer")


TALKS: dict[str, Talk] = {"evening-note": EveningNoteTalk(), "rasa-init": RasaInitTalk()}
NUMBERS = count(1)
