"""Evening Note on Open Voice OS: what is said goes to the coach in its own words, and its answer is spoken."""

from __future__ import annotations

import uuid

from ovos_bus_client.message import Message
from ovos_bus_client.session import SessionManager
from ovos_workshop.decorators import intent_handler
from ovos_workshop.skills.converse import ConversationalSkill

from .coach import Coach, NotPairedError, UnreachableError

OPENED = "hello"
"""What the coach is told when the skill is opened by its name."""


class EveningNote(ConversationalSkill):
    """Takes over the conversation once it is opened, until the coach or the person ends it."""

    def initialize(self) -> None:
        """No speaker is in a talk yet."""
        self._talks: dict[str, str] = {}

    @intent_handler("open.intent")
    def handle_open(self, message: Message) -> None:
        """The skill is opened by its name: a talk of its own begins, and nothing from before is said."""
        self._talks[_speaker(message)] = uuid.uuid4().hex
        self.activate()
        self._say(OPENED, message)

    def can_converse(self, message: Message) -> bool:
        """Whether what is said belongs to a talk."""
        return _speaker(message) in self._talks

    def converse(self, message: Message) -> bool:
        """Passes on what was said; True, since within a talk everything is the coach's."""
        if not self.can_converse(message):
            return False
        self._say((message.data.get("utterances") or [""])[0], message)
        return True

    def can_stop(self, message: Message) -> bool:
        """Whether there is a talk to stop."""
        return _speaker(message) in self._talks

    def stop_session(self, session: object) -> bool:
        """Stop stops in every state, without a word more."""
        return self._talks.pop(getattr(session, "session_id", ""), None) is not None

    def handle_deactivate(self, message: Message) -> None:
        """After minutes of silence the talk is over: whoever speaks next may be somebody else."""
        self._talks.pop(_speaker(message), None)

    def _say(self, text: str, message: Message) -> None:
        speaker = _speaker(message)
        try:
            answer = Coach(self.settings.get("url") or "http://127.0.0.1:5005", self.settings.get("token") or "").answer(text, self._talks[speaker])
        except NotPairedError:
            self._end(speaker)
            self.speak_dialog("not_paired")
            return
        except UnreachableError:
            self.speak_dialog("trouble")
            return
        self.speak(answer.text, expect_response=answer.listen)
        if answer.end:
            self._end(speaker)

    def _end(self, speaker: str) -> None:
        self._talks.pop(speaker, None)
        self.deactivate()


def _speaker(message: Message) -> str:
    """The speaker that hears, by OVOS' own session."""
    return str(SessionManager.get(message).session_id)
