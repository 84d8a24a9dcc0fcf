"""How people wish a line to be: its tone, said or texted, with or without a reason, an offer, another time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rasa_project.coach.content import Medium, Tone
from rasa_project.coach.situation import Details

TONE_OF: dict[str, Tone] = {"softer": "warm", "funnier": "playful", "direct": "direct"}
MEDIUM_OF: dict[str, Medium] = {"as_text": "texted", "as_said": "said"}
LEFT_OUT_BY = {"without_reason": "reason", "without_offer": "offer", "without_time": "time"}
PUT_BACK_BY = {"with_reason": "reason", "with_offer": "offer", "with_time": "time"}


def with_wishes(details: Details, shapes: Iterable[str]) -> Details:
    """The details with these wishes (ids of `shapes.yml`) noted; a wish holds until another takes its place."""
    for shape in shapes:
        details = replace(
            details,
            tone=TONE_OF.get(shape, details.tone),
            medium=MEDIUM_OF.get(shape, details.medium),
            left_out=(details.left_out | ({LEFT_OUT_BY[shape]} if shape in LEFT_OUT_BY else set())) - {PUT_BACK_BY.get(shape, "")},
        )
    return details
