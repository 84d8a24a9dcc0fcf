"""A person's own page over HTTP: what is kept, taking it along, forgetting it, and asking for the notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.description import MEMORY, MESSAGE, PUSH, SESSION, check
from tests.processes import NO_LIMITS, Response, Server

pytestmark = [pytest.mark.server, pytest.mark.model]

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/abc"
NOTHING: dict[str, Any] = {
    "person": None,
    "consents": [],
    "locked": False,
    "saved": [],
    "patterns": {"sentences": [], "cells": []},
    "note": None,
    "chips": [],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose memory nobody else uses."""
    settings = {"EVENING_NOTE_DATA_DIR": str(tmp_path_factory.mktemp("home")), **NO_LIMITS}
    with Server(settings) as started:
        yield started


class Visit:
    """One person's page."""

    def __init__(self, server: Server, person: str | None = None) -> None:
        self.server = server
        opened = server.request("POST", SESSION, json.dumps({"person": person, "zone": "Europe/London"}))
        check(SESSION, "post", opened)
        self.token = opened.json["token"]
        self.sent = 0

    def say(self, text: str | None = None, *, payload: str | None = None) -> Response:
        """One message, or a button."""
        self.sent += 1
        message = {"id": self.sent, "text": text} if payload is None else {"id": self.sent, "payload": payload}
        answer = self.server.send(self.token, message)
        check(MESSAGE, "post", answer)
        return answer

    def kept(self) -> dict[str, Any]:
        """What the page shows."""
        answer = self.server.request("GET", MEMORY, token=self.token)
        check(MEMORY, "get", answer)
        document: dict[str, Any] = answer.json
        return document

    def ask(self, method: str, path: str, body: object = None) -> Response:
        """Any other request."""
        return self.server.request(method, path, None if body is None else json.dumps(body), token=self.token)


def with_a_saved_line(server: Server) -> Visit:
    """Somebody who keeps their saved lines."""
    visit = Visit(server)
    for text in ("how do i say no tonight, i'm shattered", "yes", "save that"):
        assert "evening-note-memory" not in visit.say(text).headers
    assert visit.say("yes").headers["evening-note-memory"] == "changed"
    return visit


def test_without_a_yes_there_is_nothing_and_nobody_is_recognised(home: Server) -> None:
    visit = Visit(home)
    visit.say("how do i say no tonight, i'm shattered")
    assert visit.kept() == NOTHING


def test_a_person_comes_back_in_another_session_by_their_token_alone(home: Server) -> None:
    first = with_a_saved_line(home).kept()
    assert first["consents"] == ["saved"]
    assert [line["text"] for line in Visit(home, first["person"]).kept()["saved"]] == [line["text"] for line in first["saved"]]
    assert Visit(home).kept() == NOTHING


def test_a_saved_line_is_deleted_by_its_own_button(home: Server) -> None:
    visit = with_a_saved_line(home)
    (line,) = visit.kept()["saved"]
    visit.say(payload=line["payload"])
    assert visit.kept()["saved"] == []


def test_a_button_of_another_conversation_deletes_nothing(home: Server) -> None:
    visit = with_a_saved_line(home)
    (line,) = visit.kept()["saved"]
    other = Visit(home)
    assert other.server.send(other.token, {"id": 1, "payload": line["payload"]}).status == 400
    assert len(visit.kept()["saved"]) == 1


def test_everything_is_taken_along_as_a_file(home: Server) -> None:
    visit = with_a_saved_line(home)
    answer = visit.ask("GET", f"{MEMORY}/export")
    check(f"{MEMORY}/export", "get", answer)
    assert "attachment" in answer.headers["content-disposition"]
    assert visit.kept()["saved"][0]["text"] in answer.body.decode()


def test_everything_is_forgotten_at_once(home: Server) -> None:
    visit = with_a_saved_line(home)
    person = visit.kept()["person"]
    assert visit.ask("DELETE", MEMORY).status == 204
    assert visit.kept() == NOTHING
    assert Visit(home, person).kept() == NOTHING


def test_a_pin_closes_the_page_until_it_was_given_in_the_conversation(home: Server) -> None:
    visit = with_a_saved_line(home)
    for text in ("no", "put a pin on it", "4821"):
        visit.say(text)
    person = visit.kept()["person"]
    again = Visit(home, person)
    assert again.kept() == {**NOTHING, "person": person, "locked": True}
    assert again.ask("GET", f"{MEMORY}/export").status == 409
    for text in ("show me my saved lines", "yes", "1111"):
        again.say(text)
    assert again.kept()["locked"]
    again.say("4821")
    assert len(again.kept()["saved"]) == 1


@pytest.mark.parametrize(
    ("method", "path"), [("GET", MEMORY), ("DELETE", MEMORY), ("GET", f"{MEMORY}/export"), ("GET", PUSH), ("POST", PUSH), ("DELETE", PUSH)]
)
def test_nobody_sees_or_changes_anything_without_a_session(home: Server, method: str, path: str) -> None:
    assert home.request(method, path, "{}").status == 401


def test_a_notice_is_asked_for_with_a_yes_to_evening_notes_at_a_known_service(home: Server) -> None:
    visit = Visit(home)
    key = visit.ask("GET", PUSH)
    check(PUSH, "get", key)
    subscription = {"endpoint": ENDPOINT, "expirationTime": None, "keys": {"p256dh": "a", "auth": "b"}}
    assert visit.ask("POST", PUSH, subscription).status == 409
    for text in ("evening notes at ten please", "yes", "yes"):
        visit.say(text)
    assert visit.kept()["consents"] == ["notes"]
    assert visit.ask("POST", PUSH, subscription).status == 204
    assert visit.ask("POST", PUSH, {**subscription, "endpoint": "http://127.0.0.1:22/x"}).status == 400
    assert [visit.ask("DELETE", PUSH, {"endpoint": nothing}).status for nothing in ({}, None, 5)] == [400] * 3
    assert visit.ask("DELETE", PUSH, {"endpoint": ENDPOINT}).status == 204
