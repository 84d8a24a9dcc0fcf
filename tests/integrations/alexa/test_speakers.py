"""Twenty people at their speakers at once: nobody hears what another said, no turn is lost, and all are answered in the time a person would take."""

from __future__ import annotations

import pytest

from tests.integrations.alexa.cloud import Believer
from tests.integrations.alexa.speakers import talk

SPEAKERS = 20
PAUSE = 2.0
"""Seconds a person takes between an answer and the next words: Alexa speaks the answer in that time, which mostly takes longer."""
SHORT, LONG = 20.0, 600.0
SLOWEST = 5.0
"""Seconds for the 99th percentile: a person's patience, far above what is measured, so that a busy machine fails no test."""


@pytest.mark.server
def test_twenty_speakers_at_once_share_nothing_and_lose_nothing(believer: Believer, long: bool, record_property: pytest.FixtureRequest) -> None:
    measured = talk(believer, SPEAKERS, LONG if long else SHORT, PAUSE)
    record_property("measured", str(measured))
    assert not [heard.foreign for heard in measured.speakers if heard.foreign]
    assert [heard.time for heard in measured.speakers if heard.lost] == []
    assert all(heard.conversations for heard in measured.speakers)
    assert measured.worst_of_hundred < SLOWEST
    assert not believer.server.errors
