"""A message is encoded aside while others wait, in place when it comes alone, and its meaning is known to its own task only."""

from __future__ import annotations

import asyncio
import threading

import numpy as np
import pytest

from rasa_project.nlu import ahead
from rasa_project.nlu.ahead import Reading, known_meaning
from rasa_project.nlu.encoder import Meaning


class Encoder:
    """Gives each text a vector of its length, and notes which thread it was asked in."""

    def __init__(self) -> None:
        self.threads: list[str] = []

    def read(self, text: str) -> Meaning:
        """A meaning of one number."""
        self.threads.append(threading.current_thread().name)
        return Meaning(np.array([len(text)], dtype=np.float32), np.zeros((0, 1), dtype=np.float32), ())


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Encoder:
    encoder = Encoder()
    monkeypatch.setattr(ahead, "shared_encoder", lambda: encoder)
    return encoder


async def read(reading: Reading, text: str) -> float | None:
    async with reading.of(text):
        meaning = known_meaning(text)
    assert known_meaning(text) is None
    return None if meaning is None else float(meaning.vector[0])


def test_a_message_that_comes_alone_is_left_to_be_encoded_in_its_place(encoder: Encoder) -> None:
    async def one_by_one() -> list[float | None]:
        reading = Reading()
        return [await read(reading, text) for text in ("one", "three")]

    assert asyncio.run(one_by_one()) == [None, None]
    assert encoder.threads == []


def test_messages_that_come_together_are_encoded_aside_each_for_itself(encoder: Encoder) -> None:
    async def together() -> list[float | None]:
        reading = Reading()
        return list(await asyncio.gather(*(read(reading, text) for text in ("one", "three", "eleven"))))

    meanings = asyncio.run(together())
    assert [meaning for meaning in meanings if meaning is not None] == [3, 5, 6][: len(encoder.threads)]
    assert len(encoder.threads) >= 2
    assert all(thread.startswith("encoder") for thread in encoder.threads)


@pytest.mark.usefixtures("encoder")
def test_the_meaning_of_another_text_is_not_taken() -> None:
    async def together() -> None:
        reading = Reading()

        async def asks_for_another() -> None:
            async with reading.of("one"):
                assert known_meaning("two") is None

        await asyncio.gather(asks_for_another(), read(reading, "three"))

    asyncio.run(together())


def test_after_a_failure_the_next_message_is_alone_again(encoder: Encoder) -> None:
    async def failing() -> float | None:
        reading = Reading()
        with pytest.raises(ValueError, match="lost"):
            async with reading.of("one"):
                raise ValueError("lost")
        return await read(reading, "three")

    assert asyncio.run(failing()) is None
    assert encoder.threads == []
