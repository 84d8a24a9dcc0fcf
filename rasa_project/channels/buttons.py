"""Opaque button payloads: issued by the server, bound to one conversation, good for a closed list of messages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from rasa_project.coach.content import Library
from rasa_project.errors import RequestError
from rasa_project.speech.reply import command

MARK = "~"
"""Between the id of a saved line and its token."""


class Buttons:
    """Turns the message behind a button into a token and back. Nothing is stored, so any process with the same secret can answer."""

    def __init__(self, library: Library, secret: str) -> None:
        self._commands = tuple(command(chip) for chip in library.buttons)
        self._secret = secret.encode()

    def seal(self, conversation: str, reply: dict[str, Any]) -> dict[str, Any]:
        """The reply with its buttons' messages made opaque."""
        if "quick_replies" not in reply:
            return reply
        sealed = [{"title": button["title"], "payload": self._token(conversation, button["payload"])} for button in reply["quick_replies"]]
        return {**reply, "quick_replies": sealed}

    def open(self, conversation: str, payload: str) -> str:
        """The message behind a payload. Raises RequestError for one that was not issued in this conversation."""
        for candidate in self._commands:
            if hmac.compare_digest(self._token(conversation, candidate).encode(), payload.encode(errors="replace")):
                return candidate
        line, mark, token = payload.partition(MARK)
        if mark and hmac.compare_digest(self._token(conversation, _dropping(line)).encode(), token.encode(errors="replace")):
            return _dropping(line)
        raise RequestError(400, "unknown_payload", "That button does not belong to this conversation.")

    def dropping(self, conversation: str, line: str) -> str:
        """The payload that deletes one saved line, by its id."""
        return f"{line}{MARK}{self._token(conversation, _dropping(line))}"

    def _token(self, conversation: str, text: str) -> str:
        digest = hmac.new(self._secret, f"button\0{conversation}\0{text}".encode(errors="surrogatepass"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()


def _dropping(line: str) -> str:
    """The message that deletes a saved line, as Rasa reads it."""
    return f"/delete_one{json.dumps({'saved_line': line})}"
