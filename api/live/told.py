"""What a check-in tells: places with their errors, and how far each source is to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry import Point

from api.branches import Branch
from api.catalogue.search import parse_query
from api.finding import Positions, get_places, resolve_start
from api.live.schemas import CheckInIn, TapIn
from api.problems import ProblemError
from api.storage.works import ItemRepository
from floorplans.shelving.places import Place, best_answer
from floorplans.walkable import ring_polygon
from positioning.grid.live_observe import CERTAIN_DOUBT, Spot

# Half a metre before a label, an arm's length about a screen, a bay and a step before a book.
POINT_SIGMA_M = 0.5
KIOSK_SIGMA_M = 0.6
BAY_SIGMA_M = 1.0
# One book in twenty is read elsewhere than where it belongs; one tap in ten is not meant.
BOOK_DOUBT = 0.05
TAP_DOUBT = 0.1
# A finger beside the wall means the floor.
TAP_BESIDE_M = 3.0


@dataclass(frozen=True, slots=True)
class Told:
    """Where a subject may be by what was told, and how often such a source is wrong."""

    spots: tuple[Spot, ...]
    doubt: float


def resolve_told(
    branch: Branch, body: CheckInIn, positions: Positions, items: ItemRepository
) -> Told:
    """Find the places that a check-in means.

    Raises
    ------
    ProblemError
        If the branch has no such point, kiosk, level or book, naming the field.
    CallNumberError
        If a call number is none of the branch's scheme.
    """
    if body.point is not None:
        return _at(branch, f"point:{body.point}", POINT_SIGMA_M, positions, "point")
    if body.kiosk is not None:
        return _at(branch, f"kiosk:{body.kiosk}", KIOSK_SIGMA_M, positions, "kiosk")
    if body.tap is not None:
        return _tapped(branch, body.tap)
    if body.barcode is not None:
        return _with_copy(branch, body.barcode, items)
    return _before(get_places(branch, body.callno or "", body.partition))


def _at(branch: Branch, text: str, sigma_m: float, positions: Positions, field: str) -> Told:
    try:
        spot = resolve_start(branch, text, positions)
    except ProblemError as error:
        raise ProblemError(error.kind, error.detail, field) from error
    return Told((Spot(spot.level, spot.x_m, spot.y_m, sigma_m),), CERTAIN_DOUBT)


def _tapped(branch: Branch, tap: TapIn) -> Told:
    try:
        branch.check_level(tap.level)
    except ProblemError as error:
        raise ProblemError(error.kind, error.detail, "tap.level") from error
    level = branch.plan.get_level(tap.level)
    if ring_polygon(level.outline).distance(Point(tap.x_m, tap.y_m)) > TAP_BESIDE_M:
        detail = f"The tap ({tap.x_m:g}, {tap.y_m:g}) is off the map of level {tap.level}."
        raise ProblemError("off-the-map", detail, "tap")
    return Told((Spot(tap.level, tap.x_m, tap.y_m, tap.sigma_m),), TAP_DOUBT)


def _with_copy(branch: Branch, barcode: str, items: ItemRepository) -> Told:
    """Find the bays of the book that has a barcode."""
    query = parse_query(barcode)
    works = () if query is None else items.search(branch.id, query, 1, 0).works
    for work in works:
        if any(copy.barcode == barcode for copy in work.copies):
            return _before(get_places(branch, work.call_number, work.partition, title=work.title))
    detail = f'"{branch.id}" has no copy with the barcode "{barcode}".'
    raise ProblemError("no-place", detail, "barcode")


def _before(places: Sequence[Place]) -> Told:
    """Somewhere in front of the bays that may hold a book."""
    likely = best_answer(places)
    spots = (Spot(p.level, p.x_m, p.y_m, BAY_SIGMA_M, p.confidence) for p in likely)
    return Told(tuple(spots), BOOK_DOUBT)
