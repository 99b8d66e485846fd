"""Guiding somebody along a way: a pure fold of positions into advice.

Positions lag and wander, so nothing is told for one of them alone: each thing has evidence that
positions add to and take from (see `routing.guidance.evidence`).
"""

from __future__ import annotations

from dataclasses import replace

from routing.errors import RoutingError
from routing.guidance.advice import DEFAULTS, Advice, AdviceKind, GuidingSettings, Heard, Params
from routing.guidance.approach import APPROACH_M, find_approach, find_toward, is_near_portal
from routing.guidance.course import Course, find_along, is_like, plan_way, rest_of
from routing.guidance.evidence import Evidence, Sight, calm_down, gather, is_beyond, look
from routing.guidance.other_aisle import LIKELIER, listen
from routing.guidance.state import CARRY_ON, SOON_M, Guiding, as_advice, as_spot, say, say_step
from routing.reasons import find_blocks

CAME_BY_M = 2.0
ANNOUNCED_EARLIER_M = 0.5
STILL_TO_GO_M = 1.0


def follow(
    course: Course, state: Guiding | None, heard: Heard, settings: GuidingSettings = DEFAULTS
) -> tuple[Guiding, Advice]:
    """Take in where somebody is and say what to tell them.

    Parameters
    ----------
    course : Course
        Where they want to go. When it is of another version of the plan than before, the way
        is planned anew, and that is said; when something has closed or opened, only if the way
        is another one.
    state : Guiding or None
        What was known before; None at first.
    heard : Heard
        Where they are: two to five times a second is best.
    settings : GuidingSettings
        The thresholds.

    Returns
    -------
    state : Guiding
        What is known now.
    advice : Advice
        What to tell.

    Raises
    ------
    OffTheMapError
        At first and after a change of the plan, if nobody can stand near the position.
    NoRouteError
        At first and after a change of the plan, if nothing leads from there to the goal.
    """
    if state is None:
        state = _begin(course, heard)
    elif (state.version, state.closed) != (course.version, course.closed):
        state = _begin_again(course, state, heard)
    else:
        state = _go_on(course, state, heard, settings)
    return state, as_advice(state)


def _begin(course: Course, heard: Heard) -> Guiding:
    way = plan_way(course, as_spot(heard))
    calm_m = (heard.x_m, heard.y_m)
    state = Guiding(
        course.version,
        course.closed,
        way,
        1,
        heard,
        calm_m,
        way_s=heard.time_s,
        toward=find_toward(course, way),
    )
    return say_step(state)


def _begin_again(course: Course, before: Guiding, heard: Heard) -> Guiding:
    rest = rest_of(before.way, before.leg, before.at_m)
    blocks = find_blocks(course.guide.plan, course.closed, rest)
    way = plan_way(course, as_spot(heard))
    if before.version == course.version:
        if is_like(rest, way):
            return replace(before, closed=course.closed, heard=heard)
        key = "guide.closed" if blocks else "guide.reopened"
    elif before.way.route.goal != way.route.goal:
        key = "guide.replanned.moved"
    else:
        key = "guide.closed" if blocks else "guide.replanned"
    state = Guiding(
        course.version,
        course.closed,
        way,
        before.way_number + 1,
        heard,
        (heard.x_m, heard.y_m),
        kind="replanned",
        since_s=heard.time_s,
        way_s=heard.time_s,
        toward=find_toward(course, way),
        news=before.news,
    )
    return say(state, key, (("step", 0),), blocks[0] if blocks else None)


def _go_on(course: Course, state: Guiding, heard: Heard, settings: GuidingSettings) -> Guiding:
    dt_s = min(max(0.0, heard.time_s - state.heard.time_s), settings.gap_s)
    if heard.level != state.heard.level:
        near_portal = is_near_portal(course, state.heard, heard, settings)
        evidence = state.evidence.call(heard.level, dt_s)
        wait_s = settings.portal_s if near_portal else settings.level_s
        if evidence.called_s < wait_s:
            waiting = replace(state.heard, time_s=heard.time_s)
            return replace(state, evidence=evidence, heard=waiting)
        return _change_level(course, replace(state, evidence=Evidence()), heard)
    if state.way.route.legs[state.leg].level != heard.level:
        return _look_again(course, replace(state, heard=heard), settings)
    at_m, beside_m = _place(course, state, heard, settings)
    calm_m = calm_down(state.calm_m, heard, dt_s, settings)
    state = replace(state, heard=heard, calm_m=calm_m, at_m=at_m, best_m=max(state.best_m, at_m))
    sight = look(course, state.way, heard, calm_m, (at_m, beside_m), settings)
    state = _note_coming_by(course, state, sight)
    came = (state.came_by, state.best_m - at_m)
    other = listen(state.other, course, state.way, state.leg, heard, dt_s, settings)
    evidence = gather(state.evidence, sight, came, dt_s, settings)
    state = replace(state, evidence=evidence, other=other)
    return _judge(course, state, sight, settings)


def _judge(course: Course, state: Guiding, sight: Sight, settings: GuidingSettings) -> Guiding:
    evidence = state.evidence
    if state.kind in ("arrived", "near") and evidence.left_s >= settings.left_s:
        return _leave(course, state, sight)
    if state.kind == "arrived":
        return state
    if evidence.sure_s >= settings.arrived_s and sight.is_here:
        return _arrive(course, state, "arrived")
    if evidence.near_s >= settings.near_s and state.kind != "near" and sight.doubt > 1.0:
        return _arrive(course, state, "near")
    strayed = _stray(course, state, sight, settings)
    if strayed is not None or state.kind == "near":
        return strayed or state
    return _walk_on(_take_back(course, state, sight, settings), settings)


def _stray(
    course: Course, state: Guiding, sight: Sight, settings: GuidingSettings
) -> Guiding | None:
    """Tell of a mistake and plan a new way, if there is evidence for one."""
    evidence = state.evidence
    if state.heard.time_s - state.way_s < settings.again_s:
        return None
    aisle, told = state.other.likeliest if state.other else (0, 0.0)
    if told >= settings.aisle_told:
        return _tell_aisle(course, state, aisle)
    if evidence.passed_s >= settings.passed_s:
        return _pass(course, state, sight)
    if state.kind == "near":
        return None
    if evidence.off_s >= settings.off_route_s:
        if told >= LIKELIER:
            return _tell_aisle(course, state, aisle)
        if state.came_by is not None:
            return _pass(course, state, sight)
        return _replan(course, state, "off_route")
    if evidence.back_s >= settings.back_s:
        return _replan(course, state, "wrong_way")
    return None


def _leave(course: Course, state: Guiding, sight: Sight) -> Guiding:
    """Guide on who was there and has left: past it, or anywhere else."""
    if is_beyond(sight, state.came_by):
        return _pass(course, state, sight)
    return _replan(course, state, "go")


def _pass(course: Course, state: Guiding, sight: Sight) -> Guiding:
    return _replan(course, state, "passed", (("count", max(1, round(sight.past_m))),))


def _tell_aisle(course: Course, state: Guiding, aisle: int) -> Guiding:
    """Say how many aisles further or back the right one is."""
    key = "over"
    if state.toward:
        key = "further" if aisle * state.toward < 0 else "back"
    assert course.place is not None
    params: Params = (("count", abs(aisle)), ("shelf", course.place.shelf))
    told = _replan(course, state, "wrong_aisle", params, f"guide.wrong_aisle.{key}")
    return replace(told, aisle=aisle)


def _replan(
    course: Course, state: Guiding, kind: AdviceKind, params: Params = (), key: str = ""
) -> Guiding:
    """Plan a new way from here; it goes on as long as nothing leads from here to the goal."""
    now_s = state.heard.time_s
    try:
        way = plan_way(course, as_spot(state.heard))
    except RoutingError:
        stuck = replace(state, kind="no_way", since_s=now_s, way_s=now_s)
        return stuck if state.kind == "no_way" else say(stuck, "guide.no_way", ())
    fresh = Guiding(
        state.version,
        state.closed,
        way,
        state.way_number + 1,
        state.heard,
        state.calm_m,
        kind=kind,
        since_s=now_s,
        way_s=now_s,
        toward=state.toward,
        message=state.message,
        news=state.news,
        other=replace(state.other, told=()) if state.other else None,
    )
    if kind == "go":
        return say_step(fresh)
    return say(fresh, key or f"guide.{kind}", (*params, ("step", 0)))


def _look_again(course: Course, state: Guiding, settings: GuidingSettings) -> Guiding:
    """Look for a way again from where none was found."""
    if state.heard.time_s - state.way_s < settings.again_s:
        return state
    return _replan(course, state, "off_route")


def _arrive(course: Course, state: Guiding, kind: AdviceKind) -> Guiding:
    last = len(state.way.steps) - 1
    there = replace(state, kind=kind, since_s=state.heard.time_s, step=last, aisle=0)
    evidence = replace(there.evidence, left_s=0.0)
    key = f"guide.{kind}" if course.place else f"guide.{kind}.spot"
    return say(replace(there, evidence=evidence), key, (("step", last),))


def _take_back(course: Course, state: Guiding, sight: Sight, settings: GuidingSettings) -> Guiding:
    """End an alert that does not hold any more."""
    if state.kind == "go":
        return state
    age_s = state.heard.time_s - state.since_s
    if state.kind == "wrong_level":
        is_over = state.leg > 0
    elif state.kind == "wrong_aisle":
        is_over = not course.aisle or not course.aisle.find_aisle(*state.calm_m, settings.entered_m)
    elif state.kind == "replanned":
        is_over = age_s >= settings.alert_s
    elif state.kind == "no_way":
        is_over = not sight.is_off
    else:
        is_over = state.at_m >= settings.obeyed_m and not sight.is_off
    if not is_over or age_s < settings.alert_s:
        return state
    return say_step(replace(state, kind="go", since_s=state.heard.time_s, aisle=0))


def _walk_on(state: Guiding, settings: GuidingSettings) -> Guiding:
    """Go from step to step, announce what comes, and confirm the way in between."""
    way, step = state.way, state.step
    last = len(way.steps) - 1
    following = step + 1
    may_follow = following < last and way.legs[following] == state.leg
    if may_follow and state.at_m >= way.starts_m[following] - settings.early_m:
        stepped = replace(state, step=following)
        return say_step(stepped) if state.kind == "go" else stepped
    if state.kind != "go" or step >= last:
        return state
    left_m = way.starts_m[following] - state.at_m
    if left_m <= settings.ahead_m + ANNOUNCED_EARLIER_M:
        long_m = way.starts_m[following] - way.starts_m[step]
        is_said = state.ahead_of == step or way.steps[following].key == CARRY_ON
        if is_said or long_m < SOON_M or left_m < STILL_TO_GO_M:
            return state
        params: Params = (("count", round(left_m)), ("next", following))
        return say(replace(state, ahead_of=step), "guide.ahead", params)
    if state.at_m - state.said_m >= settings.reassure_m:
        return say(state, "guide.keep", (("count", round(left_m)),))
    return state


def _change_level(course: Course, state: Guiding, heard: Heard) -> Guiding:
    """Believe that somebody is on another level: the right one, or a wrong one."""
    legs = state.way.route.legs
    later = range(state.leg + 1, len(legs))
    leg = next((each for each in later if legs[each].level == heard.level), None)
    moved = replace(state, heard=heard, calm_m=(heard.x_m, heard.y_m), other=None)
    if leg is None:
        is_at_end = state.way.ends_m[state.leg] - state.at_m <= APPROACH_M
        wanted = legs[min(state.leg + is_at_end, len(legs) - 1)].level
        params: Params = (("here", heard.level), ("level", wanted))
        return _replan(course, moved, "wrong_level", params)
    step = next(n for n, of_leg in enumerate(state.way.legs) if of_leg == leg)
    begin_m = state.way.ends_m[leg - 1]
    stepped = replace(moved, leg=leg, step=step, at_m=begin_m, best_m=begin_m)
    return say_step(replace(stepped, kind="go", since_s=heard.time_s))


def _place(
    course: Course, state: Guiding, heard: Heard, settings: GuidingSettings
) -> tuple[float, float]:
    far_m = settings.off_m(heard.sigma_m)
    x_m, y_m = course.graph.walkable.nearest(heard.level, heard.x_m, heard.y_m)
    return find_along(course.graph, state.way, state.leg, x_m, y_m, far_m)


def _note_coming_by(course: Course, state: Guiding, sight: Sight) -> Guiding:
    """Remember in which direction somebody who comes to the goal walks along its face."""
    is_near = state.leg == len(state.way.ends_m) - 1 and (
        state.at_m >= state.way.ends_m[-1] - CAME_BY_M
    )
    if state.came_by is not None or not (is_near and sight.is_in_aisle):
        return state
    return replace(state, came_by=find_approach(course, state.way))
