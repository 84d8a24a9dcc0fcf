"""An answer for the ear: well-formed, the line heard as a line, numbers slow and twice, and no word ever markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import Library, Step
from rasa_project.nlu.text import tidy
from rasa_project.speech import ear
from rasa_project.speech.ear import PAUSE, SLOW, plain, sentence_ssml
from rasa_project.speech.speakers import SPEAKERS
from tests.speech.answers import answer, help_line

OURS = {"speak", "break", "prosody", "say-as"}
AMAZONS = "amazon:effect"
MARKUP = (
    '<audio src="https://elsewhere.example/x.mp3"/>',
    "</speak><speak>",
    "a & b",
    "<!-- x -->",
    "]]>",
    "&lt;",
    "<![CDATA[x]]>",
    '"quoted"',
    "1 < 2 > 0",
)

said = st.text().map(tidy) | st.sampled_from(MARKUP)
"""What can stand in an answer: text that went through the gate, or markup as text."""


def ssml(given: Answer, speaker: str = "voice") -> str:
    """The answer's markup for a speaker, by its name."""
    return ear.ssml(given, SPEAKERS[speaker])


def tags(spoken: str) -> set[str]:
    return {element.tag for element in ElementTree.fromstring(spoken).iter()}  # noqa: S314 - our own output


def words(spoken: str) -> str:
    return "".join(ElementTree.fromstring(spoken).itertext())  # noqa: S314 - our own output


@given(said, said, said)
def test_whatever_is_said_is_heard_and_never_becomes_markup(before: str, line: str, after: str) -> None:
    spoken = ssml(Answer(before=before, line=line, after=after))
    assert tags(spoken) <= OURS
    for part in (before, line, after):
        assert part in words(spoken)


@given(said, said)
def test_a_number_never_becomes_markup_either(name: str, number: str) -> None:
    spoken = ssml(answer(line=None, numbers=(help_line(name=name, number=number),)))
    assert tags(spoken) <= OURS
    assert words(spoken).count(number) >= 2


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_an_answer_is_read_as_words(text: str) -> None:
    assert words(ssml(answer(line=text))) == f"Try this. {text} Softer?"


def test_a_line_is_set_apart_by_a_pause_on_both_sides_and_said_slowly() -> None:
    assert f'{PAUSE}<prosody rate="90%">Not tonight, love.</prosody>{PAUSE}' in ssml(answer())


def test_without_a_line_there_is_no_pause() -> None:
    assert ssml(answer(line=None)) == "<speak>Try this. Softer?</speak>"


def test_a_number_is_said_twice_as_a_number_after_its_name() -> None:
    spoken = ssml(answer(line=None, numbers=(help_line(name="A Line", number="0800 123"),)))
    assert spoken.count('<say-as interpret-as="telephone">0800 123</say-as>') == 2
    assert spoken.index("A Line") < spoken.index("0800 123")


def test_every_written_answer_is_well_formed_for_the_ear(library: Library) -> None:
    for entry in library.answers:
        assert tags(ssml(Answer.of(entry))) <= OURS, entry.id


def test_an_answer_asked_for_slowly_is_slow_as_a_whole() -> None:
    spoken = ssml(answer(slow=True))
    assert spoken.startswith(f'<speak><prosody rate="{SLOW}">')
    assert spoken.endswith("</prosody></speak>")


def test_a_discreet_answer_is_soft() -> None:
    assert ssml(answer(discreet=True)).startswith('<speak><prosody volume="soft">')


def test_a_short_discreet_answer_is_whispered_where_the_speaker_can() -> None:
    spoken = ssml(answer(before="", discreet=True), "alexa")
    assert spoken.startswith(f'<speak><{AMAZONS} name="whispered">')
    assert spoken.endswith(f"</{AMAZONS}></speak>")


def test_a_long_answer_or_a_number_is_never_whispered() -> None:
    assert AMAZONS not in ssml(answer(discreet=True), "alexa")
    assert AMAZONS not in ssml(answer(before="", discreet=True, numbers=(help_line(),)), "alexa")


def test_only_a_discreet_answer_is_whispered() -> None:
    assert AMAZONS not in ssml(answer(before=""), "alexa")


def test_a_few_words_alone_are_escaped_as_well() -> None:
    assert sentence_ssml("a & b", SPEAKERS["alexa"]) == "<speak>a &amp; b</speak>"


# --- for a voice that reads text as it stands


def test_plain_text_has_the_line_between_the_words_around_it_and_no_markup() -> None:
    assert plain(answer()) == "Try this. Not tonight, love. Softer?"


def test_a_line_without_a_mark_at_its_end_gets_one_so_that_the_voice_pauses() -> None:
    assert plain(answer(line="Not tonight, love", after="")) == "Try this. Not tonight, love."
    assert plain(answer(line="Not tonight?", after="")) == "Try this. Not tonight?"


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("0808 2000 247", "0 8 0 8, 2 0 0 0, 2 4 7"),
        ("911", "9 1 1"),
        ("999, then 55 when prompted", "9 9 9, then 5 5 when prompted"),
        ("1-800-799-7233", "1, 8 0 0, 7 9 9, 7 2 3 3"),
        ("HOME to 741741", "HOME to 7 4 1 7 4 1"),
        ("988lifeline.org", "988lifeline.org"),
        ("247sexualabusesupport.org.uk", "247sexualabusesupport.org.uk"),
    ],
)
def test_plain_text_says_a_number_digit_by_digit_and_twice(number: str, digits: str) -> None:
    assert plain(answer(line=None, after="", numbers=(help_line(name="A Line", number=number),))) == f"Try this. A Line: {digits}. {digits}."


def test_plain_text_asked_for_slowly_pauses_after_each_clause() -> None:
    slow = plain(answer(line="I'm worn out, so not tonight.", after="Softer, or warmer?", slow=True))
    assert slow == "Try this. I'm worn out. so not tonight. Softer, or warmer?"


@given(said, said, said)
def test_plain_text_holds_whatever_is_said(before: str, line: str, after: str) -> None:
    spoken = plain(Answer(before=before, line=line, after=after))
    for part in (before, line, after):
        assert part in spoken


# --- length and pace

WORDS_A_MINUTE = 150
LONGEST_SECONDS, LONGEST_PAUSE = 19.0, 3.0
"""Framework 6.1: eighteen seconds of speech, here with the pauses around a line."""


def seconds(spoken: str) -> float:
    """How long it takes to say, pauses included."""
    return len(words(spoken).split()) / WORDS_A_MINUTE * 60 + pauses(spoken)


def pauses(spoken: str) -> float:
    return spoken.count(PAUSE) * 0.4


def test_every_written_answer_is_said_in_nineteen_seconds(library: Library) -> None:
    for entry in library.answers:
        if entry.step is not Step.SAFETY:
            assert seconds(ssml(Answer.of(entry))) <= LONGEST_SECONDS, entry.id


def test_the_pauses_of_an_answer_stay_short() -> None:
    longest = answer(numbers=(help_line(), help_line(), help_line()))
    assert pauses(ssml(longest)) < LONGEST_PAUSE


def test_what_is_said_quietly_is_known_as_such() -> None:
    assert ear.is_quiet(ssml(answer(discreet=True)))
    assert ear.is_quiet(ssml(answer(before="", discreet=True), "alexa"))
    assert not ear.is_quiet(ssml(answer()))
    assert not ear.is_quiet("")
