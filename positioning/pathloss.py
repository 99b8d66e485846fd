"""Log-distance path loss: RSSI from distance, distance from RSSI, and the fit to a survey.

RSSI = A - 10 n log10(d), with A the power measured at 1 m and n the path-loss exponent.

References
----------
T. S. Rappaport, Wireless Communications: Principles and Practice, 2nd ed. 2002, sec. 4.9.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.model import PathLossModel, SiteRadio

FloatArray = NDArray[np.float64]

RSSI_MIN_DBM = -120.0
RSSI_MAX_DBM = 0.0
MIN_DISTANCE_M = 0.3
# Ceilings of libraries are 2.6 to 3.5 m high and beacons hang from them.
DEFAULT_RADIO_HEIGHT_M = 2.6

_POWER_PRIOR_SD_DB = 5.0
_OFFSET_PRIOR_SD_DB = 8.0
_EXPONENT_PRIOR = (2.5, 0.5)
_HUBER_LIMIT = 1.5
_FIT_ROUNDS = 8
# Packets of one place and moment share channel, body and hand: half of their scatter does
# not average out. (Autocorrelation of residuals 0.5 s apart in recorded walks: 0.4 to 0.55.)
_LASTING_NOISE_SHARE = 0.5


def predict_rssi_dbm(distance_m: float, measured_power_dbm: float, exponent: float) -> float:
    """RSSI that the log-distance model predicts at a distance.

    Parameters
    ----------
    distance_m : float
        Distance in metres, > 0.
    measured_power_dbm : float
        RSSI expected at 1 m, dBm.
    exponent : float
        Path-loss exponent, > 0.

    Returns
    -------
    float
        RSSI in dBm.

    Raises
    ------
    ValueError
        If the distance or the exponent is not positive.

    Examples
    --------
    >>> predict_rssi_dbm(10.0, -59.0, 2.5)
    -84.0
    """
    if distance_m <= 0:
        raise ValueError(f"The distance is {distance_m} m; it must be positive.")
    _check_exponent(exponent)
    return measured_power_dbm - 10 * exponent * math.log10(distance_m)


def distance_m(rssi_dbm: float, measured_power_dbm: float, exponent: float) -> float:
    """Distance at which the log-distance model predicts an RSSI.

    Parameters
    ----------
    rssi_dbm : float
        Received power, dBm.
    measured_power_dbm : float
        RSSI expected at 1 m, dBm.
    exponent : float
        Path-loss exponent, > 0.

    Returns
    -------
    float
        Distance in metres, > 0.

    Raises
    ------
    ValueError
        If the exponent is not positive.

    Examples
    --------
    >>> distance_m(-84.0, -59.0, 2.5)
    10.0
    """
    _check_exponent(exponent)
    return float(10 ** ((measured_power_dbm - rssi_dbm) / (10 * exponent)))


def _check_exponent(exponent: float) -> None:
    if exponent <= 0:
        raise ValueError(f"The path-loss exponent is {exponent}; it must be positive.")


def is_possible_rssi(rssi_dbm: float) -> bool:
    """Tell whether a radio can have measured this: above −120 and below 0 dBm."""
    return RSSI_MIN_DBM < rssi_dbm < RSSI_MAX_DBM


def height_gap_m(radio: SiteRadio, subject_height_m: float) -> float:
    """Vertical distance between a radio and the subjects of its level, in metres."""
    height_m = DEFAULT_RADIO_HEIGHT_M if radio.z_m is None else radio.z_m
    return abs(height_m - subject_height_m)


def radio_power_dbm(radio: SiteRadio, model: PathLossModel) -> float:
    """RSSI expected at 1 m from a radio, dBm; the model's default where it has none of its own."""
    if radio.measured_power_dbm is None:
        return model.default_power_dbm
    return radio.measured_power_dbm


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One packet heard at a known place; without times, scans are independent."""

    visit: str
    device_model: str
    radio: str
    rssi_dbm: float
    level: str
    x_m: float
    y_m: float
    time_s: float = 0.0


@dataclass(frozen=True, slots=True)
class PathLossFit:
    """What a survey says: a common model, the power of each radio, the offset of each device."""

    model: PathLossModel
    powers_dbm: Mapping[str, float]
    offsets_db: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Survey rows averaged over the packets of one device, radio and place."""

    radio: NDArray[np.intp]
    device: NDArray[np.intp]
    mean_dbm: FloatArray
    count: FloatArray
    log_distance: FloatArray
    noise_sd_db: float


def fit_path_loss(
    survey: Sequence[SurveyRow], radios: Sequence[SiteRadio], subject_height_m: float
) -> PathLossFit | None:
    """Fit power per radio, offset per device, one exponent and the noise to a survey.

    Ridge regression with Huber weights on the means of place, device and radio. The
    residual of such a mean is shadowing, which stays at its place; the scatter of packets
    about it is noise.

    Parameters
    ----------
    survey : sequence of SurveyRow
        Packets heard at known places.
    radios : sequence of SiteRadio
        Radios with known positions; packets of others are left out.
    subject_height_m : float
        Height of the subjects' antennas above the floor.

    Returns
    -------
    PathLossFit or None
        ``None`` if the survey has no packet of these radios.
    """
    known = {radio.id: radio for radio in radios}
    rows = [
        row
        for row in survey
        if row.radio in known
        and row.level == known[row.radio].level
        and is_possible_rssi(row.rssi_dbm)
    ]
    if not rows:
        return None
    radio_ids = sorted({row.radio for row in rows})
    devices = sorted({row.device_model for row in rows})
    cells = _average(rows, known, radio_ids, devices, subject_height_m)
    solution, shadowing_sd_db = _solve(cells, len(radio_ids), len(devices))
    powers = solution[: len(radio_ids)]
    offsets = solution[len(radio_ids) : -1]
    lasting_db2 = _LASTING_NOISE_SHARE * cells.noise_sd_db**2
    model = PathLossModel(
        exponent=float(solution[-1]),
        noise_sd_db=math.sqrt(cells.noise_sd_db**2 - lasting_db2),
        shadowing_sd_db=math.sqrt(shadowing_sd_db**2 + lasting_db2),
        default_power_dbm=float(np.median(powers)),
    )
    return PathLossFit(
        model=model,
        powers_dbm=dict(zip(radio_ids, powers.tolist(), strict=True)),
        offsets_db=dict(zip(devices, offsets.tolist(), strict=True)),
    )


def _average(
    rows: Sequence[SurveyRow],
    known: Mapping[str, SiteRadio],
    radio_ids: Sequence[str],
    devices: Sequence[str],
    subject_height_m: float,
) -> _Cells:
    groups: dict[tuple[str, str, float, float], list[float]] = {}
    for row in rows:
        groups.setdefault((row.radio, row.device_model, row.x_m, row.y_m), []).append(row.rssi_dbm)
    squares = sum(float(np.var(each)) * len(each) for each in groups.values())
    freedom = sum(len(each) - 1 for each in groups.values())
    noise_sd_db = math.sqrt(squares / freedom) if squares > 0 else PathLossModel().noise_sd_db
    distances = []
    for radio_id, _, x_m, y_m in groups:
        radio = known[radio_id]
        gap_m = height_gap_m(radio, subject_height_m)
        distances.append(math.hypot(x_m - radio.x_m, y_m - radio.y_m, gap_m))
    return _Cells(
        radio=np.array([radio_ids.index(key[0]) for key in groups]),
        device=np.array([devices.index(key[1]) for key in groups]),
        mean_dbm=np.array([float(np.mean(each)) for each in groups.values()]),
        count=np.array([float(len(each)) for each in groups.values()]),
        log_distance=10 * np.log10(np.maximum(distances, MIN_DISTANCE_M)),
        noise_sd_db=noise_sd_db,
    )


def _solve(cells: _Cells, radios: int, devices: int) -> tuple[FloatArray, float]:
    """Solve for [powers, offsets, exponent] and the shadowing that is left, in dB."""
    rows = np.arange(len(cells.mean_dbm))
    design = np.zeros((len(rows), radios + devices + 1))
    design[rows, cells.radio] = 1
    design[rows, radios + cells.device] = 1
    design[:, -1] = -cells.log_distance
    centre_dbm = float(np.mean(cells.mean_dbm + _EXPONENT_PRIOR[0] * cells.log_distance))
    prior = np.array([centre_dbm] * radios + [0.0] * devices + [_EXPONENT_PRIOR[0]])
    prior_sd = np.array(
        [_POWER_PRIOR_SD_DB] * radios + [_OFFSET_PRIOR_SD_DB] * devices + [_EXPONENT_PRIOR[1]]
    )
    shadowing_sd_db = PathLossModel().shadowing_sd_db
    weights = np.ones(len(rows))
    solution = prior
    for _ in range(_FIT_ROUNDS):
        variance = shadowing_sd_db**2 + cells.noise_sd_db**2 / cells.count
        scaled = design * (weights / variance)[:, None]
        information = scaled.T @ design + np.diag(prior_sd**-2.0)
        solution = np.linalg.solve(information, scaled.T @ cells.mean_dbm + prior / prior_sd**2)
        residual = cells.mean_dbm - design @ solution
        weights = _HUBER_LIMIT / np.maximum(np.abs(residual) / np.sqrt(variance), _HUBER_LIMIT)
        place_variance = residual**2 - cells.noise_sd_db**2 / cells.count
        shadowing_sd_db = math.sqrt(max(float(place_variance.mean()), 0.25))
    return solution, shadowing_sd_db
