"""What traffic teaches: path loss, noise, device offsets and how far radios are heard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

NORMAL_FREEDOM = 100.0


@dataclass(frozen=True, slots=True)
class Hearing:
    """Chance that a scan of one second hears a radio, falling with distance.

    It is ``share / (1 + exp((d − middle_m) / width_m))`` at the distance d.
    """

    share: float
    middle_m: float
    width_m: float

    def at(self, distance_m: FloatArray) -> FloatArray:
        """Chance at each distance.

        Examples
        --------
        >>> Hearing(0.8, 10.0, 2.0).at(np.array([10.0])).tolist()
        [0.4]
        """
        grown = np.exp(np.minimum((distance_m - self.middle_m) / self.width_m, 50.0))
        chance: FloatArray = self.share / (1 + grown)
        return chance


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far one radio's path loss may be from what was fitted.

    It is what is the same for every place of a distance: shadowing comes on top.

    Attributes
    ----------
    middle_db : float
        10 log10 of the distance in metres about which the slope is doubted.
    level_db2, both_db2, slope : float
        Variance of the level there, covariance with the slope, variance of the slope.
    """

    middle_db: float
    level_db2: float
    both_db2: float
    slope: float

    def at(self, distance_m: FloatArray) -> FloatArray:
        """Variance at each distance, dB².

        Examples
        --------
        >>> Doubt(10.0, 1.0, 0.0, 0.04).at(np.array([10.0, 100.0])).tolist()
        [1.0, 5.0]
        """
        gap_db = 10 * np.log10(distance_m) - self.middle_db
        variance_db2: FloatArray = self.level_db2 - 2 * self.both_db2 * gap_db
        return np.maximum(variance_db2 + self.slope * gap_db**2, 0.0)


@dataclass(frozen=True, slots=True)
class TrafficModel:
    """The parameters of a site, as its traffic or, before any, physics gives them.

    Attributes
    ----------
    exponent : float
        Path-loss exponent.
    powers_dbm : mapping of str to float
        RSSI expected at 1 m from each radio.
    place_sd_db : float
        What lasts while a subject stays about a place: shadowing, body, hand.
    near_m : float
        What lasts about a place in range: where a radio hangs, how its antenna and the
        subject's lie to each other. Near a radio it is many dB, far off none.
    packet_sd_db : float
        Spread of single packets at one place and moment.
    radio_sd_db : float
        Spread of radios about their measured power, or about each other without one.
    freedom : float
        Degrees of freedom of Student's t that fits the residuals best.
    offsets_db : mapping of str to float
        By device model: how much stronger it hears (or is heard).
    offset_sd_db : float
        Spread of single subjects about their device model's offset.
    subject_offsets_db : mapping of str to float
        Offset of each subject that was seen, its device model's share included.
    hearing : Hearing or None
        ``None`` where hearing does not depend on distance, or nothing is known of it.
    missing_weight : float
        How much a missed radio counts: 1 if misses are independent of each other.
    memory_s : float
        How long what lasts counts as one draw: the integral of its autocorrelation.
    looks : int
        Steps from which it was fitted; 0 if it is a guess.
    doubts : mapping of str to Doubt
        By radio; of none that was not heard.
    """

    exponent: float
    powers_dbm: Mapping[str, float]
    place_sd_db: float = 5.0
    near_m: float = 0.3
    packet_sd_db: float = 3.5
    radio_sd_db: float = 1.0
    freedom: float = 5.0
    offsets_db: Mapping[str, float] = field(default_factory=dict)
    offset_sd_db: float = 8.0
    subject_offsets_db: Mapping[str, float] = field(default_factory=dict)
    hearing: Hearing | None = None
    missing_weight: float = 0.25
    memory_s: float = 2.5
    looks: int = 0
    doubts: Mapping[str, Doubt] = field(default_factory=dict)

    def lasting_db2(self, distance_m: FloatArray) -> FloatArray:
        """Variance of what lasts about a place, at each distance from a radio, dB².

        Examples
        --------
        >>> TrafficModel(2.0, {}, 3.0, near_m=0.0).lasting_db2(np.array([2.0])).tolist()
        [9.0]
        """
        variance_db2: FloatArray = (
            self.place_sd_db**2 + (self.near_m * slope_db_m(self.exponent, distance_m)) ** 2
        )
        return variance_db2


def slope_db_m(exponent: float, distance_m: FloatArray) -> FloatArray:
    """How fast the RSSI falls with range, dB per metre."""
    slope: FloatArray = 10 * exponent / math.log(10) / distance_m
    return slope
