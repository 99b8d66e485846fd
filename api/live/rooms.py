"""Who has which draft open, and a word to them when it is changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Visitor:
    """Somebody who has a draft open and waits for what happens in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let the visitor look; from any thread."""
        self._loop.call_soon_threadsafe(self._woken.set)

    async def wait(self, most_s: float) -> None:
        """Wait until something happened, or for so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), most_s)
        self._woken.clear()


class Rooms:
    """The visitors of each draft."""

    def __init__(self) -> None:
        self._visitors: defaultdict[str, list[Visitor]] = defaultdict(list)

    @contextmanager
    def visit(self, draft: str, name: str) -> Iterator[Visitor]:
        """Be in a draft while the context lasts; the others are told."""
        visitor = Visitor(name)
        self._visitors[draft].append(visitor)
        self.wake(draft)
        try:
            yield visitor
        finally:
            self._visitors[draft].remove(visitor)
            self.wake(draft)
            if not self._visitors[draft]:
                del self._visitors[draft]

    def names(self, draft: str) -> tuple[str, ...]:
        """List who is in a draft, each name once."""
        return tuple(sorted({each.name for each in self._visitors.get(draft, ())}))

    def wake(self, draft: str) -> None:
        """Tell all in a draft that something happened; from any thread."""
        for each in tuple(self._visitors.get(draft, ())):
            each.wake()
