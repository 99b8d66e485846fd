"""What the scans of a subject that stays where it is say of each cell, exactly enough.

The readings of a place share three unknowns: the device's offset and the two parts of what
its bearer's body does. They are linear, so they are integrated out: exactly for normal
noise, by Laplace's approximation for the heavy-tailed one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from positioning.radiomap.records import NoiseModel, RadioMap

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_ROUNDS = 4
# The body is turned at random: nothing is known of a part that no noise model tells of.
_NO_BODY_SD_DB = 1e-3
# Faint radios are heard when they happen to be strong: at -95 dBm some 5 dB stronger than they
# are. How much wider, or narrower, their noise can count.
_LEAST_FAINT, _MOST_FAINT = 0.5, 2.0


def scans_log_likelihood(
    radio_map: RadioMap,
    level: str,
    readings: Mapping[str, Sequence[float]],
    scans: int,
    device_model: str | None,
    chosen: BoolArray,
) -> FloatArray:
    """Log-likelihood of a subject's scans from one place, for each chosen cell.

    Parameters
    ----------
    radio_map : RadioMap
    level : str
    readings : mapping of str to sequence of float
        RSSI in dBm of each radio heard.
    scans : int
        How often the subject scanned, at least 1.
    device_model : str or None
        ``None`` if it is not known.
    chosen : (rows, columns) bool array
        The cells that are asked for.

    Returns
    -------
    (n,) array
        Of the chosen cells in row order, up to a constant.
    """
    missing = missing_log_likelihood(radio_map, level, readings, scans, device_model, chosen)
    heard = readings_log_likelihood(radio_map, level, readings, device_model, chosen)
    return heard + radio_map.noise.missing_weight * missing


def readings_log_likelihood(
    radio_map: RadioMap,
    level: str,
    readings: Mapping[str, Sequence[float]],
    device_model: str | None,
    chosen: BoolArray,
) -> FloatArray:
    """The part of `scans_log_likelihood` that strengths tell, (n,)."""
    heard = [radio for radio in radio_map.radios[level] if readings.get(radio)]
    if not heard:
        return np.zeros(int(chosen.sum()))
    offset_db, offset_sd_db = radio_map.device_offset_db(device_model)
    layers = [radio_map.layer(level, radio) for radio in heard]
    counts = np.array([float(len(readings[radio])) for radio in heard])
    means = np.array([float(np.mean(readings[radio])) for radio in heard])
    noise = radio_map.noise
    levels = np.array([layer.mean_dbm[chosen].astype(float) for layer in layers])
    gaps = means[:, None] - offset_db - levels
    place_db2 = np.array([layer.sd_db[chosen].astype(float) ** 2 for layer in layers])
    own_db2 = noise.lasting_sd_db**2 + noise.packet_sd_db**2 / counts
    own_db2 *= _faintness(noise, means - offset_db) ** 2
    shared = np.ones((3, *gaps.shape))
    for row, layer in enumerate(layers):
        shared[1:, row] = 0.0 if layer.bearing is None else layer.bearing[:, chosen]
    # Who stands for several scans is turned the same way in all of them.
    body_sd_db = max(noise.body_sd_db, _NO_BODY_SD_DB)
    spreads = np.array([max(offset_sd_db, _NO_BODY_SD_DB), body_sd_db, body_sd_db])
    return _integrated(gaps, place_db2 + own_db2[:, None], shared, spreads, noise)


def _faintness(noise: NoiseModel, rssi_dbm: FloatArray) -> FloatArray:
    """How much wider the noise of some readings counts than that of usual ones."""
    if noise.usual_dbm is None:
        return np.ones(len(rssi_dbm))
    wider = 1 + noise.faint_per_db * (noise.usual_dbm - rssi_dbm)
    return np.asarray(np.clip(wider, _LEAST_FAINT, _MOST_FAINT))


def _integrated(
    gaps: FloatArray,
    variance: FloatArray,
    shared: FloatArray,
    spreads: FloatArray,
    noise: NoiseModel,
) -> FloatArray:
    """Student-t log-likelihood of gaps (radios, cells), less shared unknowns (k, radios, cells)."""
    freedom, precision = noise.freedom, spreads**-2.0
    unknown = np.zeros((len(spreads), gaps.shape[1]))
    rest, weight = gaps, (freedom + 1) / (freedom * variance + gaps**2)
    information = np.empty(0)
    for _ in range(_ROUNDS):
        information = np.einsum("krc,lrc,rc->ckl", shared, shared, weight) + np.diag(precision)
        pull = np.einsum("krc,rc,rc->ck", shared, gaps, weight)
        unknown = np.linalg.solve(information, pull[..., None])[..., 0].T
        rest = gaps - np.einsum("krc,kc->rc", shared, unknown)
        weight = (freedom + 1) / (freedom * variance + rest**2)
    tails = (freedom + 1) / 2 * np.log1p(rest**2 / (freedom * variance)) + np.log(variance) / 2
    prior = 0.5 * precision @ unknown**2
    _, log_volume = np.linalg.slogdet(information)
    return np.asarray(-tails.sum(axis=0) - prior - 0.5 * log_volume)


def missing_log_likelihood(
    radio_map: RadioMap,
    level: str,
    readings: Mapping[str, Sequence[float]],
    scans: int,
    device_model: str | None,
    chosen: BoolArray,
) -> FloatArray:
    """What was heard and what was missed, however strong, unweighted, (n,).

    Scans of one place are neither one look nor as many: chance is drawn anew for each, and what
    shades the place is not.
    """
    total = np.zeros(int(chosen.sum()))
    if radio_map.is_hearing_relative:
        return total
    for radio in radio_map.radios[level]:
        heard_share = radio_map.layer(level, radio).share_of(device_model)
        if heard_share is not None:
            share = np.clip(heard_share[chosen].astype(float), 1e-4, 1 - 1e-4)
            hits = min(len(readings.get(radio, ())), scans) / max(scans, 1)
            total += hits * np.log(share) + (1 - hits) * np.log1p(-share)
    return math.sqrt(scans) * total
