"""Whose conversation it is: one a voice and session, picked up again for five minutes, never another's."""

from __future__ import annotations

import asyncio
from itertools import combinations

import pytest

from rasa_project.channels.alexa_request import AlexaRequest, read_request
from rasa_project.channels.alexa_talks import Talk, Talks
from rasa_project.shared_state.in_process import InProcess
from tests.channels.alexa_amazon import Speaker


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        """Seconds, as the hand says."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talks(clock: Clock) -> Talks:
    return Talks("a secret", InProcess(clock=clock), clock)


def of(talks: Talks, asked: AlexaRequest) -> tuple[Talk, bool]:
    return asyncio.run(talks.of(asked))


def end(talks: Talks, asked: AlexaRequest) -> None:
    asyncio.run(talks.end(asked))


def request(speaker: Speaker) -> AlexaRequest:
    return read_request(speaker.launch())


def test_a_session_is_one_conversation(talks: Talks) -> None:
    speaker = Speaker()
    first, picked_up = of(talks, request(speaker))
    second, again = of(talks, request(speaker))
    assert second == first
    assert not picked_up
    assert not again


@pytest.mark.parametrize(("seconds", "the_same"), [(0, True), (299, True), (301, False)])
def test_a_new_session_finds_the_conversation_again_for_five_minutes(seconds: float, the_same: bool, talks: Talks, clock: Clock) -> None:
    speaker = Speaker()
    before, _ = of(talks, request(speaker))
    clock.now += seconds
    after, picked_up = of(talks, request(speaker.again()))
    assert (after.conversation == before.conversation) is picked_up is the_same


def test_a_conversation_that_was_ended_is_not_found_again(talks: Talks) -> None:
    speaker = Speaker()
    before, _ = of(talks, request(speaker))
    before.over = True
    asyncio.run(talks.keep(before))
    after, picked_up = of(talks, request(speaker.again()))
    assert after.conversation != before.conversation
    assert not picked_up


def test_exit_ends_a_conversation_and_only_that_of_its_session(talks: Talks) -> None:
    speaker = Speaker()
    talk, _ = of(talks, request(speaker))
    end(talks, request(speaker.again()))
    assert of(talks, request(speaker))[0].conversation == talk.conversation
    end(talks, request(speaker))
    assert of(talks, request(speaker.again()))[0].conversation != talk.conversation


def test_a_session_nobody_knows_can_be_ended(talks: Talks) -> None:
    end(talks, request(Speaker()))
    assert not of(talks, request(Speaker()))[0].over


def test_no_two_voices_share_a_conversation(talks: Talks) -> None:
    session = "one session for all"
    speakers = [Speaker(user, person, session) for user in ("a", "b", "ab") for person in (None, "a", "b")]
    for one, other in combinations([of(talks, request(speaker))[0].conversation for speaker in speakers], 2):
        assert one != other


def test_another_voice_within_a_session_never_gets_the_first_ones_conversation(talks: Talks) -> None:
    first = Speaker(person="first")
    before, _ = of(talks, request(first))
    for person in ("second", None):
        other = Speaker(first.user, person, first.session, is_new=False, attributes=before.attributes)
        assert of(talks, request(other))[0].conversation != before.conversation
    back, _ = of(talks, request(Speaker(first.user, "first", first.session, is_new=False, attributes=before.attributes)))
    assert back.conversation == before.conversation


def test_another_process_finds_a_sessions_conversation_by_what_the_session_was_given(clock: Clock) -> None:
    here, there = (Talks("a secret", InProcess(clock=clock), clock) for _ in range(2))
    speaker = Speaker()
    begun, _ = of(here, request(speaker))
    later = speaker.again()  # picked up: no longer the session in which it began
    picked_up, _ = of(here, request(later))
    later.attributes = picked_up.attributes
    assert of(there, request(later))[0].conversation == begun.conversation


@pytest.mark.parametrize("attributes", [{"version": 2, "origin": "other"}, {"version": 1, "origin": 7}, {"origin": "other"}, {}])
def test_attributes_of_another_kind_count_for_nothing(attributes: dict[str, object], talks: Talks) -> None:
    odd = Speaker(session="s", is_new=False, attributes=attributes)
    assert of(talks, request(odd))[0].origin == "s"


def test_ids_give_nothing_away_and_need_the_secret(clock: Clock) -> None:
    speaker = Speaker("amzn1.ask.account.SOMEBODY", "amzn1.ask.person.SOMEBODY")
    mine, yours = (of(Talks(secret, InProcess(clock=clock), clock), request(speaker))[0].conversation for secret in ("mine", "yours"))
    assert mine != yours
    assert "SOMEBODY" not in mine
    assert "amzn" not in mine


def test_only_so_many_are_kept(clock: Clock) -> None:
    talks = Talks("a secret", InProcess(most=2, clock=clock), clock)
    first = Speaker("first")
    of(talks, request(first))
    for user in ("second", "third"):
        of(talks, request(Speaker(user)))
    assert not of(talks, request(first.again()))[1]


def test_who_was_told_of_the_history_is_not_told_again(talks: Talks, clock: Clock) -> None:
    speaker = Speaker()
    told = of(talks, request(speaker))[0]
    told.knows_of_the_history = True
    asyncio.run(talks.keep(told))
    clock.now += 10_000
    assert of(talks, request(speaker.again()))[0].knows_of_the_history
    assert not of(talks, request(Speaker("another")))[0].knows_of_the_history
