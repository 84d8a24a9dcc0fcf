"""A real nginx with the project's own configuration, in front of coaches on this machine."""

from __future__ import annotations

import datetime
import ipaddress
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rasa_project.paths import ROOT
from tests.processes import HOST, free_port, wait_until_listening

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
MISSING = "nginx is not installed (Debian's package 'nginx')"


@dataclass(frozen=True)
class Nginx:
    """A balancer that runs."""

    url: str
    port: int
    certificate: Path
    process: subprocess.Popen[bytes]


def program() -> str | None:
    """The balancer's program; None when it is not installed."""
    return shutil.which("nginx", path=os.environ.get("PATH", os.defpath) + ":/usr/sbin")


@contextmanager
def started(path: str, ports: Sequence[int]) -> Iterator[Nginx]:
    """A balancer before the coaches on these ports, stopped in the end."""
    with tempfile.TemporaryDirectory(prefix="en-nginx-", dir="/tmp") as name:
        folder = Path(name)
        _make_certificate(folder)
        port = free_port()
        configuration = folder / "nginx.conf"
        configuration.write_text(_here(CONFIGURATION.read_text(encoding="utf-8"), folder, port, ports), encoding="utf-8")
        own = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
        process = subprocess.Popen([path, "-c", configuration, "-g", own], stdin=subprocess.DEVNULL, cwd=folder)
        try:
            wait_until_listening(port, process)
            yield Nginx(f"https://{HOST}:{port}", port, folder / "tls_certificate", process)
        finally:
            process.terminate()
            process.wait(20)


def _here(configuration: str, folder: Path, port: int, coaches: Sequence[int]) -> str:
    """The configuration with this machine's ports and folders, and with a list of coaches where a name service gives them elsewhere."""
    servers = "".join(f" server {HOST}:{coach} max_fails=0;" for coach in coaches)
    for there, here in {
        "resolver 127.0.0.11 valid=5s ipv6=off;": f"upstream coaches {{{servers} }}",
        "set $coaches coach:5005;": "set $coaches coaches;",
        "listen 8443 ssl;": f"listen {HOST}:{port} ssl;",
        "listen 8080;": f"listen {HOST}:{free_port()};",
        "listen 127.0.0.1:8081;": f"listen {HOST}:{free_port()};",
        "/tmp/": f"{folder}/",  # noqa: S108 - where the configuration keeps its own, in a container
        "/run/secrets/": f"{folder}/",
    }.items():
        assert there in configuration, f"{CONFIGURATION.name} has no {there!r}"
        configuration = configuration.replace(there, here)
    return configuration


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls_certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tls_key").write_bytes(private)
