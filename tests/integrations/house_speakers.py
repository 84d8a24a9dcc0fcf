"""Many people at the speakers of one real house at once: each remembers what only they said, and every turn over Home Assistant is timed.

By itself it measures: `python -m tests.integrations.house_speakers [SECONDS [PAUSE [newer]]]`, "newer" being the newer release.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time

from tests.integrations.house import AGENT, NEWER, OLDER, House, Line, speech
from tests.integrations.speakers import PAUSE, SHORT, SPEAKERS, TIMES, Heard, Measured
from tests.processes import HOST, NO_LIMITS, Server, pair

USERS = ("Ben", "Cleo", "Dan")
"""Who lives there beside the owner; each is signed in at several speakers, and each talk is one of its own all the same."""


def talk(house: House, number: int, seconds: float, pause: float) -> Measured:
    """`number` speakers, each in one conversation after the other for about `seconds`; `pause` is how long a person takes to answer, on average."""
    tokens = [house.token, *(house.add_user(name) for name in USERS)]
    return Measured.of(asyncio.run(_all(house, tokens, number, seconds, pause)))


async def _all(house: House, tokens: list[str], number: int, seconds: float, pause: float) -> list[Heard]:
    until = time.monotonic() + seconds
    people = [_Person(Heard(TIMES[index % len(TIMES)]), pause, index) for index in range(number)]
    return await asyncio.gather(*(person.talk(house, tokens[index % len(tokens)], until) for index, person in enumerate(people)))


class _Person:
    def __init__(self, heard: Heard, pause: float, index: int) -> None:
        self._heard = heard
        self._pause = pause
        self._random = random.Random(index)

    async def talk(self, house: House, token: str, until: float) -> Heard:
        """Conversations, each from the first words to stop, until the time is over."""
        async with house.signed_in(token) as line:
            await self._waits()  # not all in one instant
            while time.monotonic() < until:
                conversation = None
                for text in self._conversation():
                    conversation = await self._turn(line, text, conversation)
                    await self._waits()
                self._heard.ends_a_conversation()
        return self._heard

    def _conversation(self) -> tuple[str, ...]:
        return ("how do i say no tonight", "yes i am", "i'm so tired", f"leave the door open for {self._heard.time}", "warmer", "stop")

    async def _turn(self, line: Line, text: str, conversation: str | None) -> str:
        message = {"type": "conversation/process", "text": text, "language": "en", "agent_id": AGENT, "conversation_id": conversation}
        begun = time.perf_counter()
        result = await line.ask(message)
        self._heard.seconds.append(time.perf_counter() - begun)
        self._heard.spoken.append(speech(result))
        return str(result["conversation_id"])

    async def _waits(self) -> None:
        await asyncio.sleep(self._random.uniform(0.5, 1.5) * self._pause)


def main() -> None:
    """Measures twenty speakers and prints what came of them."""
    import tests.conftest  # noqa: F401 - a data directory of our own

    numbers = [given for given in sys.argv[1:] if given != "newer"]
    seconds, pause = (float(given) for given in (*numbers, *(SHORT, PAUSE)[len(numbers) :]))
    with (
        tempfile.TemporaryDirectory() as data,
        Server({**NO_LIMITS, "EVENING_NOTE_SECRET": "measured", "EVENING_NOTE_DATA_DIR": data}) as server,
        House(NEWER if "newer" in sys.argv else OLDER) as house,
    ):
        paired = house.pair(f"http://{HOST}:{server.port}", pair(server, "house"))
        assert paired["type"] == "create_entry", paired
        measured, version = talk(house, SPEAKERS, seconds, pause), house.version
    print(f"Home Assistant {version}: {measured} (a pause of {pause:g} s)")  # noqa: T201 - what it is run for


if __name__ == "__main__":
    main()
