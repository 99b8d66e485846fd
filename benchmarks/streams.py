"""Listeners of the live stream on bare sockets, so that many of them cost little."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.server import API, TOKEN, Server

ANSWER_LIMIT_S = 20.0
READ_AHEAD = 1 << 16

Reader = asyncio.StreamReader


@asynccontextmanager
async def open_stream(
    server: Server, subject: str | None, receive_buffer: int | None = None
) -> AsyncIterator[Reader]:
    """Follow a subject, or all with the staff's cookie; a small buffer makes a slow reader."""
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if receive_buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_connect(connection, (server.host, server.port))
    limit = receive_buffer or READ_AHEAD
    reader, writer = await asyncio.open_connection(sock=connection, limit=limit)
    query = "" if subject is None else f"?subject={subject}"
    writer.write(
        f"GET {API}/live{query} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n"
        f"Authorization: Bearer {TOKEN}\r\nCookie: hyllykartta-staff={TOKEN}\r\n\r\n".encode()
    )
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"The live stream was refused: {head.decode()}")
        yield reader
    finally:
        writer.close()


async def read_events(reader: Reader) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Yield the kind and the data of each event, until the stream ends."""
    kind = ""
    while line := await reader.readline():
        if line.startswith(b"event: "):
            kind = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield kind, json.loads(line[6:])
