"""Path loss from rows: ridge regression with Student-t weights."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positioning.model import Site
from positioning.pathloss import radio_power_dbm
from positioning.traffic.records import Doubt, TrafficModel, slope_db_m
from positioning.traffic.rows import Rows
from positioning.traffic.spreads import (
    lasting_s,
    lasting_variances,
    likeliest_freedom,
    packet_variance_db2,
    shared_draws,
    shrunk,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

# Indoors, 1.8 (corridors) to 3 (offices) are found; traffic without truth tells it weakly.
EXPONENT_PRIOR = (2.5, 0.3)
_EXPONENT_LIMITS = (1.2, 5.0)
# A measured power was measured once, by somebody's phone; without one nothing is known.
_MEASURED_PRIOR_SD_DB = 3.0
_UNMEASURED_PRIOR_SD_DB = 10.0
_DEVICE_PRIOR_SD_DB = 8.0
# Spreads before anything was seen, and how many observations that counts for. Radios of one
# kind differ by 0.8 dB (24 beacons of a library).
_RADIO_SPREAD_PRIOR = (1.0, 4.0)
_OFFSET_SPREAD_PRIOR = (3.0, 2.0)
_WEIGHT_ROUNDS = 3
# Unknowns: the common powers of radios with and without a measured power, the exponent, ...
_EXPONENT, _FIRST_DEVICE = 2, 3


def fit_rows(site: Site, rows: Rows, before: TrafficModel) -> TrafficModel:
    """Fit a model to rows; what little traffic cannot tell stays near physics.

    Parameters
    ----------
    site : Site
        Gives measured powers.
    rows : Rows
        What was heard.
    before : TrafficModel
        Of the round before: its spreads weigh the priors of this one, and what the rows do
        not speak of stays as it was.

    Returns
    -------
    TrafficModel
        Hearing is as it was before; all is, where there are no rows.
    """
    if not len(rows.rssi_dbm):
        return before
    measured = {radio.id: radio.measured_power_dbm for radio in site.radios}
    base_dbm = {radio.id: radio_power_dbm(radio, site.model) for radio in site.radios}
    heard_dbm = np.array([base_dbm[radio] for radio in rows.radios])
    unmeasured = np.array([measured[radio] is None for radio in rows.radios], dtype=np.intp)
    layout = _Layout(rows, unmeasured)
    prior, prior_sd = layout.prior(before)
    target = rows.rssi_dbm - heard_dbm[rows.radio]
    packet_db2 = packet_variance_db2(rows)
    place_db2, near_m2 = before.place_sd_db**2, before.near_m**2
    slope = slope_db_m(before.exponent, 10 ** (rows.log_distance / 10))
    shared = shared_draws(rows, before.memory_s)
    scatter_db2 = packet_db2 / rows.packets
    residual = target - layout.predict(prior)
    for number in range(_WEIGHT_ROUNDS):
        lasting_db2 = place_db2 + near_m2 * slope**2
        weights = np.ones(len(residual))
        if number:
            squares = residual**2 / (lasting_db2 + scatter_db2)
            weights = (before.freedom + 1) / (before.freedom + squares)
        sure = weights * rows.share / (shared * lasting_db2 + scatter_db2)
        solution, covariance = layout.solve(target, sure, prior, prior_sd)
        residual = target - layout.predict(solution)
        place_db2, near_m2 = lasting_variances(
            residual, rows, slope, packet_db2, (place_db2, near_m2), shared
        )
    lasting_db2 = place_db2 + near_m2 * slope**2
    variance = np.diag(covariance)
    devices, radios, subjects = (solution[each] for each in layout.parts)
    _, radio_db2, subject_db2 = (variance[each] for each in layout.parts)
    common_db = {radio: float(solution[int(measured[radio] is None)]) for radio in measured}
    powers_dbm = {radio: base_dbm[radio] + common_db[radio] for radio in measured}
    for radio, own in zip(rows.radios, radios.tolist(), strict=True):
        powers_dbm[radio] += own
    offsets_db = dict(zip(layout.devices, devices.tolist(), strict=True))
    subject_offsets_db = {
        subject: float(own) + offsets_db.get(device or "", 0.0)
        for (subject, device), own in zip(rows.subjects, subjects, strict=True)
    }
    return replace(
        before,
        exponent=float(np.clip(solution[_EXPONENT], *_EXPONENT_LIMITS)),
        powers_dbm=powers_dbm,
        place_sd_db=math.sqrt(place_db2),
        near_m=math.sqrt(near_m2),
        packet_sd_db=math.sqrt(packet_db2),
        radio_sd_db=_spread_db(radios, radio_db2, _RADIO_SPREAD_PRIOR),
        freedom=likeliest_freedom(residual, lasting_db2 + scatter_db2),
        offsets_db={**before.offsets_db, **offsets_db},
        offset_sd_db=_spread_db(subjects, subject_db2, _OFFSET_SPREAD_PRIOR),
        subject_offsets_db={**before.subject_offsets_db, **subject_offsets_db},
        memory_s=lasting_s(rows, residual, lasting_db2),
        looks=len(set(zip(rows.path.tolist(), rows.step.tolist(), strict=True))),
        doubts=layout.doubts(covariance),
    )


def _spread_db(values: FloatArray, variances: FloatArray, prior: tuple[float, float]) -> float:
    """Spread of what is itself only known with a variance."""
    return math.sqrt(shrunk(float((values**2 + variances).mean()), len(values), prior))


@dataclass(slots=True, eq=False)
class _Layout:
    """Where the unknowns stand, and which of them make each row.

    The unknowns are the two common powers, the exponent, the offsets of device models, the
    radios' own differences and those of the subjects.
    """

    rows: Rows
    group: IntArray

    @property
    def devices(self) -> tuple[str, ...]:
        return tuple(sorted({device for _, device in self.rows.subjects if device is not None}))

    @property
    def parts(self) -> tuple[slice, slice, slice]:
        """Places of devices, radios and subjects."""
        first_radio = _FIRST_DEVICE + len(self.devices)
        first_subject = first_radio + len(self.rows.radios)
        return (
            slice(_FIRST_DEVICE, first_radio),
            slice(first_radio, first_subject),
            slice(first_subject, first_subject + len(self.rows.subjects)),
        )

    def prior(self, before: TrafficModel) -> tuple[FloatArray, FloatArray]:
        devices, radios, subjects = self.parts
        mean = np.zeros(subjects.stop)
        mean[_EXPONENT] = EXPONENT_PRIOR[0]
        sd = np.empty(subjects.stop)
        sd[:_FIRST_DEVICE] = _MEASURED_PRIOR_SD_DB, _UNMEASURED_PRIOR_SD_DB, EXPONENT_PRIOR[1]
        sd[devices] = _DEVICE_PRIOR_SD_DB
        sd[radios] = before.radio_sd_db
        sd[subjects] = before.offset_sd_db
        return mean, sd

    def terms(self) -> list[tuple[IntArray, FloatArray]]:
        """The unknowns of each row, and what each is multiplied by."""
        rows = self.rows
        _, radios, subjects = self.parts
        places = {device: _FIRST_DEVICE + place for place, device in enumerate(self.devices)}
        device = np.array([places.get(each or "", 0) for _, each in rows.subjects], dtype=np.intp)
        named = np.array([float(each is not None) for _, each in rows.subjects])
        ones = np.ones(len(rows.radio))
        return [
            (self.group[rows.radio], ones),
            (np.full(len(rows.radio), _EXPONENT, dtype=np.intp), -rows.log_distance),
            (device[rows.subject], named[rows.subject]),
            (radios.start + rows.radio, ones),
            (subjects.start + rows.subject, ones),
        ]

    def predict(self, solution: FloatArray) -> FloatArray:
        total: FloatArray = sum(
            (values * solution[index] for index, values in self.terms()),
            np.zeros(len(self.rows.radio)),
        )
        return total

    def solve(
        self, target: FloatArray, sure: FloatArray, prior: FloatArray, prior_sd: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Solve for the unknowns; gives their covariance as well."""
        size = len(prior)
        information = np.diag(prior_sd**-2.0)
        moment = prior / prior_sd**2
        terms = self.terms()
        for index, values in terms:
            moment += np.bincount(index, sure * values * target, minlength=size)
            for other, others in terms:
                both = np.bincount(
                    index * size + other, sure * values * others, minlength=size * size
                )
                information += both.reshape(size, size)
        covariance: FloatArray = np.asarray(np.linalg.inv(information), dtype=np.float64)
        return covariance @ moment, covariance

    def doubts(self, covariance: FloatArray) -> dict[str, Doubt]:
        """How unsure the path loss of each radio is; what they share is the device's offset."""
        rows = self.rows
        _, radios, _ = self.parts
        middle_db = float(rows.log_distance.mean())
        shared = np.zeros((len(rows.radios), len(covariance)))
        shared[:, radios] = np.eye(len(rows.radios))
        shared[np.arange(len(rows.radios)), self.group] += 1
        own = shared - shared.mean(axis=0)
        level_db2 = np.einsum("ij,jk,ik->i", own, covariance, own)
        both_db2 = own @ covariance[_EXPONENT]
        slope = float(covariance[_EXPONENT, _EXPONENT])
        return {
            radio: Doubt(middle_db, level, both, slope)
            for radio, level, both in zip(
                rows.radios, level_db2.tolist(), both_db2.tolist(), strict=True
            )
        }
