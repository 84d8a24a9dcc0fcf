"""A real OVOS core with our skill in it, run by the Python of `.tools/ovos`: one utterance a line in, what was spoken a line out.

{"do": "say", "text": TEXT, "speaker": ID}   -> {"spoken": [{"text": ..., "listens": ...}]}
{"do": "settings", "url": ..., "token": ...} -> {}
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

protocol, sys.stdout = sys.stdout, sys.stderr  # OVOS writes its log to standard output
sys.path.insert(0, str(Path(__file__).parents[3] / "integrations" / "ovos"))
os.environ.setdefault("OVOS_DEFAULT_LOG_LEVEL", "ERROR")

from evening_note_ovos import EveningNote  # noqa: E402 - the path and the output are set first
from ovos_bus_client.message import Message  # noqa: E402
from ovos_bus_client.session import Session  # noqa: E402
from ovos_utils.log import LOG  # noqa: E402
from ovoscope import get_minicroft  # noqa: E402

SKILL = "evening-note.coach"
PIPELINE = ["ovos-stop-pipeline-plugin-high", "ovos-converse-pipeline-plugin", "ovos-padacioso-pipeline-plugin-high"]
PATIENCE = 20.0


class Croft:
    """The core, and what its skills spoke."""

    def __init__(self) -> None:
        LOG.set_level("ERROR")
        self._core = get_minicroft([], extra_skills={SKILL: EveningNote}, default_pipeline=PIPELINE, lang="en-US")
        self._skill = self._core.plugin_skills[SKILL].instance
        self._sessions: dict[str, Session] = {}
        self._spoken: list[dict[str, Any]] = []
        self._handled = threading.Event()
        self._core.bus.on("speak", self._note)
        self._core.bus.on("ovos.utterance.handled", lambda _: self._handled.set())
        self._core.bus.on(f"{SKILL}.stop.response", lambda _: self._handled.set())  # a stop ends without the former

    def say(self, text: str, speaker: str) -> dict[str, Any]:
        """What is spoken to an utterance that a speaker heard."""
        session = self._sessions.setdefault(speaker, Session(speaker, pipeline=PIPELINE))
        self._spoken = []
        self._handled.clear()
        self._core.bus.emit(Message("recognizer_loop:utterance", {"utterances": [text], "lang": "en-US"}, {"session": session.serialize()}))
        handled = self._handled.wait(PATIENCE)
        return {"spoken": self._spoken, "handled": handled}

    def settings(self, **values: str) -> dict[str, Any]:
        """Sets the skill up."""
        self._skill.settings.update(values)
        return {}

    def _note(self, message: Message) -> None:
        self._spoken.append({"text": message.data["utterance"], "listens": message.data["expect_response"], "by": message.context.get("skill_id")})
        speaker = message.context["session"]["session_id"]
        self._sessions[speaker] = Session.deserialize(message.context["session"])  # as a satellite keeps what the core gave it


def main() -> None:
    """Answers until standard input ends."""
    croft = Croft()
    for line in sys.stdin:
        command = json.loads(line)
        answer = croft.say(command["text"], command["speaker"]) if command.pop("do") == "say" else croft.settings(**command)
        protocol.write(json.dumps(answer) + "\n")
        protocol.flush()
    os._exit(0)  # the core's own threads do not end with it


if __name__ == "__main__":
    main()
