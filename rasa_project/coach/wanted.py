"""What the person wants a line to hold: a reason, an offer, another time; only what they named, never a default."""

from __future__ import annotations

from rasa_project.coach.content import AsksFor, Library, Role
from rasa_project.coach.situation import Situation

NOTHING = "nothing_tonight"
"""The alternative that is none: complete in a no, and nothing to ask for."""


def wanted_reason(library: Library, situation: Situation) -> str | None:
    """The reason a line gives: the one the person named, unless it is about the partner or to be left out.

    Taking a no it is what the partner told of themselves ("she's tired"), where there are lines for that.
    """
    details = situation.details
    if details.reason is None or "reason" in details.left_out:
        return None
    if details.took_a_no:
        return details.reason if is_answered(library, details.reason) else None
    reason = library.reasons_by_id.get(details.reason or "")
    if reason is None or reason.partner_aimed or reason.role != _speaker(details.role):
        return None
    return reason.id


def is_answered(library: Library, reason: str) -> bool:
    """Whether taking a no has lines for this reason: one that the partner gave of themselves."""
    return (reason, None) in library.lines_saying.get("hear_a_no", {})


def wanted_why(situation: Situation) -> str | None:
    """The person's own words for the reason a line gives: of tonight's no or ask, and unless the reason is to be left out."""
    details = situation.details
    if details.took_a_no or details.bank is not None or details.topic is not None or "reason" in details.left_out:
        return None
    return details.why


def wanted_deed(situation: Situation) -> str | None:
    """The thanks that a no opens with, for something kind that the partner did tonight: in the first line alone, since once is enough."""
    details = situation.details
    new = not situation.session.offered.lines and not details.took_a_no and details.topic is None
    return details.deed if new and details.role == "decliner" else None


def wanted_offer(situation: Situation) -> str | None:
    """The alternative a line offers: only one the person named, never a default."""
    details = situation.details
    if details.took_a_no or "offer" in details.left_out or (details.role == "asker" and details.alternative == NOTHING):
        return None
    return details.alternative


def wanted_time(situation: Situation) -> str | None:
    """Another time a line names: only one the person named, and did not want out of the line ("it's thursday today, so 'on thursday' sounds off")."""
    details = situation.details
    refused = details.time is not None and details.time.lower() in details.avoid
    return None if details.took_a_no or refused or "time" in details.left_out else details.time


def wanted_closeness(library: Library, situation: Situation) -> AsksFor:
    """What an asking line asks for: what was said, only closeness where that was named, what the reason is about, else intimacy without the word."""
    details = situation.details
    if details.asks_for is not None:
        return details.asks_for
    if details.role == "asker" and details.alternative is not None:
        return "closeness"
    reason = library.reasons_by_id.get(wanted_reason(library, situation) or "")
    return (reason.asks_for if reason is not None else None) or "intimacy"


def _speaker(role: Role | None) -> Role:
    return role or "decliner"
