"""Sightings cut into tours: stretches of one subject's track, in steps of a second."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from positioning.grid.likelihood import Reading
from positioning.model import Sighting
from positioning.pathloss import is_possible_rssi

STEP_S = 1.0
_LONGEST_STEPS = 60
_SILENCE_S = 10.0
_SURE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Heard:
    """Packets of one radio in one step; ``squares_db2`` is their scatter about the mean."""

    packets: int
    rssi_dbm: float
    squares_db2: float

    @property
    def reading(self) -> Reading:
        """As the filter takes it."""
        return Reading(self.packets, self.rssi_dbm)


@dataclass(frozen=True, slots=True)
class Tour:
    """One stretch of a subject's track.

    Attributes
    ----------
    subject : str
    device_model : str or None
    level : str
    looks : tuple of mapping of str to Heard
        What each step heard, by radio; a step may have heard nothing.
    """

    subject: str
    device_model: str | None
    level: str
    looks: tuple[Mapping[str, Heard], ...]


def cut_tours(
    traffic: Mapping[str, Sequence[Sighting]],
    radios: Mapping[str, str],
    levels: Mapping[str, str],
    most_steps: int,
    standing: bool = False,
) -> list[Tour]:
    """Cut traffic into tours, and choose as many as may be.

    Parameters
    ----------
    traffic : mapping of str to sequence of Sighting
        By subject, in order of time.
    radios : mapping of str to str
        Level of each radio with a known position; packets of others are left out.
    levels : mapping of str to str
        Level of the subjects for which it is known. Others are on the level of the radios
        that they hear best; a tour on which that changes is left out.
    most_steps : int
        Bounds the work: beyond it, tours are taken evenly from all that there are.
    standing : bool
        All that a subject sent is one look.

    Returns
    -------
    list of Tour
    """
    tours: list[Tour] = []
    for subject in sorted(traffic):
        usable = [
            each
            for each in traffic[subject]
            if each.radio in radios and is_possible_rssi(each.rssi_dbm)
        ]
        for stretch in _stretches(usable, standing):
            looks = _looks(stretch, standing)
            level = levels.get(subject) or _level_of(looks, radios)
            if level is not None:
                tours.append(Tour(subject, stretch[0].device_model, level, looks))
    return _choose(tours, most_steps)


def _stretches(sightings: Sequence[Sighting], standing: bool) -> list[list[Sighting]]:
    stretches: list[list[Sighting]] = []
    for each in sightings:
        last = stretches[-1] if stretches else None
        goes_on = last is not None and (
            standing
            or (
                each.time_s - last[-1].time_s < _SILENCE_S
                and each.time_s - last[0].time_s < _LONGEST_STEPS * STEP_S
            )
        )
        if last is not None and goes_on:
            last.append(each)
        else:
            stretches.append([each])
    return stretches


def _looks(stretch: Sequence[Sighting], standing: bool) -> tuple[dict[str, Heard], ...]:
    start_s = stretch[0].time_s
    steps: list[dict[str, list[float]]] = []
    for each in stretch:
        step = 0 if standing else math.floor((each.time_s - start_s) / STEP_S)
        while len(steps) <= step:
            steps.append({})
        steps[step].setdefault(each.radio, []).append(each.rssi_dbm)
    return tuple({radio: _heard(rssi_dbm) for radio, rssi_dbm in step.items()} for step in steps)


def _heard(rssi_dbm: Sequence[float]) -> Heard:
    mean_dbm = sum(rssi_dbm) / len(rssi_dbm)
    return Heard(len(rssi_dbm), mean_dbm, sum((each - mean_dbm) ** 2 for each in rssi_dbm))


def _level_of(looks: Sequence[Mapping[str, Heard]], radios: Mapping[str, str]) -> str | None:
    """The level of the radio that was strongest, if it nearly always was the same level."""
    strongest = [max(look, key=lambda radio: look[radio].rssi_dbm) for look in looks if look]
    votes = Counter(radios[radio] for radio in strongest)
    level, count = votes.most_common(1)[0]
    return level if count >= _SURE_SHARE * len(strongest) else None


def _choose(tours: list[Tour], most_steps: int) -> list[Tour]:
    total = sum(len(tour.looks) for tour in tours)
    if total <= most_steps:
        return tours
    chosen, wanted, taken = [], 0.0, 0
    for tour in tours:
        steps = len(tour.looks)
        wanted += steps * most_steps / total
        if taken + steps / 2 <= wanted:
            chosen.append(tour)
            taken += steps
    return chosen
