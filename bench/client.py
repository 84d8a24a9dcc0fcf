"""The load client, a process of its own: reads a job from standard input, talks to the server, prints the result."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from bench.job import CONVERSATION_TURNS, TIMEOUT_S, Job, Result
from bench.talk import NUMBERS, TALKS, Failed, Replies, Talk, script

POLL_S = 0.02
WAITING_CONVERSATIONS = 64


@dataclass
class Conversation:
    """One conversation and what is still to be said in it."""

    name: str
    texts: deque[str]


class Person:
    """Begins conversations and says messages, with every failure under one name."""

    def __init__(self, http: ClientSession, talk: Talk, seed: int) -> None:
        self.http = http
        self.talk = talk
        self.seed = seed

    async def begin(self, turns: int = CONVERSATION_TURNS) -> Conversation:
        """Begins a conversation that has not said anything yet."""
        number = next(NUMBERS)
        try:
            name = await self.talk.begin(self.http, self.seed * 1_000_000 + number)
        except (ClientError, TimeoutError, asyncio.TimeoutError, KeyError, ValueError) as error:
            raise Failed(f"no session: {type(error).__name__}") from error
        except Failed as error:
            raise Failed(f"no session: {error}") from error
        return Conversation(name, deque(script(self.talk, self.seed * 1_000_000 + number, turns)))

    async def say_next(self, conversation: Conversation) -> Replies:
        """Says the next message of the conversation."""
        text = conversation.texts.popleft()
        try:
            return await self.talk.say(self.http, conversation.name, text, self.seed * 1_000_000 + next(NUMBERS))
        except (ClientError, TimeoutError, asyncio.TimeoutError, KeyError, ValueError) as error:
            raise Failed(type(error).__name__) from error


async def first(person: Person, job: Job) -> Result:
    """Waits until the server is ready and notes when the first answer after the opening came; then sees that the bot does its work."""
    give_up = time.monotonic() + job.patience_s
    while (state := await readiness(person)) != "200":
        if time.monotonic() > give_up:
            raise Failed(f"not ready after {job.patience_s:.0f} s, {person.talk.ready_path} says {state}")
        await asyncio.sleep(POLL_S)
    conversation = await person.begin()
    for _ in person.talk.opening:
        replies = await person.say_next(conversation)
    result = Result(answered_at=time.monotonic())
    proven = person.talk.proves(replies)
    while conversation.texts and not proven:
        proven = person.talk.proves(await person.say_next(conversation))
    if not proven:
        raise Failed("it answers, but not with what it is there for")
    return result


async def readiness(person: Person) -> str:
    """What the server says when asked whether it is ready: a status, or the name of what went wrong."""
    try:
        async with person.http.get(person.talk.ready_path) as response:
            await response.read()
            return str(response.status)
    except (ClientError, TimeoutError, asyncio.TimeoutError) as error:
        return type(error).__name__


async def turns(person: Person, job: Job) -> Result:
    """One user, one message after the other."""
    result = Result()
    conversation = await person.begin()
    for turn in range(job.warm_turns + job.turns):
        if not conversation.texts:
            conversation = await person.begin()
        started = time.monotonic()
        try:
            await person.say_next(conversation)
        except Failed as error:
            result.failed(str(error))
        else:
            if turn >= job.warm_turns:
                result.latencies_s.append(time.monotonic() - started)
    return result


async def closed(person: Person, job: Job) -> Result:
    """Several users at once, each saying the next message as soon as the last is answered."""
    result = Result(seconds=job.seconds)
    counted_from = time.monotonic() + job.warm_seconds
    end = counted_from + job.seconds

    async def user() -> None:
        conversation: Conversation | None = None
        while time.monotonic() < end:
            started = time.monotonic()
            try:
                if conversation is None or not conversation.texts:
                    conversation = await person.begin()
                    started = time.monotonic()
                await person.say_next(conversation)
            except Failed as error:
                result.failed(str(error))
                conversation = None
                await asyncio.sleep(POLL_S)
            else:
                answered = time.monotonic()
                if counted_from <= answered < end:
                    result.latencies_s.append(answered - started)

    await asyncio.gather(*(user() for _ in range(job.users)))
    return result


async def on_schedule(person: Person, job: Job) -> Result:
    """Messages at fixed times, each from a person who is not waiting for an answer; the wait counts from the scheduled time."""
    result = Result(seconds=job.seconds)
    idle = deque([await person.begin() for _ in range(min(WAITING_CONVERSATIONS, max(8, int(job.rate * 4))))])

    async def message(due: float, counted: bool) -> None:
        conversation: Conversation | None = None
        try:
            conversation = idle.popleft() if idle else await person.begin()
            await person.say_next(conversation)
        except Failed as error:
            result.failed(str(error))
            conversation = None
        else:
            if counted:
                result.latencies_s.append(time.monotonic() - due)
        try:
            idle.append(conversation if conversation and conversation.texts else await person.begin())
        except Failed as error:
            result.failed(str(error))

    begin = time.monotonic() + 0.1
    running: list[asyncio.Task[None]] = []
    for number in range(int((job.warm_seconds + job.seconds) * job.rate)):
        due = begin + number / job.rate
        if (early := due - time.monotonic()) > 0:
            await asyncio.sleep(early)
        running.append(asyncio.create_task(message(due, due - begin >= job.warm_seconds)))
    await asyncio.gather(*running)
    return result


@asynccontextmanager
async def connected(job: Job) -> AsyncIterator[ClientSession]:
    """A connection pool to the server under test, which is always on this machine."""
    if not job.url.startswith("http://127.0.0.1:"):
        raise Failed("only 127.0.0.1 is ever addressed")
    # Connections are dropped before the server's own idle limit (5 s in Sanic) can race with a message.
    pool = TCPConnector(limit=0, keepalive_timeout=3)
    async with ClientSession(job.url, connector=pool, timeout=ClientTimeout(total=TIMEOUT_S), trust_env=False) as http:
        yield http


async def carry_out(job: Job) -> Result:
    """Does the job."""
    modes = {"first": first, "turns": turns, "closed": closed, "open": on_schedule}
    async with connected(job) as http:
        return await modes[job.mode](Person(http, TALKS[job.talk], job.seed), job)


def main() -> None:
    """Reads the job, does it, prints the result or the reason why there is none."""
    job = Job(**json.load(sys.stdin))
    try:
        answer = asyncio.run(carry_out(job)).as_dict()
    except Failed as error:
        answer = {"failed": str(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
