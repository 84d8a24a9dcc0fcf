"""Web Push: a request without a body, signed so that a push service knows the server, to nowhere but a push service."""

from __future__ import annotations

import base64
import http.server
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import partial
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from rasa_project.errors import NoticeError, NoticeLaterError
from rasa_project.notes.push import AGAIN, SERVICES, WebPush, is_of_a_service, public_key, signing_key

SECRET = bytes(range(32))
CONTACT = "https://example.org"


@dataclass
class Request:
    """One request as a push service saw it."""

    path: str
    headers: Mapping[str, str]
    """By their name in small letters."""
    body: bytes


@dataclass
class Service:
    """A push service on this machine."""

    address: str
    answers: dict[str, int] = field(default_factory=dict)
    """The status for a path; else 201."""
    retry_after: str | None = None
    requests: list[Request] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            started.requests.append(Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(started.answers.get(self.path, 201))
            if started.answers.get(self.path) == 307:
                self.send_header("Location", f"{started.address}/elsewhere")
            if started.retry_after is not None:
                self.send_header("Retry-After", started.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    started = Service(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield started
    server.shutdown()
    thread.join()
    server.server_close()


class Browsers:
    """The subscriptions of one person."""

    def __init__(self, *endpoints: str) -> None:
        self.endpoints = list(endpoints)

    def of(self, person: str) -> Sequence[Mapping[str, Any]]:
        """As browsers give them."""
        return [{"endpoint": endpoint, "expirationTime": None, "keys": {"p256dh": "x", "auth": "y"}} for endpoint in self.endpoints]

    def remove(self, person: str, endpoint: str) -> None:
        """One is gone."""
        self.endpoints.remove(endpoint)


def push(browsers: Browsers, minutes: int = 60) -> None:
    way = WebPush(browsers, SECRET, CONTACT, may_push=lambda endpoint: endpoint.startswith("http://127.0.0.1"))
    way.notify("ann", datetime.now(timezone.utc) + timedelta(minutes=minutes))


def test_the_request_has_no_body_and_says_nothing(service: Service) -> None:
    push(Browsers(f"{service.address}/abc"))
    [request] = service.requests
    assert (request.path, request.body) == ("/abc", b"")
    assert not {"content-encoding", "crypto-key", "encryption", "content-type", "cookie", "topic"} & set(request.headers)
    assert "evening" not in str(request).lower()


def test_it_is_signed_for_the_push_service_by_the_key_that_browsers_were_given(service: Service) -> None:
    push(Browsers(f"{service.address}/abc"))
    scheme, _, parts = service.requests[0].headers["authorization"].partition(" ")
    given = dict(part.strip().split("=", 1) for part in parts.split(","))
    assert scheme == "vapid"
    assert given["k"] == public_key(SECRET)
    point = base64.urlsafe_b64decode(given["k"] + "=" * (-len(given["k"]) % 4))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(given["t"], key, ["ES256"], audience=service.address)  # checks the signature and the expiry
    assert claims["sub"] == CONTACT
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600
    assert set(claims) == {"aud", "exp", "sub"}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(given["t"], signing_key(bytes(32)).public_key(), ["ES256"], audience=service.address)


def test_the_service_lets_it_go_when_nobody_is_to_be_disturbed_any_more(service: Service) -> None:
    push(Browsers(f"{service.address}/abc"), minutes=30)
    push(Browsers(f"{service.address}/late"), minutes=-1)
    assert 1790 <= int(service.requests[0].headers["ttl"]) <= 1800
    assert service.requests[1].headers["ttl"] == "0"
    assert service.requests[0].headers["urgency"] == "normal"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_others_are_told(service: Service, status: int) -> None:
    service.answers["/gone"] = status
    browsers = Browsers(f"{service.address}/gone", f"{service.address}/here")
    push(browsers)
    assert browsers.endpoints == [f"{service.address}/here"]
    assert [request.path for request in service.requests] == ["/gone", "/here"]


@pytest.mark.parametrize(("status", "kind"), [(400, "HTTP 400"), (403, "HTTP 403"), (413, "HTTP 413"), (307, "TooManyRedirects")])
def test_any_other_answer_is_told_by_its_kind_and_nobody_is_forgotten(service: Service, status: int, kind: str) -> None:
    service.answers["/trouble"] = status
    browsers = Browsers(f"{service.address}/trouble", f"{service.address}/here")
    with pytest.raises(NoticeError, match=f"^{kind}$") as raised:
        push(browsers)
    assert not isinstance(raised.value, NoticeLaterError)
    assert len(browsers.endpoints) == 2
    assert [request.path for request in service.requests] == ["/trouble", "/here"]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_service_that_is_busy_is_asked_again_and_nobody_is_told_twice(service: Service, status: int) -> None:
    service.answers["/busy"] = status
    browsers = Browsers(f"{service.address}/busy", f"{service.address}/here")
    with pytest.raises(NoticeLaterError, match=f"^HTTP {status}$") as first:
        push(browsers)
    with pytest.raises(NoticeLaterError) as second:
        first.value.again()
    assert [first.value.after, second.value.after] == [*AGAIN[:2]]
    del service.answers["/busy"]
    second.value.again()
    assert [request.path for request in service.requests] == ["/busy", "/here", "/busy", "/busy"]
    assert len(browsers.endpoints) == 2


def test_a_service_that_stays_in_trouble_is_asked_so_often_and_no_more(service: Service) -> None:
    service.answers["/busy"] = 503
    tell: Callable[[], None] = partial(push, Browsers(f"{service.address}/busy"))
    for after in AGAIN:
        with pytest.raises(NoticeLaterError) as later:
            tell()
        assert later.value.after == after
        tell = later.value.again
    with pytest.raises(NoticeError) as last:
        tell()
    assert not isinstance(last.value, NoticeLaterError)
    assert len(service.requests) == 1 + len(AGAIN)


@pytest.mark.parametrize("written", ["600", "date"])
def test_it_is_left_alone_for_as_long_as_it_says(service: Service, written: str) -> None:
    service.answers["/busy"] = 429
    service.retry_after = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=600), usegmt=True) if written == "date" else written
    with pytest.raises(NoticeLaterError) as later:
        push(Browsers(f"{service.address}/busy"))
    assert timedelta(seconds=595) <= later.value.after <= timedelta(seconds=600)
    service.retry_after = "7200"
    with pytest.raises(NoticeError) as never:  # nobody is to be disturbed any more by then
        push(Browsers(f"{service.address}/busy"))
    assert not isinstance(never.value, NoticeLaterError)


@pytest.mark.parametrize("written", ["", "soon", "-5", "9" * 400, "Mon, 99 Foo 2026 00:00:00 GMT"])
def test_what_it_says_of_that_may_be_nonsense(service: Service, written: str) -> None:
    service.answers["/busy"], service.retry_after = 503, written
    with pytest.raises(NoticeLaterError) as later:
        push(Browsers(f"{service.address}/busy"))
    assert later.value.after == AGAIN[0]


def test_a_browser_that_was_taken_away_meanwhile_is_not_told(service: Service) -> None:
    service.answers["/busy"] = 503
    browsers = Browsers(f"{service.address}/busy")
    with pytest.raises(NoticeLaterError) as later:
        push(browsers)
    browsers.endpoints.clear()
    later.value.again()
    assert len(service.requests) == 1


def test_a_service_that_cannot_be_reached_is_told_by_its_kind() -> None:
    with pytest.raises(NoticeError, match=r"^\w+$"):
        push(Browsers("http://127.0.0.1:9/abc"))


def test_the_address_of_a_browser_is_never_logged(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    service.answers["/canary"] = 500
    with caplog.at_level(logging.DEBUG), pytest.raises(NoticeError):
        push(Browsers(f"{service.address}/canary"))
    assert "canary" not in caplog.text


@pytest.mark.parametrize("endpoint", [f"https://{service}/abc" for service in SERVICES] + ["https://updates.push.services.mozilla.com/wpush/v2/abc"])
def test_the_services_of_browsers_are_known(endpoint: str) -> None:
    assert is_of_a_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/abc",
        "https://127.0.0.1/abc",
        "https://localhost/abc",
        "https://fcm.googleapis.com.example.org/abc",
        "https://evilfcm.googleapis.com@127.0.0.1/abc",
        "https://user@fcm.googleapis.com/abc",
        "https://notfcm.googleapis.com.evil/abc",
        "https://xfcm.googleapis.com/abc",
        "https://fcm.googleapis.com:8443/abc",
        "https://[::1]/abc",
        "https://[broken/abc",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_is_sent_anywhere_else(endpoint: str) -> None:
    assert not is_of_a_service(endpoint)
    with pytest.raises(NoticeError, match="no push service"):
        WebPush(Browsers(endpoint), SECRET, CONTACT).notify("ann", datetime.now(timezone.utc))


def test_the_key_is_the_same_at_every_start_and_another_for_another_memory() -> None:
    assert public_key(SECRET) == public_key(SECRET) != public_key(bytes(32))
    assert len(base64.urlsafe_b64decode(public_key(SECRET) + "=")) == 65


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32])
def test_every_secret_makes_a_key(secret: bytes) -> None:
    assert public_key(secret)
