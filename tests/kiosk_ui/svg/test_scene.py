"""Names on random levels: none over another, and none under a shelf that is not its own."""

from dataclasses import replace
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from floorplans.geometry import shelf_outline
from floorplans.model import Bay, Face, Plan, Range, Shelf
from kiosk_ui.svg.frame import level_view
from kiosk_ui.svg.labels import ZOOMS, Area, Placed, covered_area, label_box, overlap
from kiosk_ui.svg.marks import labels_by_shelf
from kiosk_ui.svg.scene import place_names, set_scene
from tests.support.plans import make_range
from tests.support.shapes import shapes_plan

WIDTH_M, DEPTH_M = 24.0, 16.0


@st.composite
def standing(draw: st.DrawFn, number: int) -> Shelf:
    bays = tuple(
        Bay(each, draw(st.floats(0.3, 1.2)), 5) for each in range(1, draw(st.integers(1, 5)) + 1)
    )
    length_m = sum(bay.width_m for bay in bays)
    sides = draw(st.sampled_from([("front",), ("front", "back")]))
    return Shelf(
        id=f"s{number}",
        number=str(number),
        level="1",
        x_m=draw(st.floats(1.0, WIDTH_M - 1.0)),
        y_m=draw(st.floats(1.0, DEPTH_M - 1.0)),
        length_m=length_m,
        depth_m=0.3 * len(sides),
        angle_deg=draw(st.floats(0.0, 360.0)),
        height_m=draw(st.sampled_from([1.0, 2.1])),
        faces=tuple(Face(f"{number}{side}", str(number), side, bays) for side in sides),
        shape=draw(st.sampled_from(["straight", "curved", "corner"])),
        wing_m=1.0,
        turn_deg=draw(st.sampled_from([-90.0, 60.0, 90.0])),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    shelves = tuple(draw(standing(number)) for number in range(1, draw(st.integers(1, 12)) + 1))
    held: list[Range] = []
    for shelf in shelves:
        for face, bay in product(shelf.faces, shelf.faces[0].bays):
            first, last = sorted(draw(st.tuples(*[st.text("AHKÄ", min_size=1, max_size=4)] * 2)))
            ends = (f"84.2 {first}", f"84.2 {last}")
            id = f"{face.id}-{bay.number}"
            held.append(make_range(id, "aik-kauno", face.id, (bay.number, bay.number), *ends))
    return replace(shapes_plan(), shelves=shelves, ranges=tuple(held))


def _area(each: Placed, scale_px_per_m: float) -> Area:
    box = label_box(each.label)
    return (
        each.x_m - box.left / scale_px_per_m,
        each.y_m - box.down / scale_px_per_m,
        each.x_m + box.right / scale_px_per_m,
        each.y_m + box.up / scale_px_per_m,
    )


@settings(max_examples=40, deadline=None)
@given(plans(), st.floats(1.0, 8.0))
def test_no_two_names_on_a_level_overlap_at_any_scale(plan: Plan, closer: float) -> None:
    scene = set_scene(plan, "1", "fi", None)
    view = level_view(scene.level)
    placed, _ = place_names(scene, view)
    for zoom, scale in zip(ZOOMS, view.zoom_scales_px_per_m, strict=True):
        areas = [
            _area(each, scale * closer)
            for each in placed
            if each.zoom <= zoom <= each.label.last_zoom
        ]
        assert not any(overlap(one, other) for one, other in combinations(areas, 2))


@settings(max_examples=40, deadline=None)
@given(plans())
def test_what_is_drawn_with_a_shelf_lies_under_no_other(plan: Plan) -> None:
    scene = set_scene(plan, "1", "fi", None)
    scales = level_view(scene.level).zoom_scales_px_per_m
    placed, _ = place_names(scene, level_view(scene.level))
    for id, labels in labels_by_shelf(placed, plan.shelves, scales).items():
        others = [Polygon(shelf_outline(each)) for each in plan.shelves if each.id != id]
        for each in labels:
            area = covered_area(each.label, (each.x_m, each.y_m), scales[each.zoom - 1])
            assert not any(box(*area).intersects(other) for other in others)


@settings(max_examples=40, deadline=None)
@given(plans())
def test_every_range_is_told_by_a_label_or_left_to_its_faces_title(plan: Plan) -> None:
    scene = set_scene(plan, "1", "fi", None)
    placed, untold = place_names(scene, level_view(scene.level))
    shown = {each.label.face for each in placed if each.label.kind == "range"}
    assert shown | untold == {face.id for shelf in plan.shelves for face in shelf.faces}
