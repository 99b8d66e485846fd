"""Things of strokes: a symbol, an outline, or lines that touch each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Polygon

from floorplans.formats.drawings.model import Block, Item, Label, Stroke
from floorplans.formats.geometries import GeometryError, sort_parts
from floorplans.formats.groups import group_joined
from floorplans.model import Point

TOUCH_M = 0.01
WITHIN_SHARE = 0.9
"""What lies in another thing with this much of itself is a detail of that."""

Skipped = defaultdict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Body:
    """A thing with its outline, what it is drawn of, and the words that it brings."""

    handle: str
    layer: str
    shape: Polygon
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...] = ()


Fits = Callable[[Body], bool]


def find_bodies(items: Iterable[Item], fits: Fits, skipped: Skipped) -> list[Body]:
    """Find the things of one kind.

    Parameters
    ----------
    items : Iterable[Item]
        What is drawn of the kind. A block is one thing where it fits, and else what it holds.
    fits : callable
        Tells whether a body can be one such thing.
    skipped : defaultdict of Counter
        Gets what makes no such thing, by layer.

    Returns
    -------
    list[Body]
        Without those that lie within another.
    """
    found: list[Body] = []
    lines: list[Stroke] = []
    waiting = list(items)[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Block):
            body = _body(item.handle, tuple(item.strokes()), tuple(item.labels()), item.layer)
            if body is not None and fits(body):
                found.append(body)
            else:
                waiting += item.parts[::-1]
        elif isinstance(item, Stroke):
            body = outline_body(item) if item.is_closed else None
            if body is not None and fits(body):
                found.append(body)
            else:
                lines.append(item)
    for group in join_lines(lines):
        body = _body(group[0].handle, tuple(group), (), group[0].layer)
        if body is not None and fits(body):
            found.append(body)
        else:
            for stroke in group:
                skipped[stroke.layer]["not of such a form"] += 1
    return drop_details(found, skipped)


def outline_body(stroke: Stroke) -> Body | None:
    """Give the thing that an outline is of; None where it encloses nothing."""
    polygon = Polygon(stroke.points)
    try:
        parts = sort_parts(polygon if polygon.is_valid else shapely.make_valid(polygon))
    except GeometryError:
        return None
    return Body(stroke.handle, stroke.layer, parts[0], (stroke,))


def join_lines(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Group lines that touch each other, directly or through others."""
    drawn = [LineString(path_of(each)) for each in strokes]
    tree = shapely.STRtree(drawn)
    pairs = tree.query(drawn, predicate="dwithin", distance=TOUCH_M).T.tolist() if drawn else ()
    groups = group_joined(range(len(strokes)), ((one, other) for one, other in pairs))
    return [[strokes[at] for at in sorted(group)] for group in groups]


def is_joined(body: Body) -> bool:
    """Tell whether a body is not several that are apart: its main part is most of it."""
    hulls = (
        shapely.MultiPoint([point for stroke in group for point in stroke.points]).convex_hull
        for group in join_lines(body.strokes)
    )
    return max((hull.area for hull in hulls), default=0.0) >= WITHIN_SHARE * body.shape.area


def drop_details(bodies: Sequence[Body], skipped: Skipped) -> list[Body]:
    """Leave out things that lie within larger ones, such as the boards of a shelf."""
    tree = shapely.STRtree([each.shape for each in bodies])
    ranks = {at: (-body.shape.area, at) for at, body in enumerate(bodies)}
    kept = []
    for at, body in enumerate(bodies):
        larger = (int(each) for each in tree.query(body.shape) if ranks[int(each)] < ranks[at])
        least_m2 = WITHIN_SHARE * body.shape.area
        if any(bodies[each].shape.intersection(body.shape).area >= least_m2 for each in larger):
            skipped[body.layer]["details of others"] += 1
        else:
            kept.append(body)
    return kept


def areas_of(items: Iterable[Item], skipped: Skipped) -> list[Body]:
    """Give the areas that outlines have, and those that lines enclose together."""
    found: list[Body] = []
    lines: list[Stroke] = []
    for stroke in (each for each in items if isinstance(each, Stroke)):
        body = outline_body(stroke) if stroke.is_closed else None
        if body is not None:
            found.append(body)
        else:
            lines.append(stroke)
    noded = shapely.union_all([LineString(path_of(each)) for each in lines])
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(noded)]))
    for number, face in enumerate(faces, start=1):
        handle = f"{lines[0].handle}-{number}"
        found.append(Body(handle, lines[0].layer, face, ()))
    if not len(faces):
        for stroke in lines:
            skipped[stroke.layer]["not closed"] += 1
    return found


def path_of(stroke: Stroke) -> tuple[Point, ...]:
    """Give the points along a stroke, back to the first where it is an outline."""
    return (*stroke.points, stroke.points[0]) if stroke.is_closed else stroke.points


def _body(
    handle: str, strokes: tuple[Stroke, ...], labels: tuple[Label, ...], layer: str
) -> Body | None:
    """Give the thing that strokes are of together: what is drawn tightly round them."""
    points = [point for stroke in strokes for point in stroke.points]
    hull = shapely.MultiPoint(points).convex_hull
    if not isinstance(hull, Polygon) or not hull.area:
        return None
    return Body(handle, layer, hull, strokes, labels)
