"""A simulated air: what a subject would hear of a site's radios.

The figures are those measured between library shelves (doi 10.3390/data4010012): exponent
2.8, shadowing of 5.7 dB that stays at its place, 2.8 dB of scatter between packets, and
beacons of -12 dBm of which eight packets in ten are caught near by and one at 13 m.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.model import Site
from positioning.pathloss import MIN_DISTANCE_M, radio_power_dbm

FloatArray = NDArray[np.float64]

_WAVES = 64
_CORRELATION_M = 2.0
_FADING_S = 2.0
_STOREY_M = 4.0
_CATCH_NEAR = 0.8
_CATCH_FALL_M = 2.0
_CATCH_HALF_M = 9.1
_SENSITIVITY_DBM = -105


@dataclass(frozen=True, slots=True)
class AirModel:
    """Constants of the air.

    Attributes
    ----------
    exponent : float
        Path-loss exponent.
    shadowing_sd_db : float
        Spread of the fading that stays at its place, correlated over some 2 m.
    noise_sd_db : float
        Spread of packets at one place; half of its variance lasts for some seconds.
    floor_loss_db : float
        What each floor between radio and subject takes away.
    """

    exponent: float = 2.8
    shadowing_sd_db: float = 5.7
    noise_sd_db: float = 2.8
    floor_loss_db: float = 15.0


class SimulatedAir:
    """The radios of a site with one draw of shadowing, heard packet by packet.

    Parameters
    ----------
    site : Site
        Its radios need a measured power, or get the model's default.
    rng : numpy.random.Generator
        Draws the shadowing once, and then packets; the same seed gives the same air.
    model : AirModel, optional
        Other than the usual one.
    """

    def __init__(self, site: Site, rng: np.random.Generator, model: AirModel | None = None) -> None:
        self._rng = rng
        self._model = model or AirModel()
        self._ordinals = {level.id: level.ordinal for level in site.levels}
        self._ids = [radio.id for radio in site.radios]
        self._radio_ordinals = np.array([self._ordinals[radio.level] for radio in site.radios])
        self._places_m = np.array([[each.x_m, each.y_m, each.z_m or 0.0] for each in site.radios])
        self._powers_dbm = np.array([radio_power_dbm(radio, site.model) for radio in site.radios])
        shape = (len(self._ids), _WAVES)
        self._waves = rng.normal(0.0, 1 / _CORRELATION_M, (*shape, 3))
        self._phases = rng.uniform(0.0, 2 * math.pi, shape)
        self._rates = rng.normal(0.0, 1 / _FADING_S, shape)
        self._fading_phases = rng.uniform(0.0, 2 * math.pi, shape)

    def shadowing_db(self, level: str, x_m: float, y_m: float) -> FloatArray:
        """Shadowing of every radio at a place, dB: the same whenever one comes back.

        References
        ----------
        M. Shinozuka, G. Deodatis, Simulation of Stochastic Processes by Spectral
        Representation, Applied Mechanics Reviews 44(4), 1991.
        """
        place = np.array([x_m, y_m, 4 * _CORRELATION_M * self._ordinals[level]])
        return self._field(self._waves @ place + self._phases, self._model.shadowing_sd_db)

    def hear(
        self, time_s: float, level: str, x_m: float, y_m: float, z_m: float
    ) -> list[tuple[str, int]]:
        """What is caught when every radio sends one advert.

        Parameters
        ----------
        time_s : float
            When.
        level : str
            The subject's level.
        x_m, y_m, z_m : float
            The subject's antenna, metres, z from the level's floor.

        Returns
        -------
        list of (radio id, RSSI in dBm)
            Of the adverts that were caught, in the order of the site's radios.

        Raises
        ------
        KeyError
            If the site has no such level.
        """
        model = self._model
        floors = self._radio_ordinals - self._ordinals[level]
        away = self._places_m - [x_m, y_m, z_m]
        away[:, 2] += floors * _STOREY_M
        distances_m = np.maximum(np.sqrt((away**2).sum(axis=1)), MIN_DISTANCE_M)
        loss_db = model.floor_loss_db * np.abs(floors)
        expected_dbm = self._powers_dbm - 10 * model.exponent * np.log10(distances_m) - loss_db
        noise_sd_db = model.noise_sd_db / math.sqrt(2)
        fading_db = self._field(self._rates * time_s + self._fading_phases, noise_sd_db)
        packet_db = self._rng.normal(0.0, noise_sd_db, len(self._ids))
        rssi_dbm = expected_dbm + self.shadowing_db(level, x_m, y_m) + fading_db + packet_db
        reach_m = distances_m * 10 ** (loss_db / (10 * model.exponent))
        catch = _CATCH_NEAR / (1 + np.exp((reach_m - _CATCH_HALF_M) / _CATCH_FALL_M))
        is_caught = self._rng.random(len(self._ids)) < catch
        is_caught &= rssi_dbm > _SENSITIVITY_DBM
        return [
            (self._ids[index], min(round(float(rssi_dbm[index])), -1))
            for index in np.flatnonzero(is_caught)
        ]

    @staticmethod
    def _field(angles: FloatArray, sd_db: float) -> FloatArray:
        total: FloatArray = np.cos(angles).sum(axis=1)
        return sd_db * math.sqrt(2 / _WAVES) * total
