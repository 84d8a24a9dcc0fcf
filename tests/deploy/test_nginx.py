"""The proxy, run for real before a coach and before ones that break: TLS alone, nothing logged or kept, sent again only where that is safe."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.channels.description import HEALTH, MESSAGE, SESSION
from tests.deploy.tools import DEPLOY, nginx
from tests.processes import HOST, PATIENCE, Server, free_port, wait_until_listening

CONFIGURATION = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


@dataclass
class Proxy:
    """An nginx that runs with our configuration, its ports and files put elsewhere."""

    port: int
    plain_port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def request(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Over TLS, as a browser would."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls_certificate"))
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=PATIENCE, context=context)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    @property
    def everything_written(self) -> bytes:
        """All that it has written, to its output or to files, but for the configuration and the certificate."""
        kept = ("nginx.conf", "tls_certificate", "tls_key")
        return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file() and file.name not in kept)


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
    (folder / "tls_certificate").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "tls_key").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


@contextlib.contextmanager
def proxy(folder: Path, coaches: str) -> Iterator[Proxy]:
    """Our configuration before `coaches`; only addresses, ports and folders are changed."""
    _certificate(folder)
    ports = {8443: free_port(), 8080: free_port(), 8081: free_port()}
    text = CONFIGURATION.replace("coach:5005", coaches).replace("/tmp/", f"{folder}/").replace("/run/secrets", str(folder))  # noqa: S108
    for port, free in ports.items():
        text = re.sub(rf"listen (127\.0\.0\.1:)?{port}", f"listen {HOST}:{free}", text)
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen([nginx(), "-p", folder, "-c", file, "-g", "daemon off; master_process off;"], stdout=output, stderr=output)
    try:
        wait_until_listening(ports[8443], process)
        yield Proxy(ports[8443], ports[8080], folder, process)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def before_a_coach(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxy(tmp_path_factory.mktemp("nginx"), f"{HOST}:{server.port}") as started:
        yield started


@pytest.mark.server
def test_a_conversation_goes_through_and_none_of_it_is_written_down(before_a_coach: Proxy) -> None:
    _, _, opened = before_a_coach.request("POST", SESSION)
    token = json.loads(opened)["token"]
    message = json.dumps({"id": 1, "text": "i'm not in the mood tonight, says the canarynumbatzz"})
    status, headers, body = before_a_coach.request("POST", MESSAGE, message, {"Authorization": f"Bearer {token}"})
    assert (status, bool(json.loads(body)["replies"])) == (200, True)
    assert headers["strict-transport-security"]
    assert headers["cache-control"] == "no-store"
    before_a_coach.request("GET", "/canarynumbatzz")
    before_a_coach.request("POST", MESSAGE, "canarynumbatzz" * 5000, {"Authorization": "Bearer canarynumbatzz"})
    written = before_a_coach.everything_written
    assert b"canarynumbatzz" not in written
    assert HOST.encode() not in written


@pytest.mark.server
def test_what_is_too_long_is_turned_away_before_it_reaches_a_coach(before_a_coach: Proxy) -> None:
    assert before_a_coach.request("POST", MESSAGE, "x" * 40_000)[0] == 413


@pytest.mark.server
def test_health_is_the_coachs_own(before_a_coach: Proxy) -> None:
    status, _, body = before_a_coach.request("GET", HEALTH)
    assert (status, json.loads(body)) == (200, {"status": "ready"})


@pytest.mark.server
def test_without_tls_there_is_only_the_way_to_it(before_a_coach: Proxy) -> None:
    connection = http.client.HTTPConnection(HOST, before_a_coach.plain_port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("POST", MESSAGE, "{}", {"Host": "coach.example.org"})
        answer = connection.getresponse()
    assert (answer.status, answer.getheader("location")) == (308, f"https://coach.example.org{MESSAGE}")


@pytest.mark.server
def test_an_old_form_of_tls_is_refused(before_a_coach: Proxy) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with socket.create_connection((HOST, before_a_coach.port), timeout=PATIENCE) as line, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(line)


class Breaking:
    """Coaches of which each connection breaks after the request was read; they keep what they were asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self._listening = socket.create_server((HOST, 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                with line:
                    self.asked.append(line.recv(65536))

    def close(self) -> None:
        """Ends it."""
        self._listening.close()


@pytest.fixture
def two_that_break(tmp_path: Path) -> Iterator[tuple[Proxy, list[Breaking]]]:
    """The proxy before two of them, as when a name has two addresses."""
    broken = [Breaking(), Breaking()]
    both = "two_coaches"
    upstream = f"upstream {both} {{ {' '.join(f'server {HOST}:{one.port} max_fails=0;' for one in broken)} }}\n    resolver"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.deploy.test_nginx.CONFIGURATION", CONFIGURATION.replace("resolver", upstream, 1))
        with proxy(tmp_path, both) as started:
            yield started, broken
    for one in broken:
        one.close()


@pytest.mark.parametrize(
    ("method", "path", "times"),
    [("POST", MESSAGE, 2), ("POST", SESSION, 2), ("POST", "/webhooks/alexa/", 1), ("GET", HEALTH, 2)],
    ids=["a message, which has an id", "a new session, of which nothing is lost", "another channel", "a page"],
)
def test_only_what_may_come_twice_is_sent_again_when_a_coach_breaks_off(
    method: str, path: str, times: int, two_that_break: tuple[Proxy, list[Breaking]]
) -> None:
    through, broken = two_that_break
    assert through.request(method, path, "{}" if method == "POST" else None)[0] == 503
    time.sleep(0.1)
    assert sum(len(one.asked) for one in broken) == times


def test_where_somebody_claims_to_come_from_is_replaced(two_that_break: tuple[Proxy, list[Breaking]]) -> None:
    through, broken = two_that_break
    through.request("POST", SESSION, "{}", {"X-Forwarded-For": "192.0.2.7"})
    asked = b"".join(part for one in broken for part in one.asked).lower()
    assert b"x-forwarded-for: 127.0.0.1\r\n" in asked
    assert b"192.0.2.7" not in asked


@pytest.mark.parametrize(
    "setting", ["access_log off;", "proxy_cache off;", "server_tokens off;", "error_log stderr crit;", "proxy_max_temp_file_size 0;"]
)
def test_nothing_of_a_person_is_kept(setting: str) -> None:
    assert setting in CONFIGURATION
