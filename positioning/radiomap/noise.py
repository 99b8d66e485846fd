"""How readings at one place scatter: packets by themselves, and all of one scan together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from positioning.model import SiteRadio
from positioning.pathloss import SurveyRow

FloatArray = NDArray[np.float64]

_LEAST_READINGS = 5
_LEAST_PAIRS = 2_000


def body_spread_db(rows: Sequence[SurveyRow], radios: Sequence[SiteRadio]) -> float:
    """Spread of what the subject's body takes from radios behind and gives to those ahead.

    If readings r share b · u, with u the direction of a radio and b of two independent parts
    of variance s², then those of one scan have the covariance s² cos(angle between the
    radios), about their means at the place.

    Parameters
    ----------
    rows : sequence of SurveyRow
        In which a visit is one scan.
    radios : sequence of SiteRadio
        Radios at known places.

    Returns
    -------
    float
        s in dB; 0 where scans are too few to tell.
    """
    place = {radio.id: (radio.x_m, radio.y_m) for radio in radios}
    groups: dict[tuple[str, str, float, float], list[SurveyRow]] = {}
    for row in rows:
        if row.radio in place:
            groups.setdefault((row.radio, row.device_model, row.x_m, row.y_m), []).append(row)
    scans: dict[str, list[tuple[float, float]]] = {}
    for (radio, _, x_m, y_m), group in groups.items():
        if len(group) >= _LEAST_READINGS:
            readings = np.array([row.rssi_dbm for row in group])
            residuals = (readings - readings.mean()) * np.sqrt(len(group) / (len(group) - 1))
            angle = float(np.arctan2(place[radio][1] - y_m, place[radio][0] - x_m))
            for row, residual in zip(group, residuals, strict=True):
                scans.setdefault(row.visit, []).append((angle, float(residual)))
    return _common_spread_db([np.array(each) for each in scans.values() if len(each) > 1])


def _common_spread_db(scans: Sequence[FloatArray]) -> float:
    """Regress the products of residuals on the cosine of the angles between."""
    cosines, products = [np.empty(0)], [np.empty(0)]
    for scan in scans:
        first, second = np.triu_indices(len(scan), 1)
        cosines.append(np.cos(scan[first, 0] - scan[second, 0]))
        products.append(scan[first, 1] * scan[second, 1])
    cosine, product = np.concatenate(cosines), np.concatenate(products)
    if len(cosine) < _LEAST_PAIRS:
        return 0.0
    centred = cosine - cosine.mean()
    return float(np.sqrt(max(centred @ product / (centred @ centred), 0.0)))
