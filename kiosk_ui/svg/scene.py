"""What there is to draw on a level at a time, gathered once, and where its names go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from floorplans.closures import active_closures
from floorplans.holding import Holding, holdings_by_face, stands_on
from floorplans.model import Closure, Level, Plan, Ring
from kiosk_ui.svg.blocks import block_labels
from kiosk_ui.svg.closed import closed_labels, closed_rings, stack_rings
from kiosk_ui.svg.frame import View, bounds_of
from kiosk_ui.svg.labels import Area, Label, Placed, place_labels
from kiosk_ui.svg.rooms import icon_labels, landmark_labels, point_labels, room_labels
from kiosk_ui.svg.shelves import Standing, standing_on
from kiosk_ui.svg.signs import find_untold, number_labels, range_labels, symbol_labels


@dataclass(frozen=True, slots=True)
class Scene:
    """A level with its shelves, what they hold, and what is closed."""

    plan: Plan
    level: Level
    language: str
    standing: Sequence[Standing]
    holdings: Mapping[str, Sequence[Holding]]
    closures: Sequence[Closure]
    closed: Sequence[Ring]
    stacks: Sequence[Ring]


def set_scene(plan: Plan, level_id: str, language: str, at_local: datetime | None) -> Scene:
    """Gather what there is on a level.

    Parameters
    ----------
    plan : Plan
        The plan.
    level_id : str
        The level.
    language : str
        Language of the names.
    at_local : datetime or None
        Local time, for closures, displays and trolleys; without it only those without dates.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level.
    """
    level = plan.get_level(level_id)
    on = "" if at_local is None else at_local.date().isoformat()
    holdings = {
        face: tuple(each for each in held if stands_on(each.range, on))
        for face, held in holdings_by_face(plan).items()
    }
    standing = standing_on(plan, level_id)
    closures = active_closures(plan, at_local)
    return Scene(
        plan=plan,
        level=level,
        language=language,
        standing=standing,
        holdings=holdings,
        closures=closures,
        closed=closed_rings(plan, level_id, closures),
        stacks=stack_rings(standing, holdings),
    )


def dated_now(plan: Plan, at_local: datetime) -> frozenset[str]:
    """Give the ids of what has dates and holds now: a drawing stays true as long as these do."""
    on = at_local.date().isoformat()
    closures = (f"closure {each.id}" for each in active_closures(plan, at_local))
    dated = (each for each in plan.ranges if each.starts_on or each.ends_on)
    return frozenset([*closures, *(f"range {each.id}" for each in dated if stands_on(each, on))])


def place_names(scene: Scene, view: View) -> tuple[tuple[Placed, ...], set[str]]:
    """Place the names and signs of a level, the important ones first.

    Returns
    -------
    tuple[tuple[Placed, ...], set[str]]
        The labels, and the ids of the faces of which a range found no room.
    """
    plan, level_id, language = scene.plan, scene.level.id, scene.language
    ranges = list(range_labels(scene.standing, scene.holdings, language))
    wishes: list[Sequence[Label]] = [
        *closed_labels(plan, level_id, scene.closures, language),
        *icon_labels(plan, level_id, view.area),
        *room_labels(plan, level_id, language),
        *block_labels(plan, level_id, language),
        *point_labels(plan, level_id, language),
        *landmark_labels(plan, level_id, language),
        *symbol_labels(scene.standing, scene.holdings),
        *number_labels(scene.standing),
        *ranges,
    ]
    floor = bounds_of(scene.level.outline)
    obstacles = _obstacles(plan, level_id)
    placed = place_labels(wishes, view.zoom_scales_px_per_m, floor, obstacles)
    return placed, find_untold(ranges, placed)


def _obstacles(plan: Plan, level_id: str) -> list[Area]:
    """Give the bounds of rooms and desks, which names of what is outside keep clear of."""
    rooms = [unit.outline for unit in plan.units if unit.level == level_id and unit.walled]
    desks = [
        fixture.outline
        for fixture in plan.fixtures
        if fixture.level == level_id and fixture.kind == "desk"
    ]
    return [bounds_of(outline) for outline in (*rooms, *desks)]
