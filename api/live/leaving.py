"""Streams of the staff end soon after their reader may not read them any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.auth import Role, find_actor, may

LOOK_EVERY_S = 3.0


async def while_allowed(
    request: Request, role: Role, branch: str, events: AsyncGenerator[str, None]
) -> AsyncIterator[str]:
    """Pass a stream on until who asked for it has signed out, or has lost the role.

    Parameters
    ----------
    request : Request
        The request that the stream answers.
    role : Role
        The least role that may read it.
    branch : str
        The branch that it is about.
    events : async generator of str
        The stream; it is closed at the end.
    """
    loop = asyncio.get_running_loop()
    look_at_s = loop.time() + LOOK_EVERY_S
    coming = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            await asyncio.wait((coming,), timeout=max(0.0, look_at_s - loop.time()))
            if loop.time() >= look_at_s:
                actor = await run_in_threadpool(find_actor, request, in_use=False)
                if actor is None or not may(actor, role, branch):
                    return
                look_at_s = loop.time() + LOOK_EVERY_S
            if coming.done():
                text = coming.result()
                if text is None:
                    return
                yield text
                coming = asyncio.ensure_future(anext(events, None))
    finally:
        coming.cancel()
        await asyncio.wait((coming,))
        await events.aclose()
