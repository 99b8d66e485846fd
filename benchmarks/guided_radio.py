"""Guided walks whose positions are those of the live service: simulated air, tracker, dot, gate."""

from __future__ import annotations

from api.branches import Branch
from api.demo.visitors import Walk, plan_walk
from benchmarks.guided_walks import Mistake, Moment
from benchmarks.trips import Trip
from benchmarks.walks import follow_trip
from routing.guidance.advice import Heard
from routing.guidance.course import set_course
from routing.guidance.following import follow
from routing.model import Spot
from routing.search import find_route

LISTEN_S = 5.0
STAND_S = 15.0
KNOWN_M = 1.0


def guide_by_radio(
    branch: Branch, mistake: Mistake, number: int, with_steps: bool = False
) -> list[Moment]:
    """Guide somebody who walks as she would, whatever she is told.

    She stands at the start for some seconds. Who makes no mistake walks to the goal and stands
    there to the end. With steps her phone tells those, too.
    """
    place, start = mistake.place, mistake.start
    if mistake.since_s is None:
        route = find_route(branch.graph, start, Spot(place.level, place.x_m, place.y_m))
        own = plan_walk(route, branch.plan, 0.0, STAND_S)
    else:
        own = mistake.own
    later = ((LISTEN_S + time_s, spot) for time_s, spot in own.corners)
    walk = Walk(((0.0, start), *later))
    course = set_course(branch.guide, branch.graph, place, version=branch.version)
    known = Heard(LISTEN_S, start.level, start.x_m, start.y_m, KNOWN_M)
    state, _ = follow(course, None, known)
    moments = []
    for each in follow_trip(branch, Trip(walk, ()), number, with_steps):
        if each.now_s > LISTEN_S:
            shown, fix = each.shown, each.fix
            heard = Heard(
                each.now_s,
                shown.level,
                shown.x_m,
                shown.y_m,
                shown.radius_95_m,
                shown.heading_deg,
                (fix.x_m, fix.y_m) if fix.level == shown.level else None,
            )
            state, advice = follow(course, state, heard)
            moments.append(Moment(each.now_s - LISTEN_S, walk.at(each.now_s), advice))
    return moments
