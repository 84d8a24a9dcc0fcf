"""What is compared: this assistant and the bot of `rasa init`, each with its commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.paths import BASELINE, LOGS, ROOT

Command = tuple[list[str], dict[str, str]]


@dataclass(frozen=True)
class Subject:
    """One of the two."""

    title: str
    talk: str
    folder: Path
    serve: Callable[[int], Command]
    train: Callable[[], Command]
    installed: tuple[Path, ...]
    models: Path

    def has_model(self) -> bool:
        """Whether there is a trained model to serve."""
        return any(self.models.glob("*.tar.gz"))


def evening_note() -> Subject:
    """This assistant, with its defaults; only the limit on new sessions from one address is lifted, as all load comes from one."""
    command = str(ROOT / ".venv" / "bin" / "evening-note")

    def serve(port: int) -> Command:
        names = ("SESSIONS_A_MINUTE", "MESSAGES_A_MINUTE", "ADDRESS_MESSAGES_A_MINUTE")
        limits = {f"EVENING_NOTE_{name}": "1000000" for name in names}
        return [command, "run"], bare_environment() | {"EVENING_NOTE_HOST": "127.0.0.1", "EVENING_NOTE_PORT": str(port)} | limits

    def train() -> Command:
        return [command, "train"], bare_environment() | no_cache()

    shipped = (Path(sys.prefix), *(ROOT / name for name in ("actions", "data", "models/encoder", "rasa_project")))
    return Subject("this assistant", "evening-note", ROOT, serve, train, shipped, ROOT / "models")


def rasa_init() -> Subject:
    """The bot that `rasa init` makes, unchanged, on its `rest` channel; it has no actions."""
    rasa = str(BASELINE / "venv" / "bin" / "rasa")
    bot = BASELINE / "bot"

    def serve(port: int) -> Command:
        return [rasa, "run", "--interface", "127.0.0.1", "--port", str(port)], bare_environment()

    def train() -> Command:
        return [rasa, "train", "--force"], bare_environment() | no_cache()

    return Subject("`rasa init`", "rasa-init", bot, serve, train, (BASELINE / "venv",), bot / "models")


def bare_environment() -> dict[str, str]:
    """The same few variables for both, so that no setting of the person who measures changes the result, and a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR") if name in os.environ}
    home = LOGS / "home"
    home.mkdir(parents=True, exist_ok=True)
    return kept | {"HOME": str(home), "RASA_TELEMETRY_ENABLED": "false"}


def no_cache() -> dict[str, str]:
    """Keeps Rasa from reusing what an earlier training left."""
    return {"RASA_CACHE_DIRECTORY": str(LOGS / "home" / "cache")}
