"""The coach behind the skill, over the HTTP channel for the speakers of a paired home."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import requests

PATH = "/webhooks/home_assistant/message"
PATIENCE = (3.0, 8.0)
"""Seconds to connect, and to be answered."""


class NotPairedError(Exception):
    """The coach does not know this home's token."""


class UnreachableError(Exception):
    """The coach did not answer, or not with what was agreed."""


@dataclass(frozen=True)
class Spoken:
    """What to say, whether to listen then, and whether the talk is over."""

    text: str
    listen: bool
    end: bool


class Coach:
    """Asks the coach for one speaker. Nothing that is said is written down here."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/") + PATH
        self._token = token

    def answer(self, text: str, session: str) -> Spoken:
        """The answer to what was said in a session. Raises NotPairedError and UnreachableError."""
        message = {"id": uuid.uuid4().hex, "text": text, "session": session}
        try:
            answer = requests.post(
                self._url, json=message, headers={"Authorization": f"Bearer {self._token}"}, timeout=PATIENCE, allow_redirects=False
            )
            if answer.status_code == 401:
                raise NotPairedError
            answer.raise_for_status()
            replies = answer.json()["replies"]
            text = " ".join(reply["text"] for reply in replies)
            return Spoken(text, bool(replies[-1].get("listen")), any(reply.get("end") for reply in replies))
        except (requests.RequestException, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise UnreachableError from error
