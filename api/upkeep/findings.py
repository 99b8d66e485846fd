"""What is wrong with a plan that nobody is told of: stale ranges and bays nobody reaches.

The walk through a plan takes seconds where there are many shelves, so it is done once for each
version, in a thread of its own; meanwhile there is no answer.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.branches import Branch
from floorplans.checks.survey import Survey
from floorplans.geometry import bay_spot
from floorplans.model import Face, Plan, Range, Shelf
from routing.model import Spot

STALE_AFTER = timedelta(days=183)
WALK_S_PER_BAY = 15.0
"""Forty bays in ten minutes."""

STAND_OFF_M = 0.4


@dataclass(frozen=True, slots=True)
class Stale:
    """Bays of a partition that nobody has checked for half a year; ``oldest`` may be empty.

    ``face`` is where to begin.
    """

    partition: str
    bays: int
    oldest: str
    face: str
    at: Spot

    @property
    def minutes(self) -> int:
        """How long it takes to walk along them."""
        return max(1, round(self.bays * WALK_S_PER_BAY / 60))


@dataclass(frozen=True, slots=True)
class Unreached:
    """Bays of a face in front of which nobody can stand."""

    shelf: str
    shelf_number: str
    face: str
    bays: int
    at: Spot


def list_stale(plan: Plan, today: date) -> tuple[Stale, ...]:
    """List what nobody has checked for half a year, most bays first."""
    border = (today - STALE_AFTER).isoformat()
    faces = _faces(plan)
    groups: defaultdict[str, list[Range]] = defaultdict(list)
    for each in plan.ranges:
        if each.checked_on < border and each.kind not in ("display", "trolley"):
            groups[each.partition].append(each)
    found = []
    for partition, ranges in groups.items():
        oldest = min(ranges, key=lambda each: (each.checked_on, each.id))
        bays = {
            (run.face, bay)
            for each in ranges
            for run in each.runs
            for bay in range(run.first_bay, run.last_bay + 1)
        }
        spot = _spot_of(faces, oldest.runs[0].face, oldest.runs[0].first_bay)
        if spot:
            found.append(Stale(partition, len(bays), oldest.checked_on, oldest.runs[0].face, spot))
    return tuple(sorted(found, key=lambda each: (-each.bays, each.partition)))


def list_unreached(plan: Plan) -> tuple[Unreached, ...]:
    """List the faces with bays that patrons cannot get to; slow for a large plan."""
    faces = _faces(plan)
    found = []
    for face, bays in Survey(plan).missed.items():
        spot = _spot_of(faces, face, min(bays))
        if spot:
            found.append(Unreached(faces[face][0].id, faces[face][0].number, face, len(bays), spot))
    return tuple(found)


@dataclass(slots=True)
class Reaching:
    """Keeps for each branch which bays nobody reaches in its version."""

    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="reach")
    )
    _walks: dict[str, tuple[str, Future[tuple[Unreached, ...]]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, branch: Branch) -> tuple[Unreached, ...] | None:
        """Give what nobody reaches; ``None`` while that is being worked out."""
        with self._lock:
            version, walk = self._walks.get(branch.id, ("", None))
            if walk is None or version != branch.version:
                walk = self._pool.submit(list_unreached, branch.plan)
                self._walks[branch.id] = branch.version, walk
        return walk.result() if walk.done() else None

    def close(self) -> None:
        """Begin no more walks."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _faces(plan: Plan) -> Mapping[str, tuple[Shelf, Face]]:
    return {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}


def _spot_of(faces: Mapping[str, tuple[Shelf, Face]], face_id: str, bay: int) -> Spot | None:
    """Give where one stands in front of a bay; ``None`` where the plan has no such bay."""
    if face_id not in faces:
        return None
    shelf, face = faces[face_id]
    if all(each.number != bay for each in face.bays):
        return None
    x_m, y_m, _ = bay_spot(shelf, face, bay, STAND_OFF_M)
    return Spot(shelf.level, x_m, y_m)
