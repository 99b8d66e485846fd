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


def guide_by_radio(branch: Branch, mistake: Mistake, number: int) -> list[Moment]:
    """Guide somebody who walks the right way, whatever she is told.

    She stands at the start for some seconds, and at the goal to the end.
    """
    place, start = mistake.place, mistake.start
    route = find_route(branch.graph, start, Spot(place.level, place.x_m, place.y_m))
    walk = Walk(((0.0, start), *plan_walk(route, branch.plan, LISTEN_S, STAND_S).corners))
    course = set_course(branch.guide, branch.graph, place, version=branch.version)
    known = Heard(LISTEN_S, start.level, start.x_m, start.y_m, KNOWN_M)
    state, _ = follow(course, None, known)
    moments = []
    for each in follow_trip(branch, Trip(walk, ()), number):
        if each.now_s > LISTEN_S:
            shown = each.shown
            heard = Heard(
                each.now_s,
                shown.level,
                shown.x_m,
                shown.y_m,
                shown.radius_95_m,
                shown.heading_deg,
            )
            state, advice = follow(course, state, heard)
            moments.append(Moment(each.now_s, walk.at(each.now_s), advice))
    return moments
