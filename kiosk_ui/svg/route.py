"""What changes while somebody looks: the way, what is sought, and the dot."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from floorplans.model import Plan, Point
from floorplans.shelving import Place
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import View, level_view, rounded_path, to_svg
from kiosk_ui.svg.goal import draw_flags, draw_goal, find_goal
from kiosk_ui.svg.labels import PILL_HEIGHT_PX, pill_width_px
from kiosk_ui.svg.level import start_sheet
from kiosk_ui.svg.pictograms import STROKES
from kiosk_ui.svg.position import NORTH_DEG, Dot, draw_area, draw_dot
from kiosk_ui.svg.sides import Side, place_words
from kiosk_ui.svg.theme import OVERLAY_STYLE_PARTS, style_sheet
from kiosk_ui.svg.writer import Node, Sheet
from routing.model import Leg, Route, Spot

CHEVRON = "M-2.5-4 1.5 0-2.5 4"
NOSE = "M-8-8 0-19 8-8Z"
CHEVRON_EVERY_M = 2.0
CHEVRON_CLEAR_M = 0.8
MARK_GAP_PX = 18.0
RING_PX = 6.5


def draw_overlay(
    plan: Plan,
    level_id: str,
    route: Route | None = None,
    place: Place | None = None,
    dot: Dot | None = None,
    language: str = "fi",
    *,
    start: Spot | None = None,
    start_label: str | None = None,
    prefix: str = "",
) -> str:
    """Draw what lies over a level, for the same view as `kiosk_ui.svg.level.draw_level`.

    Parameters
    ----------
    plan : Plan
        The plan.
    level_id : str
        The level.
    route : Route or None
        The way; its legs on this level are drawn.
    place : Place or None
        What is sought; drawn if it is on this level.
    dot : Dot or None
        A live position. On other levels and without one, its group is there but hidden.
    language : str
        Language of the words, the title and the description.
    start : Spot or None
        Where "you are here" stands; where the route starts if not given. A dot takes its
        place.
    start_label : str or None
        What to write at the start; "you are here" if not given.
    prefix : str
        Begins every id, so that several maps fit on one page.

    Returns
    -------
    str
        An SVG document with a transparent ground.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level or no such place.
    DrawingError
        If a coordinate is not a finite number.
    """
    level = plan.get_level(level_id)
    view = level_view(level)
    legs = [leg for leg in route.legs if leg.level == level_id] if route else []
    sought = place if place and place.level == level_id else None
    shown_dot = dot if dot and dot.level == level_id else None
    sheet = start_sheet(
        view,
        say("map.overlay", language, level=level.name.in_language(language)),
        _describe(legs, sought, language),
        style_sheet(OVERLAY_STYLE_PARTS),
        data_level=level_id,
    )
    walked = [point for leg in legs for point in leg.points]
    goal = find_goal(plan, sought) if sought else None
    draw_area(sheet, shown_dot, prefix)
    if goal:
        draw_goal(sheet, goal, view, prefix)
    if route:
        _draw_way(sheet, plan, route, level_id, language)
    here = start or (route.start if route else None)
    if here and here.level == level_id and shown_dot is None:
        _draw_here(sheet, here, walked, view, start_label or say("ui.you_are_here", language))
    if goal and sought:
        draw_flags(sheet, goal, sought.call_number, walked, view)
    draw_dot(sheet, shown_dot, prefix)
    return sheet.to_text()


def _describe(legs: Sequence[Leg], sought: Place | None, language: str) -> str:
    sentences = []
    if sought:
        sentences.append(
            say(
                "map.overlay.place",
                language,
                call_number=sought.call_number,
                face=sought.face_name,
            )
        )
    length_m = round(sum(leg.length_m for leg in legs))
    if length_m:
        sentences.append(say("map.overlay.route", language, distance=length_m))
    return " ".join(sentences) or say("map.overlay.nothing", language)


def _draw_way(sheet: Sheet, plan: Plan, route: Route, level_id: str, language: str) -> None:
    """Draw the legs of a route on a level, changes of level, and the ring at its end."""
    for leg in route.legs:
        if leg.level == level_id:
            _draw_leg(sheet, leg)
    _draw_level_changes(sheet, plan, route, level_id, language)
    if route.goal.level == level_id:
        mark = sheet.group(at=to_svg(route.goal.x_m, route.goal.y_m)).group(class_="m-mark")
        mark.circle(0, 0, RING_PX, class_="m-ring")


def _draw_leg(sheet: Sheet, leg: Leg) -> None:
    data = rounded_path(leg.points)
    sheet.path(data, class_="m-case")
    sheet.path(data, class_="m-route")
    for index, (x_m, y_m, turn_deg) in enumerate(_chevrons(leg.points)):
        class_ = "m-more" if index % 3 != 1 else None
        group = sheet.group(at=to_svg(x_m, y_m), turn_deg=turn_deg, class_=class_)
        group.group(class_="m-mark").path(CHEVRON, class_="m-chevron")


def _chevrons(points: Sequence[Point]) -> Iterator[tuple[float, float, float]]:
    """Give points along a line at equal distances, clear of its corners, and their turns."""
    next_m = CHEVRON_EVERY_M
    for start, end in pairwise(points):
        length_m = math.dist(start, end)
        while next_m < length_m:
            if CHEVRON_CLEAR_M < next_m < length_m - CHEVRON_CLEAR_M:
                share = next_m / length_m
                yield (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share,
                    -math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])),
                )
            next_m += CHEVRON_EVERY_M
        next_m -= length_m


def _draw_here(sheet: Sheet, here: Spot, walked: Sequence[Point], view: View, words: str) -> None:
    group = sheet.group(at=to_svg(here.x_m, here.y_m), class_="m-start")
    if here.heading_deg is not None:
        turned = group.group(turn_deg=NORTH_DEG - here.heading_deg)
        turned.group(class_="m-mark").path(NOSE, class_="m-here")
    mark = group.group(class_="m-mark")
    mark.circle(0, 0, 11.0, class_="m-here")
    mark.circle(0, 0, 4.5, class_="m-here-in")
    spot = (here.x_m, here.y_m)
    _draw_pill(mark, words, spot, walked, view, ("down", "up"))


def _draw_level_changes(
    sheet: Sheet, plan: Plan, route: Route, level_id: str, language: str
) -> None:
    """Mark where stairs or a lift are taken, to which level or from which one."""
    kinds = {connector.id: connector.kind for connector in plan.connectors}
    view = level_view(plan.get_level(level_id))
    for leg, following in pairwise(route.legs):
        kind = kinds.get(leg.connector or "", "stairs")
        if leg.level == level_id:
            mark = _draw_change(sheet, kind, leg.points[-1])
            words = _level_words(plan, leg.level, following.level, language)
            _draw_pill(mark, words, leg.points[-1], leg.points, view, ("up", "down"))
        elif following.level == level_id:
            _draw_change(sheet, kind, following.points[0])


def _draw_change(sheet: Sheet, kind: str, point: Point) -> Node:
    mark = sheet.group(at=to_svg(*point), class_="m-change").group(class_="m-mark")
    mark.rect(-14, -14, 28, 28, rx=7.0, class_="m-here")
    mark.path(STROKES[kind], class_="m-change-icon")
    return mark


def _level_words(plan: Plan, level_id: str, next_id: str, language: str) -> str:
    """Name the level that is next, with an arrow up or down to it."""
    level, following = plan.get_level(level_id), plan.get_level(next_id)
    arrow = "↑" if following.ordinal > level.ordinal else "↓"
    return f"{arrow} {following.name.in_language(language)}"


def _draw_pill(
    mark: Node,
    words: str,
    spot: Point,
    walked: Sequence[Point],
    view: View,
    preferred: Sequence[Side],
) -> None:
    """Write words on the route's colour beside a mark."""
    width_px = pill_width_px(words, "")
    size_px = (width_px, PILL_HEIGHT_PX)
    place = place_words((spot,), size_px, MARK_GAP_PX, preferred, walked, view)
    mark.rect(
        place.dx_px - width_px / 2,
        place.dy_px - PILL_HEIGHT_PX / 2,
        width_px,
        PILL_HEIGHT_PX,
        rx=6.0,
        class_="m-here",
    )
    mark.text(words, (place.dx_px, place.dy_px), class_="m-here-t")
