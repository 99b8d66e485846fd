"""Readers of what cannot be walked: obstacles and occupancy of a recorded site."""

from __future__ import annotations

import io
import zipfile

import numpy as np

from positioning.model import Obstacle, Occupancy
from positioning.rows import GREATEST, Document, RecordingError, read_rows


def read_obstacles(document: Document) -> tuple[Obstacle, ...]:
    """Read ``obstacles.csv``: one row per corner, in order; fewer than three enclose nothing."""
    corners: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for row in read_rows("obstacles.csv", document, ("obstacle", "level", "kind", "x_m", "y_m")):
        key = (row.word("obstacle"), row.word("level"), row.text("kind"))
        corners.setdefault(key, []).append((row.number("x_m"), row.number("y_m")))
    return tuple(
        Obstacle(level, kind, tuple(outline))
        for (_, level, kind), outline in corners.items()
        if len(outline) >= 3
    )


def read_occupancy(document: Document) -> tuple[Occupancy, ...]:
    """Read ``occupancy.npz``: the raster of one level."""
    if isinstance(document, str):
        raise RecordingError("occupancy.npz: must be given as bytes.")
    try:
        with np.load(io.BytesIO(document), allow_pickle=False) as arrays:
            occupied = np.asarray(arrays["occupied"], dtype=bool)
            x_m, y_m = (float(each) for each in arrays["origin_m"])
            cell_m, level = float(arrays["cell_m"]), str(arrays["level"])
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise RecordingError(
            f"occupancy.npz: needs level, occupied, origin_m and cell_m ({error})."
        ) from error
    is_placed = all(abs(each) <= GREATEST for each in (x_m, y_m, cell_m))
    if occupied.ndim != 2 or not is_placed or cell_m <= 0:
        raise RecordingError(
            "occupancy.npz: occupied must have two axes, origin_m be two numbers and cell_m "
            "be above 0."
        )
    return (Occupancy(level, occupied, (x_m, y_m), cell_m),)
