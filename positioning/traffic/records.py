"""What traffic teaches: path loss, noise, device offsets and how far radios are heard."""

from __future__ import annotations

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
    """

    exponent: float
    powers_dbm: Mapping[str, float]
    place_sd_db: float = 5.0
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
