"""What each run of bays holds: the ranges of a plan, run by run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from floorplans.model import BayRun, Plan, Range


@dataclass(frozen=True, slots=True)
class Holding:
    """The part of a range on one of its runs; ``first`` and ``last`` are its ends."""

    range: Range
    run: BayRun
    first: str
    last: str


def list_holdings(each: Range) -> tuple[Holding, ...]:
    """Give the parts of a range, run by run.

    Where the first item of each bay is known, a run ends where the next one begins; else
    every run may hold all of the range.

    Examples
    --------
    >>> runs = (BayRun("1A", 1, 2), BayRun("2A", 1, 1))
    >>> seen = ("84.2 AAL", "84.2 HUO", "84.2 LIN")
    >>> parts = list_holdings(Range("r", "p", runs, "84.2 AAL", "84.2 ÖST", "", bay_firsts=seen))
    >>> [(part.run.face, part.first, part.last) for part in parts]
    [('1A', '84.2 AAL', '84.2 LIN'), ('2A', '84.2 LIN', '84.2 ÖST')]
    """
    firsts = [_first_seen(seen) for seen in split_bay_firsts(each)]
    if not firsts or not all(firsts):
        return tuple(Holding(each, run, each.first, each.last) for run in each.runs)
    starts = [each.first, *firsts[1:]]
    ends = [*firsts[1:], each.last]
    return tuple(
        Holding(each, run, first, last)
        for run, first, last in zip(each.runs, starts, ends, strict=True)
    )


def holdings_by_face(plan: Plan) -> dict[str, tuple[Holding, ...]]:
    """Give what each face holds by the face's id, from the first bay on."""
    found: dict[str, list[Holding]] = defaultdict(list)
    for each in plan.ranges:
        for holding in list_holdings(each):
            found[holding.run.face].append(holding)
    return {
        face: tuple(sorted(holdings, key=lambda holding: holding.run.first_bay))
        for face, holdings in found.items()
    }


def stands_on(each: Range, on: str) -> bool:
    """Tell whether a range stands on an ISO date; with none, whether it always does.

    Examples
    --------
    >>> shown = Range("r", "p", (), "", "", "", kind="display", ends_on="2026-12-01")
    >>> stands_on(shown, "2026-12-01"), stands_on(shown, "2026-12-02"), stands_on(shown, "")
    (True, False, False)
    """
    if not on:
        return not (each.starts_on or each.ends_on)
    return each.starts_on <= on and (not each.ends_on or on <= each.ends_on)


def split_bay_firsts(each: Range) -> Iterator[tuple[str, ...]]:
    """Give the first items of the bays of each run; empty texts where they are not known."""
    start = 0
    for run in each.runs:
        bays = max(run.last_bay - run.first_bay + 1, 0)
        known = each.bay_firsts[start : start + bays]
        yield known + ("",) * (bays - len(known))
        start += bays


def _first_seen(seen: tuple[str, ...]) -> str:
    return next((first for first in seen if first), "")
