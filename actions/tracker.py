"""Between Rasa's tracker and the coach: the situation read from slots and the latest message, and the slots that a turn changes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from rasa_project.coach import Details, Doubt, Heard, Offered, Session, Situation, Told
from rasa_project.coach.schedule import ScheduleWish
from rasa_project.envelope import OWN_SCREEN, PERSON, ZONE
from rasa_project.settings import settings
from rasa_project.speech.reply import channel_kind
from rasa_project.zones import local_time

_SLOT_OF = {field.name: field.name for field in fields(Session)} | {"country": "told_country"}
SURE = 0.8
"""The probability from which on an intent is beyond doubt."""
_HEARD_SETS = ("truths", "choices", "parts", "subjects", "buttons")
_SETS = ("truths", "left_out", "parts", "subjects", "avoid")


def read_situation(tracker: Tracker, clock: Callable[[], float] = time.time) -> Situation:
    """The moment the coach answers to, as far as the tracker knows it."""
    metadata = tracker.latest_message.get("metadata") or {}
    return Situation(
        heard=_heard(tracker.latest_message),
        session=_session(tracker),
        channel=channel_kind(tracker.get_latest_input_channel()),
        seed=_seed(tracker.sender_id),
        now=clock(),
        own_screen=metadata.get(OWN_SCREEN) is True,
        local=local_time(metadata.get(ZONE) or settings().timezone),
    )


def person_of(tracker: Tracker) -> str | None:
    """Whose memory this conversation may use; None where the channel knows nobody."""
    person = (tracker.latest_message.get("metadata") or {}).get(PERSON)
    return str(person) if person else None


def slot_events(before: Session, after: Session) -> list[dict[str, Any]]:
    """The slots whose value changed, as Rasa events."""
    old, new = _slots(before), _slots(after)
    return [SlotSet(name, value) for name, value in new.items() if value != old[name]]


def _heard(message: dict[str, Any]) -> Heard:
    entities = message.get("entities") or []
    safety = message.get("safety") or {}

    def last(name: str) -> Any:
        return next((entity["value"] for entity in reversed(entities) if entity["entity"] == name), None)

    def every(name: str) -> list[str]:
        return [entity["value"] for entity in entities if entity["entity"] == name]

    age = last("age")
    return Heard(
        intent=message["intent"]["name"] or "out_of_scope",
        sure=float(message["intent"].get("confidence") or 0.0) >= SURE,
        safety=safety.get("label"),
        safety_by=safety.get("by"),
        guess=message.get("guess") if safety else None,
        faint=bool(safety) and message.get("faint") is True,
        unlikely=bool(safety) and message.get("unlikely") is True,
        at_once=last("at_once") is not None,
        reason=last("reason"),
        reasons=tuple(every("reason")),
        reason_meant=last("reason_meant"),
        alternative=last("alternative"),
        time=last("time"),
        time_in_own_words=last("time_in_own_words"),
        own_words=last("own_words"),
        own_way=last("own_way"),
        why=last("why"),
        part_left_out=last("part_left_out"),
        refused=tuple(every("refused")),
        things=tuple(every("thing")),
        deed=last("deed"),
        remark=last("remark"),
        better_times=tuple(every("better_time")),
        asks=last("asks") is not None,
        pronoun=last("pronoun"),
        telling=tuple(every("change_telling")),
        place=last("change_place"),
        old_words=last("change_old"),
        new_words=last("change_new"),
        called=last("change_name"),
        shapes=tuple(dict.fromkeys(every("shape"))),
        truths=frozenset(every("truth")),
        asks_for=last("asks_for"),
        partner_said=last("partner_said"),
        partner_words=last("partner_words"),
        choices=frozenset(every("choice")),
        wish=last("wish"),
        wishes=tuple(every("wish")),
        parts=frozenset(every("part")),
        buttons=frozenset(every("button")),
        signal=last("signal"),
        subjects=frozenset(every("subject")),
        yes_first=last("yes_first") is not None,
        age=int(age) if age is not None else None,
        country=last("country"),
        outcome=last("outcome"),
        feeling=int(last("feeling")) if last("feeling") is not None else None,  # type: ignore[arg-type]  # the content names 1, 2 and 3
        told_role=last("told_role"),
        days_ago=int(last("told_day")) if last("told_day") is not None else None,
        schedule=_schedule_wish(last("schedule")),
        by_ear=last("by_ear"),
        saved_line=last("saved_line"),
        pin=last("pin"),
        noise=last("noise"),
        between=tuple(message.get("between") or ()) or None,
    )


def _session(tracker: Tracker) -> Session:
    values = {name: tracker.get_slot(slot) for name, slot in _SLOT_OF.items()}
    details, offered = values["details"] or {}, values["offered"] or {}
    values["details"] = Details(**{**details, **{name: frozenset(details[name]) for name in _SETS if name in details}})
    kept: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in offered.items()}
    values["offered"] = Offered(**kept)
    values["doubt"] = _doubt(values["doubt"])
    values["told"] = Told(**values["told"]) if values["told"] else None
    values["wished"] = _schedule_wish(values["wished"])
    values["asked"] = frozenset(values["asked"] or ())
    values["misses"], values["turn"] = int(values["misses"] or 0), int(values["turn"] or 0)
    values["country"] = values["country"] or settings().country
    for name in ("adult", "closed", "alone", "discreet"):
        # a missing value is a "no", never a fresh start
        values[name] = values[name] is True
    return Session(**values)


def _doubt(kept: dict[str, Any] | None) -> Doubt | None:
    """The message of which it is asked what was meant, from the plain values of its slot."""
    if kept is None:
        return None
    heard: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept["heard"].items()}
    heard.update({name: frozenset(heard[name]) for name in _HEARD_SETS})
    heard["schedule"] = _schedule_wish(heard["schedule"])
    return Doubt(Heard(**heard), kept["question"])


def _slots(session: Session) -> dict[str, Any]:
    """The session as plain values, by slot name."""
    values = {slot: getattr(session, name) for name, slot in _SLOT_OF.items()}
    values["doubt"] = None if session.doubt is None else _plain(asdict(session.doubt))
    values["told"] = None if session.told is None else asdict(session.told)
    values["wished"] = None if session.wished is None else _plain(asdict(session.wished))
    values["asked"] = sorted(session.asked)
    values["details"] = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in vars(session.details).items()}
    values["offered"] = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(session.offered).items()}
    return values


def _schedule_wish(kept: dict[str, Any] | None) -> ScheduleWish | None:
    """What was said about when evening notes are to come, from the plain values of an entity or a slot."""
    return None if kept is None else ScheduleWish.from_values(kept)


def _plain(value: Any) -> Any:
    """The same in a form that a slot may hold."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _seed(conversation: str) -> int:
    """The conversation's seed: fixed by the setting for a repeatable run, else different for every start of the process."""
    digest = hashlib.sha256(f"{settings().seed}:{conversation}".encode()).digest()
    return int.from_bytes(digest[:8], "big")
