"""The live bus: one slot for each subscriber and subject, the newest event wins.

A slow page gets the newest position when it comes round to reading, not the backlog, so
memory is bounded by subscribers × subjects whatever the pages do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from api.live.later import Later


class BusClosedError(Exception):
    """The bus has closed and everything pending was read."""


EventData = MappingProxyType[str, str | float | dict[str, str] | Later | None]

EVERYBODY = ""
"""The subject of events that concern every subscriber of a branch, whomever they follow."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``id`` grows within one run of the server."""

    id: str
    kind: str
    subject: str
    data: EventData


class Subscription:
    """What one subscriber has not read yet."""

    def __init__(self, subject: str | None) -> None:
        self._subject = subject
        self._pending: dict[str, Event] = {}
        self._changed = asyncio.Event()
        self._closed = False

    @property
    def follows_all(self) -> bool:
        """Whether this subscriber follows every subject of a branch."""
        return self._subject is None

    def wants(self, event: Event) -> bool:
        """Tell whether this subscriber asked for the event's subject."""
        return self._subject is None or event.subject in (EVERYBODY, self._subject)

    def put(self, event: Event) -> None:
        """Leave an event in the slot of its subject, in place of an older one."""
        self._pending.pop(event.subject, None)
        self._pending[event.subject] = event
        self._changed.set()

    def close(self) -> None:
        """Let the reader finish after what is pending."""
        self._closed = True
        self._changed.set()

    async def next(self, timeout_s: float) -> Event | None:
        """Wait for the next event; ``None`` after ``timeout_s`` without one.

        Raises
        ------
        BusClosedError
            When the bus has closed and nothing is pending.
        """
        if not self._pending and not self._closed:
            try:
                async with asyncio.timeout(timeout_s):
                    await self._changed.wait()
            except TimeoutError:
                return None
        self._changed.clear()
        if not self._pending:
            raise BusClosedError
        event = self._pending.pop(next(iter(self._pending)))
        if self._pending or self._closed:
            self._changed.set()
        return event


class MemoryBus:
    """The bus within one process.

    Event ids are ``epoch-number``. The epoch tells those of one run from those of another:
    a page that comes back after a restart has an id that this run never gave, and is sent
    the newest state.
    """

    def __init__(self, epoch: str) -> None:
        self._epoch = epoch
        self._number = 0
        self._newest: dict[tuple[str, str], tuple[int, Event]] = {}
        self._subscriptions: dict[str, set[Subscription]] = {}
        self._closed = False

    def publish(self, branch: str, kind: str, subject: str, data: EventData) -> Event:
        """Give an event to every subscriber of the branch who wants it."""
        event = self._number_event(kind, subject, data)
        self._newest[branch, subject] = self._number, event
        self._deliver(branch, event)
        return event

    def tell(self, subscription: Subscription, kind: str, subject: str, data: EventData) -> None:
        """Give an event to one subscriber only."""
        subscription.put(self._number_event(kind, subject, data))

    def retire(self, branch: str, subject: str) -> None:
        """Tell that a subject is gone, and keep nothing of it."""
        self._newest.pop((branch, subject), None)
        self._deliver(branch, self._gone(subject))

    @contextmanager
    def subscribe(
        self, branch: str, subject: str | None, last_id: str | None = None
    ) -> Iterator[Subscription]:
        """Subscribe to one subject, to all of a branch with ``None``, or to none but `EVERYBODY`.

        The newest event of each subject is there at once, but for those that a subscriber
        who comes back has seen (up to ``last_id``). One who followed a subject that has
        left meanwhile is told so.
        """
        subscription = Subscription(subject)
        seen = self._number_of(last_id)
        for (of_branch, _), (number, event) in self._newest.items():
            if of_branch == branch and number > seen and subscription.wants(event):
                subscription.put(event)
        if last_id is not None and subject and (branch, subject) not in self._newest:
            subscription.put(self._gone(subject))
        if self._closed:
            subscription.close()
        subscriptions = self._subscriptions.setdefault(branch, set())
        subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            subscriptions.discard(subscription)

    def subscriber_count(self, branch: str) -> int:
        """Count the open subscriptions of a branch."""
        return len(self._subscriptions.get(branch, ()))

    def close(self) -> None:
        """End every subscription after what is pending."""
        self._closed = True
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.close()

    def _deliver(self, branch: str, event: Event) -> None:
        for subscription in self._subscriptions.get(branch, ()):
            if subscription.wants(event):
                subscription.put(event)

    def _gone(self, subject: str) -> Event:
        return self._number_event("gone", subject, MappingProxyType({"subject": subject}))

    def _number_event(self, kind: str, subject: str, data: EventData) -> Event:
        self._number += 1
        return Event(f"{self._epoch}-{self._number}", kind, subject, data)

    def _number_of(self, last_id: str | None) -> int:
        """Read the number of an id of this run; 0 for all else that a page may send."""
        epoch, _, number = (last_id or "").rpartition("-")
        return int(number) if epoch == self._epoch and number.isdecimal() else 0
