"""Stops of a survey, each with the map that all other places teach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from positioning.grid.space import LevelCells, Space
from positioning.pathloss import SurveyRow
from positioning.radiomap.layers import layers_of
from positioning.radiomap.observations import some_of
from positioning.radiomap.records import NoiseModel, RadioMap
from positioning.radiomap.surveyed import SurveyFit
from positioning.radiomap.turns import came_in_turns, turns_of

_MOST_PLACES = 24
_LEAST_PLACES = 8
_SCANS_PER_DEVICE = 3
_SCANS_PER_STOP = 5
_CELL_M = 1.0


@dataclass(frozen=True, slots=True)
class Stop:
    """Some scans of one device at one place.

    ``readings`` are RSSI in dBm by radio.
    """

    device_model: str
    readings: Mapping[str, Sequence[float]]
    scans: int


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """A place of a survey that is left out, and what the others teach.

    Attributes
    ----------
    x_m, y_m : float
        Where the place is.
    cells : LevelCells
        Its level, on cells of a metre or so.
    radio_map : RadioMap
        From all other places, on these cells.
    stops : tuple of Stop
        Single scans, and several of one turn together, of each device there.
    """

    x_m: float
    y_m: float
    cells: LevelCells
    radio_map: RadioMap
    stops: tuple[Stop, ...]


def leave_out_places(
    fit: SurveyFit, survey: Sequence[SurveyRow], space: Space, noise: NoiseModel
) -> Iterator[LeftOut]:
    """Leave some of the places of a survey of scans out, one at a time.

    Parameters
    ----------
    fit : SurveyFit
        Trend and kernels are those of all places.
    survey : sequence of SurveyRow
        What was fitted.
    space : Space
    noise : NoiseModel
        Of the maps.

    Yields
    ------
    LeftOut
        At most 24 a level; none of levels that are not scanned at points, or at few of them.
    """
    for level, seen in fit.seen.items():
        if seen.scans is None or len(seen.places_m) < _LEAST_PLACES:
            continue
        cells = _coarse(space.levels[level])
        rows = [row for row in survey if row.level == level]
        in_turns = came_in_turns(list(_scans_by_place(rows)))
        for place in some_of(range(len(seen.places_m)), _MOST_PLACES):
            without = np.arange(len(seen.places_m)) == place
            x_m, y_m = (float(each) for each in seen.places_m[place])
            there = [row for row in rows if abs(row.x_m - x_m) + abs(row.y_m - y_m) < 1e-6]
            radio_map = layers_of(fit, Space({level: cells}), noise, without)
            yield LeftOut(x_m, y_m, cells, radio_map, tuple(_stops(there, in_turns)))


def _scans_by_place(rows: Sequence[SurveyRow]) -> Iterator[list[dict[str, float]]]:
    """The scans of each device at each place, RSSI in dBm by radio."""
    places: dict[tuple[float, float], list[SurveyRow]] = {}
    for row in rows:
        places.setdefault((row.x_m, row.y_m), []).append(row)
    for there in places.values():
        for scans in _scans_of(there).values():
            yield [_readings(scan) for scan in scans]


def _scans_of(rows: Sequence[SurveyRow]) -> dict[str, list[list[SurveyRow]]]:
    """The scans of each device."""
    visits: dict[str, dict[str, list[SurveyRow]]] = {}
    for row in rows:
        visits.setdefault(row.device_model, {}).setdefault(row.visit, []).append(row)
    return {device_model: list(scans.values()) for device_model, scans in visits.items()}


def _readings(scan: Sequence[SurveyRow]) -> dict[str, float]:
    return {row.radio: row.rssi_dbm for row in scan}


def _stops(rows: Sequence[SurveyRow], in_turns: bool) -> Iterator[Stop]:
    """Single scans at one place, and some together: those of one turn, if there were any."""
    for device_model, each in _scans_of(rows).items():
        turns = turns_of([_readings(scan) for scan in each]) if in_turns else []
        together = [[each[index] for index in turn] for turn in turns] or [each]
        groups = [[scan] for scan in some_of(each, _SCANS_PER_DEVICE)]
        groups += [some_of(scans, _SCANS_PER_STOP) for scans in together]
        for group in groups:
            readings: dict[str, list[float]] = {}
            for row in (row for scan in group for row in scan):
                readings.setdefault(row.radio, []).append(row.rssi_dbm)
            yield Stop(device_model, readings, len(group))


def _coarse(cells: LevelCells) -> LevelCells:
    """The same level on cells of a metre."""
    step = max(round(_CELL_M / cells.cell_m), 1)
    rows, columns = (-(-size // step) for size in cells.shape)
    padded = np.zeros((rows * step, columns * step), dtype=np.float32)
    padded[: cells.shape[0], : cells.shape[1]] = cells.passing
    passing = padded.reshape(rows, step, columns, step).mean(axis=(1, 3))
    return LevelCells(cells.level, cells.origin_m, cells.cell_m * step, passing)
