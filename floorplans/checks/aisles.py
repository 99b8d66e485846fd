"""Aisles that are too narrow for a wheelchair: which one, by how much, and what it cuts off.

Who reaches a face on foot but not in a wheelchair is stopped at a narrow place. The widest
clearance at which the face is still reached tells how wide that place is; what is walkable at
that clearance, but not at the next one, is the place itself.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from floorplans.checks.floors import Floor
from floorplans.checks.passages import Passage, name_passage
from floorplans.checks.problem import Problem, list_some
from floorplans.checks.reach import Missed, Reached, missed_bays, spread
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import Where, faces_by_id
from floorplans.doors import without_one_way_doors
from floorplans.walkable import DEFAULT_CLEARANCE_M, STAND_M, Walkable, build_walkable

WHEELCHAIR_M = 0.45
"""Half the width that a wheelchair with its user's elbows takes."""

SLACK_M = 0.005
"""An aisle of exactly twice the half-width passes; its walkable space would be a line."""

SIDEWAYS_M = 0.25
"""Who sits beside a bay reaches this far along the shelf."""

STEP_M = 0.01
STEPS = math.ceil((WHEELCHAIR_M - SLACK_M - DEFAULT_CLEARANCE_M) / STEP_M)
"""Clearances are tried from step 0, a person's, to this one, a wheelchair's."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """Where one gets without steps at one clearance, and which bays are missed."""

    walkable: Walkable
    reached: Reached
    missed: Missed


@dataclass(frozen=True, slots=True)
class _Closing:
    """Places of a level that close between two clearances; ``joining`` lead somewhere else."""

    places: shapely.STRtree
    joining: shapely.STRtree

    def nearest(self, goal: BaseGeometry) -> Point:
        """Give a point in the place that cuts a goal off, or at the goal if there is none."""
        found = goal
        for tree, reach_m in ((self.places, SIDEWAYS_M), (self.joining, None), (self.places, None)):
            if len(near := tree.query_nearest(goal, max_distance=reach_m, all_matches=False)):
                found = tree.geometries[near[0]]
                break
        return found.representative_point()


@dataclass
class _Trials:
    """Trials at several clearances, each made when it is asked for."""

    survey: Survey
    _made: dict[int, _Trial] = field(default_factory=dict)
    _closings: dict[tuple[int, str], _Closing] = field(default_factory=dict)

    def at(self, step: int) -> _Trial:
        """Give the trial at a step."""
        if step not in self._made:
            self._made[step] = self._try(step)
        return self._made[step]

    def widest(self, face: str) -> int:
        """Give the last step at which a face is reached; it is at the first one."""
        low, high = 0, STEPS
        while high - low > 1:
            middle = (low + high) // 2
            if face in self.at(middle).missed:
                high = middle
            else:
                low = middle
        return low

    def closing(self, step: int, level: str) -> _Closing:
        """Give what closes after a step."""
        if (step, level) not in self._closings:
            self._closings[step, level] = self._close(step, level)
        return self._closings[step, level]

    def _try(self, step: int) -> _Trial:
        plan, stands = self.survey.plan, self.survey.stands
        walkable = build_walkable(without_one_way_doors(plan), clearance_m(step))
        reached = spread(plan, walkable, [each for each in plan.connectors if each.step_free])
        missed = missed_bays(reached, stands, SIDEWAYS_M)
        for level in self.survey.step_free.areas.keys() - reached.areas.keys():
            for face, bay in stands.get(level, {}):
                missed.setdefault(face, []).append(bay)
        return _Trial(walkable, reached, missed)

    def _close(self, step: int, level: str) -> _Closing:
        before, after = self.at(step), self.at(step + 1)
        space = after.walkable.area(level)
        arrived = after.reached.areas.get(level, MultiPolygon())
        still = space.buffer(1.5 * STEP_M, join_style="mitre")
        gone = shapely.get_parts(
            shapely.difference(before.reached.areas.get(level, MultiPolygon()), still)
        )
        places = gone[shapely.dwithin(arrived, gone, 2 * STEP_M)]
        cut_off = MultiPolygon(
            [part for part in space.geoms if not arrived.intersects(part.representative_point())]
        )
        shapely.prepare(cut_off)
        joining = places[shapely.dwithin(cut_off, places, 2 * STEP_M)]
        return _Closing(shapely.STRtree(places), shapely.STRtree(joining))


def check_aisles(survey: Survey, floors: Iterable[Floor]) -> Iterator[Problem]:
    """Find aisles that keep wheelchairs from faces that are reached on foot."""
    trials = _Trials(survey)
    on_foot = missed_bays(survey.step_free, survey.stands)
    cut = {face: bays for face, bays in trials.at(STEPS).missed.items() if face not in on_foot}
    faces = faces_by_id(survey.plan)
    by_level = {floor.level.id: floor for floor in floors}
    passages: defaultdict[tuple[str, str], list[tuple[Passage, str]]] = defaultdict(list)
    for face, bays in cut.items():
        home, step = faces[face][0].level, trials.widest(face)
        line = survey.stands[home][face, bays[len(bays) // 2]]
        level, goal = _lost_goal(trials, step, home, line)
        spot = trials.closing(step, level).nearest(goal)
        passage = name_passage(by_level[level], spot, 2 * clearance_m(step), 2 * WHEELCHAIR_M)
        passages[level, passage.place].append((passage, faces[face][1].name))
    for those in passages.values():
        narrowest = min((passage for passage, _ in those), key=lambda passage: passage.width_m)
        yield _report(narrowest, sorted(name for _, name in those))


def _lost_goal(
    trials: _Trials, step: int, level: str, line: LineString
) -> tuple[str, BaseGeometry]:
    """Tell what is lost after a step: a line on its level, or the lift that leads to the level."""
    before, after = trials.at(step).reached, trials.at(step + 1).reached
    if level not in after.areas:
        for connector in trials.survey.plan.connectors:
            for stop in connector.stops if connector.step_free else ():
                spot = Point(stop.x_m, stop.y_m)
                if after.misses(stop.level, spot, STAND_M) and not before.misses(
                    stop.level, spot, STAND_M
                ):
                    return stop.level, spot
    return level, line


def clearance_m(step: int) -> float:
    """Give the clearance of a step, metres."""
    return min(DEFAULT_CLEARANCE_M + step * STEP_M, WHEELCHAIR_M - SLACK_M)


def _report(passage: Passage, faces: list[str]) -> Problem:
    needed_cm = math.ceil(round((2 * WHEELCHAIR_M - passage.width_m) * 100, 3))
    message = (
        f"The {passage.place} is {passage.width_m:.2f} m wide; widen it by {max(needed_cm, 1)} cm, "
        f"or wheelchairs do not get to face {list_some(faces)}."
    )
    where = Where(passage.place, passage.thing, passage.level, passage.x_m, passage.y_m)
    return report("narrow-aisle", where, message)
