"""How well each radio of a site does: heard at all, as strong as it should be, where it should be.

A pure fold. A tracker tells what each radio's RSSI was above what it should have been where
the subject was; that is shadowing and body as a rule, and differs from place to place. Only
a radio that is off at many places is at fault: by about the same everywhere when its power
has changed, by this here and that there when it hangs elsewhere (or its clock is wrong).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

import numpy as np

from positioning.filters import LevelState, follow_level
from positioning.model import Sighting
from positioning.pathloss import RSSI_MAX_DBM, RSSI_MIN_DBM

Verdict = Literal["fine", "weak", "loud", "elsewhere"]

SILENT_AFTER_S = 60.0

_RSSI_GAIN = 0.1
_RATE_MEMORY_S = 60.0
# Shadowing is another one after a few metres.
_PLACE_M = 3.0
_PLACES = 32
_LEAST_PLACES = 10
# Places near each other share some of their shadowing: two looks say about as much as one.
_LOOK_FACTOR = 2.0
# Packets of a few seconds at one place share their error, and make one look at the radio.
_LOOK_PACKETS = 6
_LEAST_RADIOS = 4
# RSSI comes in whole dB: its rounding alone has this standard deviation.
_LEAST_SD_DB = 1 / math.sqrt(12)
# Beyond this a fix and not a radio is wrong: half of the radios cannot be.
_WRONG_FIX_SDS = 2.0
# Residuals have heavy tails; no single place may say more than this.
_CLIP_SDS = 4.0
_LEAST_POWER_CHANGE_DB = 5.0
_SURE_SDS = 4.0
_LEAST_SCATTER = 1.6
_SCATTER_SDS = 3.0
# A path-loss exponent that is wrong by a quarter, or weak packets that are lost, make half.
_LEAST_SLOPE = 0.5
_SLOPE_SDS = 3.0
_USUAL_PLACES = 4
_USUAL_SCATTER_SDS = 1.0
_LEAST_WEIGHT = 0.05
_WEIGHT_ELSEWHERE = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subject was, in metres."""

    level: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Residual:
    """RSSI of a radio above what was expected, dB, and the standard deviation to expect.

    ``sd_db`` covers packets, shadowing, the radio map and the subject's position;
    ``expected_dbm`` is what was expected, where it is known.
    """

    radio: str
    residual_db: float
    sd_db: float
    expected_dbm: float = math.nan


@dataclass(frozen=True, slots=True)
class _Look:
    """The mean residual of a radio at one place, and what was expected there."""

    packets: int
    mean_db: float
    sd_db: float
    expected_dbm: float


@dataclass(frozen=True, slots=True)
class RadioHealth:
    """The health of one radio.

    Attributes
    ----------
    radio : str
        Which.
    heard : int
        Packets so far.
    last_heard_s : float or None
        When last; ``None`` when never.
    rssi_dbm : float or None
        Smoothed RSSI.
    rate_hz : float
        Packets a second, smoothed over a minute, when it was last heard.
    level : LevelState or None
        Belief about how much stronger it is than it should be.
    looks : mapping
        Mean residuals by place, the place heard from last at the end.
    """

    radio: str
    heard: int = 0
    last_heard_s: float | None = None
    rssi_dbm: float | None = None
    rate_hz: float = 0.0
    level: LevelState | None = None
    looks: Mapping[tuple[str, int, int], _Look] = field(default_factory=dict)

    def is_silent(self, now_s: float) -> bool:
        """Tell whether it was heard once and is no more; never heard is not silent."""
        return self.last_heard_s is not None and now_s - self.last_heard_s > SILENT_AFTER_S

    @property
    def power_change_db(self) -> float:
        """How much stronger it is than it should be, wherever it is heard."""
        return 0.0 if self.level is None else self.level.level_db

    @property
    def verdict(self) -> Verdict:
        """What is wrong with it, if anything; after looks from at least ten places."""
        if self.level is None or len(self.looks) < _LEAST_PLACES:
            return "fine"
        if _is_scattered(self.looks.values()) or _is_indifferent(self.looks.values()):
            return "elsewhere"
        off_db = self.level.level_db
        if abs(off_db) < max(_LEAST_POWER_CHANGE_DB, _SURE_SDS * self.level.level_sd_db):
            return "fine"
        return "weak" if off_db < 0 else "loud"

    @property
    def weight(self) -> float:
        """Share of its usual say that it deserves, 0.05 to 1: divide its variance by this.

        The expected mean square of the places' residuals, by the one seen; 1 while that is
        within a standard deviation of what chance gives. A radio that hangs elsewhere errs
        the same way packet by packet, and has a tenth at most.
        """
        if len(self.looks) < _LEAST_PLACES:
            return 1.0
        places = len(self.looks)
        squares = sum(
            min(abs(each.mean_db / each.sd_db), _CLIP_SDS) ** 2 for each in self.looks.values()
        )
        usual = _USUAL_PLACES + places + _USUAL_SCATTER_SDS * math.sqrt(2 * places)
        most = _WEIGHT_ELSEWHERE if self.verdict == "elsewhere" else 1.0
        return min(max(usual / (_USUAL_PLACES + squares), _LEAST_WEIGHT), most)


def _is_scattered(looks: Collection[_Look]) -> bool:
    """Tell whether residuals differ more from place to place than shadowing lets them."""
    means_db = np.array([each.mean_db for each in looks])
    sds = (means_db - np.median(means_db)) / [each.sd_db for each in looks]
    free = len(looks) - 1
    scatter = float(np.sum(np.clip(sds, -_CLIP_SDS, _CLIP_SDS) ** 2)) / free
    return scatter > max(_LEAST_SCATTER, 1 + _SCATTER_SDS * math.sqrt(2 / free))


def _is_indifferent(looks: Collection[_Look]) -> bool:
    """Tell whether a radio is hardly stronger where it should be strong than where weak.

    The slope of its residuals over what was expected is 0 when it is where it should be,
    and −1 when its RSSI has nothing to do with that.
    """
    expected_dbm = np.array([each.expected_dbm for each in looks])
    means_db = np.array([each.mean_db for each in looks])
    weights = 1 / np.array([each.sd_db for each in looks]) ** 2
    about_dbm = expected_dbm - np.average(expected_dbm, weights=weights)
    spread = float(np.sum(weights * about_dbm**2))
    if not spread > 0:
        return False
    slope = float(np.sum(weights * about_dbm * means_db)) / spread
    return slope < min(-_LEAST_SLOPE, -_SLOPE_SDS * math.sqrt(_LOOK_FACTOR / spread))


def note_packets(
    health: Mapping[str, RadioHealth], sightings: Iterable[Sighting]
) -> dict[str, RadioHealth]:
    """Note that radios were heard.

    Parameters
    ----------
    health : mapping of str to RadioHealth
        Radio → health so far.
    sightings : iterable of Sighting
        Of any subjects. What has an impossible RSSI was heard, but does not say how well.

    Returns
    -------
    dict of str to RadioHealth
        With the radios heard.
    """
    packets: dict[str, list[Sighting]] = {}
    for each in sightings:
        packets.setdefault(each.radio, []).append(each)
    heard = {
        radio: _hear(health.get(radio) or RadioHealth(radio), of_radio)
        for radio, of_radio in packets.items()
    }
    return {**health, **heard}


def _hear(before: RadioHealth, packets: Sequence[Sighting]) -> RadioHealth:
    rssi_dbm, rate_hz = before.rssi_dbm, before.rate_hz
    last_s = packets[0].time_s if before.last_heard_s is None else before.last_heard_s
    for each in packets:
        time_s, heard_dbm = each.time_s, each.rssi_dbm
        if time_s > last_s:
            rate_hz *= math.exp((last_s - time_s) / _RATE_MEMORY_S)
            last_s = time_s
        rate_hz += 1 / _RATE_MEMORY_S
        # Text cannot be compared, whoever let it through.
        try:
            is_possible = RSSI_MIN_DBM < heard_dbm < RSSI_MAX_DBM
        except TypeError:
            is_possible = False
        if is_possible:
            base_dbm = heard_dbm if rssi_dbm is None else rssi_dbm
            rssi_dbm = base_dbm + _RSSI_GAIN * (heard_dbm - base_dbm)
    heard = before.heard + len(packets)
    return RadioHealth(before.radio, heard, last_s, rssi_dbm, rate_hz, before.level, before.looks)


def note_residuals(
    health: Mapping[str, RadioHealth],
    time_s: float,
    place: Place,
    residuals: Sequence[Residual],
) -> dict[str, RadioHealth]:
    """Note how far radios were off what was expected where one subject was.

    What all radios have in common is the device's or the body's and is left out. Looks with
    fewer than four radios, or in which most are far off, say nothing of a radio.

    Parameters
    ----------
    health : mapping of str to RadioHealth
        Radio → health so far.
    time_s : float
        When.
    place : Place
        Where the tracker has the subject. Once a second for each subject is plenty.
    residuals : sequence of Residual
        Of this moment, one per radio.

    Returns
    -------
    dict of str to RadioHealth
        With these radios; residuals that are no numbers, or said to be surer than the
        rounding of RSSI lets them be, are left out.
    """
    after = dict(health)
    usable = [
        each
        for each in residuals
        if math.isfinite(each.residual_db) and _LEAST_SD_DB <= each.sd_db < math.inf
    ]
    if len(usable) < _LEAST_RADIOS or not math.isfinite(place.x_m + place.y_m):
        return after
    off_db = np.array([each.residual_db for each in usable])
    off_db -= np.median(off_db)
    if np.median(np.abs(off_db) / [each.sd_db for each in usable]) > _WRONG_FIX_SDS:
        return after
    cell = (place.level, math.floor(place.x_m / _PLACE_M), math.floor(place.y_m / _PLACE_M))
    for each, contrast_db in zip(usable, off_db.tolist(), strict=True):
        before = after.get(each.radio, RadioHealth(each.radio))
        most_db = _CLIP_SDS * each.sd_db
        clipped_db = min(max(contrast_db, -most_db), most_db)
        after[each.radio] = _look(before, time_s, cell, replace(each, residual_db=clipped_db))
    return after


def _look(
    before: RadioHealth, time_s: float, cell: tuple[str, int, int], seen: Residual
) -> RadioHealth:
    looks = dict(before.looks)
    level = before.level
    # A place tells the level anew only after several others: its shadowing stays the same.
    if cell not in islice(reversed(looks), _LEAST_PLACES):
        level = follow_level(level, time_s, seen.residual_db, _LOOK_FACTOR * seen.sd_db**2)
    old = looks.pop(cell, _Look(0, seen.residual_db, seen.sd_db, seen.expected_dbm))
    packets = min(old.packets + 1, _LOOK_PACKETS)
    looks[cell] = _Look(
        packets,
        old.mean_db + (seen.residual_db - old.mean_db) / packets,
        seen.sd_db,
        old.expected_dbm + (seen.expected_dbm - old.expected_dbm) / packets,
    )
    if len(looks) > _PLACES:
        del looks[next(iter(looks))]
    return replace(before, level=level, looks=looks)


def forget_looks(
    health: Mapping[str, RadioHealth], radios: Iterable[str]
) -> dict[str, RadioHealth]:
    """Forget what was held against radios that were mended, or moved in the plan.

    Parameters
    ----------
    health : mapping of str to RadioHealth
        Radio → health so far.
    radios : iterable of str
        Which; those without health are left out.

    Returns
    -------
    dict of str to RadioHealth
        Their packets are still counted.
    """
    forgotten = {
        radio: replace(health[radio], level=None, looks={}) for radio in radios if radio in health
    }
    return {**health, **forgotten}


def radio_weights(health: Mapping[str, RadioHealth]) -> dict[str, float]:
    """List the radios that deserve less than their usual say; every few seconds is plenty.

    Parameters
    ----------
    health : mapping of str to RadioHealth
        Radio → health.

    Returns
    -------
    dict of str to float
        Radio → weight below 1; those missing have 1.
    """
    return {radio: each.weight for radio, each in health.items() if each.weight < 1}
