"""Many people at their speakers at once: each talks on, each remembers what only they said, and every turn is timed.

By itself it measures: `python -m tests.integrations.alexa.speakers [SECONDS [PAUSE]]`.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from tests.channels.alexa_amazon import Speaker, encoded
from tests.integrations.alexa.cloud import PATH, Believer, believing_server
from tests.integrations.speakers import PAUSE, SHORT, SPEAKERS, TIMES, Heard, Measured
from tests.processes import HOST


def talk(believer: Believer, number: int, seconds: float, pause: float) -> Measured:
    """`number` speakers, each in one conversation after the other for about `seconds`; `pause` is how long a person takes to answer, on average."""
    return Measured.of(asyncio.run(_all(believer, number, seconds, pause)))


async def _all(believer: Believer, number: int, seconds: float, pause: float) -> list[Heard]:
    until = time.monotonic() + seconds
    # a connection for each turn: one that is kept open is closed by the server just when a slow speaker goes on
    async with aiohttp.ClientSession(f"http://{HOST}:{believer.server.port}", connector=aiohttp.TCPConnector(force_close=True)) as session:
        people = [_Person(believer, session, Heard(TIMES[index % len(TIMES)]), pause, index) for index in range(number)]
        return await asyncio.gather(*(person.talk(until) for person in people))


class _Person:
    def __init__(self, believer: Believer, session: aiohttp.ClientSession, heard: Heard, pause: float, index: int) -> None:
        self._believer = believer
        self._session = session
        self._heard = heard
        self._pause = pause
        self._random = random.Random(index)
        self._user = f"amzn1.ask.account.SPEAKER{index}"

    async def talk(self, until: float) -> Heard:
        """Conversations, each from opening to stop, until the time is over."""
        await self._waits()  # not all in one instant
        while time.monotonic() < until:
            speaker = Speaker(self._user)
            for envelope in self._conversation(speaker):
                await self._turn(speaker, envelope)
                await self._waits()
            self._heard.ends_a_conversation()
        return self._heard

    def _conversation(self, speaker: Speaker) -> Iterator[dict[str, object]]:
        yield speaker.launch()
        yield speaker.intent("AMAZON.YesIntent")
        yield speaker.intent("DeclineIntent")
        yield speaker.says(f"leave the door open for {self._heard.time}")
        yield speaker.says("warmer")
        yield speaker.intent("AMAZON.StopIntent")

    async def _turn(self, speaker: Speaker, envelope: dict[str, object]) -> None:
        body = encoded(envelope)
        headers = self._believer.amazon.headers(body)
        begun = time.perf_counter()
        async with self._session.post(PATH, data=body, headers=headers) as answer:
            assert answer.status == 200, answer.status
            whole = await answer.json()
        self._heard.seconds.append(time.perf_counter() - begun)
        speaker.attributes = whole["sessionAttributes"]
        self._heard.spoken.append(whole["response"]["outputSpeech"]["ssml"])

    async def _waits(self) -> None:
        await asyncio.sleep(self._random.uniform(0.5, 1.5) * self._pause)


def main() -> None:
    """Measures twenty speakers and prints what came of them."""
    import tests.conftest  # noqa: F401 - a data directory of our own

    seconds, pause = (float(given) for given in (*sys.argv[1:], *(SHORT, PAUSE)[len(sys.argv) - 1 :]))
    with (
        tempfile.TemporaryDirectory() as amazon,
        tempfile.TemporaryDirectory() as data,
        believing_server(Path(amazon), EVENING_NOTE_DATA_DIR=data) as believer,
    ):
        measured = talk(believer, SPEAKERS, seconds, pause)
    print(f"{measured} (a pause of {pause:g} s)")  # noqa: T201 - what it is run for


if __name__ == "__main__":
    main()
