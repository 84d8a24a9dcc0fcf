"""An answer for the ear: a pause around the line so that it is heard as a line, numbers slowly and twice; as SSML, and as text for who reads none."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from rasa_project.coach.answer import Answer
from rasa_project.coach.content import HelpLine
from rasa_project.coach.measure import sentences
from rasa_project.speech.speakers import Speaker

PAUSE = '<break time="400ms"/>'
SLOW = "75%"
"""The rate of an answer that was asked for slowly."""

WHISPERED, SOFT = '<amazon:effect name="whispered">', '<prosody volume="soft">'
LONGEST_WHISPER = 2
"""Sentences; a whispered voice is hard to follow for longer."""

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[ -]\d+)*(?![\w.])")
"""A telephone number within its description ("999, then 55 when prompted"); digits in an address on the web are none."""
_CLAUSE_END = re.compile(r"[,;:] (\w)(?=[\w'’-]* \w)")
"""The end of a clause before more than one word: what a single word would be as a sentence ("Softer. Then.") is no pause but a stumble."""


def ssml(answer: Answer, speaker: Speaker) -> str:
    """The answer as SSML. All words are escaped: what a person said can never become markup."""
    parts = [escape(answer.before)] if answer.before else []
    if answer.line is not None:
        parts.append(f'{PAUSE}<prosody rate="90%">{escape(answer.line)}</prosody>{PAUSE}')
    parts += [_number(help_line) for help_line in answer.numbers]
    if answer.after:
        parts.append(escape(answer.after))
    spoken = " ".join(parts)
    if answer.slow:
        spoken = f'<prosody rate="{SLOW}">{spoken}</prosody>'
    if answer.discreet:
        whole = " ".join(part for part in (answer.before, answer.line, answer.after) if part)
        spoken = _quietly(spoken, whispered=speaker.whispers and sentences(whole) <= LONGEST_WHISPER and not answer.numbers)
    return f"<speak>{spoken}</speak>"


def is_quiet(spoken: str) -> bool:
    """Whether markup of ours is said quietly."""
    return spoken.removeprefix("<speak>").startswith((WHISPERED, SOFT))


def sentence_ssml(text: str, speaker: Speaker, *, discreet: bool = False) -> str:
    """A few words alone as SSML: a reprompt, or what a channel itself says."""
    return ssml(Answer(before=text, discreet=discreet), speaker)


def plain(answer: Answer) -> str:
    """The answer for a voice that reads text as it stands: rhythm by punctuation, numbers digit by digit and twice."""
    before, line = answer.before, _as_sentence(answer.line) if answer.line is not None else None
    if answer.slow:
        before, line = _in_short_pieces(before), _in_short_pieces(line) if line is not None else None
    numbers = [f"{help_line.name}: {_digits(help_line.number)}. {_digits(help_line.number)}." for help_line in answer.numbers]
    return " ".join(part for part in (before, line, *numbers, answer.after) if part)


def _quietly(spoken: str, *, whispered: bool) -> str:
    if whispered:
        return f"{WHISPERED}{spoken}</amazon:effect>"
    return f"{SOFT}{spoken}</prosody>"


def _number(help_line: HelpLine) -> str:
    digits = f'<say-as interpret-as="telephone">{escape(help_line.number)}</say-as>'
    return f'{escape(help_line.name)}: <prosody rate="90%">{digits}{PAUSE}{digits}</prosody>.'


def _digits(number: str) -> str:
    """A number as its digits ("0808 2000" as "0 8 0 8, 2 0 0 0"), which no voice takes for thousands."""
    return _NUMBER.sub(lambda found: ", ".join(" ".join(group) for group in re.split("[ -]", found[0])), number)


def _as_sentence(line: str) -> str:
    """The line closed by a mark, after which every voice pauses."""
    return line if line.endswith((".", "?", "…")) else f"{line}."


def _in_short_pieces(said: str) -> str:
    """The same in clauses that stand alone as sentences, since a voice without markup has no rate: it pauses after each."""
    return _CLAUSE_END.sub(lambda found: f". {found[1].upper()}", said)
