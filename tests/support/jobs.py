"""The staff's jobs, and the tests that do them by touch and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.alone import HANDS

MARK = "jobs"
JOBS = frozenset(
    {
        "sign in",
        "choose a first password",
        "sign out everywhere",
        "add an account",
        "change a role",
        "make and revoke a key",
        "read the log",
        "begin a draft",
        "discard a draft and bring it back",
        "select",
        "select by a line",
        "move",
        "turn",
        "resize",
        "duplicate",
        "align",
        "space out",
        "draw a shelf",
        "draw a row of shelves",
        "measure",
        "type numbers",
        "take over from another level",
        "lock",
        "change bays",
        "draw a wall",
        "draw a room",
        "set a door",
        "set stairs or a lift",
        "set a point of interest",
        "set a radio",
        "set a kiosk",
        "set a locator point",
        "close an area",
        "trace a picture",
        "import a plan",
        "undo and redo",
        "settle a conflict",
        "mend a finding",
        "preview",
        "publish now",
        "publish at a time",
        "roll back",
        "type borders",
        "drag a border",
        "paste ranges",
        "read ranges from a file",
        "shift ranges",
        "spread ranges",
        "leave growth room",
        "give bays to a partition",
        "make a partition",
        "remove a partition",
        "walk a shelf",
        "find misplaced items",
        "give items a place",
        "answer a report",
        "import items",
    }
)

Mark = Callable[[Callable[..., Any]], Callable[..., Any]]


def by_each_hand(*jobs: str) -> Mark:
    """Mark a test that does jobs by the ``hand`` that it is given: by each in turn, alone."""

    def mark(test: Callable[..., Any]) -> Callable[..., Any]:
        ways = pytest.mark.parametrize("hand", HANDS, ids=[each.name for each in HANDS])
        named = pytest.mark.jobs(*jobs, by=tuple(each.name for each in HANDS))
        return ways(named(test))

    return mark


def by_hand(name: str, *jobs: str) -> pytest.MarkDecorator:
    """Mark a test that does jobs by one hand alone."""
    return pytest.mark.jobs(*jobs, by=(name,))


def done_by(test: object) -> Iterator[tuple[str, str]]:
    """Give the jobs that a test does, each with the hand."""
    for mark in getattr(test, "pytestmark", []):
        if mark.name == MARK:
            for job in mark.args:
                yield from ((job, hand) for hand in mark.kwargs["by"])
