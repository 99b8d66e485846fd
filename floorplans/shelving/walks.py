"""Which bays to look at: every bay with its age, and the stalest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from floorplans.days import read_day
from floorplans.holding import split_bay_firsts
from floorplans.model import OVERLAY_KINDS, Plan, Range

SECONDS_PER_BAY = 12
"""Step to the bay, take its first item out, scan it and put it back: five bays a minute."""

NEVER_DAYS = 3650
"""As old counts what has no date."""


@dataclass(frozen=True, slots=True)
class WalkBay:
    """One bay with what the map says of it.

    Attributes
    ----------
    face : str
        Id of its face.
    bay : int
        Its number.
    partition : str
        What is in order on it; empty for a bare bay.
    first : str
        Its first item; empty where that is not known, or the bay is empty.
    checked_on, checked_by : str
        When somebody last saw it, and who.
    """

    face: str
    bay: int
    partition: str = ""
    first: str = ""
    checked_on: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class WalkFace:
    """A face to walk along; ``age_days`` is the mean age of its bays."""

    face: str
    name: str
    level: str
    bays: tuple[WalkBay, ...]
    age_days: int

    @property
    def minutes(self) -> int:
        """How long it takes, rounded up."""
        return -(-len(self.bays) * SECONDS_PER_BAY // 60)


def list_walk(plan: Plan, today: date) -> tuple[WalkFace, ...]:
    """List the faces of a plan with their bays, the stalest first.

    Parameters
    ----------
    plan : Plan
        The plan.
    today : date
        From when age counts.

    Examples
    --------
    >>> from floorplans.model import Bay, BayRun, Face, Shelf, Text
    >>> face = Face("1A", "1A", "front", (Bay(1, 0.9, 5), Bay(2, 0.9, 5)))
    >>> shelf = Shelf("1", "1", "1", 5.0, 3.0, 1.8, 0.3, 0.0, 1.8, (face,))
    >>> held = Range("r", "aik", (BayRun("1A", 1, 2),), "84.2 AAL", "84.2 ÖST", "2026-11-20")
    >>> plan = Plan("toy", Text("Toy"), "ykl", (), shelves=(shelf,), ranges=(held,))
    >>> [(each.face, each.age_days, each.minutes) for each in list_walk(plan, date(2026, 11, 22))]
    [('1A', 2, 1)]
    """
    held: defaultdict[tuple[str, int], list[WalkBay]] = defaultdict(list)
    for bay in list_known_bays(plan):
        held[bay.face, bay.bay].append(bay)
    faces = []
    for shelf in plan.shelves:
        for face in shelf.faces:
            bays = tuple(
                _oldest(held[face.id, bay.number]) or WalkBay(face.id, bay.number)
                for bay in face.bays
            )
            if bays:
                age = round(fmean(_age_days(each, today) for each in bays))
                faces.append(WalkFace(face.id, face.name, shelf.level, bays, age))
    return tuple(sorted(faces, key=lambda each: -each.age_days))


def list_known_bays(plan: Plan) -> tuple[WalkBay, ...]:
    """List what the ranges of a plan say of each bay; of a bay that several share, each of them."""
    ordered = (each for each in plan.ranges if each.kind not in OVERLAY_KINDS)
    return tuple(bay for each in ordered for bay in _bays_of(each))


def split_rounds(faces: Sequence[WalkFace], minutes: int) -> tuple[tuple[WalkFace, ...], ...]:
    """Split faces into rounds of some minutes, each of what is stalest of the rest.

    Parameters
    ----------
    faces : sequence of WalkFace
        The stalest first; of equal ones those that stand together.
    minutes : int
        How long a round takes at most, if it has more than one face.

    Examples
    --------
    >>> bays = tuple(WalkBay("1A", number) for number in range(1, 76))
    >>> faces = [WalkFace(name, name, "1", bays, 90) for name in ("1A", "1B", "2A")]
    >>> [[face.name for face in each] for each in split_rounds(faces, 30)]
    [['1A', '1B'], ['2A']]
    """
    rounds: list[list[WalkFace]] = []
    left = 0
    for each in faces:
        if len(each.bays) > left:
            rounds.append([])
            left = minutes * 60 // SECONDS_PER_BAY
        rounds[-1].append(each)
        left -= len(each.bays)
    return tuple(map(tuple, rounds))


@dataclass(frozen=True, slots=True)
class WalkBorder:
    """What one bay holds by the newest that is known.

    Attributes
    ----------
    bay : int
        Its number.
    first, until : str
        What it begins with, and what the next bay that is known begins with; empty where that
        is not known or the bay is empty.
    state : {"seen", "empty", "known", "unknown"}
        Whether it was seen on this walk, as begun or as empty, or what the map says of it.
    moved : bool
        Whether it begins with something else than the map says.
    """

    bay: int
    first: str
    until: str
    state: Literal["seen", "empty", "known", "unknown"]
    moved: bool


def list_borders(bays: Sequence[WalkBay], seen: Mapping[int, str]) -> tuple[WalkBorder, ...]:
    """Draw the borders of a face anew from what was seen on a walk.

    The page's script does the same after each scan (``static/staff/walk/borders.js``).

    Parameters
    ----------
    bays : sequence of WalkBay
        The bays of the face in order.
    seen : mapping of int to str
        What was seen first by the number of the bay; empty where the bay is empty.

    Examples
    --------
    >>> bays = [WalkBay("1A", 1, "aik", "84.2 AAL"), WalkBay("1A", 2, "aik", "84.2 HEI")]
    >>> [(each.first, each.until, each.moved) for each in list_borders(bays, {2: "84.2 HUO"})]
    [('84.2 AAL', '84.2 HUO', False), ('84.2 HUO', '', True)]
    """
    borders: list[WalkBorder] = []
    until: dict[str, str] = {}
    for bay in reversed(bays):
        first = seen.get(bay.bay, bay.first)
        if bay.bay in seen:
            state: Literal["seen", "empty", "known", "unknown"] = "seen" if first else "empty"
        else:
            state = "known" if first else "unknown"
        end = until.get(bay.partition, "") if first else ""
        borders.append(WalkBorder(bay.bay, first, end, state, first != bay.first))
        if first:
            until[bay.partition] = first
    return tuple(reversed(borders))


def _bays_of(each: Range) -> Iterable[WalkBay]:
    is_first = True
    for run, firsts in zip(each.runs, split_bay_firsts(each), strict=True):
        for bay, first in enumerate(firsts, run.first_bay):
            known = first or (each.first if is_first else "")
            is_first = False
            yield WalkBay(run.face, bay, each.partition, known, each.checked_on, each.checked_by)


def _oldest(bays: Sequence[WalkBay]) -> WalkBay | None:
    return min(bays, key=lambda each: each.checked_on, default=None)


def _age_days(bay: WalkBay, today: date) -> int:
    seen = read_day(bay.checked_on)
    return NEVER_DAYS if seen is None else max((today - seen).days, 0)
