"""Labels that have found their place: words, plates and pictograms, drawn in pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from shapely import Polygon, STRtree, box

from floorplans.geometry import shelf_outline
from floorplans.model import Shelf
from kiosk_ui.svg.frame import to_svg
from kiosk_ui.svg.labels import (
    DETAIL_GAP_PX,
    LINE_HEIGHT_PX,
    UNSHIFTED,
    ZOOMS,
    Label,
    Placed,
    covered_area,
    label_box,
    passed_area,
)
from kiosk_ui.svg.pictograms import draw_icon, draw_symbol
from kiosk_ui.svg.writer import Node

PILL_RADIUS_PX = 6.0
PLATE_RADIUS_PX = 4.0


def draw_labels(parent: Node, placed: Sequence[Placed]) -> None:
    """Draw labels, one group for each zoom they begin and end at."""
    for class_, labels in _by_zoom(placed).items():
        group = parent.group(class_=class_)
        for each in labels:
            _draw(group, each, (0.0, 0.0))


def draw_own_labels(group: Node, shelf: Shelf, placed: Sequence[Placed]) -> None:
    """Draw the labels of a shelf in its group, whose origin is the shelf's point."""
    for class_, labels in _by_zoom(placed).items():
        zoom = group.group(class_=class_)
        for each in labels:
            _draw(zoom, each, (shelf.x_m, shelf.y_m))


def labels_by_shelf(
    placed: Sequence[Placed], shelves: Sequence[Shelf], scales_px_per_m: Sequence[float]
) -> dict[str, list[Placed]]:
    """Give the labels that can be drawn with their shelf, as they reach onto no other one.

    A compressed drawing is a quarter smaller with them there, where equal shelves have them at
    equal places; but what is drawn with a shelf may lie under the next one.
    """
    own = [each for each in placed if each.label.shelf]
    if not own:
        return {}
    tree = STRtree([Polygon(shelf_outline(shelf)) for shelf in shelves])
    areas = [_passed(each, scales_px_per_m[each.zoom - 1]) for each in own]
    labels, reached = tree.query(areas, predicate="intersects")
    strays = {
        int(label)
        for label, shelf in zip(labels, reached, strict=True)
        if shelves[shelf].id != own[label].label.shelf
    }
    found: dict[str, list[Placed]] = defaultdict(list)
    for index, each in enumerate(own):
        if index not in strays:
            found[each.label.shelf].append(each)
    return found


def _passed(each: Placed, scale_px_per_m: float) -> Polygon:
    spot = (each.x_m, each.y_m)
    return box(*passed_area(covered_area(each.label, spot, scale_px_per_m), spot))


def _by_zoom(placed: Sequence[Placed]) -> Mapping[str, list[Placed]]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for each in placed:
        last_zoom = each.label.last_zoom
        until = "" if last_zoom == ZOOMS[-1] else f" to{last_zoom}"
        ranges = " m-range" if each.label.kind == "range" else ""
        groups[f"z{each.zoom}{until}{ranges}"].append(each)
    return {class_: groups[class_] for class_ in sorted(groups)}


def _draw(group: Node, each: Placed, origin: tuple[float, float]) -> None:
    at = to_svg(each.x_m - origin[0], each.y_m - origin[1])
    if each.label.kind == "range":
        align = each.label.align[0]
        group.text(each.label.words, at, class_=None if align == "m" else f"m-{align}")
    else:
        _draw_mark(group.group(at=at).group(class_="m-mark"), each.label)


def _draw_mark(mark: Node, label: Label) -> None:
    """Draw a label in pixels round the origin."""
    if label.kind == "icon":
        draw_icon(mark, label.words)
    elif label.kind == "symbol":
        draw_symbol(mark, label.words)
    elif label.kind == "room":
        mark.text(label.words, _shift(label), class_="m-room-t")
    elif label.kind == "plate":
        _pill(mark, label, "m-plate", PLATE_RADIUS_PX)
        mark.text(label.words, _shift(label), class_="m-number")
    elif label.kind == "class":
        _draw_class(mark, label)
    else:
        _pill(mark, label, "m-pill", PILL_RADIUS_PX)
        name = mark.text(label.words, class_="m-name")
        if label.detail:
            name.span(label.detail, class_="m-detail", dx=DETAIL_GAP_PX)


def _draw_class(mark: Node, label: Label) -> None:
    _pill(mark, label, "m-pill", PILL_RADIUS_PX)
    if not label.detail:
        mark.text(label.words, class_="m-class")
        return
    half_line_px = LINE_HEIGHT_PX / 2
    mark.text(label.words, (0.0, -half_line_px), class_="m-class")
    mark.text(label.detail, (0.0, half_line_px))


def _shift(label: Label) -> tuple[float, float] | None:
    return None if label.shift_px == UNSHIFTED else label.shift_px


def _pill(mark: Node, label: Label, class_: str, radius_px: float) -> None:
    area = label_box(label)
    mark.rect(
        -area.left,
        -area.up,
        area.left + area.right,
        area.up + area.down,
        rx=radius_px,
        class_=class_,
    )
