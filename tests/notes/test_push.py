"""Web Push: a request without a body, signed so that a push service knows the server, to nowhere but a push service."""

from __future__ import annotations

import base64
import http.server
import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from rasa_project.errors import NoticeError
from rasa_project.notes.push import SERVICES, WebPush, is_of_a_service, public_key, signing_key

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


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_others_are_told(service: Service, status: int) -> None:
    service.answers["/gone"] = status
    browsers = Browsers(f"{service.address}/gone", f"{service.address}/here")
    push(browsers)
    assert browsers.endpoints == [f"{service.address}/here"]
    assert [request.path for request in service.requests] == ["/gone", "/here"]


@pytest.mark.parametrize(("status", "kind"), [(400, "HTTP 400"), (403, "HTTP 403"), (429, "HTTP 429"), (500, "HTTP 500"), (307, "TooManyRedirects")])
def test_any_other_answer_is_told_by_its_kind_and_nobody_is_forgotten(service: Service, status: int, kind: str) -> None:
    service.answers["/trouble"] = status
    browsers = Browsers(f"{service.address}/trouble", f"{service.address}/here")
    with pytest.raises(NoticeError, match=f"^{kind}$"):
        push(browsers)
    assert len(browsers.endpoints) == 2
    assert [request.path for request in service.requests] == ["/trouble", "/here"]


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
