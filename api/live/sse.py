"""Server-sent events on the wire (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from api.live.bus import BusClosedError, Event, Subscription
from api.live.later import Later, text_of

HEARTBEAT_S = 15.0
RETRY_MS = 2000
QUIET = "event: quiet\ndata: {}\n\n"
"""An event rather than a comment: pages hear of it, and so of a line that has died."""


def encode_event(event: Event, brief: bool = False) -> str:
    r"""Write one event with its id, so that a page which reconnects can resume.

    Parameters
    ----------
    event : Event
        What happened.
    brief : bool
        Whether to leave out, as null, what takes a while to work out: who follows a whole
        crowd would wait for it.

    Examples
    --------
    >>> from types import MappingProxyType
    >>> encode_event(Event("a-1", "gone", "tag", MappingProxyType({"subject": "tag"})))
    'id: a-1\nevent: gone\ndata: {"subject":"tag"}\n\n'
    """
    told = {
        name: None if brief and isinstance(value, Later) else value
        for name, value in event.data.items()
    }
    data = json.dumps(told, separators=(",", ":"), ensure_ascii=False, default=text_of)
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n"


async def stream(
    subscription: Subscription, heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[str]:
    """Yield a subscription's events as text, with one that says so whenever it is quiet."""
    yield f"retry: {RETRY_MS}\n\n"
    while True:
        try:
            event = await subscription.next(heartbeat_s)
        except BusClosedError:
            return
        yield QUIET if event is None else encode_event(event, subscription.follows_all)
