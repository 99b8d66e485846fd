"""Bays given to a partition: typed ends, and what is taken from others for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from floorplans.errors import CallNumberError, PlanReferenceError, ShelvingError
from floorplans.model import BayRun, Plan, Range, RangeKind
from floorplans.shelving.shifting import Fallen, clear
from floorplans.shelving.strips import (
    ORDERED_KINDS,
    Spot,
    faces_by_id,
    free_id,
    list_strip,
    scheme_of,
    write_strip,
)
from floorplans.wording import Wording, worded


@dataclass(frozen=True, slots=True)
class Assigned:
    """A plan with bays given to a range, and the borders that other ranges lost for it."""

    plan: Plan
    range: str
    fallen: tuple[Fallen, ...]


def assign_bays(
    plan: Plan,
    partition: str,
    runs: Sequence[BayRun],
    ends: tuple[str, str],
    checked_on: str,
    kind: RangeKind = "call_number",
) -> Assigned:
    """Give bays to a new range of a partition.

    Parameters
    ----------
    plan : Plan
        The plan.
    partition : str
        Id of the partition.
    runs : sequence of BayRun
        The bays in turn. What else stands on them in an order goes to the bays before it;
        themes, displays and the like stay.
    ends : tuple of str
        The first and the last call number, both included; both empty for all of the partition.
    checked_on : str
        ISO date on which somebody saw that it is true.
    kind : RangeKind
        What tells the order.

    Raises
    ------
    PlanReferenceError
        If there is no such partition or bay.
    ShelvingError
        If there are no bays, or the ends cannot be read or are out of order.
    """
    spots = _list_spots(plan, runs)
    first, last = _read_ends(plan, partition, ends, kind)
    fallen: list[Fallen] = []
    new = plan
    for other in plan.partitions:
        for each_kind in ORDERED_KINDS:
            strip = list_strip(new, other.id, each_kind)
            positions = [
                at for at, bay in enumerate(strip.bays) if bay.pieces and bay.spot in spots
            ]
            if positions:
                cleared = clear(strip, positions)
                fallen += cleared.fallen
                new = write_strip(new, cleared.strip)
    id_ = free_id(
        f"{partition}-{runs[0].face}-{runs[0].first_bay}", (each.id for each in new.ranges)
    )
    made = Range(id_, partition, tuple(runs), first, last, checked_on, kind)
    return Assigned(replace(new, ranges=(*new.ranges, made)), id_, tuple(fallen))


def _list_spots(plan: Plan, runs: Sequence[BayRun]) -> set[Spot]:
    faces = faces_by_id(plan)
    for run in runs:
        bays = [bay.number for bay in faces[run.face].bays] if run.face in faces else []
        if run.first_bay not in bays or run.last_bay not in bays or run.first_bay > run.last_bay:
            raise PlanReferenceError(
                Wording(
                    "no_bays_on",
                    "There are no bays {first} to {last} on {face}; it has {count}.",
                    first=run.first_bay,
                    last=run.last_bay,
                    face=run.face,
                    count=len(bays),
                )
            )
    if not runs:
        raise ShelvingError(Wording("choose_bays_for", "Choose the bays that the partition gets."))
    return {Spot(run.face, bay) for run in runs for bay in range(run.first_bay, run.last_bay + 1)}


def _read_ends(
    plan: Plan, partition: str, ends: tuple[str, str], kind: RangeKind
) -> tuple[str, str]:
    scheme = scheme_of(plan, partition, kind)
    first, last = ends[0].strip(), ends[1].strip()
    if not first and not last:
        return "", ""
    try:
        if scheme.parse(first).key > scheme.end_key(last):
            raise ShelvingError(
                Wording(
                    "ends_order",
                    '"{first}" stands after "{last}"; exchange them.',
                    first=first,
                    last=last,
                )
            )
    except CallNumberError as error:
        raise ShelvingError(worded(error)) from error
    return first, last
