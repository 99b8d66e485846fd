"""Screening of raw sightings before they reach a track: what cannot be is dropped and counted.

Gateways send twice, late and with wrong clocks; people copy identities; chips report 127 dBm.
A pure fold over the sightings of one subject: bounded memory, linear time.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import groupby
from numbers import Real
from operator import attrgetter

import numpy as np

from positioning.model import Sighting
from positioning.pathloss import is_possible_rssi
from positioning.repeats import Memory, drop_duplicates, drop_replayed, remember

_WRONG_CALLS = 5
_STEADY_S = 1.0
_COMPARED_S = 5.0
_ORDER = attrgetter("time_s", "radio", "rssi_dbm")


@dataclass(frozen=True, slots=True)
class HygieneSettings:
    """What is let through.

    Attributes
    ----------
    late_s : float
        Packets may lie this long before what was screened already.
    future_s : float
        Packets may lie this far ahead of the present.
    step_s, packets_per_step : float, int
        A radio may give this many packets in a step; more are thinned evenly.
    source_hold_s : float
        A device that was silent for this long yields to another with the same identity.
    """

    late_s: float = 3.0
    future_s: float = 1.0
    step_s: float = 0.5
    packets_per_step: int = 50
    source_hold_s: float = 2.0


@dataclass(frozen=True, slots=True)
class ScreenCounts:
    """What became of the sightings.

    Attributes
    ----------
    accepted : int
        Let through.
    impossible : int
        With an RSSI or a time that nothing can measure.
    unknown : int
        Of radios that the site lacks.
    late, future : int
        Too old, and not yet.
    clock : int
        Late or future, of radios that are so again and again while others are in time.
    duplicate : int
        One packet that came again.
    replayed : int
        A stretch of packets that came again at a later time.
    conflict : int
        Of another device with the same identity.
    thinned : int
        More of one radio than a step can use.
    """

    accepted: int = 0
    impossible: int = 0
    unknown: int = 0
    late: int = 0
    future: int = 0
    clock: int = 0
    duplicate: int = 0
    replayed: int = 0
    conflict: int = 0
    thinned: int = 0

    def __add__(self, other: ScreenCounts) -> ScreenCounts:
        names = [each.name for each in fields(self)]
        return ScreenCounts(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def total(self) -> int:
        """All that came in."""
        return sum(getattr(self, each.name) for each in fields(self))

    @property
    def dropped(self) -> int:
        """All that was not let through."""
        return self.total - self.accepted


@dataclass(frozen=True, slots=True)
class _Clock:
    """Calls in a row in which all packets of a radio were out of time by about as much."""

    calls: int
    error_s: float


@dataclass(frozen=True, slots=True, eq=False)
class _Times:
    """Packets by their times: usable and sorted, too old, and not yet."""

    timely: list[Sighting]
    late: list[Sighting]
    future: list[Sighting]


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """What screening remembers of one subject.

    Attributes
    ----------
    until_s : float
        Up to when it has screened.
    counts : ScreenCounts
        All so far.
    timely_s : float
        When a radio was last heard in time.
    """

    until_s: float = -math.inf
    counts: ScreenCounts = field(default_factory=ScreenCounts)
    timely_s: float = -math.inf
    clocks: Mapping[str, _Clock] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    taken: Mapping[tuple[str, int], int] = field(default_factory=dict)
    source: str | None = None
    source_heard_s: float = -math.inf

    @property
    def clock_errors_s(self) -> dict[str, float]:
        """How far the clocks are off of the radios whose clocks are wrong, in seconds."""
        return {
            radio: each.error_s for radio, each in self.clocks.items() if each.calls >= _WRONG_CALLS
        }


_USUAL = HygieneSettings()


def screen(
    state: Screen,
    sightings: Sequence[Sighting],
    until_s: float,
    radios: Container[str],
    settings: HygieneSettings = _USUAL,
) -> tuple[Screen, tuple[Sighting, ...], ScreenCounts]:
    """Screen the sightings of one subject that came since the last call.

    Two devices with one identity: the one in use is kept until it falls silent. A present
    that lies more than ``late_s`` before the last one means that the caller's clock was set
    back; the screen then begins anew.

    Parameters
    ----------
    state : Screen
        So far; ``Screen()`` to begin.
    sightings : sequence of Sighting
        Of one subject, in any order.
    until_s : float
        The present.
    radios : container of str
        The radios that the site has.
    settings : HygieneSettings, optional
        Other than the usual ones.

    Returns
    -------
    state : Screen
    accepted : tuple of Sighting
        In order of time, none more than ``late_s`` before the last call's present nor more
        than ``future_s`` after this one's.
    counts : ScreenCounts
        Of this call; they add up to the sightings given.

    Raises
    ------
    ValueError
        If ``until_s`` is not finite.

    Examples
    --------
    >>> heard = [Sighting(0.1, "s", "r1", -70.0), Sighting(0.2, "s", "r1", 127.0)]
    >>> _, accepted, counts = screen(Screen(), heard, 0.5, {"r1"})
    >>> len(accepted), counts.impossible
    (1, 1)
    """
    if not math.isfinite(until_s):
        raise ValueError(f"until_s is {until_s}; it must be finite.")
    if until_s < state.until_s - settings.late_s:
        state = Screen(counts=state.counts)
    until_s = max(until_s, state.until_s)
    possible = [each for each in sightings if _is_possible(each)]
    known = [each for each in possible if each.radio in radios]
    times = _sort_by_time(known, state.until_s - settings.late_s, until_s + settings.future_s)
    clocks = _watch_clocks(state, times, until_s)
    fresh = drop_duplicates(state.memory, times.timely)
    own, source, source_heard_s = _keep_source(state, fresh, settings.source_hold_s)
    thin, taken = _thin(state.taken, own, settings)
    accepted = tuple(drop_replayed(state.memory, thin))
    oldest = math.floor((until_s - settings.late_s) / settings.step_s)
    after = Screen(
        until_s=until_s,
        counts=state.counts,
        timely_s=until_s if times.timely else state.timely_s,
        clocks=clocks,
        memory=remember(state.memory, accepted),
        taken={key: count for key, count in taken.items() if key[1] >= oldest},
        source=source,
        source_heard_s=source_heard_s,
    )
    wrong = after.clock_errors_s
    late = sum(each.radio not in wrong for each in times.late)
    future = sum(each.radio not in wrong for each in times.future)
    counts = ScreenCounts(
        accepted=len(accepted),
        impossible=len(sightings) - len(possible),
        unknown=len(possible) - len(known),
        late=late,
        future=future,
        clock=len(times.late) + len(times.future) - late - future,
        duplicate=len(times.timely) - len(fresh),
        replayed=len(thin) - len(accepted),
        conflict=len(fresh) - len(own),
        thinned=len(own) - len(thin),
    )
    return replace(after, counts=state.counts + counts), accepted, counts


def screened(
    sightings: Sequence[Sighting], radios: Container[str], settings: HygieneSettings = _USUAL
) -> tuple[tuple[Sighting, ...], ScreenCounts]:
    """Screen all that one subject of a recording heard.

    In hindsight nothing is late, and a clock cannot be told from a gap: what is dropped is
    what is impossible, unknown, doubled, replayed, in conflict, or too much.

    Parameters
    ----------
    sightings : sequence of Sighting
        Of one subject, in any order.
    radios : container of str
        The radios that the site has.
    settings : HygieneSettings, optional
        Other than the usual ones.

    Returns
    -------
    accepted : tuple of Sighting
        In order of time.
    counts : ScreenCounts

    Examples
    --------
    >>> heard = [Sighting(0.1, "s", "r1", -70.0), Sighting(0.1, "s", "r1", -70.0)]
    >>> accepted, counts = screened(heard, {"r1"})
    >>> len(accepted), counts.duplicate
    (1, 1)
    """
    possible = [each for each in sightings if _is_possible(each)]
    possible.sort(key=_ORDER)
    state = Screen(counts=ScreenCounts(impossible=len(sightings) - len(possible)))
    accepted: list[Sighting] = []
    for _, batch in groupby(possible, key=lambda each: each.time_s // settings.step_s):
        heard = tuple(batch)
        state, good, _ = screen(state, heard, heard[-1].time_s, radios, settings)
        accepted += good
    return tuple(accepted), state.counts


def _is_possible(each: Sighting) -> bool:
    """Tell whether RSSI and time are numbers that can be."""
    return (
        _is_number(each.rssi_dbm)
        and is_possible_rssi(each.rssi_dbm)
        and _is_number(each.time_s)
        and math.isfinite(each.time_s)
    )


def _is_number(value: object) -> bool:
    return type(value) is float or isinstance(value, Real)


def _sort_by_time(known: Iterable[Sighting], first_s: float, last_s: float) -> _Times:
    timely, late, future = [], [], []
    for each in known:
        if each.time_s < first_s:
            late.append(each)
        elif each.time_s > last_s:
            future.append(each)
        else:
            timely.append(each)
    timely.sort(key=_ORDER)
    return _Times(timely, late, future)


def _watch_clocks(state: Screen, times: _Times, until_s: float) -> dict[str, _Clock]:
    """Note which radios have no packet in time while others have.

    Where nothing at all is in time, it is the delivery that is late and no clock.
    """
    in_time = {each.radio for each in times.timely}
    clocks = {radio: each for radio, each in state.clocks.items() if radio not in in_time}
    if not in_time and until_s - state.timely_s > _COMPARED_S:
        return clocks
    errors_s: dict[str, list[float]] = {}
    for each in (*times.late, *times.future):
        if each.radio not in in_time:
            nearest_s = min(max(each.time_s, state.until_s), until_s)
            errors_s.setdefault(each.radio, []).append(each.time_s - nearest_s)
    for radio, off_s in errors_s.items():
        clocks[radio] = _continue_clock(clocks.get(radio), float(np.median(off_s)))
    return clocks


def _continue_clock(before: _Clock | None, error_s: float) -> _Clock:
    """Count one more call; a growing error is an old packet told again, and no clock."""
    if before is None or abs(error_s - before.error_s) > _STEADY_S:
        return _Clock(1, error_s)
    return _Clock(before.calls + 1, before.error_s)


def _keep_source(
    state: Screen, heard: Iterable[Sighting], hold_s: float
) -> tuple[list[Sighting], str | None, float]:
    """Keep the packets of the device in use; without a model nothing is held against one."""
    source, heard_s = state.source, state.source_heard_s
    own = []
    for each in heard:
        if each.device_model is not None:
            if each.device_model != source and each.time_s - heard_s <= hold_s:
                continue
            source, heard_s = each.device_model, max(heard_s, each.time_s)
        own.append(each)
    return own, source, heard_s


def _thin(
    taken: Mapping[tuple[str, int], int], heard: Sequence[Sighting], settings: HygieneSettings
) -> tuple[Sequence[Sighting], dict[tuple[str, int], int]]:
    """Keep so many packets of each radio and step, evenly by RSSI: its mean stays honest."""
    counts = dict(taken)
    groups: dict[tuple[str, int], list[Sighting]] = {}
    for each in heard:
        groups.setdefault((each.radio, int(each.time_s // settings.step_s)), []).append(each)
    is_flood = False
    for group, packets in groups.items():
        free = settings.packets_per_step - counts.get(group, 0)
        if len(packets) > free:
            is_flood = True
            packets.sort(key=attrgetter("rssi_dbm", "time_s"))
            packets[:] = [packets[(2 * i + 1) * len(packets) // (2 * free)] for i in range(free)]
        counts[group] = counts.get(group, 0) + len(packets)
    if not is_flood:
        return heard, counts
    return sorted((each for packets in groups.values() for each in packets), key=_ORDER), counts
