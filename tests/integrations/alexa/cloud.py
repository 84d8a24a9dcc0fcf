"""Amazon's side of a conversation: a server that believes our Amazon, a cloud that signs what the simulator sends, and the simulator itself."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rasa_project.paths import ROOT
from tests.channels.alexa_amazon import SKILL_ID, Amazon, pem
from tests.integrations.line_process import LineProcess
from tests.processes import HOST, Server, request

PATH = "/webhooks/alexa/"
MODELS = ROOT / ".tools" / "alexa" / "bin" / "python"
SIMULATOR = ROOT / ".tools" / "virtual-alexa"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Believer:
    """A running server and the Amazon that it believes."""

    server: Server
    amazon: Amazon

    def post(self, envelope: dict[str, Any]) -> dict[str, Any]:
        """The envelope in answer to a signed one."""
        body = json.dumps(envelope).encode()
        answer = self.server.request("POST", PATH, body, headers=self.amazon.headers(body))
        assert answer.status == 200, answer.status
        whole: dict[str, Any] = answer.json
        return whole


@contextlib.contextmanager
def believing_server(folder: Path, **settings: str) -> Iterator[Believer]:
    """A real server process with the Alexa channel; `folder` is where its certificates lie."""
    amazon = Amazon.with_leaf()
    (folder / "root.pem").write_bytes(pem(amazon.root))
    (folder / "chain.pem").write_bytes(amazon.chain)
    command = (sys.executable, "-m", "tests.integrations.alexa.server", str(folder))
    with Server({"EVENING_NOTE_ALEXA_SKILL_ID": SKILL_ID, **settings}, command=command) as server:
        yield Believer(server, amazon)


@contextlib.contextmanager
def signing_cloud(believer: Believer) -> Iterator[str]:
    """An address that signs what it is sent and hands it on, as Amazon's cloud does between a speaker and a skill."""

    class Cloud(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Signs, hands on, hands back."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = request(believer.server.port, "POST", PATH, body, headers=believer.amazon.headers(body))
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Nothing is written down."""

    cloud = ThreadingHTTPServer((HOST, 0), Cloud)
    thread = threading.Thread(target=cloud.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{cloud.server_address[1]}/"
    finally:
        cloud.shutdown()
        cloud.server_close()
        thread.join()


def amazons_models() -> LineProcess:
    """Amazon's own models, judging envelopes."""
    return LineProcess(str(MODELS), "-W", "ignore", str(HERE / "oracle.py"))


def simulator(model: Path, url: str) -> LineProcess:
    """virtual-alexa over an interaction model, talking to a skill at `url`."""
    return LineProcess("node", str(HERE / "simulator" / "talk.js"), str(SIMULATOR), str(model), url, SKILL_ID)


def missing_models() -> str | None:
    """What is missing for Amazon's models, in a sentence."""
    return None if (ROOT / ".tools" / "alexa" / "installed").is_file() else "Amazon's models are not installed (scripts/setup-alexa.sh does it)"


def missing_simulator() -> str | None:
    """What is missing for the simulator, in a sentence."""
    if not (SIMULATOR / "installed").is_file() or not shutil.which("node"):
        return "virtual-alexa is not installed (scripts/setup-alexa.sh does it, with node and npm)"
    return None
