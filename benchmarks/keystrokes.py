"""The keystroke-level model, counted on real pages: each action is done and priced.

Times of the operators are those of Card, Moran and Newell, "The keystroke-level model for user
performance time with interactive systems", Communications of the ACM 23(7), 1980: a key 0.28 s
(who types, but is no typist), pointing 1.1 s, moving the hand to another device 0.4 s and making
up one's mind 1.35 s. A tap is pointing; a drag is pointing twice. What the system takes to answer
is measured.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Locator, Page, expect

KEY_S = 0.28
POINT_S = 1.1
HAND_S = 0.4
MIND_S = 1.35
PRICES_S = {"keys": KEY_S, "pointing": POINT_S, "hands": HAND_S, "minds": MIND_S}

Device = Literal["screen", "keyboard"]


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
        self._reach("screen")
        self.counts["pointing"] += 1
        target.tap()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._reach("keyboard")
        self.counts["keys"] += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key; each of a chord counts."""
        self._reach("keyboard")
        self.counts["keys"] += len(key.split("+"))
        self.page.keyboard.press(key)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag from one point of the window to another."""
        self._reach("screen")
        self.counts["pointing"] += 2
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=8)
        mouse.up()

    def wait_for(self, target: Locator) -> None:
        """Wait until something is seen."""
        began_s = time.perf_counter()
        expect(target).to_be_visible()
        self.waited_s += time.perf_counter() - began_s

    @property
    def total_s(self) -> float:
        """What the work takes, with what was waited."""
        return self.waited_s + sum(self.counts[what] * price for what, price in PRICES_S.items())

    def describe(self, job: str, limit_s: float) -> list[str]:
        """One row of a table: the counts, what was waited, the total and its limit."""
        counts = [str(self.counts[what]) for what in PRICES_S]
        return [job, *counts, f"{self.waited_s:.1f}", f"{self.total_s:.0f}", f"{limit_s:.0f}"]

    def _reach(self, device: Device) -> None:
        self.counts["hands"] += self.device != device
        self.device = device


HEAD = ("job", "keys", "pointing", "hands", "minds", "waited, s", "in all, s", "limit, s")
