"""Running the application on a port."""

from __future__ import annotations

import errno
import gc
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from api.live.service import LiveService
from api.usage import UsageError

STOPS_WITHIN_S = 3
# Longer than clients and proxies keep a quiet connection: the server is never the one that
# closes it, just as a gateway or a phone sends its next request.
KEEPS_QUIET_CONNECTIONS_S = 75


def listen(host: str, port: int) -> socket.socket:
    """Take a port; 0 takes any free one.

    Raises
    ------
    UsageError
        If the port is in use or not allowed, or the address is not this machine's.
    """
    if not _is_host(host):
        raise UsageError(f'"{host}" is no address; choose another one with --host.')
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delays off only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(_explain(host, port, error)) from error
    return listener


def run_app(
    app: FastAPI, listener: socket.socket, on_ready: Callable[[], None] | None = None
) -> int:
    """Serve until a signal asks to stop; open streams then end.

    Parameters
    ----------
    app : FastAPI
        The application of `api.app.create_app`.
    listener : socket
        From `listen`.
    on_ready : callable, optional
        Called once requests are answered.

    Returns
    -------
    int
        Exit status: 0, or 1 if the application could not start.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        # The address by which a kiosk is set up holds its key.
        access_log=False,
        timeout_graceful_shutdown=STOPS_WITHIN_S,
        timeout_keep_alive=KEEPS_QUIET_CONNECTIONS_S,
        server_header=False,
    )
    server = _Server(config, app, on_ready)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        # Once stopped, uvicorn raises again the signal that asked for it.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        listener.close()
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """A server that says when it is ready, and ends open streams when it stops."""

    def __init__(
        self, config: uvicorn.Config, app: FastAPI, on_ready: Callable[[], None] | None
    ) -> None:
        super().__init__(config)
        self._app = app
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        # What is loaded stays: it is looked through for garbage neither now nor later, when
        # that would hold up whoever waits for a position.
        gc.disable()
        try:
            await super().startup(sockets)
            gc.freeze()
        finally:
            gc.enable()
        if self.started and self._on_ready is not None:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, which would hold up the stop, then stop."""
        live: LiveService = self._app.state.live
        live.bus.close()
        await super().shutdown(sockets)


def _is_host(host: str) -> bool:
    """Tell whether a host name or address is written as one."""
    try:
        return bool(host.encode("idna"))
    except UnicodeError:
        return False


def _explain(host: str, port: int, error: OSError | OverflowError) -> str:
    reason = getattr(error, "errno", None)
    if reason == errno.EADDRINUSE:
        return f"Port {port} is in use; choose another one with --port."
    if reason == errno.EACCES:
        return f"Port {port} is not allowed; choose one above 1023 with --port."
    if isinstance(error, OverflowError):
        return f"Port {port} is none; choose one from 0 to 65535 with --port."
    return f'Cannot listen on "{host}" ({error.strerror}); choose another address with --host.'
