"""Who is speaking: the server chooses the conversation and hands out a short-lived token for it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt

from rasa_project.channels.gate import Person
from rasa_project.errors import RequestError
from rasa_project.zones import is_zone

ALGORITHM = "HS256"
AUDIENCE = "evening-note-web"
PERSON_AUDIENCE = "evening-note-person"
REMEMBERED = 4096
"""Tokens whose signature has been found right, so that it need not be computed again at each message; those longest not seen go first."""


@dataclass(frozen=True)
class Session:
    """What a session token stands for: a conversation, and the person whose memory it may use."""

    conversation: str
    person: Person


class Sessions:
    """Issues and reads session tokens (JWT, signed with the server's secret).

    Nobody is recognised: a session is a new person's unless it brings the token that was given out for a person whose memory is kept.
    """

    def __init__(self, secret: str, seconds: int, clock: Callable[[], float] = time.time) -> None:
        self.seconds = seconds
        self._secret = secret
        self._clock = clock
        self._read = lru_cache(REMEMBERED)(self._claims)

    def open(self, renewed: str | None = None, person: str | None = None, zone: str | None = None) -> str:
        """A token for a new conversation, or a fresh one for the conversation of the token `renewed`.

        `person` is the token of a person whose memory is kept; one that is not ours brings nobody, since it must lock nobody out. `zone` is the
        browser's time zone. Raises RequestError 401 when the renewed token is not ours, 400 for an unknown zone.
        """
        if zone is not None and not is_zone(zone):
            raise RequestError(400, "bad_zone", "This time zone is not known.")
        before = self.session(renewed) if renewed else None
        conversation = before.conversation if before is not None else secrets.token_urlsafe(18)
        brought = self._brought(person)
        who = brought or (before.person.id if before is not None else secrets.token_urlsafe(18))
        claims = {"sub": conversation, "aud": AUDIENCE, "exp": int(self._clock()) + self.seconds, "person": who}
        zone = zone or (before.person.zone if before is not None else None)
        return jwt.encode({**claims, "zone": zone} if zone else claims, self._secret, ALGORITHM)

    def person_token(self, person: str) -> str:
        """The token by which a browser may bring a person back whose memory is kept; it lasts until that is forgotten."""
        return jwt.encode({"sub": person, "aud": PERSON_AUDIENCE}, self._secret, ALGORITHM)

    def session(self, token: str | None) -> Session:
        """What a token stands for. Raises RequestError 401 when it is missing, forged or expired."""
        if not token:
            raise RequestError(401, "no_token", "Open a session first.")
        # the expiry is compared with our own clock
        claims = self._read(token, AUDIENCE, "sub", "exp", "aud", "person")
        if claims["exp"] <= self._clock():
            raise RequestError(401, "expired", "This session has ended; open a new one.")
        return Session(str(claims["sub"]), Person(str(claims["person"]), claims.get("zone")))

    def _brought(self, person: str | None) -> str | None:
        """Whom a person's token brings back; nobody where there is none of ours."""
        try:
            return str(self._read(person, PERSON_AUDIENCE, "sub", "aud")["sub"]) if person else None
        except RequestError:
            return None

    def _claims(self, token: str, audience: str, *required: str) -> dict[str, Any]:
        """What a token says, its age left aside. Raises RequestError 401 for one that is none of ours."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token.encode(errors="replace"), self._secret, [ALGORITHM], audience=audience, options={"verify_exp": False, "require": list(required)}
            )
        except jwt.PyJWTError as error:
            raise RequestError(401, "bad_token", "This session is not known; open a new one.") from error
        return claims
