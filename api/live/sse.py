"""Server-sent events on the wire (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from api.live.bus import BusClosedError, Event, Subscription

HEARTBEAT_S = 15.0
RETRY_MS = 2000


def encode_event(event: Event) -> str:
    r"""Write one event with its id, so that a page which reconnects can resume.

    Examples
    --------
    >>> from types import MappingProxyType
    >>> encode_event(Event("a-1", "gone", "tag", MappingProxyType({"subject": "tag"})))
    'id: a-1\nevent: gone\ndata: {"subject":"tag"}\n\n'
    """
    data = json.dumps(dict(event.data), separators=(",", ":"), ensure_ascii=False)
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n"


async def stream(
    subscription: Subscription, heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[str]:
    """Yield a subscription's events as text, with a comment whenever it is quiet."""
    yield f"retry: {RETRY_MS}\n\n"
    while True:
        try:
            event = await subscription.next(heartbeat_s)
        except BusClosedError:
            return
        yield ": quiet\n\n" if event is None else encode_event(event)
