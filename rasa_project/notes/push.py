"""Web Push: wakes the page's service worker in the browsers that asked for it, signed as push services want it (VAPID, RFC 8292), without a payload.

What the notice says is in the page; the push service sees that something came, when, and for which browser, and nothing else.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from rasa_project.errors import NoticeError, NoticeLaterError
from rasa_project.notes.queue import Subscriptions

SERVICES = (
    "fcm.googleapis.com",  # Chrome, Edge on Android, Brave and others
    "push.services.mozilla.com",  # Firefox
    "push.apple.com",  # Safari
    "notify.windows.com",  # Edge
)
"""Where browsers have their notices come from. A browser names the address itself, so any other would let it send this server anywhere."""
SECONDS = 10
"""How long a push service may take."""
VALID_FOR = 3600
"""Seconds for which a signature is good."""
GONE = frozenset({404, 410})
"""What a push service says of a browser that wants no notices any more."""
BUSY = 429
"""What it says when too much comes at once; 500 and above, when it is in trouble itself. It has then taken nothing, and may be asked again."""
AGAIN = (timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=15))
"""After how long it is asked again, try by try; longer where it says so itself (`Retry-After`)."""
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the curve P-256."""


def signing_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The key that signs, from a secret of 32 bytes that is the same for ever: browsers know the server by it."""
    return ec.derive_private_key(int.from_bytes(secret, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: bytes) -> str:
    """The other half, as browsers want it (base64url of the point, without padding)."""
    point = signing_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_of_a_service(endpoint: str) -> bool:
    """Whether an address is one of a known push service, by HTTPS."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or port not in (None, 443) or parts.username is not None:
        return False
    return any(host == service or host.endswith(f".{service}") for service in SERVICES)


class WebPush:
    """Tells a person's browsers."""

    name = "web push"

    def __init__(self, subscriptions: Subscriptions, secret: bytes, contact: str, may_push: Callable[[str], bool] = is_of_a_service) -> None:
        """`contact` is where a push service may write to about this server: "mailto:..." or "https://..."."""
        # at DEBUG it writes down where each request goes, which is whom it is for
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        self._subscriptions = subscriptions
        self._signer = Vapid02(signing_key(secret))
        self._contact = contact
        self._may_push = may_push

    def notify(self, person: str, until: datetime) -> None:
        """Tells every browser of a person; forgets those that are gone.

        Raises NoticeError when one could not be told, NoticeLaterError when its service wants to be asked again.
        """
        self._notify(person, until)

    def _notify(self, person: str, until: datetime, only: frozenset[str] | None = None, tries: int = 0) -> None:
        """Tells the browsers of a person, after the first try `only` those that were not told."""
        failed: NoticeError | None = None
        busy: dict[str, timedelta] = {}
        for subscription in self._subscriptions.of(person):
            endpoint = str(subscription.get("endpoint"))
            if only is not None and endpoint not in only:
                continue
            try:
                self._push(endpoint, until)
            except _GoneError:
                self._subscriptions.remove(person, endpoint)
            except _BusyError as error:
                failed, busy[endpoint] = error, error.after
            except NoticeError as error:
                failed = error
        if busy and tries < len(AGAIN):
            after = max(AGAIN[tries], *busy.values())
            if datetime.now(timezone.utc) + after < until:
                raise NoticeLaterError(str(failed), after, partial(self._notify, person, until, frozenset(busy), tries + 1))
        if failed is not None:
            raise failed

    def _push(self, endpoint: str, until: datetime) -> None:
        if not self._may_push(endpoint):
            raise NoticeError("no push service")
        now = datetime.now(timezone.utc)
        claims: dict[str, Any] = {"sub": self._contact, "exp": int(now.timestamp()) + VALID_FOR}
        # beyond `until` the service lets the notice go, so that a phone that was off does not light up at night
        seconds = max(0, int((until - now).total_seconds()))
        with requests.Session() as session:
            session.max_redirects = 0
            try:
                webpush(
                    {"endpoint": endpoint},
                    data=None,
                    vapid_private_key=self._signer,
                    vapid_claims=claims,
                    timeout=SECONDS,
                    ttl=seconds,
                    headers={"Urgency": "normal"},
                    requests_session=session,
                )
            except WebPushException as error:
                if error.status_code in GONE:
                    raise _GoneError from error
                if error.status_code is not None and (error.status_code == BUSY or error.status_code >= 500):
                    raise _BusyError(f"HTTP {error.status_code}", _retry_after(error.retry_after, now)) from error
                raise NoticeError(f"HTTP {error.status_code}") from error
            except requests.RequestException as error:
                raise NoticeError(type(error).__name__) from error


def _retry_after(written: str | None, now: datetime) -> timedelta:
    """How long a push service asks to be left alone: so many seconds, or until a date. Nothing, where that cannot be read."""
    try:
        if written is None or written.strip().isdecimal():
            return timedelta(seconds=int(written or 0))
        return max(timedelta(0), parsedate_to_datetime(written) - now)
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)


class _GoneError(Exception):
    """The browser wants no notices any more."""


class _BusyError(NoticeError):
    """The push service may be asked again, after so long at the earliest."""

    def __init__(self, message: str, after: timedelta) -> None:
        super().__init__(message)
        self.after = after
