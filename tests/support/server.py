"""The application on a real port, in a thread of the test's process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from fastapi import FastAPI

from api.serving import listen


class _TellingServer(uvicorn.Server):
    """A server that tells when its start is over, also when it failed."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.start_is_over = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.start_is_over.set()


@contextmanager
def serving(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application on a free port and yield a client of it."""
    listener = listen("127.0.0.1", 0)
    server = _TellingServer(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=3))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    server.start_is_over.wait()
    host, port = listener.getsockname()
    try:
        with httpx.Client(base_url=f"http://{host}:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
