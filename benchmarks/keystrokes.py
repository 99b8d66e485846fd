"""The keystroke-level model, counted on real pages: each action is done and priced.

Times of the operators are those of Card, Moran and Newell, "The keystroke-level model for user
performance time with interactive systems", Communications of the ACM 23(7), 1980: a key 0.28 s
(who types, but is no typist), pointing 1.1 s, moving the hand to another device 0.4 s and making
up one's mind 1.35 s. A tap is pointing, a drag is pointing twice, a drawn line is pointing at each
of its corners, a swipe that brings something into view is pointing. Somebody makes up her mind
before each step of which she has to think what to do or where, and whenever she reads what came
of it. What the system takes to answer is measured, with what driving the browser takes.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.support.hands import Fingers, Spot

KEY_S = 0.28
POINT_S = 1.1
HAND_S = 0.4
MIND_S = 1.35
PRICES_S = {"keys": KEY_S, "pointing": POINT_S, "hands": HAND_S, "minds": MIND_S}

SWIPE_SHARE = 0.7
MOST_TABS = 120
MOST_WAIT_MS = 30_000

Device = Literal["screen", "keyboard", "scanner", "shelf"]


@dataclass
class Worker:
    """Somebody who works on a page; what she does is counted, what she waits is measured."""

    page: Page
    counts: Counter[str] = field(default_factory=Counter)
    waited_s: float = 0.0
    device: Device = "screen"

    def think(self) -> None:
        """Make up one's mind, once for each thing to decide."""
        self.counts["minds"] += 1

    def tap(self, target: Locator) -> None:
        """Tap on something that is there."""
        self.reach("screen")
        self._bring(target)
        self.counts["pointing"] += 1
        self._do(target.tap)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.reach("keyboard")
        self.counts["keys"] += len(text)
        self._do(lambda: self.page.keyboard.type(text))

    def press(self, key: str) -> None:
        """Press a key; each of a chord counts."""
        self.reach("keyboard")
        self.counts["keys"] += len(key.split("+"))
        self._do(lambda: self.page.keyboard.press(key))

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab, or another key, until something has the focus."""
        for _ in range(MOST_TABS):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{MOST_TABS} times {key} do not lead to {target}.")

    def scan(self, code: str) -> None:
        """Point a scanner that types at something, and press its trigger."""
        self.reach("scanner")
        self.counts["pointing"] += 1
        self.counts["keys"] += 1
        self._do(lambda: self.page.keyboard.type(code))
        self._do(lambda: self.page.keyboard.press("Enter"))

    def draw(self, *spots: Spot) -> None:
        """Put a finger down on a point of the window, and draw through others."""
        self.reach("screen")
        self.counts["pointing"] += len(spots)
        Fingers(self.page).drag(*spots)

    def wait_for(self, target: Locator) -> None:
        """Wait until something is seen."""
        began_s = time.perf_counter()
        expect(target).to_be_visible(timeout=MOST_WAIT_MS)
        self.waited_s += time.perf_counter() - began_s

    @contextmanager
    def until_answered(self, url: str) -> Iterator[None]:
        """Do something, and wait until the server has answered what the page asks then."""
        with self.page.expect_response(url):
            yield
            began_s = time.perf_counter()
        self.waited_s += time.perf_counter() - began_s

    @property
    def total_s(self) -> float:
        """What the work takes, with what was waited."""
        return self.waited_s + sum(self.counts[what] * price for what, price in PRICES_S.items())

    def describe(self, job: str, limit_s: float) -> list[str]:
        """One row of a table: the counts, what was waited, the total and its limit."""
        counts = [str(self.counts[what]) for what in PRICES_S]
        return [job, *counts, f"{self.waited_s:.1f}", f"{self.total_s:.0f}", f"{limit_s:.0f}"]

    def reach(self, device: Device) -> None:
        """Move the hand to a device, or to the shelf, unless it is there."""
        self.counts["hands"] += self.device != device
        self.device = device

    def look_at(self, target: Locator) -> None:
        """Read something, and bring it into view before."""
        self.wait_for(target)
        self._bring(target)
        self.think()

    def _bring(self, target: Locator) -> None:
        """Swipe until something is in the window, each time by most of its height."""
        box, size = target.bounding_box(), self.page.viewport_size
        assert box is not None
        assert size is not None
        beyond_px = max(box["y"] + box["height"] - size["height"], -box["y"], 0)
        self.counts["pointing"] += math.ceil(beyond_px / (SWIPE_SHARE * size["height"]))
        target.scroll_into_view_if_needed()

    def _do(self, act: Callable[[], object]) -> None:
        began_s = time.perf_counter()
        act()
        self.waited_s += time.perf_counter() - began_s


HEAD = ("job", "keys", "pointing", "hands", "minds", "waited, s", "in all, s", "limit, s")
