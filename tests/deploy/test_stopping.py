"""A server that is asked to stop finishes the turns that have begun, takes no new ones, and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.channels.description import MESSAGE
from tests.needed import needed
from tests.processes import COMMAND, HOST, PATIENCE, Server, free_port, running, wait_until_listening

pytestmark = pytest.mark.server


def _refuses(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=5).close()
    except ConnectionError:
        return True
    return False


def test_a_turn_that_has_begun_is_answered_and_no_new_one_is_taken() -> None:
    """The message is half sent when the server is told to stop, so that it has begun for certain and has not ended for certain."""
    with Server() as started:
        body = json.dumps({"id": 1, "text": "i'm not in the mood tonight"}).encode()
        fields = {"Host": "x", "Authorization": f"Bearer {started.session()}", "Content-Length": len(body), "Connection": "close"}
        head = "\r\n".join([f"POST {MESSAGE} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""])
        with socket.create_connection((HOST, started.port), timeout=PATIENCE) as line:
            line.sendall(head.encode() + body[:10])
            time.sleep(0.3)
            started.process.send_signal(signal.SIGTERM)
            until = time.monotonic() + PATIENCE
            while not _refuses(started.port):
                assert time.monotonic() < until, "new connections are still taken"
                time.sleep(0.02)
            line.sendall(body[10:])
            answered = b"".join(iter(lambda: line.recv(65536), b""))
        assert started.process.wait(PATIENCE) == 0
        assert started.errors == ""
    assert answered.startswith(b"HTTP/1.1 200")
    assert json.loads(answered.partition(b"\r\n\r\n")[2])["replies"]


def test_as_the_first_process_of_a_container_it_can_be_stopped_while_it_loads() -> None:
    """The kernel keeps from such a process every signal that it does not listen for."""
    alone = ["unshare", "--fork", "--pid", "--kill-child"]
    needed(None if subprocess.run([*alone, "true"], check=False, timeout=60).returncode == 0 else "processes of their own (unshare --pid) need root")
    port = free_port()
    with running(*alone, *COMMAND, "run", EVENING_NOTE_PORT=str(port)) as (process, _):
        wait_until_listening(port, process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        os.kill(int(children.read_text().split()[0]), signal.SIGTERM)
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
