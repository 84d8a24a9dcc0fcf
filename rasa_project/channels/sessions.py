"""Who is speaking: the server chooses the conversation and hands out a short-lived token for it."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable

import jwt

from rasa_project.errors import RequestError

ALGORITHM = "HS256"
AUDIENCE = "evening-note-web"
REMEMBERED_ADDRESSES = 4096


class Sessions:
    """Issues and reads session tokens (JWT, signed with the server's secret)."""

    def __init__(self, secret: str, seconds: int, a_minute: int, clock: Callable[[], float] = time.time) -> None:
        self.seconds = seconds
        self._secret = secret
        self._a_minute = a_minute
        self._clock = clock
        self._opened: OrderedDict[str, deque[float]] = OrderedDict()

    def open(self, address: str, renewed: str | None = None) -> str:
        """A token for a new conversation, or a fresh one for the conversation of the token `renewed`.

        Raises RequestError 429 when the address opens too many, 401 when the renewed token is not ours.
        """
        self._count(address)
        conversation = self.conversation(renewed) if renewed else secrets.token_urlsafe(18)
        claims = {"sub": conversation, "aud": AUDIENCE, "exp": int(self._clock()) + self.seconds}
        return jwt.encode(claims, self._secret, ALGORITHM)

    def conversation(self, token: str | None) -> str:
        """The conversation a token stands for. Raises RequestError 401 when it is missing, forged or expired."""
        if not token:
            raise RequestError(401, "no_token", "Open a session first.")
        try:
            # the expiry is compared with our own clock below
            claims = jwt.decode(
                token.encode(errors="replace"),
                self._secret,
                [ALGORITHM],
                audience=AUDIENCE,
                options={"verify_exp": False, "require": ["sub", "exp", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise RequestError(401, "bad_token", "This session is not known; open a new one.") from error
        if claims["exp"] <= self._clock():
            raise RequestError(401, "expired", "This session has ended; open a new one.")
        return str(claims["sub"])

    def _count(self, address: str) -> None:
        now = self._clock()
        opened = self._opened.setdefault(address, deque())
        self._opened.move_to_end(address)
        while opened and opened[0] < now - 60:
            opened.popleft()
        if len(opened) >= self._a_minute:
            raise RequestError(429, "too_many", "Too many new sessions; wait a minute.")
        opened.append(now)
        while len(self._opened) > REMEMBERED_ADDRESSES:
            self._opened.popitem(last=False)
