"""The reason that somebody tells, as they could say it to the partner."""

from __future__ import annotations

import re

import pytest

from rasa_project.nlu.encoder import shared_encoder
from rasa_project.nlu.marked_messages import parted, read_marked
from rasa_project.nlu.reason_in_words import reason_in_words
from rasa_project.nlu.text import tidy
from rasa_project.nlu.word_tagger import Tagged, shared_reason_tagger
from tests.samples import TEST_MESSAGES

MARKED = TEST_MESSAGES / "reasons_in_words.yml"
FOUND, RIGHT = 0.5, 0.75
"""Of the stretches that a reader marked so many are found, and of those found so many are the reader's, give or take half of the words."""


def told(message: str, certainty: float = 1.0) -> str | None:
    text, spans = parted(message)
    return reason_in_words([Tagged(span, certainty) for span in spans], text)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("[just off a double on the ward](why) and he is being sweet", "I'm just off a double on the ward."),
        ("[i have a 6 am flight tomorrow](why), how do i say no", "I have a six am flight tomorrow."),
        ("[knackered from the move](why)", "I'm knackered from the move."),
        ("[been sick twice](why), she's so gentle", "I've been sick twice."),
        ("[got exams all week](why)", "I've got exams all week."),
        ("[ugh just done a 14 hr shift at the bakery](why) n she's got candles on", "I've just done a 14-hour shift at the bakery."),
        ("i don't know how to tell him [im just off a double](why)", "I'm just off a double."),
        ("i can't say no to her, [ive a cold coming](why)", "I've a cold coming."),
        ("[the kids are at my mums](why) for once", "The kids are at my mum's."),
        ("[ive missed him](why) so how do i ask", "I've missed you."),
        ("[been away on the rig 3 weeks, missed](why) my wife so much", "I've been away on the rig three weeks, missed you."),
        ("[been on nights all week, want](why) to hold her", "I've been on nights all week."),
        ("[Finished with the last client at nine](why), no words left", "I've finished with the last client at nine."),
        ("ok dictating um [I I just ate a huge curry](why)", "I just ate a huge curry."),
        ("[just off a 13 hr on the wards](why) and she's waiting up", "I'm just off 13 hours on the wards."),
        ("[Dad's funeral was Monday](why), she means well", "Dad's funeral was Monday."),
    ],
)
def test_it_is_a_sentence_of_their_own(message: str, reason: str) -> None:
    assert told(message) == reason


@pytest.mark.parametrize(
    "message",
    [
        "[sore ribs](why)", "[period](why)", "[he works nights](why)", "[her mum is here](why)", "[im fasting and very](why)", "no reason at all",
        "[the kids' school is shut](why)", "[Dolores is home from the fair at ten](why), how do i ask her", "[Karim's over after a month](why)",
    ],
)  # fmt: skip
def test_what_would_not_stand_alone_or_is_of_the_partner_is_none(message: str) -> None:
    assert told(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "[i had a scan today](why) and he doesn't know yet, how do i say no",
        "[my ex rang today](why), i don't want her to find out",
        "no without telling him [i lost the job](why)",
        "[i have an appointment at nine](why), i can't say what for",
    ],
)
def test_what_the_partner_is_not_to_hear_is_none(message: str) -> None:
    assert told(message) is None


def test_what_is_not_sure_is_none() -> None:
    assert told("[i have a 6 am flight tomorrow](why)", certainty=0.7) is None


def test_reasons_are_found_where_a_reader_marked_them() -> None:
    marked = found = right = 0
    for text, spans in read_marked(MARKED):
        stretches = [
            tidy(text)[one.span.start : one.span.end] for one in shared_reason_tagger().tag(shared_encoder().read(text)) if one.certainty >= 0.8
        ]
        wanted = [set(re.findall(r"\w+", text[span.start : span.end].lower())) for span in spans]
        marked += bool(wanted)
        found += bool(stretches)
        words = [set(re.findall(r"\w+", stretch.lower())) for stretch in stretches]
        right += any(len(one & other) >= 0.5 * len(one | other) for one in wanted for other in words)
    assert right / marked >= FOUND
    assert right / found >= RIGHT
