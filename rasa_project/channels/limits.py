"""How often somebody may come: sessions and messages a minute, counted for all processes together."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from sanic.request import Request

from rasa_project.errors import RequestError
from rasa_project.settings import Settings
from rasa_project.shared_state.state import Count, Name, SharedState

PERIOD = 60
"""Seconds; a period begins with the first time somebody comes."""
PREFIX_BITS = 64
"""Of an IPv6 address: what follows is free to choose for whoever has the network."""


class Limits:
    """Counts, and turns away who comes too often. Each method raises RequestError: 429 with the seconds to wait, 503 when nobody can be counted."""

    def __init__(self, shared: SharedState, chosen: Settings) -> None:
        self._shared = shared
        self._sessions = chosen.sessions_a_minute
        self._messages = chosen.messages_a_minute
        self._of_an_address = chosen.address_messages_a_minute

    async def session(self, address: str) -> None:
        """An address opens a session."""
        (sessions,) = await self._shared.count([Name("sessions", address)], PERIOD)
        _check(sessions, self._sessions, "Too many new sessions; wait a minute.")

    async def message(self, conversation: str, address: str | None = None) -> None:
        """A message of a conversation; without an `address` where many people have one (a home, a speaker's maker)."""
        names = [Name("messages", conversation)] + ([Name("address", address)] if address is not None else [])
        counts = await self._shared.count(names, PERIOD)
        for count, most in zip(counts, (self._messages, self._of_an_address)):
            _check(count, most, "Too many messages; wait a little.")


def address_of(request: Request) -> str:
    """Whose request it is, as far as limits go: the peer, or who is behind as many proxies as EVENING_NOTE_PROXIES trusts."""
    written: str = request.remote_addr or request.ip
    try:
        address = ip_address(written.strip("[]").partition("%")[0])
    except ValueError:
        return written
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> PREFIX_BITS << PREFIX_BITS)}/{PREFIX_BITS}"


def _check(count: Count, most: int, words: str) -> None:
    if count.times > most:
        raise RequestError(429, "too_many", words, retry_after=count.seconds_left)
