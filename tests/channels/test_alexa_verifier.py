"""Requests of Alexa's kind: the genuine ones pass, and nothing else does."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1

from rasa_project.channels import alexa_verifier
from rasa_project.channels.alexa_verifier import AlexaVerifier, chain_url, fetch_chain, trusted_roots
from rasa_project.errors import UnverifiedError
from tests.channels.alexa_amazon import CHAIN_URL, SKILL_ID, Amazon, Authority, Chains, Speaker, encoded, pem

MOMENT = datetime.now(timezone.utc).replace(microsecond=0)
"""Now, as the verifiers of these tests see it."""


@pytest.fixture(scope="module")
def amazon() -> Amazon:
    return Amazon.with_leaf()


def verifier(amazon: Amazon, *, chain: bytes | None = None, at: datetime = MOMENT, chains: Chains | None = None) -> AlexaVerifier:
    chains = chains or Chains({CHAIN_URL: amazon.chain if chain is None else chain})
    return AlexaVerifier(SKILL_ID, [amazon.root.certificate], chains.fetch, at.timestamp)


def request(*, at: datetime = MOMENT, **changes: Any) -> bytes:
    envelope = Speaker().launch()
    envelope["request"] |= {"timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"), **changes}
    return encoded(envelope)


def verify(by: AlexaVerifier, amazon: Amazon, body: bytes, **headers: str) -> dict[str, Any]:
    return asyncio.run(by.verify(amazon.headers(body) | headers, body))


def is_refused(by: AlexaVerifier, amazon: Amazon, body: bytes, **headers: str) -> bool:
    with pytest.raises(UnverifiedError):
        verify(by, amazon, body, **headers)
    return True


def test_a_signed_request_passes_and_is_read(amazon: Amazon) -> None:
    assert verify(verifier(amazon), amazon, request())["request"]["type"] == "LaunchRequest"


def test_the_case_of_headers_does_not_matter(amazon: Amazon) -> None:
    body = request()
    for spelling in (str.lower, str.upper):
        headers = {spelling(name): value for name, value in amazon.headers(body).items()}
        assert asyncio.run(verifier(amazon).verify(headers, body))


def test_letters_of_two_bytes_pass(amazon: Amazon) -> None:
    body = encoded(Speaker().says("say no, as in the café"))
    assert "é".encode() in body
    assert verify(verifier(amazon, at=datetime.now(timezone.utc)), amazon, body)


# The chain's address: the cases of Amazon's own library.
@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "HTTPS://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://S3.AMAZONAWS.COM/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/./echo-api-cert.pem",
    ],
)
def test_amazons_addresses_are_known_in_one_spelling(url: str) -> None:
    assert chain_url(url) == "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "s3.amazonaws.com/echo.api/cert.pem",
        "http://s3.amazonaws.com/echo.api/cert.pem",
        "https://notamazon.com/echo.api/cert.pem",
        "https://s3.amazonaws.com.evil.example/echo.api/cert.pem",
        "https://s3.amazonaws.com@evil.example/echo.api/cert.pem",
        "https://evil.example#@s3.amazonaws.com/echo.api/cert.pem",
        "https://user:word@s3.amazonaws.com/echo.api/cert.pem",
        "https://s3.amazonaws.com:563/echo.api/cert.pem",
        "https://s3.amazonaws.com:80/echo.api/cert.pem",
        "https://s3.amazonaws.com:port/echo.api/cert.pem",
        "https://s3.amazonaws.com/ECHO.API/cert.pem",
        "https://s3.amazonaws.com/invalid.path/cert.pem",
        "https://s3.amazonaws.com/echo.api/../cert.pem",
        "https://s3.amazonaws.com/echo.api/../../cert.pem",
        "https://s3.amazonaws.com/echo.api/%2e%2e/cert.pem",
        "https://s3.amazonaws.com/echo.api/..\\cert.pem",
        "https://s3.amazonaws.com/echo.api",
        "https://s3.amazonaws.com/echo.api/cert.pem?version=1",
        "https://s3.amazonaws.com/echo.api/cert.pem#here",
        "https://[s3.amazonaws.com/echo.api/cert.pem",
        "file:///echo.api/cert.pem",
    ],
)
def test_other_addresses_are_refused_and_never_asked(url: str | None, amazon: Amazon) -> None:
    with pytest.raises(UnverifiedError):
        chain_url(url)
    chains = Chains({})
    body = request()
    headers = {name: value for name, value in amazon.headers(body).items() if name != "SignatureCertChainUrl"}
    with pytest.raises(UnverifiedError):
        asyncio.run(verifier(amazon, chains=chains).verify(headers | ({"SignatureCertChainUrl": url} if url is not None else {}), body))
    assert not chains.asked


# The chain.
def test_a_leaf_that_is_out_of_date_is_refused() -> None:
    past = Amazon.with_leaf(begins=MOMENT - timedelta(days=30), ends=MOMENT - timedelta(days=1))
    assert is_refused(verifier(past), past, request())
    then = MOMENT - timedelta(days=2)
    # the intermediate of the tests begins a day ago, so the moment before is out of date for it
    assert is_refused(verifier(past, at=then), past, request(at=then))


def test_a_leaf_that_is_not_yet_good_is_refused_until_it_is() -> None:
    later = MOMENT + timedelta(days=2)
    future = Amazon.with_leaf(begins=MOMENT + timedelta(days=1))
    assert is_refused(verifier(future), future, request())
    assert verify(verifier(future, at=later), future, request(at=later))


def test_an_intermediate_that_is_out_of_date_is_refused() -> None:
    root = Authority.root()
    intermediate = root.issues("past", authority=True, begins=MOMENT - timedelta(days=9), ends=MOMENT - timedelta(days=1))
    past = Amazon(root, intermediate, intermediate.issues("leaf", names=("echo-api.amazon.com",)))
    assert is_refused(verifier(past), past, request())


@pytest.mark.parametrize("names", [("api.amazon.com",), ("echo-api.amazon.com.evil.example",), ("*.amazonaws.com",), ()])
def test_a_leaf_for_another_host_is_refused(names: tuple[str, ...]) -> None:
    other = Amazon.with_leaf(names=names)
    assert is_refused(verifier(other), other, request())


def test_a_leaf_for_more_hosts_passes() -> None:
    wide = Amazon.with_leaf(names=("other.example", "echo-api.amazon.com"))
    assert verify(verifier(wide), wide, request())


def test_a_chain_without_its_intermediate_is_refused(amazon: Amazon) -> None:
    assert is_refused(verifier(amazon, chain=pem(amazon.leaf)), amazon, request())


def test_a_chain_with_another_intermediate_is_refused(amazon: Amazon) -> None:
    other = Authority.root().issues("other", authority=True)
    assert is_refused(verifier(amazon, chain=pem(amazon.leaf, other)), amazon, request())


def test_a_chain_with_its_root_along_passes(amazon: Amazon) -> None:
    assert verify(verifier(amazon, chain=pem(amazon.leaf, amazon.intermediate, amazon.root)), amazon, request())


def test_a_chain_to_a_root_of_its_own_is_refused(amazon: Amazon) -> None:
    forger = Amazon.with_leaf()
    with_its_root = pem(forger.leaf, forger.intermediate, forger.root)
    assert is_refused(verifier(amazon, chain=with_its_root), forger, request())


def test_a_leaf_that_signed_itself_is_refused(amazon: Amazon) -> None:
    alone = Authority.root("echo-api.amazon.com", rsa.generate_private_key(65537, 2048), names=("echo-api.amazon.com",))
    assert is_refused(verifier(amazon, chain=pem(alone)), Amazon(alone, alone, alone), request())


def test_a_leaf_that_another_leaf_signed_is_refused(amazon: Amazon) -> None:
    """Whoever owns a certificate for any host could otherwise make one for Alexa's."""
    owner = amazon.intermediate.issues("owner", names=("evil.example",))
    forged = Amazon(amazon.root, owner, owner.issues("forged", names=("echo-api.amazon.com",)))
    assert is_refused(verifier(amazon, chain=pem(forged.leaf, owner, amazon.intermediate)), forged, request())


def test_a_key_of_another_kind_is_refused() -> None:
    curved = Amazon.with_leaf(key=ec.generate_private_key(ec.SECP256R1()))
    body = request()
    signing = Amazon.with_leaf()
    assert is_refused(verifier(curved), signing, body)


@pytest.mark.parametrize("chain", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_chain_is_refused(chain: bytes, amazon: Amazon) -> None:
    assert is_refused(verifier(amazon, chain=chain), amazon, request())


def test_a_chain_without_end_is_refused(amazon: Amazon) -> None:
    assert is_refused(verifier(amazon, chain=amazon.chain * 5), amazon, request())


# The signature.
def test_a_changed_body_is_refused(amazon: Amazon) -> None:
    body = request()
    headers = amazon.headers(body)
    for changed in (
        body + b" ",
        body.replace(b"LaunchRequest", b"IntentRequest"),
        b"\xef\xbb\xbf" + body,
        json.dumps(json.loads(body), indent=1).encode(),
    ):
        with pytest.raises(UnverifiedError):
            asyncio.run(verifier(amazon).verify(headers, changed))


def test_a_body_that_was_signed_with_its_byte_order_mark_passes(amazon: Amazon) -> None:
    assert verify(verifier(amazon), amazon, b"\xef\xbb\xbf" + request())


def test_the_older_signature_alone_is_refused(amazon: Amazon) -> None:
    body = request()
    headers = amazon.headers(body)
    del headers["Signature-256"]
    with pytest.raises(UnverifiedError):
        asyncio.run(verifier(amazon).verify(headers, body))


def test_the_older_signature_in_the_newer_ones_place_is_refused(amazon: Amazon) -> None:
    body = request()
    assert is_refused(verifier(amazon), amazon, body, **{"Signature-256": amazon.signed(body, SHA1())})  # noqa: S303 - it is this that is refused


@pytest.mark.parametrize("signature", ["", "AAAA", "no base64!", "ÄÖÜ", "A" * 344])
def test_what_is_no_signature_is_refused(signature: str, amazon: Amazon) -> None:
    assert is_refused(verifier(amazon), amazon, request(), **{"Signature-256": signature})


def test_anothers_signature_is_refused(amazon: Amazon) -> None:
    body = request()
    assert is_refused(verifier(amazon), amazon, body, **{"Signature-256": Amazon.with_leaf().signed(body)})


# The time.
@pytest.mark.parametrize("seconds", [-150, -149, 0, 149, 150])
def test_a_request_of_the_last_and_next_150_seconds_passes(seconds: int, amazon: Amazon) -> None:
    assert verify(verifier(amazon), amazon, request(at=MOMENT + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-86400, -3600, -151, 151, 3600])
def test_an_older_or_later_request_is_refused(seconds: int, amazon: Amazon) -> None:
    assert is_refused(verifier(amazon), amazon, request(at=MOMENT + timedelta(seconds=seconds)))


@pytest.mark.parametrize("name", ["SkillEnabled", "SkillDisabled", "SkillPermissionAccepted", "SkillPermissionChanged", "SkillAccountLinked"])
@pytest.mark.parametrize(("seconds", "passes"), [(-3599, True), (3599, True), (-3601, False), (3601, False)])
def test_an_event_of_the_skill_may_be_an_hour_old(name: str, seconds: int, passes: bool, amazon: Amazon) -> None:
    envelope = Speaker().event(name)
    envelope["request"]["timestamp"] = (MOMENT + timedelta(seconds=seconds)).isoformat()
    if passes:
        assert verify(verifier(amazon), amazon, encoded(envelope))
    else:
        assert is_refused(verifier(amazon), amazon, encoded(envelope))


@pytest.mark.parametrize(
    "timestamp",
    [
        None,
        "",
        "yesterday",
        "2026-02-30T00:00:00Z",
        pytest.param(MOMENT.timestamp(), id="seconds"),
        pytest.param(MOMENT.strftime("%Y-%m-%dT%H:%M:%S"), id="no zone"),
        {},
        [],
    ],
)
def test_a_request_without_a_time_is_refused(timestamp: object, amazon: Amazon) -> None:
    assert is_refused(verifier(amazon), amazon, request(timestamp=timestamp))


# The skill.
@pytest.mark.parametrize("place", [("session", "application"), ("context", "System", "application")])
@pytest.mark.parametrize("skill", ["amzn1.ask.skill.other", "", 7, None])
def test_a_request_for_another_skill_is_refused_wherever_it_says_so(place: tuple[str, ...], skill: object, amazon: Amazon) -> None:
    envelope = Speaker().launch()
    inner = envelope
    for name in place:
        inner = inner[name]
    inner["applicationId"] = skill
    by = verifier(amazon, at=datetime.now(timezone.utc))
    if skill is None:  # the other place still names ours
        assert verify(by, amazon, encoded(envelope))
    else:
        assert is_refused(by, amazon, encoded(envelope))


@pytest.mark.parametrize("left", [{}, {"session": "none"}, {"session": {"application": SKILL_ID}}, {"context": None}, {"context": {"System": []}}])
def test_a_request_that_names_no_skill_is_refused(left: dict[str, Any], amazon: Amazon) -> None:
    envelope = {"request": Speaker().launch()["request"], **left}
    assert is_refused(verifier(amazon, at=datetime.now(timezone.utc)), amazon, encoded(envelope))


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"request": []}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_envelope_is_refused_though_it_is_signed(body: bytes, amazon: Amazon) -> None:
    assert is_refused(verifier(amazon), amazon, body)


# What is kept.
def test_a_chain_is_fetched_once_even_for_twenty_at_once(amazon: Amazon) -> None:
    chains = Chains({CHAIN_URL: amazon.chain})
    by = verifier(amazon, chains=chains)
    body = request()

    async def many() -> None:
        await asyncio.gather(*(by.verify(amazon.headers(body), body) for _ in range(8)))
        await asyncio.gather(*(by.verify(amazon.headers(body), body) for _ in range(20)))

    asyncio.run(many())
    assert chains.asked == [CHAIN_URL]


def test_spellings_of_one_address_share_a_chain(amazon: Amazon) -> None:
    chains = Chains({CHAIN_URL: amazon.chain})
    by = verifier(amazon, chains=chains)
    verify(by, amazon, request())
    verify(by, amazon, request(), SignatureCertChainUrl=CHAIN_URL.replace("s3.", "S3.").replace(".com/", ".com:443/"))
    assert len(chains.asked) == 1


def test_a_kept_chain_is_fetched_anew_once_it_is_out_of_date(amazon: Amazon) -> None:
    moments = [MOMENT]
    chains = Chains({CHAIN_URL: amazon.chain})
    by = AlexaVerifier(SKILL_ID, [amazon.root.certificate], chains.fetch, lambda: moments[-1].timestamp())
    verify(by, amazon, request())
    moments.append(MOMENT + timedelta(days=91))
    assert is_refused(by, amazon, request(at=moments[-1]))
    assert len(chains.asked) == 2


def test_only_the_last_chains_are_kept(amazon: Amazon) -> None:
    urls = [CHAIN_URL.replace("test", str(number)) for number in range(alexa_verifier.KEPT_CHAINS + 1)]
    chains = Chains(dict.fromkeys(urls, amazon.chain))
    by = verifier(amazon, chains=chains)
    for url in (*urls, urls[-1], urls[0]):
        verify(by, amazon, request(), SignatureCertChainUrl=url)
    assert chains.asked == [*urls, urls[0]]


def test_an_address_that_failed_is_asked_again_within_a_minute_and_not_at_once(amazon: Amazon) -> None:
    moments = [MOMENT]
    chains = Chains({CHAIN_URL: b"nothing"})
    by = AlexaVerifier(SKILL_ID, [amazon.root.certificate], chains.fetch, lambda: moments[-1].timestamp())
    for _ in range(3):
        assert is_refused(by, amazon, request())
    assert len(chains.asked) == 1
    chains.content[CHAIN_URL] = amazon.chain
    moments.append(MOMENT + timedelta(seconds=60))
    assert verify(by, amazon, request(at=moments[-1]))


def test_only_so_many_failures_are_kept(amazon: Amazon) -> None:
    urls = [CHAIN_URL.replace("test", str(number)) for number in range(alexa_verifier.KEPT_FAILURES + 1)]
    chains = Chains(dict.fromkeys(urls, b""))
    by = verifier(amazon, chains=chains)
    for url in (*urls, urls[0]):
        assert is_refused(by, amazon, request(), SignatureCertChainUrl=url)
    assert chains.asked == [*urls, urls[0]]


def test_strangers_cannot_make_many_wait_for_chains(amazon: Amazon) -> None:
    async def flood() -> list[Any]:
        stuck = asyncio.Event()

        async def fetch(_: str) -> bytes:
            await stuck.wait()
            return b""

        by = AlexaVerifier(SKILL_ID, [amazon.root.certificate], fetch, MOMENT.timestamp)
        body = request()
        asks = [
            asyncio.ensure_future(by.verify(amazon.headers(body) | {"SignatureCertChainUrl": f"{CHAIN_URL}{number}"}, body)) for number in range(50)
        ]
        await asyncio.sleep(0.05)
        at_once = sum(ask.done() for ask in asks)
        stuck.set()
        answers = await asyncio.gather(*asks, return_exceptions=True)
        return [at_once, *answers]

    at_once, *answers = asyncio.run(flood())
    assert at_once == 50 - alexa_verifier.WAITING_FETCHES
    assert all(isinstance(answer, UnverifiedError) for answer in answers)


# The network, the roots and Amazon's chain as they are.
GENUINE = Path(__file__).with_name("alexa_chain_2023.pem").read_bytes()
"""The chain that lay at Amazon's address in 2023 (echo-api-cert-12.pem): certificates that anybody could read there."""


def refusal_of_the_genuine_chain(at: datetime) -> str:
    """Why a request with Amazon's own chain, but of course not with Amazon's signature, is refused at a moment."""
    by = AlexaVerifier(SKILL_ID, fetch=Chains.of_all(GENUINE).fetch, clock=at.timestamp)
    forger, body = Amazon.with_leaf(), request(at=at)
    with pytest.raises(UnverifiedError) as caught:
        verify(by, forger, body)
    return str(caught.value)


def test_amazons_own_chain_leads_to_a_public_root_in_its_time_and_only_the_signature_is_missing() -> None:
    assert "signature" in refusal_of_the_genuine_chain(datetime(2023, 6, 1, tzinfo=timezone.utc))


@pytest.mark.parametrize("year", [2022, 2026])
def test_amazons_own_chain_is_refused_out_of_its_time(year: int) -> None:
    assert "out of date" in refusal_of_the_genuine_chain(datetime(year, 6, 1, tzinfo=timezone.utc))


def test_the_trusted_roots_hold_amazons_own() -> None:
    names = {root.subject.rfc4514_string() for root in trusted_roots()}
    assert "CN=Amazon Root CA 1,O=Amazon,C=US" in names
    assert len(names) > 50


def test_by_default_the_public_roots_are_trusted_and_ours_is_not(amazon: Amazon) -> None:
    by = AlexaVerifier(SKILL_ID, fetch=Chains({CHAIN_URL: amazon.chain}).fetch)
    assert is_refused(by, amazon, encoded(Speaker().launch()))


def fetched(answer: Callable[[web.Request], Awaitable[web.StreamResponse]], path: str = "/echo.api/cert.pem") -> bytes:
    """What the fetcher gets from a web server that answers so."""

    async def run() -> bytes:
        app = web.Application()
        app.router.add_get("/echo.api/cert.pem", answer)
        app.router.add_get("/other", _chain)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            return await fetch_chain(f"http://127.0.0.1:{port}{path}")
        finally:
            await runner.cleanup()

    return asyncio.run(run())


async def _chain(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"a chain")


def test_a_chain_is_fetched() -> None:
    assert fetched(_chain) == b"a chain"


def test_a_redirect_is_not_followed() -> None:
    async def elsewhere(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/other")

    with pytest.raises(UnverifiedError):
        fetched(elsewhere)


def test_a_missing_chain_is_an_error() -> None:
    with pytest.raises(UnverifiedError):
        fetched(_chain, "/echo.api/nowhere.pem")


def test_a_chain_without_measure_is_an_error() -> None:
    async def much(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x" * (alexa_verifier.LARGEST_CHAIN + 1))

    with pytest.raises(UnverifiedError):
        fetched(much)


def test_a_slow_chain_is_an_error_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alexa_verifier, "SLOWEST_FETCH", 0.2)

    async def slowly(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.Response()

    begun = time.monotonic()
    with pytest.raises(UnverifiedError):
        fetched(slowly)
    assert time.monotonic() - begun < 5


def test_nobody_at_the_address_is_an_error() -> None:
    with pytest.raises(UnverifiedError):
        asyncio.run(fetch_chain("http://127.0.0.1:1/echo.api/cert.pem"))
