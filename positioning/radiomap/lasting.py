"""How long noise lasts for a subject under way: from the drives of a survey made under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from positioning.grid.space import Space
from positioning.pathloss import SurveyRow
from positioning.radiomap.records import RadioMap

FloatArray = NDArray[np.float64]

# Whoever is heard again after this has begun another drive: nothing lasts so long.
_PAUSE_S = 60.0
_PIECE_S = 100.0
_LAG_S = 1.0
_LAGS = 11
_LEAST_PAIRS = 200
_SHORTEST_S, _LONGEST_S = 1.0, 12.0


def drives_of(survey: Sequence[SurveyRow]) -> list[list[SurveyRow]]:
    """Part a survey where it pauses, in the order of time."""
    rows = sorted(survey, key=lambda row: row.time_s)
    cuts = [
        number
        for number, (before, after) in enumerate(pairwise(rows), start=1)
        if after.time_s - before.time_s > _PAUSE_S
    ]
    ends = [*cuts, len(rows)]
    return [rows[start:end] for start, end in zip([0, *cuts], ends, strict=True) if end > start]


def lasting_s(
    survey: Sequence[SurveyRow],
    space: Space,
    build: Callable[[Sequence[SurveyRow]], RadioMap | None],
) -> float | None:
    """For how long what lasts counts as one draw: the integral of its correlation.

    Of an unmoved subject it would be twice that; a subject under way leaves its place, and
    what is known of it fades, before so long a time is full.

    Each piece of a drive is compared with the map of all others, so that what lasted in it
    cannot have been learned as map. Pieces are no longer than a room is stayed in: a whole
    drive left out would tell how maps reach into rooms that nobody surveyed. The map's own
    errors are part of it: they too are met again and again for as long as a subject lingers.

    Parameters
    ----------
    survey : sequence of SurveyRow
        Made under way.
    space : Space
        Of the maps.
    build : callable
        Survey rows → their map, ``None`` if there is none.

    Returns
    -------
    float or None
        ``None`` where there is only one piece, or nothing that lasts.
    """
    drives = [piece for drive in drives_of(survey) for piece in pieces_of(drive)]
    products: list[list[FloatArray]] = [[] for _ in range(_LAGS + 1)]
    for number, drive in enumerate(drives):
        rest = [row for other, each in enumerate(drives) if other != number for row in each]
        built = build(rest) if rest else None
        if built is not None:
            _correlate(built, space, drive, products)
    pooled = [np.concatenate([np.empty(0), *each]) for each in products]
    if min(len(each) for each in pooled) < _LEAST_PAIRS:
        return None
    lasting_db2 = np.array([float(each.mean()) for each in pooled[1:]])
    if not lasting_db2[0] > 0:
        return None
    # Half a lag before the first: there it is as at the first.
    integral = _LAG_S * (0.5 + float(np.maximum(lasting_db2, 0).sum() / lasting_db2[0]))
    return float(np.clip(integral, _SHORTEST_S, _LONGEST_S))


def pieces_of(drive: Sequence[SurveyRow]) -> list[Sequence[SurveyRow]]:
    """Part a drive into pieces of about the same length."""
    times_s = [row.time_s for row in drive]
    pieces = max(1, round((times_s[-1] - times_s[0]) / _PIECE_S))
    ends_s = np.linspace(times_s[0], times_s[-1], pieces + 1)[1:-1]
    cuts = [0, *np.searchsorted(times_s, ends_s).tolist(), len(drive)]
    return [drive[start:end] for start, end in pairwise(cuts) if end > start]


def _correlate(
    built: RadioMap, space: Space, drive: Sequence[SurveyRow], products: list[list[FloatArray]]
) -> None:
    """Add the products of residuals of one radio, by their lag."""
    heard: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in drive:
        if row.radio in built.radios.get(row.level, ()):
            at = space.levels[row.level].cell_at(row.x_m, row.y_m)
            mean_dbm = float(built.layer(row.level, row.radio).mean_dbm[at])
            gap_db = row.rssi_dbm - built.device_offset_db(row.device_model)[0] - mean_dbm
            heard.setdefault((row.level, row.radio), []).append((row.time_s, gap_db))
    for each in heard.values():
        time_s, gap_db = np.array(sorted(each)).T
        for lag, found in enumerate(products):
            later = np.searchsorted(time_s, time_s + lag * _LAG_S)
            kept = later < len(time_s)
            kept[kept] &= time_s[later[kept]] - time_s[kept] < (lag + 0.5) * _LAG_S
            found.append(gap_db[kept] * gap_db[later[kept]])
