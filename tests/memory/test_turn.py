"""The last answers of a conversation, as they are kept: so many, in order, and without their words once those may not be said again."""

from __future__ import annotations

import asyncio

from rasa_project.memory.turn import MOST_ANSWERED, Answered, Answers, Sent, Turn, answering, current_turn


def answers(*ids: str) -> Answers:
    kept = Answers()
    for identity in ids:
        kept = kept.with_one(Sent(identity, f"digest of {identity}"), f"answer to {identity}")
    return kept


def test_they_come_back_as_they_were() -> None:
    kept = answers("a", "“é”").with_one(Sent("7", "d", 7), '["ü"]').untold().with_one(Sent("b", "e"), "{}")
    assert Answers.from_bytes(kept.to_bytes()) == kept
    assert Answers.from_bytes(Answers().to_bytes()) == Answers()


def test_only_so_many_are_kept_the_newest() -> None:
    kept = answers(*map(str, range(MOST_ANSWERED + 3)))
    assert [answered.id for answered in kept.last] == [str(number) for number in range(3, MOST_ANSWERED + 3)]


def test_the_highest_number_stays_when_its_answer_has_gone() -> None:
    kept = Answers().with_one(Sent("-3", "d", -3), "x").with_one(Sent("9", "d", 9), "x").with_one(Sent("4", "d", 4), "x")
    for identity in "abcdefghij":
        kept = kept.with_one(Sent(identity, "d"), "x")
    assert kept.highest == 9


def test_a_message_answered_once_more_in_its_turn_is_kept_once() -> None:
    kept = answers("a", "b").with_one(Sent("a", "d"), "another")
    assert [answered.id for answered in kept.last] == ["b", "a"]
    assert kept.to("a") == Answered("a", "d", "another")


def test_a_turn_is_that_of_its_task_and_conversation_alone() -> None:
    async def _in_turn(conversation: str) -> None:
        turn = Turn(conversation)
        with answering(turn):
            await asyncio.sleep(0)
            assert current_turn() is current_turn(conversation) is turn
            assert current_turn("another") is None
        assert current_turn() is None

    async def _many() -> None:
        await asyncio.gather(*(_in_turn(str(number)) for number in range(5)))

    asyncio.run(_many())
    assert current_turn() is None


def test_a_message_without_an_id_is_never_the_same_as_another() -> None:
    assert Turn("a").request is None
    assert Turn("a", Sent("1", "d")).request != Turn("b", Sent("1", "d")).request != Turn("b", Sent("1", "e")).request
