"""The streams of pages that lead somebody, and how a page that comes back goes on.

A connection may break without a word, and its page is back before that is noticed. So the next
page with the same subject and goal goes on from what the last one knew, a copy of it; who leads
is kept for a minute after the stream has ended, and of a bounded number.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from fastapi.concurrency import run_in_threadpool

from api.languages import Language
from api.live.bus import BusClosedError, Subscription
from api.live.guide_schemas import GuideOut
from api.live.guides import GoalAsked, Leader
from api.live.service import LiveService
from api.live.sse import HEARTBEAT_S, QUIET, RETRY_MS, encode_event
from routing.guidance.advice import DEFAULTS, GuidingSettings

KEPT_S = 60.0
MOST_KEPT = 500


class Leaders:
    """Who leads whom where.

    Parameters
    ----------
    live : LiveService
        Where positions and plans come from.
    settings : GuidingSettings
        The thresholds.
    kept_s : float
        For how long a page may be away.
    """

    def __init__(
        self, live: LiveService, settings: GuidingSettings = DEFAULTS, kept_s: float = KEPT_S
    ) -> None:
        self._live = live
        self._settings = settings
        self._kept_s = kept_s
        self._newest: OrderedDict[tuple[str, str, GoalAsked], Leader] = OrderedDict()

    @property
    def kept(self) -> int:
        """How many are known, led now or a moment ago."""
        return len(self._newest)

    @contextmanager
    def lead(
        self, branch: str, subject: str, asked: GoalAsked, language: Language
    ) -> Iterator[Leader]:
        """Lead a subject to a goal while the context lasts, on from where it was led to last."""
        goal = branch, subject, asked
        before = self._newest.pop(goal, None)
        if before is None:
            leader = Leader(self._live, branch, subject, asked, language, self._settings)
        else:
            leader = before.go_on(language)
        self._newest[goal] = leader
        if len(self._newest) > MOST_KEPT:
            self._newest.popitem(last=False)
        try:
            yield leader
        finally:
            loop = asyncio.get_running_loop()
            loop.call_later(self._kept_s, self._forget, goal, leader)

    def _forget(self, goal: tuple[str, str, GoalAsked], leader: Leader) -> None:
        """Forget a leader, unless another page has gone on from there."""
        if self._newest.get(goal) is leader:
            del self._newest[goal]


async def stream_guided(
    subscription: Subscription, leader: Leader, heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[str]:
    """Yield a subscription's events as text, each move followed by a `guide` event with advice."""
    yield f"retry: {RETRY_MS}\n\n"
    told, last_id = None, ""
    while True:
        try:
            event = await subscription.next(heartbeat_s)
        except BusClosedError:
            return
        yield QUIET if event is None else encode_event(event)
        last_id = last_id if event is None else event.id
        # Something may close or open while nobody moves.
        if event is None or event.kind in ("position", "plan"):
            # A new way takes some milliseconds to describe, which nobody else should wait for.
            advice = await run_in_threadpool(leader.take)
            if advice is not None and advice != told:
                told = advice
                yield encode_guide(last_id, advice)


def encode_guide(last_id: str, advice: GuideOut) -> str:
    r"""Write advice as an event, with the id of the event that it follows, if there was one.

    Examples
    --------
    >>> near = GuideOut(kind="near", text="Olet lähellä", spoken="Olet lähellä")
    >>> encode_guide("a-1", near).splitlines()[:2]
    ['id: a-1', 'event: guide']
    """
    data = json.dumps(advice.model_dump(), separators=(",", ":"), ensure_ascii=False)
    id_line = f"id: {last_id}\n" if last_id else ""
    return f"{id_line}event: guide\ndata: {data}\n\n"
