"""The coach's replies as Alexa's envelope: what is said, whether the microphone opens, and what is asked again into silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from rasa_project.channels.alexa_intents import FREE_SPEECH, SPEECH

VERSION = "1.0"
NOTHING: dict[str, Any] = {"version": VERSION, "response": {}}
"""The answer to what may not be answered with speech."""
CANNOT_FULFILL: dict[str, Any] = {"version": VERSION, "response": {"canFulfillIntent": {"canFulfill": "NO"}}}
"""Nobody is sent here by Alexa's own guess: what this skill is for is nobody's business who did not ask for it."""

LONGEST_SPEECH = 7900
"""Characters of markup; Alexa refuses 8000."""
LONGEST_CUT = 1500
"""Characters of text that stay below the limit however much of it must be escaped."""
BETWEEN = '<break time="600ms"/>'
_SPEAK = re.compile(r"\A<speak>(.*)</speak>\Z", re.DOTALL)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def response(replies: Sequence[dict[str, Any]], attributes: dict[str, Any], *, ends: bool = False) -> dict[str, Any]:
    """The envelope for one or more replies, spoken one after the other; the last one says whether an answer is awaited.

    `ends` closes the session whatever they say. A line without a question closes the microphone and leaves it to the device how long the
    session lasts (`shouldEndSession` is left out).
    """
    answer: dict[str, Any] = {"outputSpeech": _speech(_joined(replies))}
    last = replies[-1]
    if ends or any(reply.get("end") for reply in replies):
        answer["shouldEndSession"] = True
    elif last.get("listen"):
        answer["shouldEndSession"] = False
        answer["directives"] = [_take_the_next_words_whole()]
        if last.get("reprompt"):
            answer["reprompt"] = {"outputSpeech": _speech(_escaped(last["reprompt"]))}
    return {"version": VERSION, "sessionAttributes": attributes, "response": answer}


def _joined(replies: Sequence[dict[str, Any]]) -> str:
    spoken = BETWEEN.join(_spoken(reply) for reply in replies)
    if len(spoken) <= LONGEST_SPEECH:
        return spoken
    return _escaped(" ".join(reply.get("text", "") for reply in replies)[:LONGEST_CUT])


def _spoken(reply: dict[str, Any]) -> str:
    """A reply's markup without the element around it, or its text made safe where it has none."""
    marked_up = _SPEAK.match(reply.get("ssml") or "")
    return marked_up[1] if marked_up else _escaped(reply.get("text", ""))


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub(" ", text))


def _speech(spoken: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": f"<speak>{spoken}</speak>"}


def _take_the_next_words_whole() -> dict[str, Any]:
    """Alexa fills the slot of free speech with whatever is said next, so that no "not" is lost on the way."""
    slot = {"name": SPEECH, "confirmationStatus": "NONE"}
    return {
        "type": "Dialog.ElicitSlot",
        "slotToElicit": SPEECH,
        "updatedIntent": {"name": FREE_SPEECH, "confirmationStatus": "NONE", "slots": {SPEECH: slot}},
    }
