"""Twenty people at their speakers at once: nobody hears what another said, no turn is lost, and all are answered in the time a person would take."""

from __future__ import annotations

import pytest

from tests.integrations.alexa.cloud import Believer
from tests.integrations.alexa.speakers import talk
from tests.integrations.speakers import LONG, PAUSE, SHORT, SPEAKERS, check


@pytest.mark.server
@pytest.mark.waits
def test_twenty_speakers_at_once_share_nothing_and_lose_nothing(believer: Believer, long: bool) -> None:
    check(talk(believer, SPEAKERS, LONG if long else SHORT, PAUSE), whole=long)
    assert not believer.server.errors
