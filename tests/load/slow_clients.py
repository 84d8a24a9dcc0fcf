"""Clients that hold connections by sending a request byte by byte, and never all of it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from pathlib import Path

from tests.load.player import MESSAGE
from tests.processes import HOST

EVERY_S = 0.25
HEAD = f"POST {MESSAGE} HTTP/1.1\r\nHost: {HOST}\r\n".encode()
STARTS = (HEAD + b"X-Slow: ", HEAD + b"Content-Type: application/json\r\nContent-Length: 20000\r\n\r\n{")
"""One never ends its headers, the other never its body."""


def drip(port: int, seconds: float, number: int = 20, certificate: Path | None = None) -> int:
    """So many clients, for some seconds. Returns how many of them the server had sent away by then."""
    clients = [_connect(port, certificate) for _ in range(number)]
    gone: set[int] = set()
    for place, client in enumerate(clients):
        client.sendall(STARTS[place % len(STARTS)])
    until = time.monotonic() + seconds
    while time.monotonic() < until and len(gone) < number:
        for place, client in enumerate(clients):
            if place not in gone and not _takes_one_more(client):
                gone.add(place)
        time.sleep(EVERY_S)
    for client in clients:
        client.close()
    return len(gone)


def _connect(port: int, certificate: Path | None) -> socket.socket:
    client = socket.create_connection((HOST, port), timeout=30)
    if certificate is not None:
        client = ssl.create_default_context(cafile=str(certificate)).wrap_socket(client, server_hostname=HOST)
    client.settimeout(0.01)
    return client


def _takes_one_more(client: socket.socket) -> bool:
    """Sends one byte; false when the server has answered or closed."""
    try:
        client.sendall(b"a")
        with contextlib.suppress(TimeoutError, ssl.SSLWantReadError):
            client.recv(4096)  # an answer before the request is whole, or the end
            return False
    except OSError:
        return False
    return True
