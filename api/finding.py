"""Where something stands and how to get there, for the API and the pages alike."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from api.branches import Branch
from api.live.positions import Position
from api.printable import check_call_number, printable
from api.problems import ProblemError
from api.today import local_at, today_at
from floorplans.closures import closed_at
from floorplans.model import Kiosk, LocatorPoint, PointKind, PointOfInterest
from floorplans.shelving import Place, locate
from floorplans.shelving.places import best_answer
from routing.directions.steps import describe
from routing.errors import NoRouteError, OffTheMapError
from routing.model import Profile, Route, Spot, Step
from routing.profiles import MANNERS
from routing.search import FARTHEST_M, GOAL_SNAP_M, settle

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class Positions(Protocol):
    """Where subjects are at this moment; the live service is one."""

    def find_position(self, branch_id: str, subject: str) -> Position | None:
        """Find a subject's position; ``None`` when it has none that is recent."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """A route with its steps, and the place it leads to if it leads to a shelf.

    ``others`` are places that may hold what is sought as well; ``start_moved_m`` is how far the
    route begins from where one said to be, because nobody can stand there.
    """

    route: Route
    steps: tuple[Step, ...]
    place: Place | None = None
    others: tuple[Place, ...] = ()
    start_moved_m: float = 0.0


def find_places(
    branch: Branch,
    callno: str,
    partition: str | None = None,
    *,
    title: str = "",
    on: date | None = None,
) -> tuple[Place, ...]:
    """Find the shelves that hold a call number.

    Parameters
    ----------
    branch : Branch
        Where to look.
    callno : str
        Call number, with or without a partition's prefix.
    partition : str, optional
        Id of the partition; all are looked at where it is missing or empty.
    title : str
        The title, for partitions that are in the order of titles.
    on : date, optional
        The day for which displays count; today in the branch if not given.

    Returns
    -------
    tuple of Place
        Best first; empty when no range holds it.

    Raises
    ------
    ProblemError
        "unknown-partition" if the branch has no such partition.
    CallNumberError
        If the text is not a call number of the branch's scheme.
    """
    check_call_number(callno)
    known = [each.id for each in branch.plan.partitions]
    if partition and partition not in known:
        detail = f'"{branch.id}" has no partition "{partition}"; its partitions: '
        raise ProblemError("unknown-partition", f"{detail}{', '.join(known)}.", "partition")
    day = on or today_at(branch.plan)
    named = printable(title) or None
    return locate(branch.shelves, callno, partition or None, title=named, on=day)


def get_places(
    branch: Branch,
    callno: str,
    partition: str | None = None,
    *,
    title: str = "",
    on: date | None = None,
) -> tuple[Place, ...]:
    """Get the shelves that hold a call number, best first; see `find_places`.

    Raises
    ------
    ProblemError
        "no-place" if no range of the plan holds it, else as `find_places`.
    CallNumberError
        If the text is not a call number of the branch's scheme.
    """
    places = find_places(branch, callno, partition, title=title, on=on)
    if not places:
        detail = f'No shelf on the map of "{branch.id}" holds {callno}; ask the staff.'
        raise ProblemError("no-place", detail, "callno")
    return places


def find_place(
    branch: Branch, callno: str, partition: str | None = None, *, title: str = ""
) -> Place:
    """Find the best shelf for a call number; see `get_places`."""
    return get_places(branch, callno, partition, title=title)[0]


def resolve_start(branch: Branch, text: str, positions: Positions) -> Spot:
    """Find where somebody stands.

    Parameters
    ----------
    branch : Branch
        The branch that the spot must be in.
    text : str
        ``kiosk:ID``, ``point:ID``, ``subject:ID`` or ``LEVEL,X,Y`` with metres.
    positions : Positions
        Where subjects are.

    Raises
    ------
    ProblemError
        If the text has another shape, or names something that the branch does not have.
    """
    kind, colon, name = text.partition(":")
    if colon and kind == "subject":
        return _spot_of_subject(branch, name, positions)
    return parse_spot(branch, text, "from")


def parse_spot(branch: Branch, text: str, field: str) -> Spot:
    """Read ``kiosk:ID``, ``point:ID`` or ``LEVEL,X,Y``; problems name it by ``field``.

    Raises
    ------
    ProblemError
        "invalid-request" if the text has another shape, "unknown-level", "unknown-kiosk" or
        "unknown-point" if the branch has no such thing, "off-the-map" if no building reaches
        that far.
    """
    kind, colon, name = text.partition(":")
    if colon and kind == "kiosk":
        return _spot_of_kiosk(branch, name, field)
    if colon and kind == "point":
        return _spot_of_point(branch, name, field)
    level, *numbers = (part.strip() for part in text.rsplit(",", 2))
    x_m = y_m = math.nan
    if len(numbers) == 2 and all(NUMBER.fullmatch(each) for each in numbers):
        x_m, y_m = map(float, numbers)
    if not (math.isfinite(x_m) and math.isfinite(y_m)):
        detail = (
            f'"{text}" is no place; expected LEVEL,X,Y with metres, such as '
            f'"{branch.plan.levels[0].id},12.5,8.0"'
        )
        names = ", point:ID or subject:ID" if field == "from" else " or point:ID"
        raise ProblemError("invalid-request", f"{detail}, or kiosk:ID{names}.", field)
    branch.check_level(level, field)
    if max(abs(x_m), abs(y_m)) > FARTHEST_M:
        raise ProblemError("off-the-map", f'"{text}" is off the map of "{branch.id}".', field)
    return Spot(level, x_m, y_m)


def find_goals(
    branch: Branch,
    callno: str | None,
    partition: str | None,
    to: str | None,
    *,
    title: str = "",
    at: datetime | None = None,
) -> tuple[Place | Spot, ...]:
    """Find where a way leads: the shelves of a call number, best first, or the spot ``to``.

    ``at`` is when, on the clocks of the branch; now if not given.

    Raises
    ------
    ProblemError
        "invalid-request" if it is neither or both, else as `get_places` and `parse_spot`.
    OffTheClockError
        If the branch's clocks cannot show ``at``.
    CallNumberError
        If the text is not a call number of the branch's scheme.
    """
    if callno and to:
        detail = "Give either a call number (callno) or a spot (to), not both."
        raise ProblemError("invalid-request", detail, "to")
    if to:
        return (parse_spot(branch, to, "to"),)
    if callno:
        day = local_at(branch.plan, at).date()
        return get_places(branch, callno, partition, title=title, on=day)
    detail = "Say where to: a call number (callno) or a spot (to=LEVEL,X,Y)."
    raise ProblemError("invalid-request", detail, "callno")


def check_spots(branch: Branch, goals: Sequence[Place | Spot]) -> None:
    """Check that somebody can stand near each spot, were nothing closed.

    Raises
    ------
    OffTheMapError
        If nobody can.
    """
    for goal in goals:
        if isinstance(goal, Spot):
            try:
                settle(branch.graph, goal, GOAL_SNAP_M, "goal")
            except OffTheMapError:
                settle(branch.graph.by("staff"), goal, GOAL_SNAP_M, "goal")


def plan_way(
    branch: Branch,
    start: Spot,
    goal: Place | Spot,
    profile: Profile = "walk",
    at: datetime | None = None,
) -> Guidance:
    """Find the shortest way and describe it; see `plan_best_way`."""
    return plan_best_way(branch, start, (goal,), profile, at)


def plan_best_way(
    branch: Branch,
    start: Spot,
    goals: Sequence[Place | Spot],
    profile: Profile = "walk",
    at: datetime | None = None,
    *,
    title: str = "",
) -> Guidance:
    """Find the shortest way to the best of several goals that can be reached, and describe it.

    Places that are as likely as the first are one goal, of which the nearest is taken; less
    likely ones follow where no way leads to it. To a closed stack the way ends at a desk, for
    all but the staff.

    Parameters
    ----------
    branch : Branch
        The branch.
    start : Spot
        Where one is.
    goals : sequence of Place or Spot
        Where to, best first; at least one.
    profile : Profile
        How one moves.
    at : datetime, optional
        When, on the clocks of the branch; now if not given.
    title : str
        What is sought, for the last step to name.

    Raises
    ------
    NoRouteError
        If nothing leads to any goal at the time, with the reason for the first; or if there is
        no desk for a closed stack.
    OffTheMapError
        If the start or the goal is not on a level's floor.
    """
    closed = closed_at(branch.plan, local_at(branch.plan, at))
    title = printable(title)
    for choice in _choices(goals):
        try:
            spots = tuple(_end_of(branch, goal, start, profile) for goal in choice)
            best, route = branch.ways.find(start, spots, profile, closed, explains=False)
        except (NoRouteError, OffTheMapError):
            continue
        place, begin = choice[best], (route.start.x_m, route.start.y_m)
        moved_m = math.dist((start.x_m, start.y_m), begin)
        if isinstance(place, Spot):
            steps = describe(route, branch.guide, None)
            return Guidance(route, steps, start_moved_m=moved_m)
        told = None if is_fetched(place, profile) else place
        others = tuple(each for each in goals if isinstance(each, Place) and each != place)
        steps = describe(route, branch.guide, told, title)
        return Guidance(route, steps, place, others, moved_m)
    # Why is found out for the most likely goal alone, as that takes as long as several routes.
    spots = tuple(_end_of(branch, goal, start, profile) for goal in next(_choices(goals)))
    branch.ways.find(start, spots, profile, closed)
    raise NoRouteError("There is no goal to go to.")


def _choices(goals: Sequence[Place | Spot]) -> Iterator[Sequence[Place | Spot]]:
    """Give goals in turn, those that are as likely together."""
    places = tuple(each for each in goals if isinstance(each, Place))
    first = best_answer(places)
    yield first or goals
    yield from ((place,) for place in places if place not in first)


def is_fetched(place: Place, profile: Profile) -> bool:
    """Tell whether the staff fetches what stands at a place, so that one goes to a desk."""
    return place.kind == "closed" and not MANNERS[profile].is_staff


def _end_of(branch: Branch, goal: Place | Spot, start: Spot, profile: Profile) -> Spot:
    if isinstance(goal, Spot) or not is_fetched(goal, profile):
        return spot_of(goal)
    desk = find_nearby(branch, "service_desk", start.level)
    if desk is None:
        raise NoRouteError(f"The map has no service desk to ask at for {goal.call_number}.")
    return Spot(desk.level, desk.x_m, desk.y_m)


def find_nearby(branch: Branch, kind: PointKind, level: str) -> PointOfInterest | None:
    """Find a point of interest of a kind, on a level if that has one."""
    points = [each for each in branch.plan.points_of_interest if each.kind == kind]
    return min(points, key=lambda each: each.level != level, default=None)


def spot_of(goal: Place | Spot) -> Spot:
    """Give where one stands in front of a place."""
    if isinstance(goal, Spot):
        return goal
    return Spot(goal.level, goal.x_m, goal.y_m, goal.facing_deg)


def _spot_of_kiosk(branch: Branch, kiosk_id: str, field: str) -> Spot:
    for kiosk in branch.plan.kiosks:
        if kiosk.id == kiosk_id:
            return _standing_at(kiosk)
    known = ", ".join(each.id for each in branch.plan.kiosks) or "none"
    detail = f'"{branch.id}" has no kiosk "{kiosk_id}"; its kiosks: {known}.'
    raise ProblemError("unknown-kiosk", detail, field)


def _spot_of_point(branch: Branch, point_id: str, field: str) -> Spot:
    for point in branch.plan.locator_points:
        if point.id == point_id:
            return _standing_at(point)
    detail = f'"{branch.id}" has no locator point "{point_id}"; the label may be an old one.'
    if not point_id and branch.plan.locator_points:
        example = branch.plan.locator_points[0].id
        detail = f'"point:" names no label; write what is on one, such as point:{example}.'
    raise ProblemError("unknown-point", detail, field)


def _spot_of_subject(branch: Branch, subject: str, positions: Positions) -> Spot:
    position = positions.find_position(branch.id, subject)
    if position is None:
        detail = f'Nothing was heard of "{subject}" lately; scan a label or name a place instead.'
        raise ProblemError("unknown-subject", detail, "from")
    return Spot(position.level, position.x_m, position.y_m, position.heading_deg)


def _standing_at(thing: Kiosk | LocatorPoint) -> Spot:
    return Spot(thing.level, thing.x_m, thing.y_m, thing.heading_deg)
