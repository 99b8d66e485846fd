"""What stands on each level, as shapes, made once for all checks that need them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from floorplans.geometry import shelf_outline
from floorplans.model import Fixture, Level, Opening, Plan, Shelf, Unit
from floorplans.walkable import OPENING_REACH_M, ring_polygon


@dataclass(frozen=True)
class Floor:
    """One level with its shapes.

    Attributes
    ----------
    level : Level
        The level.
    shape : BaseGeometry
        Its area.
    shelves, fixtures, openings, units : tuple
        What is on it.
    """

    level: Level
    shape: BaseGeometry
    shelves: tuple[Shelf, ...]
    fixtures: tuple[Fixture, ...]
    openings: tuple[Opening, ...]
    units: tuple[Unit, ...]

    @cached_property
    def shelf_shapes(self) -> list[BaseGeometry]:
        """Outlines of the shelves on the floor."""
        return [ring_polygon(shelf_outline(shelf)) for shelf in self.shelves]

    @cached_property
    def fixture_shapes(self) -> list[BaseGeometry]:
        """Outlines of the fixtures."""
        return [ring_polygon(fixture.outline) for fixture in self.fixtures]

    @cached_property
    def shelf_tree(self) -> shapely.STRtree:
        """The shelves' outlines, to be searched by place."""
        return shapely.STRtree(self.shelf_shapes)

    @cached_property
    def doorways(self) -> list[BaseGeometry]:
        """What each opening cuts out of the walls; nothing may stand there."""
        lines = (LineString((opening.start, opening.end)) for opening in self.openings)
        return [line.buffer(OPENING_REACH_M, cap_style="flat") for line in lines]

    @cached_property
    def walls(self) -> BaseGeometry:
        """Lines of all walls but for their openings."""
        lines = shapely.difference(self.wall_lines, shapely.union_all(self.doorways))
        shapely.prepare(lines)
        return lines

    @cached_property
    def wall_lines(self) -> BaseGeometry:
        """Lines round the level, round walled units, and round walls drawn as fixtures."""
        rooms = [unit.outline for unit in self.units if unit.walled]
        drawn = [each.outline for each in self.fixtures if each.kind == "wall"]
        return shapely.union_all(
            [shapely.boundary(ring_polygon(ring)) for ring in (self.level.outline, *rooms, *drawn)]
        )

    def shelves_at(self, shape: BaseGeometry) -> Iterator[tuple[int, Shelf, BaseGeometry]]:
        """Give number, record and outline of the shelves whose extent a shape meets, in order."""
        for index in sorted(int(each) for each in self.shelf_tree.query(shape)):
            yield index, self.shelves[index], self.shelf_shapes[index]


def list_floors(plan: Plan) -> tuple[Floor, ...]:
    """Give the levels of a plan with what is on them."""
    return tuple(
        Floor(
            level,
            ring_polygon(level.outline),
            tuple(each for each in plan.shelves if each.level == level.id),
            tuple(each for each in plan.fixtures if each.level == level.id),
            tuple(each for each in plan.openings if each.level == level.id),
            tuple(each for each in plan.units if each.level == level.id),
        )
        for level in plan.levels
    )
