"""An application served within the test's own process, on a free port of this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import TypeVar

from sanic import Sanic

from tests.processes import HOST

Result = TypeVar("Result")


def serving(make: Callable[[], Sanic], visit: Callable[[int], Result]) -> Result:
    """What `visit` gets from the application; it is given the port, and may wait."""

    async def serve() -> Result:
        listening = socket.create_server((HOST, 0))
        server = await make().create_server(sock=listening, return_asyncio_server=True, asyncio_server_kwargs={"start_serving": True})
        await server.startup()
        try:
            return await asyncio.get_running_loop().run_in_executor(None, visit, listening.getsockname()[1])
        finally:
            server.close()
            await server.wait_closed()

    Sanic.test_mode = True  # the same name more than once in a process
    return asyncio.run(serve())
