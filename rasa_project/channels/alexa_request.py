"""What an envelope of Alexa's says: of which kind it is, who speaks in which session, and what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rasa_project.channels.alexa_intents import FREE_SPEECH, SPEECH, AlexaIntents, Kind, carrier_of

RequestKind = Literal["launch", "intent", "ended", "can_fulfill", "other"]
_KINDS: dict[str, RequestKind] = {
    "LaunchRequest": "launch",
    "IntentRequest": "intent",
    "SessionEndedRequest": "ended",
    "CanFulfillIntentRequest": "can_fulfill",
}


@dataclass(frozen=True)
class AlexaRequest:
    """One request. What is missing in the envelope is empty here: Alexa leaves out what a request does not need."""

    kind: RequestKind
    id: str = ""
    user: str = ""
    """Amazon's id of the account for this skill."""
    person: str | None = None
    """Amazon's id of the voice, where it knows whose it is."""
    session: str = ""
    is_new: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)
    """What we gave the session along with our last answer."""
    intent: str | None = None
    slots: dict[str, str] = field(default_factory=dict)
    reason: str | None = None
    """Why a session ended: USER_INITIATED, EXCEEDED_MAX_REPROMPTS or ERROR."""


@dataclass(frozen=True)
class Said:
    """What a person said, as the coach is told it, and what the channel itself does about it."""

    text: str
    kind: Kind = "told"


def read_request(envelope: dict[str, Any]) -> AlexaRequest:
    """The request in a verified envelope."""
    request, session = _object(envelope, "request"), _object(envelope, "session")
    system = _object(envelope, "context", "System")
    intent = _object(request, "intent")
    slots = {str(name): slot.get("value") for name, slot in _object(intent, "slots").items() if isinstance(slot, dict)}
    return AlexaRequest(
        kind=_KINDS.get(_text(request, "type"), "other"),
        id=_text(request, "requestId"),
        user=_text(_object(system, "user"), "userId") or _text(_object(session, "user"), "userId"),
        person=_text(_object(system, "person"), "personId") or None,
        session=_text(session, "sessionId"),
        is_new=session.get("new") is True,
        attributes=_object(session, "attributes"),
        intent=_text(intent, "name") or None,
        slots={name: value for name, value in slots.items() if isinstance(value, str)},
        reason=_text(request, "reason") or None,
    )


def said(request: AlexaRequest, intents: AlexaIntents) -> Said:
    """What was said in an intent's request."""
    closed = intents.closed(request.intent)
    if closed is not None:
        return Said(closed.says, closed.kind)
    carrier = carrier_of(request.intent or "")
    words = request.slots.get(SPEECH, "").strip()
    if carrier is not None:
        return Said(f"{carrier} {words}".strip())
    if request.intent != FREE_SPEECH or not words:
        return Said("", "nothing_heard")  # an intent of an older model, or a slot that Alexa left empty
    meant = intents.of_words(words)
    return Said(words, meant.kind if meant is not None else "told")


def _object(value: Any, *path: str) -> dict[str, Any]:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
