"""Between Rasa's tracker and the coach: nothing is lost on the way there and back, and what is missing is never a yes."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from actions.tracker import read_situation, slot_events
from rasa_project.coach import Details, Doubt, Offered, Session, Told
from rasa_project.coach.schedule import ScheduleWish
from rasa_project.coach.situation import Heard
from rasa_project.envelope import PERSON
from tests.actions.test_coach_action import tracker
from tests.samples import domain

FULL = Session(
    adult=True,
    closed=True,
    careful="pressured",
    disclosed=12.5,
    alone=True,
    question="age.ask",
    held="how_to_ask",
    doubt=Doubt(
        Heard(
            "how_to_ask",
            reasons=("tired",),
            shapes=("softer",),
            truths=frozenset({"love"}),
            schedule=ScheduleWish(1350, frozenset({0, 1}), pause_until_date=(None, 14)),
            between=("how_to_ask", "plan_intimacy"),
        ),
        question="line",
    ),
    told=Told("decliner", "tired", "no", 3, 1),
    wished=ScheduleWish(1350, frozenset({0, 1}), without=frozenset({4})),
    waits_for_pin="show_patterns",
    ticket="sealed",
    asked=frozenset({"journal", "saved"}),
    misses=2,
    turn=7,
    country="GB",
    details=Details(
        role="asker",
        took_a_no=True,
        reason="tired",
        alternative="cuddle",
        time="on Saturday",
        tone="playful",
        medium="texted",
        asks_for="closeness",
        truths=frozenset({"love", "touch"}),
        left_out=frozenset({"reason", "time"}),
    ),
    offered=Offered(
        line="Not tonight.",
        step="no",
        source="house",
        answer={"before": "", "line": "Not tonight.", "chips": ["softer"], "numbers": []},
        lines=("One.", "Not tonight."),
        answers=("a", "b"),
        openers=("not tonight",),
    ),
)


def slots_of(session: Session) -> dict[str, Any]:
    """The slots after a turn, as they come back from JSON."""
    events = slot_events(Session(), session)
    return {event["name"]: event["value"] for event in json.loads(json.dumps(events))}


def heard(intent: str = "inform", *entities: tuple[str, Any]) -> Heard:
    found = [{"entity": name, "value": value} for name, value in entities]
    return read_situation(tracker(intent, entities=found)).heard


def test_a_conversation_comes_back_from_its_slots_as_it_was() -> None:
    assert read_situation(tracker(**slots_of(FULL))).session == FULL


def test_a_new_conversation_knows_nothing() -> None:
    assert read_situation(tracker()).session == Session()


def test_what_did_not_change_is_not_written_again() -> None:
    assert slot_events(FULL, FULL) == []


def test_what_changed_is_written() -> None:
    assert [(event["name"], event["value"]) for event in slot_events(Session(), Session(adult=True, turn=1))] == [("adult", True), ("turn", 1)]


def test_every_part_of_a_conversation_has_a_slot_in_the_domain() -> None:
    assert set(slots_of(FULL)) | {PERSON} == set(domain()["slots"])
    assert len(slots_of(FULL)) == len(fields(Session))


@pytest.mark.parametrize("value", [None, "true", "yes", 1, [], {}])
@pytest.mark.parametrize("name", ["adult", "closed", "alone"])
def test_only_a_true_yes_is_a_yes(name: str, value: object) -> None:
    assert getattr(read_situation(tracker(**{name: value})).session, name) is False


def test_the_last_named_of_a_kind_counts() -> None:
    assert heard("inform", ("reason", "tired"), ("reason", "work")).reason == "work"


def test_all_named_shapes_and_truths_count_each_once() -> None:
    understood = heard("refine_phrase", ("shape", "softer"), ("shape", "shorter"), ("shape", "softer"), ("truth", "love"), ("truth", "touch"))
    assert understood.shapes == ("softer", "shorter")
    assert understood.truths == {"love", "touch"}


@pytest.mark.parametrize("name", ["alternative", "time", "asks_for", "country", "noise", "reason", "partner_said", "wish", "signal"])
def test_each_detail_reaches_the_coach(name: str) -> None:
    assert getattr(heard("inform", (name, "something")), name) == "something"


def test_all_named_choices_parts_and_reasons_count() -> None:
    understood = heard("inform", ("choice", "company"), ("choice", "words"), ("part", "thanks"), ("reason", "tired"), ("reason", "kids_away"))
    assert understood.choices == {"company", "words"}
    assert understood.parts == {"thanks"}
    assert understood.reasons == ("tired", "kids_away")


def test_two_intents_that_are_too_close_reach_the_coach() -> None:
    message = tracker("how_to_ask")
    message.latest_message["between"] = ["how_to_ask", "start_the_talk"]
    assert read_situation(message).heard.between == ("how_to_ask", "start_the_talk")
    assert heard("how_to_ask").between is None


def test_when_notes_should_come_reaches_the_coach() -> None:
    wish = ScheduleWish(minute=1350, without=frozenset({4}), pause_until_date=(6, 14))
    assert heard("bedtime_on", ("schedule", json.loads(json.dumps(wish.as_values())))).schedule == wish
    assert heard("bedtime_on").schedule is None


def test_an_age_is_a_number() -> None:
    assert heard("inform", ("age", "34")).age == 34


def test_a_yes_before_something_else_is_noticed() -> None:
    assert heard("how_to_ask", ("yes_first", "yes")).yes_first
    assert not heard("how_to_ask").yes_first


def test_a_danger_reaches_the_coach_whatever_the_intent() -> None:
    message = tracker("affirm")
    message.latest_message["safety"] = {"label": "pressured", "by": "rule"}
    assert read_situation(message).heard.safety == "pressured"


def test_a_message_without_an_intent_is_out_of_scope() -> None:
    message = tracker()
    message.latest_message["intent"] = {"name": None}
    assert read_situation(message).heard.intent == "out_of_scope"


def test_the_words_of_a_message_never_reach_the_coach() -> None:
    assert "canary" not in repr(read_situation(tracker()).heard)


@pytest.mark.parametrize(("channel", "kind"), [("web", "text"), ("terminal", "text"), ("voice", "voice"), ("alexa", "voice")])
def test_the_coach_knows_whether_it_is_heard_or_read(channel: str, kind: str) -> None:
    assert read_situation(tracker(channel=channel)).channel == kind


def test_a_conversation_keeps_its_seed_and_another_has_another() -> None:
    first, again, other = tracker(), tracker(), tracker()
    other.sender_id = "somebody else"
    assert read_situation(first).seed == read_situation(again).seed != read_situation(other).seed
