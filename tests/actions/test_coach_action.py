"""What every action does: the person always hears something, and the log never says what was said."""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions import coach_action
from actions.coach_action import CoachAction
from actions.talk import ActionTalk
from tests.samples import domain

CANARY = "canaryquokkazz"
SKILLS = sorted(name for _, name, _ in pkgutil.iter_modules(actions.__path__) if name not in ("coach_action", "remembering", "tracker"))


def tracker(intent: str = "greet", channel: str = "web", entities: list[dict[str, Any]] | None = None, **slots: Any) -> Tracker:
    """A conversation as Rasa hands it to an action."""
    message = {"intent": {"name": intent}, "entities": entities or [], "text": CANARY, "safety": None}
    return Tracker(CANARY, slots, message, [{"event": "user", "input_channel": channel}], False, None, {}, "action_listen")


def run(action: CoachAction, heard: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, heard, {}))
    return dispatcher.messages, events


def test_an_action_says_one_reply_and_notes_what_changed() -> None:
    messages, events = run(ActionTalk(), tracker())
    assert len(messages) == 1
    assert messages[0]["custom"]["text"]
    assert {"event": "slot", "timestamp": None, "name": "turn", "value": 1} in events


def test_on_a_speaker_the_reply_is_for_the_ear() -> None:
    messages, _ = run(ActionTalk(), tracker(channel="voice"))
    assert messages[0]["custom"]["ssml"]


def test_when_the_coach_fails_the_person_hears_so_and_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach_action, "respond", _fail)
    messages, events = run(ActionTalk(), tracker())
    assert len(messages) == 1
    assert messages[0]["custom"]["text"]
    assert not [event for event in events if event["event"] == "slot"]


def test_a_broken_conversation_is_answered_too() -> None:
    messages, events = run(ActionTalk(), tracker(details={"no such detail": 1}))
    assert messages[0]["custom"]["text"]
    assert not [event for event in events if event["event"] == "slot"]


def test_a_failure_is_logged_by_its_kind_alone(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(coach_action, "respond", _fail)
    with caplog.at_level(logging.DEBUG):
        run(ActionTalk(), tracker())
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize("skill", SKILLS)
def test_each_file_holds_one_action_named_after_its_skill(skill: str) -> None:
    module = importlib.import_module(f"actions.{skill}")
    kinds = [
        kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, CoachAction) and kind.__module__ == module.__name__
    ]
    assert [kind().name() for kind in kinds] == [f"action_{skill}"]


def test_every_action_of_the_domain_is_there_and_no_other() -> None:
    assert {f"action_{skill}" for skill in SKILLS} == set(domain()["actions"])


def test_only_the_skills_are_offered_to_rasa() -> None:
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == set(domain()["actions"])


def _fail(*_: object) -> None:
    raise RuntimeError(f"failed at {CANARY}")
