"""The server: page, channels and health in one process."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
import socket

from pydantic import SecretStr
from rasa.core.agent import Agent
from rasa.core.channels import channel
from rasa.shared.core.domain import Domain
from sanic import Sanic
from sanic.exceptions import NotFound, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from rasa_project.agent import load_agent
from rasa_project.channels.alexa import AlexaChannel
from rasa_project.channels.alexa_verifier import AlexaVerifier
from rasa_project.channels.assist_sessions import AssistSessions
from rasa_project.channels.gate import Gate
from rasa_project.channels.home_assistant import HomeAssistantChannel
from rasa_project.channels.homes import Homes
from rasa_project.channels.limits import Limits
from rasa_project.channels.origins import Origins
from rasa_project.channels.pages import PRIVATE_HEADERS, pages
from rasa_project.channels.sessions import Sessions
from rasa_project.channels.web import WebChannel
from rasa_project.errors import MemoryStoreError, RequestError, ServerError
from rasa_project.library import load_library
from rasa_project.memory.memory import Memory
from rasa_project.memory.opened import opened_memory
from rasa_project.memory.session_store import KeptSessionStore
from rasa_project.notes.service import evening_notes
from rasa_project.self_test import understands
from rasa_project.settings import Settings, settings
from rasa_project.shared_state.opening import open_shared_state

logger = logging.getLogger(__name__)

LARGEST_BODY = 32 * 1024
"""Bytes of a request: room for the longest message in any script, written with escapes."""
SLOWEST_REQUEST = 15
SECONDS_BETWEEN_PURGES = 300
CODES = {400: "bad_request", 404: "not_found", 405: "not_allowed", 408: "too_slow", 413: "too_large"}


def serve(alexa_verifier: AlexaVerifier | None = None) -> None:
    """Loads the model and serves until stopped. Raises ServerError when the port is taken, ModelError without a usable model.

    `alexa_verifier`: see `make_app`.
    """
    chosen = settings()
    listening = _listen(chosen)
    memory = opened_memory()
    Homes(opened_memory).take_over(chosen.data_dir)
    conversations = KeptSessionStore(Domain.empty(), memory.engine, memory.vault, chosen.session_minutes, chosen.conversations, memory.clock)
    app = make_app(load_agent(conversations=conversations), _with_a_lasting_secret(chosen, memory), alexa_verifier)
    app.add_task(_purge_now_and_then(memory))
    notes = evening_notes(memory, load_library(), chosen)
    # what is loaded stays: the collector need not look through it again and again, which would make single turns slow
    gc.collect()
    gc.freeze()
    _give_back_memory()

    @app.before_server_stop
    async def _no_more_notes(*_: object) -> None:
        await asyncio.get_running_loop().run_in_executor(None, notes.stop)

    @app.after_server_start
    async def _say_so(*_: object) -> None:
        notes.start()
        host, port = listening.getsockname()[:2]
        print(f"Evening Note is ready: http://{host}:{port}  (Ctrl-C stops it)", flush=True)  # noqa: T201 - the one line a person waits for

    app.run(sock=listening, access_log=False, debug=False)


def _with_a_lasting_secret(chosen: Settings, memory: Memory) -> Settings:
    """The settings with a secret that the next start has too, so that nobody's conversation ends with this process."""
    return chosen if chosen.has_own_secret else chosen.copy(update={"secret": SecretStr(memory.vault.server_secret)})


async def _purge_now_and_then(memory: Memory) -> None:
    """What is too old goes while the server runs, not only at its next start."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_PURGES)
        try:
            await asyncio.get_running_loop().run_in_executor(None, memory.purge)
        except MemoryStoreError as error:
            logger.error("%s", error)


def _give_back_memory() -> None:
    """Returns to the system what loading has used and freed, some 50 MB; only glibc has a call for it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def make_app(agent: Agent, chosen: Settings, alexa_verifier: AlexaVerifier | None = None) -> Sanic:
    """The web application around an agent. Rasa's own HTTP API and open channels are not part of it.

    `alexa_verifier` stands in for the one that trusts Amazon; no setting can bring another.
    """
    app = Sanic("evening_note", configure_logging=False)
    for name in ("sanic.root", "sanic.error", "sanic.access"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # Sanic writes down the request it could not read
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.REQUEST_TIMEOUT = SLOWEST_REQUEST
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.PROXIES_COUNT = chosen.proxies or None
    app.ctx.agent = agent
    library = load_library()
    shared = open_shared_state(chosen)
    gate = Gate(agent, library, chosen, shared)
    limits = Limits(shared, chosen)
    sessions = Sessions(chosen.secret.get_secret_value(), chosen.token_seconds)
    assist = AssistSessions(shared, chosen.session_minutes * 60)
    channels: list[channel.InputChannel] = [
        WebChannel(gate, sessions, limits, library),
        HomeAssistantChannel(gate, Homes(opened_memory), assist, limits),
    ]
    if chosen.alexa_skill_id is not None:
        channels.append(AlexaChannel(gate, library, chosen, alexa_verifier or AlexaVerifier(chosen.alexa_skill_id), shared))
    channel.register(channels, app, route="/webhooks/")

    async def is_healthy() -> bool:
        return agent.is_ready() and await understands(agent)

    app.blueprint(pages(is_healthy))
    origins = Origins(chosen.origins)
    app.on_request(origins.answer_preflight)
    app.error_handler.add(RequestError, _answer_request_error)
    app.error_handler.add(SanicException, _answer_sanic_error)
    app.error_handler.add(Exception, _answer_any_error)

    @app.after_server_stop
    async def _close(*_: object) -> None:
        await shared.close()

    @app.on_response
    async def _keep_private(request: Request, response: HTTPResponse) -> None:
        response.headers.update(PRIVATE_HEADERS)
        origins.allow(request, response)

    return app


def _listen(chosen: Settings) -> socket.socket:
    """A socket on the address that is set, taken before the model is loaded so that a taken port is said at once."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((chosen.host, chosen.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise ServerError(
            f"cannot serve on {chosen.host}:{chosen.port} ({error.strerror}); is it running already? EVENING_NOTE_PORT chooses another port"
        ) from error
    return listening


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    return json({"error": code, "message": message}, status=status, headers=headers)


async def _answer_request_error(_: Request, error: RequestError) -> HTTPResponse:
    answer = _error(error.status, error.code, str(error))
    if error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


async def _answer_sanic_error(_: Request, error: SanicException) -> HTTPResponse:
    status = getattr(error, "status_code", 500)
    message = "There is nothing here." if isinstance(error, NotFound) else "This request cannot be answered."
    headers = getattr(error, "headers", None)  # which methods there are, where it was another
    return _error(status, CODES.get(status, "bad_request" if status < 500 else "trouble"), message, headers)


async def _answer_any_error(_: Request, error: Exception) -> HTTPResponse:
    logger.error("A request failed: %s", type(error).__name__)
    return _error(503, "trouble", "Something went wrong here. Nothing is lost; please try again.")
