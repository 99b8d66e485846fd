"""What one walk through a plan shows; several checks share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from floorplans.checks.reach import (
    Missed,
    Reached,
    Stands,
    list_stands_by_level,
    missed_bays,
    spread,
)
from floorplans.doors import without_one_way_doors
from floorplans.model import Plan
from floorplans.walkable import Walkable, build_walkable


@dataclass(frozen=True)
class Survey:
    """A plan with where people can go in it."""

    plan: Plan

    @cached_property
    def walkable(self) -> Walkable:
        """Where patrons can walk, without passing doors that lead one way."""
        return build_walkable(without_one_way_doors(self.plan))

    @cached_property
    def staff_walkable(self) -> Walkable:
        """Where staff can walk, doors that lead one way included."""
        closed = any(each.staff_only for each in self.plan.units)
        if closed or any(each.staff_only or each.one_way for each in self.plan.openings):
            return build_walkable(self.plan, staff=True)
        return self.walkable

    @cached_property
    def reached(self) -> Reached:
        """Where patrons get to."""
        return spread(self.plan, self.walkable, self.plan.connectors)

    @cached_property
    def step_free(self) -> Reached:
        """Where patrons get to without steps."""
        connectors = [each for each in self.plan.connectors if each.step_free]
        return spread(self.plan, self.walkable, connectors)

    @cached_property
    def left_from(self) -> Reached:
        """From where patrons get out again."""
        return spread(self.plan, self.walkable, self.plan.connectors, backwards=True)

    @cached_property
    def stands(self) -> Mapping[str, Stands]:
        """Where patrons stand in front of bays, by level."""
        return list_stands_by_level(self.plan)

    @cached_property
    def missed(self) -> Missed:
        """Bays that patrons do not reach on foot."""
        return missed_bays(self.reached, self.stands)
