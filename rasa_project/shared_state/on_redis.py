"""The shared state of a coach that is several processes: a Redis, in which names are keyed fingerprints and values are sealed."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import LockError, RedisError

from rasa_project.errors import MemoryStoreError, RequestError
from rasa_project.memory.cipher import Cipher, derived_key
from rasa_project.shared_state.line import Line
from rasa_project.shared_state.state import Count, Name

logger = logging.getLogger(__name__)

PREFIX = "evening-note:"
"""Begins each key: a Redis is often shared with other programs."""
ANSWERS_WITHIN = 1.0
"""Seconds in which the Redis answers, or is taken to be away."""
LEASE = 6.0
"""Seconds for which a process that ended without a word still holds a name; a living one renews it."""
WAITS = 10.0
"""Seconds to wait for a name: longer than a lease, so that a message sent again is answered though the first process died over it."""
LOOKS_AGAIN = 0.02
"""Seconds between two looks at a name that another process holds."""
TOKEN_BYTES = 16
_PLACE = "shared state"


class OnRedis:
    """See `SharedState`. The keys for names and values come from the server's secret, which all processes have in common.

    A lease can be lost (a process that stood still for longer). So nothing relies on a turn alone: the database refuses what was decided on
    a state of things that is over, see `KeptSessionStore`.
    """

    def __init__(self, url: str, secret: str, lease: float = LEASE, waits: float = WAITS) -> None:
        # A connection that broke while it lay idle is noticed at its next command only. That one is sent once more on a new connection: each of ours
        # may be carried out twice. Without it the first messages after a restart of the Redis are refused, and locks are not given back.
        self._once_more = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
        self._redis: Redis[bytes] = Redis.from_url(
            url,
            socket_timeout=ANSWERS_WITHIN,
            socket_connect_timeout=ANSWERS_WITHIN,
            retry=self._once_more,
            retry_on_error=[RedisConnectionError],
        )
        self._names = derived_key(secret.encode(), "names in the shared state")
        self._cipher = Cipher(derived_key(secret.encode(), "values in the shared state"))
        self._lease = lease
        self._waits = waits
        self._line = Line()

    @asynccontextmanager
    async def turn(self, name: Name, most: int) -> AsyncIterator[None]:
        """First the line of this process, then the lock that all have in common."""
        async with self._line.turn(name, most):
            lock = Lock(self._redis, self._key(name), timeout=self._lease, sleep=LOOKS_AGAIN, blocking_timeout=self._waits, thread_local=False)
            token = secrets.token_bytes(TOKEN_BYTES)
            try:
                with _reached():
                    held = await lock.acquire(token=token)
                if not held:
                    raise RequestError(503, "trouble", "The last message is still being answered. Nothing is lost; please try again.", retry_after=1)
                renewing = asyncio.ensure_future(self._renew(lock))
                try:
                    yield
                finally:
                    renewing.cancel()
            finally:
                # also where it is not known whether it was ever held; nothing, not even a request that is given up, keeps it from being tried
                await asyncio.shield(_let_go(lock, token))

    async def count(self, names: Sequence[Name], seconds: int) -> tuple[Count, ...]:
        """One more of each, in one exchange."""

        async def _exchange() -> list[Any]:
            exchange = self._redis.pipeline(transaction=True)
            for name in names:
                key = self._key(name)
                exchange.set(key, 0, ex=seconds, nx=True)
                exchange.incr(key)
                exchange.ttl(key)
            return list(await exchange.execute())

        with _reached():
            told = await self._once_more.call_with_retry(_exchange, self._drop_idle_connections)  # redis does so for single commands only
        return tuple(Count(int(times), max(1, int(left))) for times, left in zip(told[1::3], told[2::3]))

    async def get(self, name: Name) -> Any | None:
        """The value. One that was changed, or moved from another name, is an error, not a missing one."""
        key = self._key(name)
        with _reached():
            sealed = await self._redis.get(key)
            return None if sealed is None else json.loads(self._cipher.open(sealed, _PLACE, key))

    async def put(self, name: Name, value: Any, seconds: float) -> None:
        """Keeps a value, sealed to its name."""
        key = self._key(name)
        sealed = self._cipher.seal(json.dumps(value, separators=(",", ":")).encode(), _PLACE, key)
        with _reached():
            await self._redis.set(key, sealed, px=int(seconds * 1000))

    async def close(self) -> None:
        """Closes the connections."""
        await self._redis.close()
        await self._redis.connection_pool.disconnect()

    async def _drop_idle_connections(self, broken: RedisError) -> None:
        await self._redis.connection_pool.disconnect(inuse_connections=False)

    async def _renew(self, lock: Lock) -> None:
        """Keeps a lock for as long as the turn takes; a lock that was lost stays lost."""
        while True:
            await asyncio.sleep(self._lease / 3)
            try:
                await lock.reacquire()
            except LockError:
                return
            except (RedisError, OSError, asyncio.TimeoutError) as error:
                logger.warning("A turn could not be renewed in the shared state: %s", type(error).__name__)

    def _key(self, name: Name) -> str:
        told = f"{name.kind}\0{name.id}".encode(errors="surrogatepass")
        return PREFIX + hmac.digest(self._names, told, "sha256").hex()


async def _let_go(lock: Lock, token: bytes) -> None:
    """Gives a lock back; one that cannot be given back, or was lost, ends with its lease: the answer is kept and counts."""
    with contextlib.suppress(RedisError, OSError, asyncio.TimeoutError):
        await lock.do_release(token)


@contextmanager
def _reached() -> Iterator[None]:
    """Turns a Redis that is away, slow or holds something odd into the error of a request."""
    try:
        yield
    except (RedisError, OSError, asyncio.TimeoutError, MemoryStoreError, ValueError) as error:
        logger.error("The shared state (EVENING_NOTE_REDIS) cannot be used: %s", type(error).__name__)
        raise RequestError(503, "trouble", "Something went wrong here. Nothing is lost; please try again.", retry_after=2) from error
