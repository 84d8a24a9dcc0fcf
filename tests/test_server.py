"""The server as a real process: how it starts, what it refuses, how it ends, and that it never writes down what was said."""

from __future__ import annotations

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rasa_project.errors import ServerError
from rasa_project.server import _listen
from rasa_project.settings import Settings
from tests.channels.description import HEALTH, MESSAGE, SESSION
from tests.processes import COMMAND, HOST, PATIENCE, READY, Server, evening_note, free_port, running, wait_until_listening

pytestmark = pytest.mark.server

CLOSED_ROUTES = (
    "/webhooks/rest",
    "/webhooks/rest/",
    "/webhooks/rest/webhook",
    "/webhooks/callback/webhook",
    "/webhooks/socketio",
    "/webhooks/cmdline/webhook",
    "/webhooks/web",
    "/webhooks/web/",
    "/webhooks/web/webhook",
    "/socket.io",
    "/socket.io/",
    "/socket.io/?EIO=4&transport=polling",
    "/model",
    "/model/parse",
    "/model/train",
    "/model/predict",
    "/model/test/intents",
    "/domain",
    "/status",
    "/version",
    "/conversations",
    "/conversations/default/tracker",
    "/conversations/default/messages",
    "/conversations/default/execute",
    "/conversations/default/trigger_intent",
    "/webhook",
    "/actions",
    "/webhooks/../model",
    "/%2e%2e/model",
)
CANARIES = tuple(f"canary{word}zz" for word in ("quokka", "numbat", "bilby", "potoroo", "dunnart", "quoll", "bettong", "wombat", "dugong", "galah"))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_rasas_open_channels_and_its_api_are_not_there(method: str, server: Server) -> None:
    body = b'{"sender": "default", "message": "hi", "text": "hi"}' if method != "GET" else None
    for path in CLOSED_ROUTES:
        answer = server.request(method, path, body)
        assert answer.status == 404, path
        assert answer.json == {"error": "not_found", "message": "There is nothing here."}


def test_nothing_outside_this_machine_can_reach_the_server(server: Server) -> None:
    """A server on every address would answer on 127.0.0.2 as well."""
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", server.port), timeout=5):
        pass


def test_ten_messages_at_once_are_answered_in_line_or_told_to_wait(server: Server) -> None:
    token = server.session()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda number: server.say(token, "hi", f"message {number}"), range(10)))
    statuses = [answer.status for answer in answers]
    assert set(statuses) <= {200, 429}
    assert statuses.count(200) >= 4
    for answer in answers:
        assert answer.json.get("replies") or answer.json["error"] == "too_many"
    assert server.say(token, "hi", "after").status == 200


def test_ten_people_at_once_are_all_answered(server: Server) -> None:
    tokens = [server.session() for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda token: server.say(token, "i'm not in the mood tonight"), tokens))
    assert [answer.status for answer in answers] == [200] * 10


def test_many_requests_can_share_a_connection(server: Server) -> None:
    """Kept alive, also after an error."""
    message = json.dumps({"id": 1, "text": "hi"}).encode()
    with socket.create_connection((HOST, server.port), timeout=PATIENCE) as line:
        for token, status in ((server.session(), b"200"), ("forged", b"401"), (server.session(), b"200")):
            head = f"POST {MESSAGE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(message)}\r\n\r\n"
            line.sendall(head.encode() + message)
            received = _one_answer(line)
            assert received.startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"GET nonsense HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /webhooks/web/message HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /webhooks/web/message HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"POST /webhooks/web/message HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n",
    ],
    ids=["TLS", "no HTTP", "no path", "a long path", "a length below nothing", "a length in words", "a chunk of nonsense"],
)
def test_what_is_no_http_does_not_disturb_the_others(sent: bytes, server: Server) -> None:
    with socket.create_connection((HOST, server.port), timeout=PATIENCE) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: line.recv(65536), b""))
    assert not received or received.split(b" ", 2)[1] >= b"400"
    assert server.request("GET", HEALTH).status == 200


def test_a_connection_dropped_in_the_middle_of_a_message_leaves_the_conversation_whole(server: Server) -> None:
    token = server.session()
    with socket.create_connection((HOST, server.port), timeout=PATIENCE) as line:
        line.sendall(
            f"POST {MESSAGE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: 500\r\n\r\n".encode() + b'{"id": 1, "te'
        )
    assert server.say(token, "hi", 1).status == 200


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_the_server_says_where_it_is_and_stops_cleanly(how: signal.Signals) -> None:
    with Server() as started:
        assert started.say(started.session(), "i'm not in the mood tonight").status == 200
        before = time.monotonic()
        ended = started.stop(how)
        assert time.monotonic() - before < 10
    assert ended.code == 0
    assert ended.errors == ""
    assert len(ended.output.splitlines()) == 1
    assert READY.search(ended.output)


def test_ctrl_c_while_the_model_loads_stops_it_cleanly_too() -> None:
    port = free_port()
    with running(*COMMAND, "run", EVENING_NOTE_PORT=str(port)) as (process, output):
        wait_until_listening(port, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert output.read_text() == ""


def test_ctrl_c_stops_it_even_where_a_library_swallows_the_interrupt() -> None:
    """Dask, which runs Rasa's components, catches every exception and wraps it in one of its own."""
    program = (
        "import os, signal, time; from rasa_project import cli, lean_runtime\n"
        "lean_runtime.prepare(); from rasa_project import server\n"
        "def load_and_swallow(**_):\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT); time.sleep(30)\n"
        "    except BaseException as error:\n"
        "        raise RuntimeError('a component failed') from error\n"
        "server.load_agent = load_and_swallow\n"
        "raise SystemExit(cli.main(['run']))\n"
    )
    with running(COMMAND[0], "-c", program, EVENING_NOTE_PORT="0") as (process, output):
        assert process.wait(PATIENCE) == 0, output.read_text()
        assert output.read_text() == ""


def test_a_taken_port_is_one_clear_line_that_names_it(server: Server) -> None:
    done = evening_note("run", EVENING_NOTE_PORT=str(server.port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert str(server.port) in done.stderr
    assert "EVENING_NOTE_PORT" in done.stderr


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"], ids=["no address", "not an address of this machine"])
def test_an_address_that_cannot_be_served_on_is_a_clear_error(host: str) -> None:
    with pytest.raises(ServerError, match=host):
        _listen(Settings(host=host, port=0))


def test_a_missing_model_is_one_clear_line_that_says_what_to_do() -> None:
    done = evening_note("run", EVENING_NOTE_MODEL="/nonexistent", EVENING_NOTE_PORT="0")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "/nonexistent" in done.stderr
    assert "evening-note train" in done.stderr


@pytest.fixture(scope="module")
def overheard() -> str:
    """All that a server at DEBUG wrote while canary words were said to it in every way a program can, and some that it should not."""
    with Server({"EVENING_NOTE_LOG_LEVEL": "DEBUG"}) as started:
        _say_canaries(started)
        ended = started.stop(signal.SIGTERM)
    assert ended.code == 0
    return ended.output + ended.errors


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_that_was_said_is_written_down_at_any_log_level(canary: str, overheard: str) -> None:
    places = [line for line in overheard.splitlines() if canary in line.lower()]
    assert places == []


def test_no_token_or_button_is_written_down(overheard: str) -> None:
    assert "eyJ" not in overheard


def test_the_log_of_that_server_is_really_at_debug(overheard: str) -> None:
    """Else the silence of the others would prove nothing."""
    assert "DEBUG" in overheard


def _say_canaries(server: Server) -> None:
    token = server.session()
    said, payload_like, payload, danger, identity, body, address, header, broken, huge = CANARIES
    server.say(token, "i'm not in the mood tonight", 1)
    server.say(token, "yes", 2)
    server.say(token, f"tell {said} i am tired, on saturday, and make it softer {said}", 3)
    for number, text in enumerate(
        (f'/affirm{{"{payload_like}": "{payload_like}"}}', f"/{payload_like}", f"/inform@0.2{{{payload_like}", f"／{payload_like}")
    ):
        server.say(token, text, 10 + number)
    server.send(token, {"id": 20, "payload": payload})
    server.send(token, {"id": 21, "payload": f'/refine_phrase{{"shape": "{payload}"}}'})
    server.say(token, f"kill myself {danger}", 22)
    server.say(token, "hi", identity)
    server.say(token, f"and {identity}", identity)
    server.send(token, {"id": [identity], "text": identity})
    server.send(token, {"id": 30, "text": {"text": body}})
    server.send(token, {"id": 31, "text": body, body: body})
    server.request("POST", MESSAGE, f'{{"id": 1, "text": "{body}'.encode(), token=token)
    server.request("POST", MESSAGE, body.encode() + b"\xff\xfe", token=token)
    for path in (f"/{address}", f"{MESSAGE}?text={address}", f"/conversations/{address}/tracker", f"{HEALTH}?{address}"):
        server.request("POST", path, address.encode(), token=token)
        server.request("GET", path)
    server.request("POST", MESSAGE, b"{}", token=header)
    server.request("POST", SESSION, token=header, headers={"X-Said": header, "User-Agent": header, "Cookie": f"said={header}"})
    server.send(token, {"id": 40, "text": f"{broken}\x00\x1b[31m\ud83d {broken}"})
    server.request("POST", MESSAGE, f'{{"id": 41, "payload": "\\ud83d{broken}"}}'.encode(), token=token)
    server.say(token, f"{huge} " * 400, 50)
    server.say(token, huge * 100_000, 51)


@pytest.mark.parametrize(
    "line",
    [
        b"GET canaryechidnazz HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /webhooks/web/message HTTP/1.1\r\nHost: x\r\nContent-Length: canaryechidnazz\r\n\r\n",
        b"POST /webhooks/web/message HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\ncanaryechidnazz\r\n\r\n",
        b"canaryechidnazz\r\n\r\n",
    ],
    ids=["path", "length", "chunk", "no HTTP"],
)
def test_not_even_a_broken_request_is_written_down(line: bytes, server: Server) -> None:
    already = len(server.errors)
    with socket.create_connection((HOST, server.port), timeout=PATIENCE) as connection:
        connection.sendall(line)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    server.request("GET", HEALTH)
    assert "canaryechidnazz" not in server.errors[already:]


def _one_answer(line: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += line.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(field.split(b":")[1]) for field in head.split(b"\r\n") if field.lower().startswith(b"content-length"))
    while len(body) < length:
        body += line.recv(65536)
    return head
