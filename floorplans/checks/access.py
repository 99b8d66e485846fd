"""What people can reach on foot: faces, levels, stops, kiosks, rooms."""

from __future__ import annotations

from collections.abc import Iterator

from floorplans.checks.problem import Problem, list_some, number_runs
from floorplans.checks.reach import REACH_M, missed_bays
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import at_bays, at_level, at_unit, faces_by_id, list_stands
from floorplans.walkable import DEFAULT_CLEARANCE_M, ring_polygon


def check_access(survey: Survey) -> Iterator[Problem]:
    """Find faces, levels, stops, points and rooms that nobody can walk to."""
    yield from _check_levels(survey)
    yield from _check_faces(survey)
    yield from _check_step_free_faces(survey)
    yield from _check_points(survey)
    yield from _check_rooms(survey)


def _check_levels(survey: Survey) -> Iterator[Problem]:
    for level in survey.plan.levels:
        where = at_level(level.id)
        if level.id not in survey.reached.areas:
            message = "No way leads here; join it by stairs or a lift with a stop on both levels."
            yield report("level-not-joined", where, message)
            continue
        if level.id not in survey.step_free.areas:
            message = "No step-free way leads here; if there is a lift, add it with its stops."
            yield report("no-step-free-way", where, message)
        if level.id not in survey.left_from.areas:
            message = "One gets here, but not back; add stairs, or an escalator that runs back."
            yield report("level-one-way", where, message)


def _check_faces(survey: Survey) -> Iterator[Problem]:
    faces = faces_by_id(survey.plan)
    for face, bays in survey.missed.items():
        message = (
            f"Nobody can stand in front of bay {number_runs(bays)}; an aisle needs at "
            f"least {2 * DEFAULT_CLEARANCE_M:.1f} m and a way in."
        )
        yield report("unreachable-face", at_bays(*faces[face], bays), message)


def _check_step_free_faces(survey: Survey) -> Iterator[Problem]:
    """Find faces on levels with a lift that only stairs lead to."""
    faces = faces_by_id(survey.plan)
    missed = missed_bays(survey.step_free, survey.stands).keys() - survey.missed.keys()
    for level in survey.plan.levels:
        here = sorted(faces[face][1].name for face in missed if faces[face][0].level == level.id)
        if here:
            message = f"Only steps lead to faces {list_some(here)}; add a lift or a ramp to them."
            yield report("no-step-free-way", at_level(level.id), message)


def _check_points(survey: Survey) -> Iterator[Problem]:
    for spot in list_stands(survey.plan):
        if survey.reached.misses(spot.level, spot.point, REACH_M):
            message = f"No way leads to it on level {spot.level}; move it, or open a way."
            yield report("unreachable-point", spot.where, message)


def _check_rooms(survey: Survey) -> Iterator[Problem]:
    for unit in survey.plan.units:
        room = ring_polygon(unit.outline).buffer(-DEFAULT_CLEARANCE_M)
        public = unit.walled and not unit.staff_only and not room.is_empty
        if public and survey.reached.misses(unit.level, room, 0.0):
            message = "No way leads into the room; add an opening of at least 0.6 m that leads in."
            yield report("closed-room", at_unit(unit), message)
