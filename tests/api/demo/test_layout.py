"""The demo libraries as buildings: what there is, and that people can move in it."""

import math
from itertools import combinations
from typing import get_args

import pytest
from shapely import LineString, Point, Polygon
from shapely.strtree import STRtree

from api.demo.layout import Layout, keskusta_layout, saari_layout
from api.demo.partitions import PARTITIONS, PARTITIONS_SAARI
from floorplans.geometry import bay_spot, face_length_m, shelf_outline
from floorplans.model import Mounting, Plan, PointKind, ShelfShape
from floorplans.walkable import Walkable, build_walkable

WHEELCHAIR_CLEARANCE_M = 0.45
STAND_OFF_M = 0.6


@pytest.fixture(scope="module")
def keskusta() -> Layout:
    return keskusta_layout(PARTITIONS)


@pytest.fixture(scope="module")
def saari() -> Layout:
    return saari_layout(PARTITIONS_SAARI)


@pytest.fixture(scope="module", params=["keskusta", "saari"])
def plan(request: pytest.FixtureRequest) -> Plan:
    layout: Layout = request.getfixturevalue(request.param)
    return layout.plan


@pytest.fixture(scope="module")
def wheelchair(plan: Plan) -> Walkable:
    return build_walkable(plan, WHEELCHAIR_CLEARANCE_M)


def test_the_demo_library_is_large_enough_to_be_believed(keskusta: Layout) -> None:
    plan = keskusta.plan
    assert [level.id for level in plan.levels] == ["1", "2"]
    assert len(plan.shelves) >= 120
    assert len(plan.radios) >= 26
    assert len(plan.kiosks) == 3
    assert len(plan.locator_points) >= 30


def test_the_demo_library_has_shelving_of_every_kind(keskusta: Layout) -> None:
    shelves = keskusta.plan.shelves
    double = [shelf for shelf in shelves if len(shelf.faces) == 2]
    askew = [shelf for shelf in shelves if shelf.angle_deg % 90]
    assert len(double) > len(shelves) / 2
    assert len(askew) >= 10
    assert sum(shelf.shape == "round" for shelf in shelves) >= 3
    assert sum(shelf.depth_m <= 0.3 for shelf in shelves) >= 10
    assert sum(shelf.height_m <= 1.3 for shelf in shelves) >= 4
    assert {shelf.shape for shelf in shelves} == set(get_args(ShelfShape))
    assert {shelf.mounting for shelf in shelves} == set(get_args(Mounting))
    assert any(bay.board_heights_m for s in shelves for face in s.faces for bay in face.bays)


def test_the_demo_library_has_what_people_ask_for_and_look_out_for(keskusta: Layout) -> None:
    plan = keskusta.plan
    assert {point.kind for point in plan.points_of_interest} == set(get_args(PointKind))
    assert len(plan.landmarks) >= 3
    assert plan.closures
    assert plan.georeference
    assert any(opening.hours for opening in plan.openings)


def test_what_came_later_left_the_numbers_of_the_other_shelves_alone(keskusta: Layout) -> None:
    levels = [shelf.level for shelf in keskusta.plan.shelves]
    assert levels == ["1"] * 65 + ["2"] * 69 + ["1"] * 4 + ["2"] * 4


def test_a_bent_stand_is_as_long_as_its_bays(keskusta: Layout) -> None:
    bent = [shelf for shelf in keskusta.plan.shelves if shelf.turn_deg]
    assert len(bent) == 2
    for shelf in bent:
        (face,) = shelf.faces
        widths_m = sum(bay.width_m for bay in face.bays)
        assert widths_m == pytest.approx(face_length_m(shelf, face), abs=0.02)


def test_the_demo_library_has_pillars_and_rooms_of_every_kind(keskusta: Layout) -> None:
    plan = keskusta.plan
    assert {"lobby", "section", "quiet", "staff", "restroom", "stairs", "lift"} <= {
        unit.category for unit in plan.units
    }
    assert any(fixture.kind == "pillar" for fixture in plan.fixtures)
    assert any(opening.automatic for opening in plan.openings)
    assert any(unit.walled and unit.category == "quiet" for unit in plan.units)


def test_the_second_branch_is_tiny(saari: Layout) -> None:
    plan = saari.plan
    assert len(plan.levels) == 1
    assert len(plan.shelves) == 12
    assert len(plan.radios) == 4
    assert [kiosk.id for kiosk in plan.kiosks] == ["saari-1"]
    assert len(plan.partitions) == 5


def test_shelves_are_numbered_without_a_gap(plan: Plan) -> None:
    assert [shelf.number for shelf in plan.shelves] == [
        str(number) for number in range(1, len(plan.shelves) + 1)
    ]
    assert {face.name for shelf in plan.shelves for face in shelf.faces} == {
        f"{shelf.number}{letter}" for shelf in plan.shelves for letter in "AB"[: len(shelf.faces)]
    }


def test_ids_are_unique(plan: Plan) -> None:
    for records in (
        plan.units,
        plan.openings,
        plan.fixtures,
        plan.shelves,
        plan.radios,
        plan.kiosks,
        plan.locator_points,
        plan.points_of_interest,
    ):
        ids = [record.id for record in records]
        assert len(ids) == len(set(ids))


def test_kiosks_and_locator_points_are_unique_across_branches(
    keskusta: Layout, saari: Layout
) -> None:
    in_keskusta, in_saari = (
        {each.id for each in (*layout.plan.kiosks, *layout.plan.locator_points)}
        for layout in (keskusta, saari)
    )
    assert not in_keskusta & in_saari


def test_radios_are_unique_across_branches(keskusta: Layout, saari: Layout) -> None:
    keys = [radio.key for layout in (keskusta, saari) for radio in layout.plan.radios]
    assert len(keys) == len(set(keys))


def test_nothing_stands_in_anything_else(plan: Plan) -> None:
    for level in plan.levels:
        things = {
            shelf.id: Polygon(shelf_outline(shelf))
            for shelf in plan.shelves
            if shelf.level == level.id
        } | {
            fixture.id: Polygon(fixture.outline)
            for fixture in plan.fixtures
            if fixture.level == level.id
        }
        names, outlines = list(things), list(things.values())
        assert all(Polygon(level.outline).covers(outline) for outline in outlines)
        first, second = STRtree(outlines).query(outlines, predicate="intersects")
        overlaps = [(names[a], names[b]) for a, b in zip(first, second, strict=True) if a < b]
        assert overlaps == []


def test_no_shelf_stands_in_a_wall(plan: Plan) -> None:
    walls = [
        (unit.id, unit.level, LineString([*unit.outline, unit.outline[0]]))
        for unit in plan.units
        if unit.walled
    ]
    crossings = [
        (shelf.id, unit)
        for shelf in plan.shelves
        for unit, level, wall in walls
        if shelf.level == level and wall.crosses(Polygon(shelf_outline(shelf)))
    ]
    assert crossings == []


def test_rooms_do_not_overlap(plan: Plan) -> None:
    rooms = [unit for unit in plan.units if unit.walled]
    overlaps = [
        (one.id, other.id)
        for one, other in combinations(rooms, 2)
        if one.level == other.level
        and Polygon(one.outline).intersection(Polygon(other.outline)).area > 0
    ]
    assert overlaps == []


def test_every_bay_but_the_closed_stacks_is_reached_in_a_wheelchair(
    plan: Plan, wheelchair: Walkable
) -> None:
    for level in plan.levels:
        assert len(wheelchair.area(level.id).geoms) == 1
    unreached = [
        (face.id, bay.number)
        for shelf in plan.shelves
        if shelf.mounting != "mobile"
        for face in shelf.faces
        for bay in face.bays
        if not wheelchair.contains(shelf.level, *bay_spot(shelf, face, bay.number, STAND_OFF_M)[:2])
    ]
    assert unreached == []


def test_everything_to_go_to_is_reached_in_a_wheelchair(plan: Plan, wheelchair: Walkable) -> None:
    goals = (*plan.kiosks, *plan.locator_points, *plan.points_of_interest)
    unreached = [
        goal.id for goal in goals if not wheelchair.contains(goal.level, goal.x_m, goal.y_m)
    ]
    stops = [stop for connector in plan.connectors for stop in connector.stops]
    assert unreached == []
    assert all(wheelchair.contains(stop.level, stop.x_m, stop.y_m) for stop in stops)


def test_lift_and_stairs_stand_above_each_other(keskusta: Layout) -> None:
    for connector in keskusta.plan.connectors:
        assert {stop.level for stop in connector.stops} == {"1", "2"}
        assert len({(stop.x_m, stop.y_m) for stop in connector.stops}) == 1
    assert {connector.kind for connector in keskusta.plan.connectors} == {"lift", "stairs"}


def test_who_scans_a_locator_point_looks_at_the_end_of_its_shelf(plan: Plan) -> None:
    outlines = {
        shelf.number: (shelf.level, Polygon(shelf_outline(shelf))) for shelf in plan.shelves
    }
    for point in plan.locator_points:
        level, outline = outlines[point.name.en.removeprefix("End of bookcase ")]
        assert point.level == level
        eye, direction = (point.x_m, point.y_m), math.radians(point.heading_deg)
        ahead = (eye[0] + 0.7 * math.cos(direction), eye[1] + 0.7 * math.sin(direction))
        assert outline.distance(Point(eye)) == pytest.approx(0.6, abs=0.01)
        assert LineString([eye, ahead]).intersects(outline)


def test_stands_of_a_row_carry_codes_in_order(keskusta: Layout) -> None:
    codes = [point.id for point in keskusta.plan.locator_points if point.id.startswith("K1A")]
    assert codes == [f"K1A{number:02}" for number in range(1, 12)]
