"""What a walk leaves of the ranges that it only partly saw.

The bays that were not walked keep what they held, with the day on which somebody saw them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from floorplans.callnumbers.base import Scheme
from floorplans.errors import CallNumberError
from floorplans.holding import split_bay_firsts
from floorplans.model import BayRun, Range

Spot = tuple[str, int]
"""A face and the number of one of its bays."""


class _Bay(NamedTuple):
    """One bay of a range; ``first`` is empty where it was empty, or nobody has looked."""

    run: BayRun
    number: int
    first: str

    @property
    def spot(self) -> Spot:
        return self.run.face, self.number


@dataclass(frozen=True, slots=True)
class Remains:
    """What a walk leaves of one range.

    Attributes
    ----------
    kept : tuple[Range, ...]
        The range on the bays that were not walked, cut where walked bays begin; the first one
        keeps its id, the others have it too until they get their own.
    tails : mapping of Spot to tuple[BayRun, ...]
        For a walked bay the bays behind it that were not, where nobody knows which of them
        what stands behind its first item is on; they go into one range with it.
    """

    kept: tuple[Range, ...]
    tails: Mapping[Spot, tuple[BayRun, ...]]


def cut_range(
    each: Range, seen: Mapping[Spot, str], scheme: Scheme, behind: Collection[Spot] = ()
) -> Remains:
    """Take the bays that were walked out of a range.

    Parameters
    ----------
    each : Range
        The range.
    seen : mapping of Spot to str
        The first items of the bays that were walked, empty for empty ones.
    scheme : Scheme
        What orders the range.
    behind : collection of Spot, optional
        Empty bays that belong to a walked bay before them; see `find_behind`. Other empty ones
        stay with the range.

    Examples
    --------
    >>> from floorplans.callnumbers.registry import get_scheme
    >>> old = Range("r", "p", (BayRun("1A", 1, 4),), "84.2 AAL", "84.2 ÖST", "2026-03-02")
    >>> left = cut_range(old, {("1A", 3): "84.2 KOS"}, get_scheme("ykl"))
    >>> [(kept.runs[0].last_bay, kept.first, kept.last) for kept in left.kept]
    [(2, '84.2 AAL', '84.2 KOS')]
    >>> left.tails
    {('1A', 3): (BayRun(face='1A', first_bay=4, last_bay=4, first_board=None, last_board=None),)}
    """
    bays = [
        _Bay(run, number, "" if seen.get((run.face, number)) == "" else first)
        for run, firsts in zip(each.runs, split_bay_firsts(each), strict=True)
        for number, first in enumerate(firsts, run.first_bay)
    ]
    exact = any(each.bay_firsts)
    kept: list[Range] = []
    tails: dict[Spot, tuple[BayRun, ...]] = {}
    walked: Spot | None = None
    for stretch in _part(bays, seen, behind):
        spot = stretch[0].spot
        if seen.get(spot):
            walked = spot
        elif spot in behind:
            continue
        elif walked is not None and not exact:
            more = join_bays((bay.run, bay.number) for bay in stretch)
            tails[walked] = (*tails.get(walked, ()), *more)
        else:
            kept.append(_keep(each, bays, stretch, seen, scheme))
    return Remains(tuple(kept), tails)


def find_behind(ranges: Iterable[Range], seen: Mapping[Spot, str]) -> frozenset[Spot]:
    """Find the empty bays that follow walked ones: seen on the walk, or known from before."""
    known = {
        (run.face, bay): first
        for each in ranges
        if any(each.bay_firsts)
        for run, firsts in zip(each.runs, split_bay_firsts(each), strict=True)
        for bay, first in enumerate(firsts, run.first_bay)
    }
    now = {**known, **seen}
    found = set()
    for face, bay in (spot for spot, first in seen.items() if first):
        number = bay + 1
        while now.get((face, number)) == "":
            found.add((face, number))
            number += 1
    return frozenset(found)


def join_bays(bays: Iterable[tuple[BayRun, int]]) -> tuple[BayRun, ...]:
    """Join bays in turn into runs; each is told with the run that it is of, for its boards."""
    runs: list[BayRun] = []
    for run, number in bays:
        here = replace(run, first_bay=number, last_bay=number)
        if runs and replace(here, first_bay=runs[-1].first_bay, last_bay=number - 1) == runs[-1]:
            runs[-1] = replace(runs[-1], last_bay=number)
        else:
            runs.append(here)
    return tuple(runs)


def _part(
    bays: Sequence[_Bay], seen: Mapping[Spot, str], behind: Collection[Spot]
) -> Iterator[list[_Bay]]:
    """Part the bays of a range: each walked one by itself, the others while they follow."""
    stretch: list[_Bay] = []
    for bay in bays:
        if seen.get(bay.spot) or bay.spot in behind:
            if stretch:
                yield stretch
            yield [bay]
            stretch = []
        else:
            stretch.append(bay)
    if stretch:
        yield stretch


def _keep(
    each: Range,
    bays: Sequence[_Bay],
    stretch: Sequence[_Bay],
    seen: Mapping[Spot, str],
    scheme: Scheme,
) -> Range:
    """Make the range of a stretch of bays that nobody walked."""
    begins = bays.index(stretch[0])
    ends = begins + len(stretch)
    known = next((bay.first for bay in stretch if bay.first), "")
    before = [bay.first for bay in bays[:begins] if bay.first]
    first = each.first if begins == 0 else known or (before or [each.first])[-1]
    following = [bay.first for bay in bays[ends:] if bay.first]
    last = following[0] if following else each.last
    now = [seen[bay.spot] for bay in bays[ends:] if seen.get(bay.spot)]
    at_least = [bay.first for bay in stretch if bay.first] or [first]
    if now and _in_order(scheme, at_least[-1], now[0]):
        last = now[0]
    return replace(
        each,
        runs=join_bays((bay.run, bay.number) for bay in stretch),
        first=first,
        last=last,
        bay_firsts=tuple(bay.first for bay in stretch) if known else (),
    )


def _in_order(scheme: Scheme, one: str, other: str) -> bool:
    try:
        return bool(scheme.parse(one).key <= scheme.parse(other).key)
    except CallNumberError:
        return False


def move_border(before: Range, first: str, scheme: Scheme, *, until: str) -> Range:
    """Let the range before what was walked end where that now begins.

    Parameters
    ----------
    before : Range
        The range that was before.
    first : str
        What was seen first behind it.
    scheme : Scheme
        What orders both.
    until : str
        What was first behind it until now: what stood between that and ``first`` is before
        the border now, where the border has gone on.
    """
    inside = [text for text in (before.first, *before.bay_firsts) if text][-1:]
    if not inside or not _in_order(scheme, inside[0], first):
        return before
    cuts = not _in_order(scheme, before.last, first)
    widens = not _in_order(scheme, first, until) and _in_order(scheme, before.last, until)
    return replace(before, last=first) if cuts or widens else before
