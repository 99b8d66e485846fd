"""OpenStreetMap's XML: the same plan as its GeoJSON, and nothing that XML can be misused for."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.affinity import rotate

from floorplans.errors import PlanFormatError
from floorplans.formats.geojson import read_geojson
from floorplans.formats.osm import read_osm
from floorplans.geometry import shelf_outline
from floorplans.validate import find_breaks
from tests.support.imdf import area, line, place, point
from tests.support.indoor import make_indoor, tagged
from tests.support.osm_files import OsmFile, as_osm

HALL = tagged("way/900", area(0, 0, 40, 30), indoor="room", level="0")


def read(*features):
    return read_osm(as_osm({"features": features}), "branch")


def polygon(shape):
    ring = [place(*corner) for corner in shape.exterior.coords]
    return {"type": "Polygon", "coordinates": [ring]}


def by_id(things):
    return {thing.id: thing for thing in things}


def rules(result):
    return {each.rule for each in result.problems}


def test_a_file_of_openstreetmap_gives_the_plan_of_its_geojson():
    theirs = read_osm(as_osm(make_indoor()), "branch")
    ours = read_geojson(json.dumps(make_indoor()).encode(), "branch")
    assert by_id(theirs.plan.connectors) == by_id(ours.plan.connectors)
    assert replace(theirs.plan, connectors=()) == replace(ours.plan, connectors=())
    assert theirs.left_out == ours.left_out


def test_a_room_with_a_hole_comes_as_a_relation_of_ways_that_are_joined():
    outer, inner = area(0, 0, 20, 10)["coordinates"][0], area(5, 3, 9, 7)["coordinates"][0]
    room = tagged("relation/5", {"coordinates": [outer, inner], "type": ""}, indoor="level")
    result = read(room)
    (level,) = result.plan.levels
    assert Polygon(level.outline).area == pytest.approx(200, rel=1e-3)
    assert sum(Polygon(each.outline).area for each in result.plan.fixtures) == pytest.approx(
        16, rel=1e-2
    )


def test_a_building_tells_the_outline_of_levels_that_have_none_and_the_name():
    building = tagged("way/1", area(0, 0, 30, 20), building="yes", name="Kirjasto")
    building["properties"] |= {"building:levels": "2", "amenity": "library"}
    room = tagged("way/2", area(1, 1, 9, 9), indoor="room", level="1")
    plan = read(building, room).plan
    assert plan.name.fi == "Kirjasto"
    assert [(level.id, round(Polygon(level.outline).area)) for level in plan.levels] == [("1", 600)]


@pytest.mark.parametrize(
    "tags", [{"indoor": "shelf"}, {"furniture": "bookcase"}, {"furniture": "shelf", "level": "0"}]
)
def test_shelves_have_faces_and_bays_by_their_size_and_the_number_on_them(tags):
    shelf = tagged("way/1", area(10, 10, 14.5, 10.6), **{"level": "0", "ref": "17", **tags})
    (read_,) = read(HALL, shelf).plan.shelves
    assert (read_.number, [face.name for face in read_.faces]) == ("17", ["17A", "17B"])
    assert [len(face.bays) for face in read_.faces] == [5, 5]
    assert (read_.length_m, read_.depth_m) == pytest.approx((4.5, 0.6), abs=1e-3)


def test_a_shelf_at_a_wall_turns_its_face_to_the_room():
    tags = {"indoor": "shelf", "level": "0"}
    south = tagged("way/1", area(10, 0.05, 13, 0.35), **tags)
    north = tagged("way/2", area(10, 29.65, 13, 29.95), **tags)
    shelves = by_id(read(HALL, south, north).plan.shelves)
    ways = {id_: round(shelf.angle_deg) % 360 for id_, shelf in shelves.items()}
    assert ways == {"way/1": 0, "way/2": 180}
    assert {each.mounting for each in shelves.values()} == {"wall"}
    assert sorted(each.number for each in shelves.values()) == ["1", "2"]


def test_what_is_no_long_rectangle_is_no_shelf_and_is_told():
    bent = Polygon([(5, 5), (9, 5), (9, 5.4), (5.4, 5.4), (5.4, 9), (5, 9)])
    result = read(HALL, tagged("way/1", polygon(bent), indoor="shelf", level="0"))
    assert result.plan.shelves == ()
    assert result.left_out == 1


def test_a_table_is_in_the_way():
    plan = read(HALL, tagged("way/1", area(5, 5, 7, 6), furniture="table", level="0")).plan
    assert [each.kind for each in plan.fixtures] == ["table"]


def test_the_world_outside_is_passed_over_and_counted():
    road = tagged("way/1", line((0, 40), (50, 40)), highway="residential")
    tree = tagged("node/1", point(45, 3), natural="tree")
    result = read(HALL, road, tree)
    (told,) = (each for each in result.problems if each.rule == "not-indoor")
    assert told.message.startswith("2 things")
    assert result.left_out == 0


def test_a_relation_that_is_not_whole_is_named_with_its_line():
    file = OsmFile()
    file.add(HALL)
    broken = (
        b'<relation id="8"><member type="way" ref="77" role="outer"/><tag k="indoor" v="room"/>'
    )
    broken += b'<tag k="type" v="multipolygon"/></relation><way id="9"><nd ref="5"/>'
    broken += b'<tag k="indoor" v="room"/></way></osm>'
    result = read_osm(file.write().replace(b"</osm>", broken))
    assert {"open-ring", "missing-node"} <= rules(result)
    assert any("line" in each.message for each in result.problems if each.rule == "open-ring")
    assert result.left_out == 2


def test_what_an_editor_deleted_is_not_there():
    content = as_osm({"features": [HALL]}).replace(
        b"</osm>", b'<node id="3" action="delete" lat="0" lon="0"/></osm>'
    )
    assert read_osm(content).problems == read(HALL).problems


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><osm><node id="1" lat="60" lon="24"><tag k="name" v="&c;"/></node>
</osm>"""
OUTSIDE = b"""<!DOCTYPE osm [<!ENTITY x SYSTEM "file:///etc/hostname">]><osm>&x;</osm>"""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LAUGHS, "line 1: it has a document type"),
        (OUTSIDE, "line 1: it has a document type"),
        (b'<!DOCTYPE osm SYSTEM "http://localhost:1/x.dtd"><osm/>', "document type"),
        (b"<osm>&nothing;</osm>", "line 1"),
        (b"", "is empty"),
        (b"<osm>", "line 1, column 6"),
        (b"<osmChange/>", "its first element is 'osmChange'"),
        (b"<html><body/></html>", "its first element is 'html'"),
        (b'<osm>\n<node lat="1" lon="1"/></osm>', "line 2: a node has no id"),
        (b'<osm>\n<node id="1" lat="north" lon="1"/></osm>', "line 2: node 1 has no lat"),
        (b'<osm><node id="1" lat="1e999" lon="nan"/></osm>', "node 1 has no lat"),
        (b'<?xml version="1.0" encoding="koi-9"?><osm/>', "encoding"),
        (b"\x00\x01\x02", "is not XML"),
        (b"<osm>" + b"<a>" * 100_000, "is not XML"),
    ],
)
def test_what_is_no_osm_xml_is_refused_with_its_line(content, words):
    with pytest.raises(PlanFormatError, match=words):
        read_osm(content)


def test_a_file_without_an_inside_gives_no_plan_and_a_reason():
    result = read_osm(b'<osm><node id="1" lat="60" lon="24"/></osm>')
    assert result.plan is None
    assert result.problems[-1].rule == "no-levels"


def test_too_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr("floorplans.formats.osm.MOST_ELEMENTS", 1)
    nodes = b"".join(b'<node id="%d" lat="1" lon="1"/>' % number for number in range(9))
    with pytest.raises(PlanFormatError, match="smaller area"):
        read_osm(b"<osm>" + nodes + b"</osm>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_names_come_in_the_encoding_that_the_file_says(encoding):
    hall = {**HALL, "properties": {**HALL["properties"], "name": "Käsikirjasto ÅÖ"}}
    text = as_osm({"features": [hall]}).decode().replace("UTF-8", encoding)
    assert read_osm(text.encode(encoding)).plan.units[0].name.fi == "Käsikirjasto ÅÖ"


boxes = st.tuples(
    st.integers(0, 3),
    st.integers(0, 2),
    st.floats(0.3, 7.0),
    st.floats(0.2, 1.0),
    st.floats(0, 180),
)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(boxes, min_size=1, max_size=8, unique_by=lambda box: box[:2]), st.sampled_from("09")
)
def test_any_shelves_of_a_hall_come_where_they_are(drawn, level):
    shapes = {}
    for number, (column, row, length_m, depth_m, turn_deg) in enumerate(drawn):
        x_m, y_m = 5 + 9.9 * column, 5 + 9.9 * row
        depth_m = min(depth_m, length_m * 0.9)
        west, south, east, north = x_m, y_m, x_m + length_m, y_m + depth_m
        box = Polygon([(west, south), (east, south), (east, north), (west, north)])
        shapes[f"way/{number + 1}"] = rotate(box, turn_deg)
    features = [
        tagged(id_, polygon(shape), indoor="shelf", level=level) for id_, shape in shapes.items()
    ]
    hall = tagged("way/900", area(0, 0, 40, 40), indoor="room", level=level)
    plan = read(hall, *features).plan
    assert find_breaks(plan) == ()
    assert {each.id for each in plan.shelves} == set(shapes)
    for shelf in plan.shelves:
        drawn_m2 = shapes[shelf.id].area
        shared_m2 = Polygon(shelf_outline(shelf)).intersection(shapes[shelf.id]).area
        assert math.isclose(shared_m2, drawn_m2, rel_tol=0.02)
