"""Who is in a draft, and what they have selected there."""

import asyncio

from api.live import rooms as rooms_module
from api.live.rooms import Rooms, Selection

THINGS = (("shelves", "s1"),)


def test_somebody_who_falls_silent_has_nothing_selected_any_more(monkeypatch):
    now_s = [100.0]
    monkeypatch.setattr(rooms_module, "monotonic", lambda: now_s[0])

    async def visit() -> None:
        rooms = Rooms()
        with rooms.visit("draft", "hylly1", "page-one"):
            rooms.select("draft", "hylly1", "page-one", THINGS)
            now_s[0] += rooms_module.SELECTED_FOR_S - 1
            assert rooms.selections("draft") == (Selection("page-one", "hylly1", THINGS),)
            now_s[0] += 2
            assert rooms.selections("draft") == ()

    asyncio.run(visit())


def test_nobody_selects_in_anothers_name_nor_where_they_are_not():
    async def visit() -> None:
        rooms = Rooms()
        with rooms.visit("draft", "hylly1", "page-one"), rooms.visit("draft", "hylly2"):
            rooms.select("draft", "hylly2", "page-one", THINGS)
            rooms.select("draft", "hylly2", "", THINGS)
            rooms.select("another", "hylly1", "page-one", THINGS)
            assert rooms.selections("draft") == rooms.selections("another") == ()
            rooms.select("draft", "hylly1", "page-one", THINGS)
            assert rooms.selections("draft", but="page-one") == ()
        assert rooms.selections("draft") == ()

    asyncio.run(visit())
