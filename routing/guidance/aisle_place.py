"""Which aisle somebody is in, as seen from the face that they look for.

Aisles are counted across the rows of parallel shelves: 0 is the one in front of the face, 1 the
next one that its front looks to, -1 the one behind its shelf.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from floorplans.errors import PlanReferenceError
from floorplans.geometry import bay_spot
from floorplans.model import Plan, Shelf
from floorplans.shelving import Place

WIDEST_M = 2.5
PARALLEL_DEG = 10.0
SAME_ROW_M = 0.5
NARROWEST_M = 0.6
ROOM_M = 0.6
"""People keep this far from the shelves of an aisle that is wide enough."""

ENTERED_M = 0.7
"""Who is in an aisle is at least this far between its shelves."""


@dataclass(frozen=True, slots=True)
class Row:
    """A shelf beside the sought one, in the directions of the sought face.

    ``from_m`` and ``to_m`` are its ends along the face, ``out_m`` is how far its middle is out
    in front of the face, ``half_m`` half its depth.
    """

    from_m: float
    to_m: float
    out_m: float
    half_m: float

    @property
    def near_m(self) -> float:
        """How far out its nearer face is."""
        return self.out_m - self.half_m

    @property
    def far_m(self) -> float:
        """How far out its farther face is."""
        return self.out_m + self.half_m


@dataclass(frozen=True, slots=True)
class Strip:
    """Where people walk in an aisle, in the directions of the sought face."""

    aisle: int
    from_m: float
    to_m: float
    near_m: float
    far_m: float

    def away_m(self, along_m: float, out_m: float) -> float:
        """How far a point is from it."""
        return math.hypot(
            max(self.from_m - along_m, 0.0, along_m - self.to_m),
            max(self.near_m - out_m, 0.0, out_m - self.far_m),
        )


@dataclass(frozen=True, slots=True)
class GoalAisle:
    """The aisle in front of a sought face.

    Attributes
    ----------
    level : str
        Level id.
    x_m, y_m : float
        Middle of the sought bays, on the face.
    along_x, along_y : float
        Unit vector along the face, to the right of who faces it.
    run_m : float
        Half the length of the sought bays.
    bay_m : float
        Width of one bay.
    width_m : float
        How far the aisle reaches out from the face.
    rows : tuple of Row
        All parallel shelves that stand in line with it, the sought one first.
    strips : tuple of Strip
        Where people walk between those.
    """

    level: str
    x_m: float
    y_m: float
    along_x: float
    along_y: float
    run_m: float
    bay_m: float
    width_m: float = WIDEST_M
    rows: tuple[Row, ...] = ()
    strips: tuple[Strip, ...] = ()

    def offset_m(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Give how far right of the sought bays' middle a point is, and how far out."""
        east_m, north_m = x_m - self.x_m, y_m - self.y_m
        return (
            east_m * self.along_x + north_m * self.along_y,
            east_m * self.along_y - north_m * self.along_x,
        )

    def beyond_m(self, x_m: float, y_m: float) -> float:
        """Tell how far beyond the ends of the sought bays a point is, along the face."""
        return max(0.0, abs(self.offset_m(x_m, y_m)[0]) - self.run_m)

    def find_aisle(self, x_m: float, y_m: float, entered_m: float = 0.0) -> int | None:
        """Find which aisle a point of the level is in.

        Parameters
        ----------
        x_m, y_m : float
            The point.
        entered_m : float
            How far within the ends of the shelves one has to be, metres.

        Returns
        -------
        int or None
            0 in front of the face, positive beyond; None beside all of these shelves.
        """
        along_m, out_m = self.offset_m(x_m, y_m)
        beside = [
            row for row in self.rows if row.from_m + entered_m < along_m < row.to_m - entered_m
        ]
        if not any(abs(row.out_m - out_m) - row.half_m < WIDEST_M for row in beside):
            return None
        sought = self.rows[0].out_m
        if out_m > sought:
            return _count(row.out_m for row in beside if sought + SAME_ROW_M < row.out_m < out_m)
        return -1 - _count(row.out_m for row in beside if out_m < row.out_m < sought - SAME_ROW_M)

    def away_m(self, x_m: float, y_m: float) -> dict[int, float]:
        """Tell how far a point is from each aisle, through whatever stands between."""
        offset_m = self.offset_m(x_m, y_m)
        found: dict[int, float] = {}
        for strip in self.strips:
            found[strip.aisle] = min(found.get(strip.aisle, math.inf), strip.away_m(*offset_m))
        return found

    def count_to(self, aisle: int) -> int:
        """Count the aisles that one goes over from another one to the right one.

        Between shelves back to back there is none.
        """
        numbers = {strip.aisle for strip in self.strips}
        return sum(0 < number * aisle <= aisle * aisle for number in numbers)

    def is_in_line(self, x_m: float, y_m: float) -> bool:
        """Tell whether a point is between the face and what is across, or in line with that."""
        return 0.0 <= self.offset_m(x_m, y_m)[1] <= self.width_m

    def is_within_one_bay(self, x_m: float, y_m: float, slack_m: float = 0.0) -> bool:
        """Tell whether a point is in the right aisle and within one bay of what is sought."""
        is_near = self.beyond_m(x_m, y_m) <= self.bay_m + slack_m
        return is_near and self.is_in_line(x_m, y_m)


def find_goal_aisle(plan: Plan, place: Place) -> GoalAisle | None:
    """Find the aisle in front of a place.

    Returns
    -------
    GoalAisle or None
        None where there are no aisles to count: at round, curved, corner and mobile shelves,
        and for what is not fetched from the shelf by oneself.
    """
    shelf = next((each for each in plan.shelves if each.id == place.shelf), None)
    face = next((each for each in shelf.faces if each.id == place.face), None) if shelf else None
    if shelf is None or face is None or not _has_aisle(shelf) or place.kind == "closed":
        return None
    try:
        first = bay_spot(shelf, face, place.first_bay, 0.0)
        last = bay_spot(shelf, face, place.last_bay, 0.0)
    except PlanReferenceError:
        return None
    bay_m = sum(bay.width_m for bay in face.bays) / len(face.bays)
    # To the right of who faces the face, which looks the other way.
    right = math.radians(first[2] - 90.0)
    aisle = GoalAisle(
        level=shelf.level,
        x_m=(first[0] + last[0]) / 2,
        y_m=(first[1] + last[1]) / 2,
        along_x=math.cos(right),
        along_y=math.sin(right),
        run_m=(math.dist(first[:2], last[:2]) + bay_m) / 2,
        bay_m=bay_m,
    )
    own = _row(aisle, shelf)
    rows = (own, *_rows_beside(aisle, plan, shelf, own))
    across_m = [row.near_m for row in rows[1:] if row.out_m > 0.0]
    width_m = min([WIDEST_M, *across_m])
    return replace(aisle, width_m=width_m, rows=rows, strips=tuple(_strips(rows)))


def _strips(rows: Sequence[Row]) -> Iterator[Strip]:
    """Give where people walk between rows, and beside them where they are far apart."""
    lines = _lines(rows)
    first = -1 - sum(line.out_m < rows[0].out_m - SAME_ROW_M for line in lines)
    for aisle, (line, following) in enumerate(pairwise((None, *lines, None)), first):
        if line and following and following.near_m - line.far_m <= WIDEST_M:
            if following.near_m - line.far_m >= NARROWEST_M:
                from_m, to_m = max(line.from_m, following.from_m), min(line.to_m, following.to_m)
                yield _strip(aisle, from_m, to_m, line.far_m, following.near_m)
            continue
        if line:
            yield _strip(aisle, line.from_m, line.to_m, line.far_m, line.far_m + WIDEST_M)
        if following:
            near_m = following.near_m
            yield _strip(aisle, following.from_m, following.to_m, near_m - WIDEST_M, near_m)


def _strip(aisle: int, from_m: float, to_m: float, near_m: float, far_m: float) -> Strip:
    # Who is beyond the end of the right aisle has passed what she looks for, and is in no other.
    along_m = _within(from_m, to_m, ENTERED_M) if aisle else (-math.inf, math.inf)
    across_m = _within(near_m, far_m, ROOM_M)
    return Strip(aisle, *along_m, *across_m)


def _lines(rows: Sequence[Row]) -> list[Row]:
    """Join rows that are nearly as far out, nearest first."""
    lines: list[Row] = []
    for row in sorted(rows, key=lambda each: each.out_m):
        if lines and row.out_m - lines[-1].out_m <= SAME_ROW_M:
            last = lines.pop()
            ends_m = min(last.from_m, row.from_m), max(last.to_m, row.to_m)
            row = replace(last, from_m=ends_m[0], to_m=ends_m[1])
        lines.append(row)
    return lines


def _within(from_m: float, to_m: float, margin_m: float) -> tuple[float, float]:
    """Take a margin off both ends, and leave the middle at least."""
    middle_m = (from_m + to_m) / 2
    return min(from_m + margin_m, middle_m), max(to_m - margin_m, middle_m)


def _rows_beside(aisle: GoalAisle, plan: Plan, sought: Shelf, own: Row) -> Iterator[Row]:
    """Give the parallel shelves that stand in line with the sought one, at least by half."""
    for shelf in plan.shelves:
        if shelf.level != sought.level or shelf.id == sought.id or not _has_aisle(shelf):
            continue
        off_deg = (shelf.angle_deg - sought.angle_deg) % 180.0
        row = _row(aisle, shelf)
        shared_m = min(own.to_m, row.to_m) - max(own.from_m, row.from_m)
        shorter_m = min(own.to_m - own.from_m, row.to_m - row.from_m)
        if min(off_deg, 180.0 - off_deg) <= PARALLEL_DEG and shared_m >= shorter_m / 2:
            yield row


def _row(aisle: GoalAisle, shelf: Shelf) -> Row:
    along_m, out_m = aisle.offset_m(shelf.x_m, shelf.y_m)
    half_m = shelf.length_m / 2
    return Row(along_m - half_m, along_m + half_m, out_m, shelf.depth_m / 2)


def _has_aisle(shelf: Shelf) -> bool:
    return shelf.shape == "straight" and shelf.mounting != "mobile"


def _count(outs_m: Iterator[float]) -> int:
    """Count rows; shelves whose middles are nearly as far out are one."""
    count, last_m = 0, -math.inf
    for out_m in sorted(outs_m):
        if out_m - last_m > SAME_ROW_M:
            count += 1
            last_m = out_m
    return count
