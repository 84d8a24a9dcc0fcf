"""Which conversation a message belongs to: nobody shares one, and five minutes of silence end it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from uuid import uuid4

import pytest

from rasa_project.channels.assist_sessions import PICKED_UP_WITHIN, AssistSessions, Speaking
from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.state import SharedState

ANN = Speaking("cottage", "s1", "ann", "kitchen")


class Clock:
    """Time as the test tells it."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """At its start."""
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> AssistSessions:
    """As the server makes them."""
    return AssistSessions(InProcess(clock=clock), idle=3600, clock=clock)


def conversation(sessions: AssistSessions, speaking: Speaking) -> str:
    """Its name."""
    return asyncio.run(sessions.conversation(speaking))


def test_the_same_session_of_the_same_user_goes_on(sessions: AssistSessions) -> None:
    assert conversation(sessions, ANN) == conversation(sessions, ANN)


def test_a_user_who_walks_to_another_room_goes_on(sessions: AssistSessions) -> None:
    assert conversation(sessions, ANN) == conversation(sessions, replace(ANN, device="bedroom"))


@pytest.mark.parametrize("other", [{"home": "flat"}, {"session": "s2"}, {"user": "ben"}, {"user": None}])
def test_another_home_session_or_user_is_another_conversation(sessions: AssistSessions, other: dict[str, str | None]) -> None:
    assert conversation(sessions, ANN) != conversation(sessions, replace(ANN, **other))


def test_no_two_of_many_share_a_conversation_or_a_person(sessions: AssistSessions) -> None:
    everybody = [
        Speaking(home, session, user, device)
        for home, session, user, device in product(("a", "b"), ("s", "t"), (None, "u", "v"), (None, "d", "e"))
        if user is None or device == "d"
    ]
    names = [conversation(sessions, speaking) for speaking in everybody]
    assert len(set(names)) == len(everybody)
    people = {(speaking.home, speaking.user or "", "" if speaking.user else speaking.device or ""): speaking.person for speaking in everybody}
    known = [person for (_, user, device), person in people.items() if user or device]
    assert None not in known
    assert len(set(known)) == len(known)


def test_parts_that_run_together_are_told_apart(sessions: AssistSessions) -> None:
    assert conversation(sessions, Speaking("ab", "c", "d")) != conversation(sessions, Speaking("a", "bc", "d"))


def test_where_nobody_is_known_nobodys_memory_is_used() -> None:
    assert Speaking("cottage", "s1").person is None


def test_a_user_and_a_device_of_the_same_id_are_not_one_person() -> None:
    assert Speaking("cottage", "s1", user="x").person != Speaking("cottage", "s1", device="x").person


def test_no_id_of_the_house_can_be_read_from_a_name(sessions: AssistSessions) -> None:
    names = conversation(sessions, ANN) + (ANN.person or "")
    assert not any(part in names for part in ("cottage", "ann", "kitchen"))


@pytest.mark.parametrize(("silence", "goes_on"), [(PICKED_UP_WITHIN, True), (PICKED_UP_WITHIN + 1, False)])
def test_a_talk_can_be_picked_up_for_five_minutes(sessions: AssistSessions, clock: Clock, silence: float, goes_on: bool) -> None:
    first = conversation(sessions, ANN)
    clock.now += silence
    assert (conversation(sessions, ANN) == first) is goes_on


def test_each_word_gives_five_more_minutes(sessions: AssistSessions, clock: Clock) -> None:
    first = conversation(sessions, ANN)
    for _ in range(5):
        clock.now += PICKED_UP_WITHIN - 1
        assert conversation(sessions, ANN) == first


def test_what_ended_never_comes_back(sessions: AssistSessions, clock: Clock) -> None:
    seen = []
    for _ in range(5):
        seen.append(conversation(sessions, ANN))
        clock.now += PICKED_UP_WITHIN + 1
    assert len(set(seen)) == len(seen)


def test_a_new_start_of_the_server_goes_on(sessions: AssistSessions) -> None:
    assert conversation(AssistSessions(InProcess(), 3600), ANN) == conversation(sessions, ANN)


def test_every_process_knows_which_conversation_it_is(opening_state: Callable[[], SharedState], clock: Clock) -> None:
    speaking = replace(ANN, session=uuid4().hex)

    async def _body() -> list[str]:
        states = opening_state(), opening_state()
        here, there = (AssistSessions(state, idle=3600, clock=clock) for state in states)
        names = [await here.conversation(speaking)]
        for silence in (PICKED_UP_WITHIN + 1, PICKED_UP_WITHIN):
            clock.now += silence
            names.append(await there.conversation(speaking))
        names.append(await here.conversation(speaking))
        for state in states:
            await state.close()
        return names

    first, second, third, fourth = asyncio.run(_body())
    assert first != second == third == fourth
