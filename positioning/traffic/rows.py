"""What was heard along drawn paths, as the rows of a regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from positioning.model import Site
from positioning.pathloss import MIN_DISTANCE_M, height_gap_m
from positioning.traffic.paths import Path
from positioning.traffic.tours import Tour

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

# Shadowing indoors is alike within some two metres.
_SQUARE_M = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One row per path, step and radio heard.

    Attributes
    ----------
    radios : tuple of str
        What ``radio`` points to.
    subjects : tuple of (str, str or None)
        Subject and device model: what ``subject`` points to.
    path, step, radio, subject : (n,) arrays
        Number of the path, the step in it, and what was heard by whom.
    square : (n, 2) array
        Column and row of the square of the floor; what stays at a place is one draw in it.
    rssi_dbm, packets, log_distance : (n,) arrays
        Mean of the packets, how many, and 10 log10 of the distance in metres.
    share : float
        What a row counts for, as several paths tell of the same packets.
    packet_db2, packet_freedom : float
        Variance of packets within a step, and its degrees of freedom.
    """

    radios: tuple[str, ...]
    subjects: tuple[tuple[str, str | None], ...]
    path: IntArray
    step: IntArray
    radio: IntArray
    subject: IntArray
    square: IntArray
    rssi_dbm: FloatArray
    packets: FloatArray
    log_distance: FloatArray
    share: float
    packet_db2: float
    packet_freedom: int


def gather_rows(site: Site, tours: Sequence[Tour], paths: Sequence[Sequence[Path]]) -> Rows:
    """Lay tours beside the paths drawn for them.

    Parameters
    ----------
    site : Site
        Knows all radios that were heard.
    tours : sequence of Tour
        At least one.
    paths : sequence of sequence of Path
        As many paths for each tour.

    Returns
    -------
    Rows
        Without radios of other levels than the tour's.
    """
    known = {radio.id: radio for radio in site.radios}
    radios = tuple(sorted({radio for tour in tours for look in tour.looks for radio in look}))
    radio_index = {radio: index for index, radio in enumerate(radios)}
    level = np.array([known[radio].level for radio in radios])
    places = np.array(
        [
            (known[r].x_m, known[r].y_m, height_gap_m(known[r], site.subject_height_m))
            for r in radios
        ]
    )
    subjects = tuple(dict.fromkeys((tour.subject, tour.device_model) for tour in tours))
    subject_index = {subject: index for index, subject in enumerate(subjects)}
    blocks: list[tuple[NDArray[Any], ...]] = []
    squares_db2, freedom = 0.0, 0
    for tour, drawn in zip(tours, paths, strict=True):
        heard = [
            (step, radio_index[radio], each)
            for step, look in enumerate(tour.looks)
            for radio, each in look.items()
        ]
        squares_db2 += sum(each.squares_db2 for _, _, each in heard)
        freedom += sum(each.packets - 1 for _, _, each in heard)
        step = np.array([each[0] for each in heard], dtype=np.intp)
        radio = np.array([each[1] for each in heard], dtype=np.intp)
        rssi_dbm = np.array([each[2].rssi_dbm for each in heard])
        packets = np.array([float(each[2].packets) for each in heard])
        subject = np.full(len(heard), subject_index[tour.subject, tour.device_model])
        for path in drawn:
            xy_m = path.xy_m[step]
            distance_m = np.hypot(np.hypot(*(xy_m - places[radio, :2]).T), places[radio, 2])
            log_distance = 10 * np.log10(np.maximum(distance_m, MIN_DISTANCE_M))
            square = np.floor(xy_m / _SQUARE_M).astype(np.intp)
            number = np.full(len(heard), len(blocks))
            columns = (number, step, radio, subject, square, rssi_dbm, packets, log_distance)
            on_level = level[radio] == tour.level
            blocks.append(tuple(column[on_level] for column in columns))
    joined = [np.concatenate(column) for column in zip(*blocks, strict=True)]
    (paths_, steps, heard_radios, heard_by, squares, rssi, counts, logs) = joined
    return Rows(
        radios=radios,
        subjects=subjects,
        path=paths_,
        step=steps,
        radio=heard_radios,
        subject=heard_by,
        square=squares,
        rssi_dbm=rssi,
        packets=counts,
        log_distance=logs,
        share=len(paths) / len(blocks),
        packet_db2=squares_db2 / max(freedom, 1),
        packet_freedom=freedom,
    )
