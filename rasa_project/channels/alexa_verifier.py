"""Whether a request really comes from Amazon's Alexa and is meant for our skill: certificate chain, signature, age and skill id.

Amazon's own library for this cannot be imported beside a current OpenSSL, so the rules are written out here:
https://developer.amazon.com/docs/custom-skills/host-a-custom-skill-as-a-web-service.html
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
import posixpath
import re
import time
import warnings
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import certifi
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from dateutil.parser import isoparse

from rasa_project.errors import UnverifiedError

CHAIN_URL_HEADER = "SignatureCertChainUrl"
SIGNATURE_HEADER = "Signature-256"
"""SHA-256. The older header `Signature` carries SHA-1 and is not accepted."""
CHAIN_HOST = "s3.amazonaws.com"
CHAIN_FOLDER = "/echo.api/"
SIGNER = "echo-api.amazon.com"

TOLERANCE = 150.0
"""Seconds that a request may be old, or ahead of our clock."""
EVENT_TOLERANCE = 3600.0
"""Seconds for an event of the skill, which Amazon may send again."""
EVENT = "AlexaSkillEvent."

LARGEST_CHAIN = 64 * 1024
LONGEST_CHAIN = 8
SLOWEST_FETCH = 2.5
"""Seconds; Alexa itself waits eight for the whole answer."""
KEPT_CHAINS = 8
FAILURE_SECONDS = 30.0
"""For how long an address that failed is not asked again."""
KEPT_FAILURES = 64
WAITING_FETCHES = 8
"""How many may wait for a chain; strangers can ask for many addresses, and more are turned away at once."""

Fetch = Callable[[str], Awaitable[bytes]]
"""Gets the PEM chain at an address. Raises UnverifiedError when it cannot."""
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class _Signer:
    """The key of a chain that was verified, and from when to when the whole chain is good."""

    key: RSAPublicKey
    begins: datetime
    ends: datetime


class AlexaVerifier:
    """Verifies requests for one skill. Chains are kept until they end; clock, trusted roots and fetcher are given."""

    def __init__(
        self, skill_id: str, roots: Iterable[x509.Certificate] | None = None, fetch: Fetch | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._skill_id = skill_id
        self._store = Store(list(roots) if roots is not None else trusted_roots())
        self._fetch = fetch or fetch_chain
        self._clock = clock
        self._signers: OrderedDict[str, _Signer] = OrderedDict()
        self._failed: OrderedDict[str, float] = OrderedDict()
        self._fetching = asyncio.Lock()
        self._waiting = 0

    async def verify(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """The request's envelope. `headers` are looked up whatever their case; `body` is what came over the wire, byte for byte.

        Raises UnverifiedError when the request is not Amazon's, not for this skill, or not of this moment.
        """
        given = {name.lower(): value for name, value in headers.items()}
        signature = _signature(given.get(SIGNATURE_HEADER.lower()))
        signer = await self._signer(chain_url(given.get(CHAIN_URL_HEADER.lower())))
        try:
            signer.key.verify(signature, body, PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise UnverifiedError("the signature does not fit the body") from error
        envelope = _envelope(body)
        self._check_age(envelope["request"])
        self._check_skill(envelope)
        return envelope

    async def _signer(self, url: str) -> _Signer:
        known = self._known(url)
        if known is not None:
            return known
        if self._waiting >= WAITING_FETCHES:
            raise UnverifiedError("too many chains are asked for")
        self._waiting += 1
        try:
            async with self._fetching:
                return self._known(url) or await self._fetched(url)
        finally:
            self._waiting -= 1

    def _known(self, url: str) -> _Signer | None:
        """The signer kept for an address, while its chain is good. Raises UnverifiedError when the address failed a moment ago."""
        now = self._clock()
        signer = self._signers.get(url)
        if signer is not None:
            if signer.begins <= _utc(now) <= signer.ends:
                self._signers.move_to_end(url)
                return signer
            del self._signers[url]
        if self._failed.get(url, now) > now:
            raise UnverifiedError("the chain could not be verified a moment ago")
        return None

    async def _fetched(self, url: str) -> _Signer:
        try:
            signer = self._verified(await self._fetch(url))
        except UnverifiedError:
            self._failed[url] = self._clock() + FAILURE_SECONDS
            self._failed.move_to_end(url)
            _keep(self._failed, KEPT_FAILURES)
            raise
        self._failed.pop(url, None)
        self._signers[url] = signer
        _keep(self._signers, KEPT_CHAINS)
        return signer

    def _verified(self, pem: bytes) -> _Signer:
        """The signer of a chain that leads from Amazon's name to a root we trust. Raises UnverifiedError."""
        try:
            chain = x509.load_pem_x509_certificates(pem)
        except ValueError as error:
            raise UnverifiedError("the chain is no list of certificates") from error
        if len(chain) > LONGEST_CHAIN:
            raise UnverifiedError("the chain is too long")
        verifier = PolicyBuilder().store(self._store).time(_utc(self._clock())).build_server_verifier(x509.DNSName(SIGNER))
        try:
            trusted = verifier.verify(chain[0], chain[1:])
            key = chain[0].public_key()
        except (VerificationError, ValueError) as error:
            raise UnverifiedError("the chain leads to no trusted root, is out of date, or is not for Alexa") from error
        if not isinstance(key, RSAPublicKey):
            raise UnverifiedError("the key is of a kind that Alexa does not use")
        begins, ends = (max(c.not_valid_before_utc for c in trusted), min(c.not_valid_after_utc for c in trusted))
        return _Signer(key, begins, ends)

    def _check_age(self, request: dict[str, Any]) -> None:
        try:
            sent = isoparse(request["timestamp"])
            age = abs(self._clock() - sent.timestamp())
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise UnverifiedError("the request does not say when it was sent") from error
        if sent.tzinfo is None:
            raise UnverifiedError("the request's time has no time zone")
        kind = request.get("type")
        if age > (EVENT_TOLERANCE if isinstance(kind, str) and kind.startswith(EVENT) else TOLERANCE):
            raise UnverifiedError("the request is not of this moment")

    def _check_skill(self, envelope: dict[str, Any]) -> None:
        """Every place that names a skill names ours, and one does."""
        places = (("session", "application", "applicationId"), ("context", "System", "application", "applicationId"))
        named = {skill for skill in (_at(envelope, place) for place in places) if skill is not None}
        if named != {self._skill_id}:
            raise UnverifiedError("the request is for another skill")


def chain_url(url: str | None) -> str:
    """The address of the chain, in one spelling. Raises UnverifiedError for one that is not Amazon's."""
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError as error:
        raise UnverifiedError("the chain's address cannot be read") from error
    path = posixpath.normpath(parts.path)
    ours = parts.scheme.lower() == "https" and (parts.hostname or "").lower() == CHAIN_HOST and port in (None, 443)
    plain = not (parts.query or parts.fragment or parts.username or parts.password or "%" in path or "\\" in path)
    if not (ours and plain and path.startswith(CHAIN_FOLDER)):
        raise UnverifiedError("the chain's address is not Amazon's")
    return f"https://{CHAIN_HOST}{path}"


async def fetch_chain(url: str) -> bytes:
    """Gets a chain over the network: no redirects, not much, not for long. Raises UnverifiedError."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLOWEST_FETCH)) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise UnverifiedError(f"the chain's address answered {answer.status}")
            content = bytearray()
            async for piece in answer.content.iter_any():
                content += piece
                if len(content) > LARGEST_CHAIN:
                    raise UnverifiedError("the chain is too large")
            return bytes(content)
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        raise UnverifiedError("the chain cannot be fetched") from error


def trusted_roots() -> list[x509.Certificate]:
    """The public roots that certifi lists; one that cryptography refuses is left out."""
    roots = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of roots with odd serial numbers, which a later version will refuse
        for pem in _PEM.findall(Path(certifi.where()).read_bytes()):
            with contextlib.suppress(ValueError):
                roots.append(x509.load_pem_x509_certificate(pem))
    return roots


def _signature(header: str | None) -> bytes:
    try:
        signature = base64.b64decode(header or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnverifiedError("the signature cannot be read") from error
    if not signature:
        raise UnverifiedError("there is no signature")
    return signature


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnverifiedError("the body is not JSON in UTF-8") from error
    if not isinstance(envelope, dict) or not isinstance(envelope.get("request"), dict):
        raise UnverifiedError("the body is no request")
    return envelope


def _at(value: Any, path: tuple[str, ...]) -> str | None:
    """What stands at a place of the envelope: None where the way to it is missing; what is no text stands as an empty one."""
    for name in path:
        if value is None:
            return None
        value = value.get(name) if isinstance(value, dict) else ""
    return value if value is None or isinstance(value, str) else ""


def _keep(entries: OrderedDict[str, Any], number: int) -> None:
    """Drops the longest unused entries beyond a number."""
    while len(entries) > number:
        entries.popitem(last=False)


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
