"""From where somebody comes: along the face, across the aisles, from stairs and lifts."""

from __future__ import annotations

import math

from routing.guidance.advice import GuidingSettings, Heard
from routing.guidance.course import Course, Way

APPROACH_M = 3.0
NOTABLE_M = 1.0


def find_approach(course: Course, way: Way) -> int:
    """Tell in which direction along the face a way comes to the goal; 0 if across it."""
    if course.aisle is None or way.ends_m[-1] < APPROACH_M:
        return 0
    before = int((way.along_m >= way.ends_m[-1] - APPROACH_M).argmax())
    from_m = course.aisle.offset_m(*way.points_m[before].tolist())[0]
    to_m = course.aisle.offset_m(*way.points_m[-1].tolist())[0]
    return 0 if abs(to_m - from_m) < NOTABLE_M else int(math.copysign(1, to_m - from_m))


def find_toward(course: Course, way: Way) -> int:
    """Tell in which direction across the aisles a way leads on the level of its goal."""
    aisle, last = course.aisle, way.route.legs[-1]
    if aisle is None:
        return 0
    across_m = aisle.offset_m(*last.points[-1])[1] - aisle.offset_m(*last.points[0])[1]
    return 0 if abs(across_m) < NOTABLE_M else int(math.copysign(1, across_m))


def is_near_portal(course: Course, before: Heard, heard: Heard, settings: GuidingSettings) -> bool:
    """Tell whether stairs or a lift between two levels are near on either."""
    near_m = max(settings.portal_m, heard.radius_95_m)
    for connector in course.guide.plan.connectors:
        stops = {stop.level: (stop.x_m, stop.y_m) for stop in connector.stops}
        if before.level in stops and heard.level in stops:
            for each in (before, heard):
                if math.dist(stops[each.level], (each.x_m, each.y_m)) <= near_m:
                    return True
    return False
