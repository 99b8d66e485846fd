"""Where subjects are, as open pages are told."""

from __future__ import annotations

from dataclasses import dataclass

from positioning.grid.known import SPOT, Known

SUBJECT_PATTERN = r"^[A-Za-z0-9._-]{1,64}$"


@dataclass(frozen=True, slots=True)
class Position:
    """The shown position of one subject at ``time_s`` of the server's monotonic clock.

    ``radius_95_m`` holds the truth 95 times in 100; ``heading_deg`` is the direction of
    travel, anticlockwise from east, where the subject moves. ``known`` is what may honestly be
    said: where it is no spot, (x, y) is only the middle of what is possible.
    """

    subject: str
    time_s: float
    level: str
    x_m: float
    y_m: float
    radius_95_m: float
    heading_deg: float | None = None
    known: Known = SPOT
