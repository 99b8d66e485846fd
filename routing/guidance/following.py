"""Guiding somebody along a way: a pure fold of positions into advice.

Positions lag and wander, so nothing is told for one of them alone: each thing has evidence that
positions add to and take from (see `routing.guidance.evidence`).
"""

from __future__ import annotations

from dataclasses import replace

from routing.errors import RoutingError
from routing.guidance.advice import (
    DEFAULTS,
    Advice,
    AdviceKind,
    GuidingSettings,
    Heard,
    Message,
    Params,
)
from routing.guidance.course import Course
from routing.guidance.evidence import (
    Evidence,
    Sight,
    calm_down,
    gather,
    is_beyond,
    look,
)
from routing.guidance.other_aisle import LIKELIER, listen
from routing.guidance.state import Guiding, as_advice, as_spot, say, say_step, walk_on
from routing.guidance.way import find_along, is_like, leads_across, plan_way, rest_of
from routing.reasons import find_blocks

CAME_BY_M = 2.0
PORTAL_END_M = 3.0


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
        state = say_step(_set_out(course, heard))
    elif _is_other(course, state):
        state = _go_over(course, state, heard)
    else:
        state = _go_on(replace(state, course=course), heard, settings)
    return state, as_advice(state)


def _is_other(course: Course, state: Guiding) -> bool:
    """Tell whether a course is another one, or the same again when there was none for a while."""
    before = state.course
    is_again = course is not before and state.kind == "no_way"
    return is_again or (course.version, course.closed) != (before.version, before.closed)


def _set_out(
    course: Course, heard: Heard, before: Guiding | None = None, kind: AdviceKind = "go"
) -> Guiding:
    """Begin with a way from where somebody is, told of nothing yet."""
    now_s, here_m = heard.time_s, (heard.x_m, heard.y_m)
    fresh = Guiding(course, plan_way(course, as_spot(heard)), heard, here_m, now_s, now_s, kind)
    if before is None:
        return fresh
    fresh = replace(
        fresh, way_number=before.way_number + 1, message=before.message, news=before.news
    )
    if before.heard.level != heard.level:
        return fresh
    return replace(fresh, calm_m=before.calm_m, other=before.other and before.other.begin_again())


def _go_over(course: Course, before: Guiding, heard: Heard) -> Guiding:
    """Go over to another course: of a new plan, or with more or less that is closed."""
    rest = rest_of(before.way, before.leg, before.at_m)
    blocks = find_blocks(course.guide.plan, course.closed, rest)
    state = _set_out(course, heard, before, "replanned")
    if before.course.version != course.version:
        old, new = before.course.place, course.place
        if old and new and new.partition not in ("", old.partition):
            params: Params = (("collection", new.partition), ("step", 0))
            return say(state, "guide.replanned.other", params)
        if before.way.route.goal != state.way.route.goal:
            return say(state, "guide.replanned.moved", (("step", 0),))
        key = "guide.replanned"
    elif before.kind != "no_way" and is_like(rest, state.way):
        return replace(before, course=course)
    else:
        key = "guide.reopened"
    if blocks:
        return say(state, "guide.closed", (("step", 0),), blocks[0])
    return say(state, key, (("step", 0),))


def _go_on(state: Guiding, heard: Heard, settings: GuidingSettings) -> Guiding:
    dt_s = min(max(0.0, heard.time_s - state.heard.time_s), settings.gap_s)
    if heard.level != state.heard.level:
        return _change_level(state, heard, dt_s, settings)
    if state.way.route.legs[state.leg].level != heard.level:
        # No way was found from here: one is looked for again now and then.
        state, waited_s = replace(state, heard=heard), heard.time_s - state.way_s
        return _replan(state, "off_route") if waited_s >= settings.again_s else state
    at_m, beside_m = _place(state, heard, settings)
    state = replace(
        state,
        heard=heard,
        calm_m=calm_down(state.calm_m, heard, dt_s, settings),
        at_m=at_m,
        best_m=max(state.best_m, at_m),
    )
    sight = look(state.course, state.way, heard, state.calm_m, (at_m, beside_m), settings)
    is_by = state.left_m <= CAME_BY_M and sight.is_in_aisle
    has_come_by = state.has_come_by or is_by
    direction = state.way.along if has_come_by else None
    state = replace(
        state,
        has_come_by=has_come_by,
        evidence=gather(state.evidence, sight, (direction, state.best_m - at_m), dt_s, settings),
        other=listen(state.other, state.course, state.way, state.leg, heard, dt_s, settings),
    )
    return _judge(state, sight, settings)


def _judge(state: Guiding, sight: Sight, settings: GuidingSettings) -> Guiding:
    evidence = state.evidence
    if state.kind in ("arrived", "near") and evidence.left_s >= settings.left_s:
        return _leave(state, sight)
    if state.kind == "arrived":
        return state
    if evidence.sure_s >= settings.arrived_s and sight.is_here:
        return _arrive(state, "arrived")
    may_be_near = state.kind not in ("near", "wrong_aisle") and sight.doubt > 1.0
    if may_be_near and evidence.near_s >= settings.near_s:
        return _arrive(state, "near")
    strayed = _stray(state, sight, settings)
    if strayed is not None or state.kind == "near":
        return strayed or state
    return walk_on(_take_back(state, sight, settings), settings)


def _stray(state: Guiding, sight: Sight, settings: GuidingSettings) -> Guiding | None:
    """Tell of a mistake and plan a new way, if there is evidence for one."""
    evidence = state.evidence
    if state.heard.time_s - state.way_s < settings.again_s:
        return None
    is_off = state.kind != "near" and evidence.off_s >= settings.off_route_s
    if sight.aisle and _is_wrong_aisle(state, sight.aisle, is_off, settings):
        return _tell_aisle(state, sight.aisle, settings)
    if state.kind == "wrong_aisle" and not is_off:
        return None
    if evidence.passed_s >= settings.passed_s:
        return _pass(state, sight)
    if state.kind == "near":
        return None
    if is_off:
        return _pass(state, sight) if state.has_come_by else _replan(state, "off_route")
    if evidence.back_s >= settings.back_s:
        return _replan(state, "wrong_way")
    return None


def _is_wrong_aisle(state: Guiding, here: int, is_off: bool, settings: GuidingSettings) -> bool:
    """Tell whether a wrong aisle is to be told, in words that fit one who is off her route."""
    aisle, sum_ = state.other.likeliest if state.other else (0, 0.0)
    if state.kind == "wrong_aisle":
        return is_off or (aisle == here and sum_ >= settings.aisle_told)
    return sum_ >= settings.aisle_told or (is_off and aisle == here and sum_ >= LIKELIER)


def _leave(state: Guiding, sight: Sight) -> Guiding:
    """Guide on who was there and has left: past it, or anywhere else."""
    if state.has_come_by and is_beyond(sight, state.way.along):
        return _pass(state, sight)
    return _replan(state, "go")


def _pass(state: Guiding, sight: Sight) -> Guiding:
    return _replan(state, "passed", (("count", max(1, round(sight.past_m))),))


def _tell_aisle(state: Guiding, here: int, settings: GuidingSettings) -> Guiding:
    """Say that an aisle is wrong, and how many further or back the right one is if that is sure.

    ``here`` is the aisle that the mean of the positions is in.
    """
    place, aisle, toward = state.course.place, state.course.aisle, state.way.across
    assert place is not None
    assert aisle is not None
    heard, lead = (state.other.likeliest[0], state.other.lead) if state.other else (0, 0.0)
    if max(aisle.count_to(heard), aisle.count_to(here)) > settings.aisles:
        return _replan(state, "off_route")
    told = _replan(state, "wrong_aisle", (("shelf", place.shelf),))
    is_sure = heard == here and lead >= settings.count_told
    if told.kind != "wrong_aisle" or not is_sure or not leads_across(told.way, aisle):
        return told
    key = "over" if not toward else "further" if here * toward < 0 else "back"
    params = (("count", aisle.count_to(here)), *told.message.params)
    return replace(told, message=Message(f"guide.wrong_aisle.{key}", params))


def _replan(state: Guiding, kind: AdviceKind, params: Params = (), key: str = "") -> Guiding:
    """Plan a new way from here; it goes on as long as nothing leads from here to the goal."""
    now_s = state.heard.time_s
    try:
        fresh = _set_out(state.course, state.heard, state, kind)
    except RoutingError:
        stuck = replace(state, kind="no_way", since_s=now_s, way_s=now_s)
        return stuck if state.kind == "no_way" else say(stuck, "guide.no_way", ())
    if kind == "go":
        return say_step(fresh)
    return say(fresh, key or f"guide.{kind}", (*params, ("step", 0)))


def _arrive(state: Guiding, kind: AdviceKind) -> Guiding:
    last = len(state.way.steps) - 1
    there = replace(state, kind=kind, since_s=state.heard.time_s, step=last)
    evidence = replace(there.evidence, left_s=0.0)
    key = f"guide.{kind}" if state.course.place else f"guide.{kind}.spot"
    return say(replace(there, evidence=evidence), key, (("step", last),))


def _take_back(state: Guiding, sight: Sight, settings: GuidingSettings) -> Guiding:
    """End an alert that does not hold any more."""
    if state.kind == "go":
        return state
    age_s = state.heard.time_s - state.since_s
    if state.kind == "wrong_level":
        is_over = state.leg > 0
    elif state.kind == "wrong_aisle":
        is_over = state.evidence.out_s >= settings.left_s
    elif state.kind == "replanned":
        is_over = age_s >= settings.alert_s
    elif state.kind == "no_way":
        is_over = not sight.is_off
    else:
        is_over = state.at_m >= settings.obeyed_m and not sight.is_off
    if not is_over or age_s < settings.alert_s:
        return state
    return say_step(replace(state, kind="go", since_s=state.heard.time_s))


def _change_level(state: Guiding, heard: Heard, dt_s: float, settings: GuidingSettings) -> Guiding:
    """Go on where the way leads on at once; another level is a wrong one after a while."""
    legs = state.way.route.legs
    later = range(state.leg + 1, len(legs))
    leg = next((each for each in later if legs[each].level == heard.level), None)
    moved = replace(
        state, heard=heard, calm_m=(heard.x_m, heard.y_m), other=None, evidence=Evidence()
    )
    if leg is not None:
        step = next(n for n, of_leg in enumerate(state.way.legs) if of_leg == leg)
        begin_m = state.way.ends_m[leg - 1]
        stepped = replace(moved, leg=leg, step=step, at_m=begin_m, best_m=begin_m)
        return say_step(replace(stepped, kind="go", since_s=heard.time_s))
    evidence = state.evidence.call(heard.level, dt_s)
    if evidence.called_s < settings.level_s:
        return replace(state, evidence=evidence, heard=replace(state.heard, time_s=heard.time_s))
    is_at_end = state.way.ends_m[state.leg] - state.at_m <= PORTAL_END_M
    wanted = legs[min(state.leg + is_at_end, len(legs) - 1)].level
    return _replan(moved, "wrong_level", (("here", heard.level), ("level", wanted)))


def _place(state: Guiding, heard: Heard, settings: GuidingSettings) -> tuple[float, float]:
    far_m = settings.off_m(heard.sigma_m)
    graph = state.course.graph
    x_m, y_m = graph.walkable.nearest(heard.level, heard.x_m, heard.y_m)
    return find_along(graph, state.way, state.leg, x_m, y_m, far_m)
