"""What a survey says of all radios together: device offsets, path loss, noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.model import PathLossModel
from positioning.radiomap.observations import Observations

FloatArray = NDArray[np.float64]

_ROUNDS = 30
# One device differs from another by this much from place to place, beside its offset.
DEVICE_SD_DB = 2.0
_POWER_SD_DB = 5.0
_EXPONENT_PRIOR = (2.5, 0.5)
# What one metre of furniture or shelves takes indoors: hardly anything to some ten dB.
_LOSS_PRIOR_DB = (3.0, 3.0)
_SHADOWING_DB = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """Common parameters of a survey.

    Attributes
    ----------
    offsets_db : (devices,) array
        How much stronger than the median device each hears (or is heard).
    packet_sd_db : float
        Spread of readings of one device at one place.
    exponent : float
        Path-loss exponent.
    power_dbm : float
        Mean reading at 1 m.
    loss_db : float
        What the first metre of obstacles in the way takes; more go by the root of metres.
    """

    offsets_db: FloatArray
    packet_sd_db: float
    exponent: float = 2.5
    power_dbm: float = -60.0
    loss_db: float = 0.0


def fit_offsets(each: list[Observations]) -> FloatArray:
    """Offset of each device from what devices hear of the same radio at the same place.

    Weak radios are left to the devices that hear them: a place counts by the share of scans
    in which the device heard the radio there, else the readings of a deaf device, which are
    the strong ones, would make it look a good one.
    """
    devices = len(each[0].devices)
    offsets = np.zeros(devices)
    if devices == 1:
        return offsets
    cells, weights, means, device = [], [], [], []
    first = 0
    for seen in each:
        cell = seen.radio * len(seen.places_m) + seen.place
        _, compact = np.unique(cell, return_inverse=True)
        cells.append(first + compact)
        first += int(compact.max()) + 1
        weights.append(heard_share(seen) ** 2 / (DEVICE_SD_DB**2 + 9.0 / seen.count))
        means.append(seen.mean_dbm)
        device.append(seen.device)
    cell_of, weight = np.concatenate(cells), np.concatenate(weights)
    mean, device_of = np.concatenate(means), np.concatenate(device)
    for _ in range(_ROUNDS):
        total = np.bincount(cell_of, weight)
        level = np.bincount(cell_of, weight * (mean - offsets[device_of])) / total
        gap = np.bincount(device_of, weight * (mean - level[cell_of]), devices)
        offsets = gap / np.maximum(np.bincount(device_of, weight, devices), 1e-9)
        offsets -= np.median(offsets)
    return offsets


def heard_share(seen: Observations) -> FloatArray:
    """In what share of the scans there each observation was heard; 1 where no one knows."""
    if seen.scans is None:
        return np.ones(len(seen.count))
    return np.minimum(seen.count / np.maximum(seen.scans[seen.place, seen.device], 1), 1.0)


def packet_spread_db(each: list[Observations]) -> float:
    """Pooled spread of the readings of one device and radio at one place."""
    squares = sum(float(seen.squares_db2.sum()) for seen in each)
    freedom = sum(float((seen.count - 1).sum()) for seen in each)
    return float(np.sqrt(squares / freedom)) if squares > 0 else PathLossModel().noise_sd_db


def fit_path_loss_line(
    radio: NDArray[np.intp],
    slope: FloatArray,
    obstruction: FloatArray,
    level_dbm: FloatArray,
    noise_db2: FloatArray,
) -> tuple[float, float, float]:
    """Common power at 1 m, exponent and loss of radios whose distances are known.

    Parameters
    ----------
    radio : (n,) int array
    slope : (n,) array
        −10 log10 of the distance.
    obstruction : (n,) array
        Root of the metres of obstacle in the way.
    level_dbm : (n,) array
        What a device without an offset hears.
    noise_db2 : (n,) array
        How unsure that is.

    Returns
    -------
    (float, float, float)
        Power in dBm, exponent and loss in dB.
    """
    radios = int(radio.max()) + 1
    design = np.zeros((len(radio), radios + 3))
    design[np.arange(len(radio)), radio] = 1.0
    design[:, -3] = 1.0
    design[:, -2] = slope
    design[:, -1] = -obstruction
    prior = np.zeros(radios + 3)
    prior[-2:] = _EXPONENT_PRIOR[0], _LOSS_PRIOR_DB[0]
    precision = np.full(radios + 3, _POWER_SD_DB**-2.0)
    precision[-3:] = 1e-6, _EXPONENT_PRIOR[1] ** -2, _LOSS_PRIOR_DB[1] ** -2
    scaled = design.T / (_SHADOWING_DB**2 + noise_db2)
    found = np.linalg.solve(
        scaled @ design + np.diag(precision), scaled @ level_dbm + precision * prior
    )
    # Nothing in the way makes a radio louder.
    return float(found[-3]), float(found[-2]), max(float(found[-1]), 0.0)
