"""Plays Amazon in the tests: a certificate chain of our own, signed requests, and envelopes as Alexa sends them."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-test.pem"
SIGNER = "echo-api.amazon.com"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_ids = itertools.count(1)


@dataclass(frozen=True)
class Authority:
    """A certificate with its key, which can issue others."""

    certificate: x509.Certificate
    key: Key

    @classmethod
    def root(cls, name: str = "A root of the tests", key: Key | None = None, names: Sequence[str] = ()) -> Authority:
        """A certificate that signed itself."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return cls(_certificate(name, key, name, key, authority=not names, names=names), key)

    def issues(
        self,
        name: str,
        *,
        authority: bool = False,
        names: Sequence[str] = (),
        begins: datetime | None = None,
        ends: datetime | None = None,
        key: Key | None = None,
    ) -> Authority:
        """A certificate that this one vouches for; `names` are the hosts it is for."""
        # only who signs requests needs RSA, and an authority's key is made in no time without
        key = key or (ec.generate_private_key(ec.SECP256R1()) if authority else rsa.generate_private_key(65537, 2048))
        certificate = _certificate(name, key, _common_name(self.certificate), self.key, authority=authority, names=names, begins=begins, ends=ends)
        return Authority(certificate, key)


@dataclass(frozen=True)
class Amazon:
    """Signs what it sends. `root` is what the verifier is to trust, `chain` what lies at the chain's address."""

    root: Authority
    intermediate: Authority
    leaf: Authority

    @classmethod
    def with_leaf(cls, **leaf: Any) -> Amazon:
        """Root, intermediate, and a leaf for Alexa's host unless something else is said of it."""
        root = Authority.root()
        intermediate = root.issues("An intermediate of the tests", authority=True)
        return cls(root, intermediate, intermediate.issues("Alexa in the tests", **{"names": (SIGNER,), **leaf}))

    @property
    def chain(self) -> bytes:
        """The chain as PEM, leaf first."""
        return pem(self.leaf, self.intermediate)

    def signed(self, body: bytes, algorithm: HashAlgorithm | None = None) -> str:
        """The signature of a body as the header carries it."""
        assert isinstance(self.leaf.key, rsa.RSAPrivateKey)
        return base64.b64encode(self.leaf.key.sign(body, padding.PKCS1v15(), algorithm or SHA256())).decode()

    def headers(self, body: bytes) -> dict[str, str]:
        """The headers of a request with this body; the older signature goes along, as Amazon sends it."""
        return {
            "Content-Type": "application/json;charset=utf-8",
            "SignatureCertChainUrl": CHAIN_URL,
            "Signature": self.signed(body, SHA1()),  # noqa: S303 - as Amazon sends it; nothing relies on it
            "Signature-256": self.signed(body),
        }


@dataclass
class Chains:
    """What lies at addresses, instead of the network; counts who asks."""

    content: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    @classmethod
    def of_all(cls, chain: bytes) -> Chains:
        """One chain at the address that our requests name."""
        return cls({CHAIN_URL: chain})

    async def fetch(self, url: str) -> bytes:
        """As the verifier's fetcher."""
        self.asked.append(url)
        return self.content[url]


def pem(*authorities: Authority) -> bytes:
    """Certificates as PEM."""
    return b"".join(authority.certificate.public_bytes(Encoding.PEM) for authority in authorities)


@dataclass
class Speaker:
    """A person at an Echo: makes envelopes as Alexa does, session for session."""

    user: str = "amzn1.ask.account.TESTS"
    person: str | None = None
    session: str = field(default_factory=lambda: f"amzn1.echo-api.session.{next(_ids)}")
    is_new: bool = True
    attributes: dict[str, Any] = field(default_factory=dict)
    skill: str = SKILL_ID

    def again(self) -> Speaker:
        """The same person in a session of their own."""
        return Speaker(self.user, self.person, skill=self.skill)

    def launch(self) -> dict[str, Any]:
        """The skill is opened by its name alone."""
        return self.envelope({"type": "LaunchRequest"})

    def says(self, text: str | None) -> dict[str, Any]:
        """Free speech, as the catch-all slot carries it."""
        return self.intent("FreeSpeechIntent", speech=text)

    def intent(self, intent: str, **slots: str | None) -> dict[str, Any]:
        """An intent with its slots; a slot of None was not filled."""
        filled = {
            name: {"name": name, "confirmationStatus": "NONE", **({"value": value} if value is not None else {})} for name, value in slots.items()
        }
        return self.envelope(
            {"type": "IntentRequest", "dialogState": "STARTED", "intent": {"name": intent, "confirmationStatus": "NONE", "slots": filled}}
        )

    def ended(self, reason: str = "USER_INITIATED") -> dict[str, Any]:
        """The session is over."""
        return self.envelope({"type": "SessionEndedRequest", "reason": reason})

    def event(self, name: str = "SkillDisabled") -> dict[str, Any]:
        """An event of the skill, which has no session."""
        envelope = self.envelope({"type": f"AlexaSkillEvent.{name}", "eventCreationTime": now(), "eventPublishingTime": now()})
        del envelope["session"]
        return envelope

    def envelope(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """A request with everything around it."""
        system = {
            "application": {"applicationId": self.skill},
            "user": {"userId": self.user},
            "device": {"deviceId": "amzn1.ask.device.TESTS", "supportedInterfaces": {}},
            "apiEndpoint": "https://api.eu.amazonalexa.com",
            "apiAccessToken": "a token of the tests",
            **({"person": {"personId": self.person}} if self.person else {}),
        }
        whole = {
            "version": "1.0",
            "session": {
                "new": self.is_new,
                "sessionId": self.session,
                "application": {"applicationId": self.skill},
                "attributes": dict(self.attributes),
                "user": {"userId": self.user},
            },
            "context": {"System": system, "Viewports": []},
            "request": {"requestId": f"amzn1.echo-api.request.{next(_ids)}", "timestamp": now(), "locale": "en-GB", **request},
        }
        self.is_new = False
        return whole


def encoded(envelope: Mapping[str, Any]) -> bytes:
    """An envelope as it goes over the wire."""
    return json.dumps(envelope, ensure_ascii=False).encode()


def now() -> str:
    """The time as Alexa writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _certificate(
    name: str,
    key: Key,
    issuer: str,
    issuer_key: Key,
    *,
    authority: bool,
    names: Sequence[str] = (),
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> x509.Certificate:
    today = datetime.now(timezone.utc).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or today - timedelta(days=1))
        .not_valid_after(ends or today + timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(_usage(authority=authority), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in names]), critical=False)
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(issuer_key, SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=not authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
