"""A tour that fetches a list of call numbers: where each stands, and in which order to go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

import numpy as np

from api.branches import Branch
from api.finding import spot_of
from api.pick_lists import Entry
from api.today import local_at
from floorplans.closures import Closed, closed_at
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.shelving import Place, locate
from floorplans.shelving.locate import split_call_number
from floorplans.shelving.places import best_answer
from routing.errors import NoRouteError, OffTheMapError
from routing.model import NoWay, Profile, Route, Spot
from routing.profiles import MANNERS
from routing.tours.tour import MOST_STOPS, Tour, plan_tour

MOST_TRIES = 3
"""How many places of a call number are tried where no way leads to the first."""

MOST_EXPLAINED = 50
"""So often it is looked for what is in the way, as that takes some routes each time."""

LONGEST_CALL_NUMBER = 200
"""More signs are no call number of any library."""

Reason = Literal[
    "call-number", "controls", "partition", "no-place", "closed-stack", "off-the-map", "no-way"
]


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to fetch, its place, and other places where it may be as well."""

    entry: Entry
    place: Place
    others: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PickStop:
    """A bay with what to fetch there in shelf order, and the way to it; ``None`` at the first."""

    picks: tuple[Pick, ...]
    route: Route | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Something that is not fetched on the tour; ``why`` says more where no way leads to it."""

    entry: Entry
    reason: Reason
    why: NoWay | None = None


@dataclass(frozen=True, slots=True)
class PickTour:
    """Bays in the order to visit them, the way on to the end, and what is not fetched.

    ``start_moved_m`` is how far the start was from where one can stand.
    """

    profile: Profile
    stops: tuple[PickStop, ...]
    last: Route | None
    apart: tuple[Apart, ...]
    length_m: float
    cost_m: float
    start_moved_m: float


@dataclass(frozen=True, slots=True)
class Trip:
    """Where a tour starts and ends, how one moves, and when."""

    start: Spot | None = None
    end: Spot | None = None
    profile: Profile = "walk"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An entry, the places that may hold it, best first, and which of them is gone to."""

    entry: Entry
    places: tuple[Place, ...]
    choice: int = 0

    @property
    def place(self) -> Place:
        return self.places[self.choice]

    @property
    def equals(self) -> range:
        """The choices from this one on that are as likely."""
        return range(self.choice, self.choice + len(best_answer(self.places[self.choice :])))


def plan_picks(
    branch: Branch, entries: Sequence[Entry], trip: Trip, draw: np.random.Generator
) -> PickTour:
    """Plan a tour that fetches what a list asks for.

    Of the places that may hold something, one of the most likely to which a way leads is gone to,
    that which makes the tour shortest. What is in closed stacks is fetched by staff only.

    Parameters
    ----------
    branch : Branch
        Where.
    entries : sequence of Entry
        What to fetch.
    trip : Trip
        From where to where, how and when.
    draw : np.random.Generator
        See `routing.tours.tour.plan_tour`.

    Returns
    -------
    PickTour
        With every entry at one stop or apart.

    Raises
    ------
    TooManyStopsError
        If they stand in more bays than a tour takes.
    OffTheMapError
        If nobody can stand near the start or the end.
    NoRouteError
        If no way leads from the start to the end; ``why`` says what is in the way.
    """
    moment = local_at(branch.plan, trip.at)
    closed = closed_at(branch.plan, moment)
    wanted, apart = _place(branch, entries, trip.profile, moment.date())
    if trip.start is not None and trip.end is not None and trip.start != trip.end:
        branch.ways.find(trip.start, (trip.end,), trip.profile, closed)
    bays, tour = _tour_of_reachable(branch, wanted, trip, closed, draw)
    apart += _explain(branch, bays, tour, trip, closed)
    return PickTour(
        profile=trip.profile,
        stops=tuple(
            PickStop(_in_shelf_order(branch, bays[visit.stop]), visit.route)
            for visit in tour.visits
        ),
        last=tour.last,
        apart=tuple(sorted(apart, key=lambda each: each.entry.lines)),
        length_m=tour.length_m,
        cost_m=tour.cost_m,
        start_moved_m=_moved_m(trip.start, tour),
    )


def _moved_m(start: Spot | None, tour: Tour) -> float:
    if start is None or not tour.routes:
        return 0.0
    begun = tour.routes[0].start
    return math.dist((start.x_m, start.y_m), (begun.x_m, begun.y_m))


def _place(
    branch: Branch, entries: Iterable[Entry], profile: Profile, day: date
) -> tuple[list[_Wanted], list[Apart]]:
    """Find the places of each entry, and the entries that have none."""
    wanted: list[_Wanted] = []
    apart: list[Apart] = []
    for entry in entries:
        found = _find(branch, entry, day)
        if isinstance(found, str):
            apart.append(Apart(entry, found))
            continue
        is_staff = MANNERS[profile].is_staff
        places = tuple(place for place in found if is_staff or place.kind != "closed")
        if places:
            wanted.append(_Wanted(entry, places))
        else:
            apart.append(Apart(entry, "closed-stack" if found else "no-place"))
    return wanted, apart


def _find(branch: Branch, entry: Entry, day: date) -> tuple[Place, ...] | Reason:
    if entry.has_controls:
        return "controls"
    if max(len(entry.call_number), len(entry.title)) > LONGEST_CALL_NUMBER:
        return "call-number"
    try:
        return locate(
            branch.shelves,
            entry.call_number,
            entry.partition or None,
            title=entry.title or None,
            on=day,
        )
    except CallNumberError:
        return "call-number"
    except PlanReferenceError:
        return "partition"


def _tour_of_reachable(
    branch: Branch,
    wanted: Sequence[_Wanted],
    trip: Trip,
    closed: Closed,
    draw: np.random.Generator,
) -> tuple[Sequence[Sequence[_Wanted]], Tour]:
    """Plan a tour by bays; what no way leads to is looked for in its next places, a few times."""
    graph = branch.ways.at(closed).graph
    for tries_left in reversed(range(MOST_TRIES)):
        options = _options(wanted)
        spots = {_bay(each.place): spot_of(each.place) for alike in options for each in alike}
        numbers = {bay: number for number, bay in enumerate(spots)}
        tour = plan_tour(
            graph,
            list(spots.values()),
            draw,
            start=trip.start,
            end=trip.end,
            profile=trip.profile,
            choices=sorted(
                {tuple(numbers[_bay(each.place)] for each in alike) for alike in options}
            ),
        )
        visited = {visit.stop for visit in tour.visits}
        bays: list[list[_Wanted]] = [[] for _ in spots]
        onward = []
        for alike in options:
            there = (each for each in alike if numbers[_bay(each.place)] in visited)
            gone_to = next(there, None)
            one = gone_to or alike[0]
            bays[numbers[_bay(one.place)]].append(one)
            onward.append(alike[0] if gone_to else _elsewhere(alike[-1]))
        if not tries_left or onward == [alike[0] for alike in options]:
            break
        wanted = onward
    return bays, tour


def _options(wanted: Iterable[_Wanted]) -> list[list[_Wanted]]:
    """Give the places of each entry that are as likely as the one that is gone to.

    If they are more bays than a tour takes, that one alone.
    """
    options = [[replace(each, choice=choice) for choice in each.equals] for each in wanted]
    bays = {_bay(each.place) for alike in options for each in alike}
    return options if len(bays) <= MOST_STOPS else [alike[:1] for alike in options]


def _elsewhere(wanted: _Wanted) -> _Wanted:
    return replace(wanted, choice=min(wanted.choice + 1, len(wanted.places) - 1))


def _bay(place: Place) -> tuple[str, str, float, float]:
    """Tell apart the spots before faces, from each of which one fetches what stands there."""
    return place.level, place.face, round(place.x_m, 2), round(place.y_m, 2)


def _in_shelf_order(branch: Branch, bay: Iterable[_Wanted]) -> tuple[Pick, ...]:
    in_order = sorted(bay, key=lambda each: _shelf_key(branch, each))
    return tuple(
        Pick(
            each.entry,
            each.place,
            tuple(place for place in best_answer(each.places) if place != each.place),
        )
        for each in in_order
    )


def _shelf_key(branch: Branch, wanted: _Wanted) -> tuple[Any, ...]:
    """Order by bay, board and partition, then as the partition is ordered."""
    place, text = wanted.place, wanted.entry.call_number
    shelves = branch.shelves
    section = shelves.sections.get(place.partition)
    scheme = shelves.scheme if section is None else section.scheme
    where = (place.first_bay, place.first_board or 0, place.partition)
    try:
        if place.kind == "title":
            return (*where, "", shelves.titles.scheme.parse(wanted.entry.title).key, text)
        plain = split_call_number(shelves, text).call_number
        return (*where, scheme.name, scheme.parse(plain).key, text)
    except CallNumberError:
        return (*where, "unread", (), text)


def _explain(
    branch: Branch, bays: Sequence[Sequence[_Wanted]], tour: Tour, trip: Trip, closed: Closed
) -> Iterator[Apart]:
    """Say why bays are missed, alike for those that are joined."""
    visited = [spot_of(bays[visit.stop][0].place) for visit in tour.visits]
    start, end = trip.start or next(iter(visited), None), trip.end or next(reversed(visited), None)
    reasons: dict[int, tuple[Reason, NoWay | None]] = {}
    for missed in tour.missed:
        if not bays[missed.stop]:
            continue
        reason: Reason = missed.why
        why = None
        if missed.like in reasons:
            reason, why = reasons[missed.like]
        elif len(reasons) < MOST_EXPLAINED:
            goal = spot_of(bays[missed.stop][0].place)
            why = _why_not(branch, start, goal, trip.profile, closed)
            # What is no place to stand at needs no way back either.
            if why is None and reason == "no-way":
                why = _why_not(branch, goal, end, trip.profile, closed)
                # How near one gets is told of what is fetched, not of the end.
                why = why and replace(why, nearest=None, left_m=math.inf)
            reason = reason if why is None else "no-way"
        reasons[missed.like] = reason, why
        for each in bays[missed.stop]:
            yield Apart(each.entry, reason, why)


def _why_not(
    branch: Branch, start: Spot | None, goal: Spot | None, profile: Profile, closed: Closed
) -> NoWay | None:
    """Say why no way leads from one place to another; None if one does, or for no known reason."""
    if start is None or goal is None:
        return None
    try:
        branch.ways.find(start, (goal,), profile, closed)
    except NoRouteError as error:
        return error.why
    except OffTheMapError:
        pass
    return None
