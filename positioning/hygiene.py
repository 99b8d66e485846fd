"""Screening of raw sightings before they reach a track: what cannot be is dropped and counted.

Gateways send twice, late and with wrong clocks; people copy identities; chips report 127 dBm.
A pure fold over the sightings of one subject: bounded memory, linear time.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from numbers import Real
from operator import attrgetter

from positioning.clocks import Clock, errors_of, watch_clocks
from positioning.model import Sighting
from positioning.pathloss import RSSI_MAX_DBM, RSSI_MIN_DBM
from positioning.repeats import Batch, Memory, drop_duplicates, drop_replayed, remember
from positioning.screen_counts import ScreenCounts

__all__ = ["HygieneSettings", "Screen", "ScreenCounts", "screen", "screened"]

_ORDER = attrgetter("time_s", "radio", "rssi_dbm")

Taken = Mapping[int, Mapping[str, int]]


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


@dataclass(frozen=True, slots=True, eq=False)
class _Sorted:
    """Sightings by what they are: usable and in order, too old, not yet; how many are neither."""

    timely: list[Sighting]
    late: list[Sighting]
    future: list[Sighting]
    impossible: int
    unknown: int


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
    taken : mapping of int to mapping of str to int
        Packets let through by step and radio.
    """

    until_s: float = -math.inf
    counts: ScreenCounts = field(default_factory=ScreenCounts)
    timely_s: float = -math.inf
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    taken: Taken = field(default_factory=dict)
    source: str | None = None
    source_heard_s: float = -math.inf

    @property
    def clock_errors_s(self) -> dict[str, float]:
        """How far the clocks are off of the radios whose clocks are wrong, in seconds."""
        return errors_of(self.clocks)


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
    found = _sort_out(
        sightings, radios, state.until_s - settings.late_s, until_s + settings.future_s
    )
    clocks = watch_clocks(
        state.clocks, found.timely, (*found.late, *found.future),
        state.until_s, until_s, state.timely_s,
    )  # fmt: skip
    batch = Batch.of(found.timely)
    fresh = drop_duplicates(state.memory, batch)
    own, source, source_heard_s = _keep_source(state, fresh, settings.source_hold_s)
    thin, taken = _thin(state.taken, own, settings)
    batch = batch if thin is batch.heard else Batch.of(thin)
    accepted = drop_replayed(state.memory, batch)
    batch = batch if accepted is thin else Batch.of(accepted)
    wrong = errors_of(clocks)
    late, future = (sum(e.radio not in wrong for e in off) for off in (found.late, found.future))
    counts = ScreenCounts(
        accepted=len(accepted),
        impossible=found.impossible,
        unknown=found.unknown,
        late=late,
        future=future,
        clock=len(found.late) + len(found.future) - late - future,
        duplicate=len(found.timely) - len(fresh),
        replayed=len(thin) - len(accepted),
        conflict=len(fresh) - len(own),
        thinned=len(own) - len(thin),
    )
    oldest = math.floor((until_s - settings.late_s) / settings.step_s)
    after = Screen(
        until_s=until_s,
        counts=state.counts + counts,
        timely_s=until_s if found.timely else state.timely_s,
        clocks=clocks,
        memory=remember(state.memory, batch),
        taken={step: each for step, each in taken.items() if step >= oldest},
        source=source,
        source_heard_s=source_heard_s,
    )
    return after, tuple(accepted), counts


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
    possible = [each for each in sightings if _is_possible(each.time_s, each.rssi_dbm)]
    possible.sort(key=_ORDER)
    state = Screen(counts=ScreenCounts(impossible=len(sightings) - len(possible)))
    accepted: list[Sighting] = []
    for _, batch in groupby(possible, key=lambda each: each.time_s // settings.step_s):
        heard = tuple(batch)
        state, good, _ = screen(state, heard, heard[-1].time_s, radios, settings)
        accepted += good
    return tuple(accepted), state.counts


def _is_possible(time_s: float, rssi_dbm: float) -> bool:
    """Tell whether time and RSSI are numbers that can be."""
    # Nearly all are floats; to ask whether they are any other numbers takes far longer.
    are_numbers = type(time_s) is type(rssi_dbm) is float or (
        isinstance(time_s, Real) and isinstance(rssi_dbm, Real)
    )
    return are_numbers and RSSI_MIN_DBM < rssi_dbm < RSSI_MAX_DBM and -math.inf < time_s < math.inf


def _sort_out(
    sightings: Sequence[Sighting], radios: Container[str], first_s: float, last_s: float
) -> _Sorted:
    timely, late, future = [], [], []
    impossible = unknown = 0
    for each in sightings:
        time_s = each.time_s
        if not _is_possible(time_s, each.rssi_dbm):
            impossible += 1
        elif each.radio not in radios:
            unknown += 1
        elif time_s < first_s:
            late.append(each)
        elif time_s > last_s:
            future.append(each)
        else:
            timely.append(each)
    timely.sort(key=_ORDER)
    return _Sorted(timely, late, future, impossible, unknown)


def _keep_source(
    state: Screen, heard: list[Sighting], hold_s: float
) -> tuple[list[Sighting], str | None, float]:
    """Keep the packets of the device in use; without a model nothing is held against one."""
    source, heard_s = state.source, state.source_heard_s
    models = {each.device_model for each in heard}
    if models <= {None}:
        return heard, source, heard_s
    if models == {source}:
        return heard, source, max(heard_s, heard[-1].time_s)
    own = []
    for each in heard:
        model = each.device_model
        if model is not None:
            if model != source and each.time_s - heard_s <= hold_s:
                continue
            source, heard_s = model, max(heard_s, each.time_s)
        own.append(each)
    return own if len(own) < len(heard) else heard, source, heard_s


def _thin(
    taken: Taken, heard: list[Sighting], settings: HygieneSettings
) -> tuple[list[Sighting], Taken]:
    """Keep so many packets of each radio and step, evenly by RSSI: its mean stays honest."""
    counts, is_flood, most = dict(taken), False, settings.packets_per_step
    for step, radios in _by_step(heard, settings.step_s):
        of_radio = counts[step] = Counter(radios)
        for radio, count in taken.get(step, {}).items():
            of_radio[radio] += count
        is_flood = is_flood or max(of_radio.values()) > most
    if not is_flood:
        return heard, counts
    groups: dict[tuple[int, str], list[Sighting]] = defaultdict(list)
    for each in heard:
        groups[int(each.time_s // settings.step_s), each.radio].append(each)
    for (step, radio), packets in groups.items():
        free = most - (counts[step][radio] - len(packets))
        if len(packets) > free:
            packets.sort(key=attrgetter("rssi_dbm", "time_s"))
            packets[:] = [packets[(2 * i + 1) * len(packets) // (2 * free)] for i in range(free)]
            counts[step] = {**counts[step], radio: most}
    return sorted((each for packets in groups.values() for each in packets), key=_ORDER), counts


def _by_step(heard: Sequence[Sighting], step_s: float) -> Iterator[tuple[int, list[str]]]:
    """Give the radios of the packets of each step; packets are in the order of their times."""
    steps = [each.time_s // step_s for each in heard]
    radios, first = [each.radio for each in heard], 0
    while first < len(heard):
        last = bisect_right(steps, steps[first], lo=first)
        yield int(steps[first]), radios[first:last]
        first = last
