"""What else has been measured on public recordings, and what this software aims at.

The reference rows are the best of weighted centroid, multilateration and WkNN, for walks
with a constant-velocity Kalman filter or a Rauch-Tung-Striebel smoother behind it, measured
with hand-set parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from positioning.evaluating.runs import BLANK_DEVICE_MODEL, IGNORE_SURVEY, PLAIN, Variant

Figure = Literal["mean", "median", "rms / bound"]

SOURCE = (
    "best of weighted centroid, multilateration and WkNN, with constant-velocity Kalman / RTS, "
    "measured with hand-set parameters"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What is compared: a figure, its best reference (``None`` if nobody measured it), the aim.

    The figure only counts where the share ``least_answered`` of the rows is answered.
    """

    figure: Figure
    best: float | None
    aim: float
    least_answered: float = 0.99


def _mean(best: float | None, aim: float) -> Reference:
    return Reference("mean", best, aim)


def _bound(best: float, aim: float) -> Reference:
    return Reference("rms / bound", best, aim)


REFERENCES: Mapping[tuple[str, Variant, str], Reference] = {
    ("library_hall/dev_scans", PLAIN, "causal"): _mean(1.95, 1.60),
    ("library_hall/dev_scans", BLANK_DEVICE_MODEL, "causal"): _mean(None, 1.75),
    ("library_hall/dev_visits", PLAIN, "causal"): _mean(1.35, 1.22),
    ("library_hall_8of24/dev_scans", PLAIN, "causal"): _mean(2.65, 2.15),
    ("library_hall_8of24/dev_visits", PLAIN, "causal"): _mean(2.07, 1.70),
    ("office/dev_scans", PLAIN, "causal"): _mean(2.52, 2.25),
    ("office/dev_visits", PLAIN, "causal"): _mean(1.20, 1.12),
    ("hall_tags/dev_walks", PLAIN, "causal"): _mean(1.91, 1.60),
    ("hall_tags/dev_walks", PLAIN, "lag:3"): _mean(None, 1.10),
    ("hall_tags/dev_walks", PLAIN, "smooth"): _mean(1.39, 0.80),
    ("hall_tags/dev_walks", IGNORE_SURVEY, "smooth"): _mean(1.70, 1.15),
    ("flat_tags/dev_robot", PLAIN, "causal"): _mean(1.23, 1.20),
    ("flat_tags/dev_robot", PLAIN, "smooth"): _mean(1.08, 1.00),
    ("waldo_cells/dev_scans", PLAIN, "causal"): _mean(1.69, 1.60),
    ("semi_synthetic_walks/dev_walks", PLAIN, "causal"): _mean(2.66, 1.30),
    ("semi_synthetic_walks/dev_walks", PLAIN, "lag:5"): _mean(None, 1.05),
    ("semi_synthetic_walks/dev_walks", PLAIN, "smooth"): _mean(2.04, 1.00),
    ("mall_walks/dev_walks", PLAIN, "smooth"): Reference("median", 12.3, 7.0, least_answered=0.90),
    ("crlb_arena/dev_static", PLAIN, "causal"): _bound(1.0, 1.05),
    ("crlb_arena/dev_walks", PLAIN, "causal"): _bound(1.28, 1.10),
    ("crlb_arena/dev_walks", PLAIN, "smooth"): _bound(1.48, 1.15),
}


def list_variants(name: str) -> tuple[tuple[Variant, str], ...]:
    """List the variants, with their modes, that a track has references for besides the plain."""
    return tuple(
        (variant, mode) for track, variant, mode in REFERENCES if track == name and variant
    )
