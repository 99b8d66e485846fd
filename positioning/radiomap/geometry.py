"""How a radio's strength depends on where it is, and on what is unsure about that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positioning.model import SiteRadio
from positioning.pathloss import MIN_DISTANCE_M, height_gap_m

FloatArray = NDArray[np.float64]

# What differs between radios of one make: power, surroundings, and how well they were drawn.
_POWER_SD_DB = 5.0
_EXPONENT_SD = 0.3
_POSITION_SD_M = 0.3
_HEIGHT_SD_M = 0.5
# Of a radio whose place no one knows only the level is common.
_PLACELESS_SD_DB = 8.0
_DB_PER_NEPER = 10 / np.log(10)


def slope_of(radio: SiteRadio, xy_m: FloatArray, subject_height_m: float) -> FloatArray:
    """−10 log10 of the distance to a radio: what an exponent of 1 takes away, dB.

    Parameters
    ----------
    radio : SiteRadio
    xy_m : (n, 2) array
    subject_height_m : float

    Returns
    -------
    (n,) array
    """
    return np.asarray(-5 * np.log10(_square_m2(radio, xy_m, subject_height_m)))


def basis_of(
    radio: SiteRadio, xy_m: FloatArray, subject_height_m: float, exponent: float, middle_db: float
) -> FloatArray:
    """What may be wrong with a radio's trend: power, exponent, position, height.

    Parameters
    ----------
    radio : SiteRadio
    xy_m : (n, 2) array
    subject_height_m, exponent : float
    middle_db : float
        Slope about which the exponent turns.

    Returns
    -------
    (n, 5) array
        The effect of one standard deviation of each, dB.
    """
    gain_db = _DB_PER_NEPER * exponent / _square_m2(radio, xy_m, subject_height_m)
    slope_db = slope_of(radio, xy_m, subject_height_m) - middle_db
    return np.stack(
        [
            np.full(len(xy_m), _POWER_SD_DB),
            _EXPONENT_SD * slope_db,
            _POSITION_SD_M * gain_db * (xy_m[:, 0] - radio.x_m),
            _POSITION_SD_M * gain_db * (xy_m[:, 1] - radio.y_m),
            _HEIGHT_SD_M * gain_db * height_gap_m(radio, subject_height_m),
        ],
        axis=1,
    )


def placeless_basis(places: int) -> FloatArray:
    """What may be wrong with the level of a radio whose place no one knows, (n, 1)."""
    return np.full((places, 1), _PLACELESS_SD_DB)


def bearing_of(radio: SiteRadio, xy_m: FloatArray, subject_height_m: float) -> FloatArray:
    """East and north parts of the direction towards a radio, (n, 2); short where it hangs above."""
    away_m = np.array([radio.x_m, radio.y_m]) - xy_m
    square_m2 = _square_m2(radio, xy_m, subject_height_m)
    return np.asarray(away_m / np.sqrt(square_m2)[:, None])


def _square_m2(radio: SiteRadio, xy_m: FloatArray, subject_height_m: float) -> FloatArray:
    gap_m = height_gap_m(radio, subject_height_m)
    square = (xy_m[:, 0] - radio.x_m) ** 2 + (xy_m[:, 1] - radio.y_m) ** 2 + gap_m**2
    return np.maximum(square, MIN_DISTANCE_M**2)
