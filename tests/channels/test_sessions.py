"""Session tokens: the server chooses who you are, for a short while."""

from __future__ import annotations

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.channels.sessions import ALGORITHM, AUDIENCE, PERSON_AUDIENCE, Sessions
from rasa_project.errors import RequestError

SECRET = "the secret of the sessions' tests, long enough"


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """The time it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(SECRET, seconds=3600, clock=clock)


def refused(sessions: Sessions, token: str | None) -> RequestError:
    with pytest.raises(RequestError) as caught:
        sessions.session(token)
    return caught.value


def forge(claims: dict[str, object], secret: str = SECRET, algorithm: str = ALGORITHM) -> str:
    return jwt.encode(claims, secret, algorithm)


def test_every_session_is_another_conversation(sessions: Sessions) -> None:
    conversations = {sessions.session(sessions.open()).conversation for _ in range(5)}
    assert len(conversations) == 5


def test_the_conversation_cannot_be_guessed(sessions: Sessions) -> None:
    assert len(sessions.session(sessions.open()).conversation) >= 22


def test_a_token_holds_its_conversation_and_its_end_and_nothing_else(sessions: Sessions) -> None:
    claims = jwt.decode(sessions.open(), options={"verify_signature": False})
    assert set(claims) == {"sub", "aud", "exp", "person"}


def test_a_token_stands_for_its_conversation_until_it_ends(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open()
    conversation = sessions.session(token).conversation
    clock.now += 3599
    assert sessions.session(token).conversation == conversation


def test_an_expired_token_is_refused(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open()
    clock.now += 3600
    assert (refused(sessions, token).status, refused(sessions, token).code) == (401, "expired")


def test_a_renewed_token_goes_on_with_the_same_conversation(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open()
    conversation = sessions.session(token).conversation
    clock.now += 3000
    renewed = sessions.open(renewed=token)
    clock.now += 3000
    assert sessions.session(renewed).conversation == conversation
    assert refused(sessions, token).code == "expired"


def test_an_expired_token_cannot_be_renewed(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open()
    clock.now += 3600
    with pytest.raises(RequestError) as caught:
        sessions.open(renewed=token)
    assert caught.value.code == "expired"


def test_a_forged_token_cannot_be_renewed(sessions: Sessions, clock: Clock) -> None:
    with pytest.raises(RequestError) as caught:
        sessions.open(renewed=forge({"sub": "a", "aud": AUDIENCE, "exp": clock.now + 60, "person": "b"}, "a secret of somebody else, long enough"))
    assert caught.value.status == 401


def test_nobody_is_recognised_without_a_token_of_theirs(sessions: Sessions) -> None:
    people = {sessions.session(sessions.open()).person.id for _ in range(5)}
    assert len(people) == 5
    assert all(len(person) >= 22 for person in people)


def test_a_person_is_brought_back_by_their_token_into_another_conversation(sessions: Sessions) -> None:
    first = sessions.session(sessions.open())
    second = sessions.session(sessions.open(person=sessions.person_token(first.person.id)))
    assert second.person.id == first.person.id
    assert second.conversation != first.conversation


def test_a_renewed_token_keeps_person_and_time_zone(sessions: Sessions) -> None:
    token = sessions.open(zone="Asia/Tokyo")
    renewed = sessions.session(sessions.open(renewed=token))
    assert renewed.person == sessions.session(token).person
    assert renewed.person.zone == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe/London" + "x" * 60])
def test_an_unknown_time_zone_is_refused(sessions: Sessions, zone: str) -> None:
    with pytest.raises(RequestError) as caught:
        sessions.open(zone=zone)
    assert (caught.value.status, caught.value.code) == (400, "bad_zone")


def test_a_token_of_a_session_brings_nobody_back(sessions: Sessions) -> None:
    first = sessions.open()
    assert sessions.session(sessions.open(person=first)).person.id != sessions.session(first).person.id


def test_the_token_of_a_person_opens_no_conversation(sessions: Sessions) -> None:
    assert refused(sessions, sessions.person_token("somebody")).code == "bad_token"


def test_a_forged_person_is_somebody_new(sessions: Sessions) -> None:
    forged = forge({"sub": "somebody", "aud": PERSON_AUDIENCE}, "a secret of somebody else, long enough")
    assert sessions.session(sessions.open(person=forged)).person.id != "somebody"


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_there_is_no_conversation(token: str | None, sessions: Sessions) -> None:
    assert (refused(sessions, token).status, refused(sessions, token).code) == (401, "no_token")


def test_a_token_signed_by_somebody_else_is_refused(sessions: Sessions, clock: Clock) -> None:
    token = forge({"sub": "a", "aud": AUDIENCE, "exp": clock.now + 60, "person": "b"}, "a secret of somebody else, long enough")
    assert (refused(sessions, token).status, refused(sessions, token).code) == (401, "bad_token")


def test_an_unsigned_token_is_refused(sessions: Sessions, clock: Clock) -> None:
    token = jwt.encode({"sub": "a", "aud": AUDIENCE, "exp": clock.now + 60, "person": "b"}, "", "none")
    assert refused(sessions, token).code == "bad_token"


@pytest.mark.filterwarnings("ignore:The HMAC key is")  # that the key is short for this algorithm is not the point
def test_a_token_signed_in_another_way_is_refused(sessions: Sessions, clock: Clock) -> None:
    token = forge({"sub": "a", "aud": AUDIENCE, "exp": clock.now + 60, "person": "b"}, algorithm="HS512")
    assert refused(sessions, token).code == "bad_token"


@pytest.mark.parametrize("missing", ["sub", "aud", "exp", "person"])
def test_a_token_that_lacks_something_is_refused(missing: str, sessions: Sessions, clock: Clock) -> None:
    claims: dict[str, object] = {"sub": "a", "aud": AUDIENCE, "exp": clock.now + 60, "person": "b"}
    del claims[missing]
    assert refused(sessions, forge(claims)).code == "bad_token"


def test_a_token_for_something_else_is_refused(sessions: Sessions, clock: Clock) -> None:
    assert refused(sessions, forge({"sub": "a", "aud": "another product", "exp": clock.now + 60})).code == "bad_token"


def test_a_token_changed_in_any_part_is_refused(sessions: Sessions) -> None:
    parts = sessions.open().split(".")
    for place, part in enumerate(parts):
        changed = [*parts]
        changed[place] = ("B" if part[0] == "A" else "A") + part[1:]
        assert refused(sessions, ".".join(changed)).status == 401


@given(st.text())
def test_no_text_is_a_token_and_none_breaks_anything(token: str) -> None:
    assert refused(Sessions(SECRET, seconds=60), token).status == 401


@pytest.mark.parametrize("token", ["\udcff\udcfe", "a.b.\udcff"], ids=["bytes that are no text", "such bytes as a signature"])
def test_a_header_of_bytes_that_are_no_text_is_refused_like_any_other(token: str, sessions: Sessions) -> None:
    assert refused(sessions, token).status == 401
