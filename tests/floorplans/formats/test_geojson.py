import json
import math

import pytest

from floorplans.errors import PlanFormatError
from floorplans.formats.geojson import read_geojson
from floorplans.formats.indoor_tags import classify, find_connector, read_levels
from floorplans.validate import find_breaks
from tests.support.imdf import area, line, point
from tests.support.indoor import make_indoor, tagged


def read(document):
    return read_geojson(json.dumps(document).encode(), "branch")


def read_features(*features):
    return read({"type": "FeatureCollection", "features": features})


def by_id(things):
    return {thing.id: thing for thing in things}


def left_out(result):
    return {each.place for each in result.problems if each.rule == "left-out"}


def test_levels_have_their_own_outline_or_that_of_their_rooms():
    plan = read(make_indoor()).plan
    assert [(level.id, level.ordinal) for level in plan.levels] == [("0", 0), ("1", 1)]
    assert plan.levels[0].name.fi == "Ground floor"
    for level in plan.levels:
        assert {(round(x_m, 3), round(y_m, 3)) for x_m, y_m in level.outline} >= {
            (0, 0),
            (20, 0),
            (20, 10),
            (0, 10),
        }


def test_rooms_have_walls_and_corridors_lie_on_every_level_they_say():
    units = by_id(read(make_indoor()).plan.units)
    assert units["way/2"].walled
    assert (units["way/2"].name.fi, units["way/2"].category) == ("Labra", "room")
    assert units["way/3"].category == "restroom"
    assert [(units[id_].level, units[id_].walled) for id_ in ("way/4", "way/4@1")] == [
        ("0", False),
        ("1", False),
    ]
    assert units["way/5"].staff_only


def test_a_door_is_as_wide_as_told_and_lies_in_the_wall():
    openings = by_id(read(make_indoor()).plan.openings)
    door = openings["node/1"]
    assert math.dist(door.start, door.end) == pytest.approx(1.2, abs=1e-3)
    assert {round(door.start[1], 3), round(door.end[1], 3)} == {6.0}
    assert openings["node/2"].kind == "passage"


def test_a_door_without_a_wall_and_a_tree_are_left_out():
    result = read(make_indoor())
    assert left_out(result) == {"feature node/5", "feature node/6"}
    assert result.left_out == 2


def test_walls_and_pillars_are_in_the_way():
    fixtures = by_id(read(make_indoor()).plan.fixtures)
    assert (fixtures["way/6"].kind, fixtures["way/7"].kind) == ("wall", "pillar")
    assert {round(x_m, 2) for x_m, _ in fixtures["way/6"].outline} == {11.95, 12.05}


def test_a_wall_that_closes_leaves_the_floor_within():
    ring = line((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
    plan = read_features(
        tagged("a", area(-5, -5, 10, 10), indoor="level", level=0),
        tagged("w", ring, indoor="wall", level=0),
    ).plan
    assert len(plan.fixtures) > 1
    assert sum(_area(each.outline) for each in plan.fixtures) == pytest.approx(1.6, abs=0.1)


def _area(ring):
    following = (*ring[1:], ring[0])
    return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(ring, following, strict=True))) / 2


def test_stairs_are_entered_below_where_they_begin_and_lifts_where_they_are():
    connectors = by_id(read(make_indoor()).plan.connectors)
    steps = [(stop.level, round(stop.x_m), round(stop.y_m)) for stop in connectors["way/8"].stops]
    assert steps == [("0", 18, 2), ("1", 18, 5)]
    assert connectors["node/3"].kind == "lift"
    assert connectors["node/3"].step_free
    assert connectors["node/3"].name.fi == "Lift A"


def test_stairs_drawn_level_by_level_are_joined_where_they_overlap():
    features = [
        tagged(f"{kind}-{level}", geometry, indoor="room", level=level, **tags)
        for level in (0, 1)
        for kind, geometry, tags in (
            ("hall", area(0, 0, 20, 10), {}),
            ("steps", area(2, 2, 4, 6), {"stairs": "yes"}),
        )
    ]
    result = read_features(*features)
    (stairs,) = result.plan.connectors
    assert (stairs.kind, [stop.level for stop in stairs.stops]) == ("stairs", ["0", "1"])


def test_points_of_interest_come_with_a_name():
    (info,) = read(make_indoor()).plan.points_of_interest
    assert (info.kind, info.name.en, info.level) == ("service_desk", "Service desk", "0")


def test_files_that_name_feature_types_instead_of_tags_are_read_too():
    result = read_features(
        tagged("a", area(0, 0, 9, 9), feature_type="corridor", level_id=None),
        tagged("b", area(0, 0, 3, 3), feature_type="unit", level_id=0, name="null"),
        tagged("c", line((4, 4), (5, 5)), feature_type="unit", level_id=0),
        tagged("d", point(4, 4), feature_type="unit", level_id=0),
    )
    units = by_id(result.plan.units)
    assert (units["a"].walled, units["b"].walled) == (False, True)
    assert units["b"].name.en == "Room"
    assert [each.kind for each in result.plan.fixtures] == ["wall"]
    assert left_out(result) == {"feature d"}


def test_the_plan_can_be_shown():
    assert find_breaks(read(make_indoor()).plan) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"features": {}}', b"level,x,y\n", '{"features": []}'.encode("utf-16")],
)
def test_what_is_no_geojson_is_refused(content):
    with pytest.raises(PlanFormatError):
        read_geojson(content)


def test_a_file_without_areas_gives_no_plan_and_a_reason():
    result = read_features(tagged("a", point(1, 1), amenity="toilets"))
    assert result.plan is None
    assert result.problems[-1].rule == "no-levels"


@pytest.mark.parametrize(
    ("tags", "levels"),
    [
        ({"level": "0"}, (0,)),
        ({"level": "-2--1"}, (-2, -1)),
        ({"level": "0;2"}, (0, 2)),
        ({"level": "1.5"}, (1,)),
        ({"level": "0", "repeat_on": "1-3"}, (0, 1, 2, 3)),
        ({"level": "0-99999999"}, ()),
        ({"level": "roof"}, ()),
        ({}, ()),
    ],
)
def test_levels_are_lists_and_spans(tags, levels):
    assert read_levels(tags) == levels


@pytest.mark.parametrize(
    ("tags", "dimension", "part"),
    [
        ({"indoor": "room"}, 2, "room"),
        ({"indoor": "area"}, 2, "area"),
        ({"indoor": "wall"}, 1, "wall"),
        ({"highway": "elevator"}, 0, "connector"),
        ({"entrance": "main"}, 0, "door"),
        ({"amenity": "toilets"}, 0, "point"),
        ({"amenity": "toilets"}, 2, "room"),
        ({"building": "yes"}, 2, "unknown"),
    ],
)
def test_tags_say_what_a_feature_is(tags, dimension, part):
    assert classify(tags, dimension) == part


def test_moving_steps_are_escalators():
    assert find_connector({"highway": "steps", "conveying": "forward"}) == "escalator"
