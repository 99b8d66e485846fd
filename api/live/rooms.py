"""Who has which draft open and has selected what in it, and a word to them when that changes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

SELECTED_FOR_S = 45.0
"""A page that falls silent has nothing selected after this; pages say it anew in half the time."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody has selected in a draft, as kinds and ids of things."""

    page: str
    name: str
    things: tuple[tuple[str, str], ...]


class Visitor:
    """Somebody who has a draft open and waits for what happens in it."""

    def __init__(self, name: str, page: str = "") -> None:
        self.name = name
        self.page = page
        self._selected: tuple[tuple[str, str], ...] = ()
        self._until_s = 0.0
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let the visitor look; from any thread."""
        self._loop.call_soon_threadsafe(self._woken.set)

    def select(self, things: tuple[tuple[str, str], ...]) -> None:
        """Have things selected for `SELECTED_FOR_S`, instead of those before."""
        self._selected, self._until_s = things, monotonic() + SELECTED_FOR_S

    def selection(self) -> Selection | None:
        """Tell what the visitor has selected, if anything."""
        if not self._selected or monotonic() > self._until_s:
            return None
        return Selection(self.page, self.name, self._selected)

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
    def visit(self, draft: str, name: str, page: str = "") -> Iterator[Visitor]:
        """Be in a draft while the context lasts; the others are told.

        Parameters
        ----------
        draft : str
            Which draft.
        name : str
            Who comes.
        page : str, optional
            The key of the page that has the draft open; without one it tells no selection.
        """
        visitor = Visitor(name, page)
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

    def select(self, draft: str, name: str, page: str, things: tuple[tuple[str, str], ...]) -> None:
        """Tell the others what a page has selected; of a page that is not here nothing is kept."""
        for each in tuple(self._visitors.get(draft, ())):
            if each.page and (each.name, each.page) == (name, page):
                each.select(things)
                self.wake(draft)

    def selections(self, draft: str, but: str = "") -> tuple[Selection, ...]:
        """List what is selected in a draft, but by one page, in the order of coming."""
        told = (each.selection() for each in tuple(self._visitors.get(draft, ())))
        return tuple(each for each in told if each is not None and each.page != but)

    def wake(self, draft: str) -> None:
        """Tell all in a draft that something happened; from any thread."""
        for each in tuple(self._visitors.get(draft, ())):
            each.wake()
