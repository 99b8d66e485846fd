"""What hands do on a screen: fingers that drag and pinch, a mouse that draws a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import CDPSession, Locator, Page

Spot = tuple[float, float]
STEPS = 8


class Fingers:
    """Fingers on a touch screen, as the browser's own debugging interface moves them."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)

    def drag(self, *spots: Spot) -> None:
        """Press at the first spot, move through the others, let go."""
        self._send("touchStart", spots[:1])
        for start, end in pairwise(spots):
            for step in range(1, STEPS + 1):
                self._send("touchMove", [between(start, end, step / STEPS)])
        self._send("touchEnd", [])

    def pinch(self, middle: Spot, from_px: float, to_px: float) -> None:
        """Put two fingers down beside each other and move them apart or together."""
        x, y = middle
        for step in range(STEPS + 1):
            half = (from_px + (to_px - from_px) * step / STEPS) / 2
            kind = "touchMove" if step else "touchStart"
            self._send(kind, [(x - half, y), (x + half, y)])
        self._send("touchEnd", [])

    def _send(self, kind: str, spots: Sequence[Spot]) -> None:
        points = [{"x": x, "y": y, "id": id} for id, (x, y) in enumerate(spots)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def between(start: Spot, end: Spot, share: float) -> Spot:
    """Give the spot that lies a share of the way from one to another."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def middle_of(place: Locator) -> Spot:
    """Give the middle of an element on the screen."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def around(places: Sequence[Locator], margin_px: float = 6) -> tuple[Spot, ...]:
    """Give a closed line round elements on the screen."""
    boxes = [box for box in (each.bounding_box() for each in places) if box is not None]
    left = min(box["x"] for box in boxes) - margin_px
    right = max(box["x"] + box["width"] for box in boxes) + margin_px
    top = min(box["y"] for box in boxes) - margin_px
    bottom = max(box["y"] + box["height"] for box in boxes) + margin_px
    return (left, top), (right, top), (right, bottom), (left, bottom), (left, top)
