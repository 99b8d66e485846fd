"""Our own archives: they fit the standard, lose nothing, and take over what others change."""

import json
import math
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from shapely import Polygon

from api.plans import DEMO_BRANCHES, demo_text
from floorplans.formats.imdf import Address, check_imdf, doubt_export, read_imdf, write_imdf
from floorplans.formats.imdf.extension import EXTENSION_FILE
from floorplans.formats.native import parse_plan, plan_hash
from floorplans.model import Closure, Connector, Georeference, Landmark, Stop, Text, Unit
from floorplans.validate import find_breaks
from tests.support.plan_strategies import plans
from tests.support.plans import rectangle, toy_plan

CREATED = datetime(2026, 3, 2, 12, 0)
PLACED = replace(toy_plan(), georeference=Georeference(24.94, 60.17, 30.0))


def written(plan=PLACED):
    return write_imdf(plan, CREATED)


def documents(files):
    return {name: json.loads(content) for name, content in files.items()}


def features(files, type_):
    return documents(files)[f"{type_}.geojson"]["features"]


def change(files, type_, edit):
    """Give the files after another program edited the features of a type."""
    document = json.loads(files[f"{type_}.geojson"])
    edit(document["features"])
    return {**files, f"{type_}.geojson": json.dumps(document, indent=3).encode()}


def named(items, text):
    return next(each for each in items if text in (each["properties"]["name"] or {}).values())


def moved(coordinates, longitude_deg, latitude_deg):
    if isinstance(coordinates[0], float):
        return [coordinates[0] + longitude_deg, coordinates[1] + latitude_deg]
    return [moved(each, longitude_deg, latitude_deg) for each in coordinates]


def sound(plan):
    """Give the plan on the levels of the toy plan, without outlines that cannot be drawn."""
    kept = {
        kind: tuple(filter(is_drawable, getattr(plan, kind)))
        for kind in (
            *("units", "openings", "fixtures", "shelves", "radios", "kiosks", "locator_points"),
            *("points_of_interest", "landmarks", "closures"),
        )
    }
    connectors = tuple(
        each for each in plan.connectors if {stop.level for stop in each.stops} <= {"1", "2"}
    )
    return replace(plan, scheme="ykl", levels=toy_plan().levels, connectors=connectors, **kept)


def is_drawable(thing):
    outline = getattr(thing, "outline", ())
    polygon = Polygon(outline)
    return thing.level in ("1", "2") and (not outline or (polygon.is_valid and polygon.area > 0.01))


@pytest.mark.parametrize("branch", DEMO_BRANCHES)
def test_the_demo_comes_back_the_same_and_fits_the_standard(branch):
    plan = parse_plan(demo_text(branch, "plan.json"))
    files = write_imdf(plan, CREATED)
    result = read_imdf(files)
    assert plan_hash(result.plan) == plan_hash(plan)
    assert result.problems == ()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans.map(sound))
def test_no_plan_loses_anything(plan):
    assume(not find_breaks(plan))
    # Across the date line, and at a pole, an outline in degrees crosses itself.
    place = plan.georeference
    assume(place is None or (abs(place.longitude_deg) < 179 and abs(place.latitude_deg) < 89))
    files = write_imdf(plan, CREATED)
    result = read_imdf(files)
    assert result.plan == plan
    assert [each for each in check_imdf(files) if each.severity == "violation"] == []


def test_a_room_that_runs_along_the_edge_of_the_floor_loses_nothing():
    plan = toy_plan()
    along = ((1.0, -1.0), (3.0, -1.0), (3.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 2.0))
    unit = replace(plan.units[0], level="1", category="room", walled=True, outline=along)
    plan = replace(plan, units=(unit,), openings=())
    assert read_imdf(write_imdf(plan, CREATED)).plan == plan


def test_a_plan_without_a_place_on_earth_comes_back_the_same():
    plan = toy_plan()
    assert read_imdf(write_imdf(plan, CREATED)).plan == plan
    assert [each.rule for each in doubt_export(plan, None)] == ["no-georeference", "no-address"]
    assert doubt_export(PLACED, Address("Kirjastokatu 1", "Helsinki", "FI")) == ()


def test_the_same_plan_gives_the_same_files_and_ids_outlast_changes():
    first, again = written(), written()
    assert first == again
    renamed = replace(PLACED, name=Text("Toinen nimi"))
    ids = {each["id"] for each in features(written(renamed), "unit")}
    assert ids == {each["id"] for each in features(first, "unit")}


def test_the_manifest_declares_the_extension():
    manifest = documents(written())["manifest.json"]
    assert manifest["version"] == "1.0.0"
    assert manifest["extensions"] == ["imdf:extension:hyllykartta:plan#1.0.0"]
    assert manifest["created"] == "2026-03-02T12:00:00"


def test_shelves_are_furniture_that_says_what_stands_there():
    shelf = named(features(written(), "fixture"), "1")
    assert shelf["properties"]["category"] == "furniture"
    assert shelf["properties"]["alt_name"]["sv"] == (
        "1A: Skönlitteratur 84.2 AAL–84.2 KOR, Skönlitteratur 84.2 KOS–84.2 ÖST; "
        "1B: Skönlitteratur 84.31 AUS–84.31 WOO"
    )


def test_units_tile_levels_even_where_rooms_overlap():
    inner = Unit("closet", "1", "storage", Text("Komero"), rectangle(9, 5, 1, 1))
    across = Unit("across", "1", "room", Text("Poikki"), rectangle(10, 4, 4, 2))
    files = written(replace(PLACED, units=(*PLACED.units, inner, across)))
    assert check_imdf(files) == ()


def test_doors_say_between_which_rooms_they_are_and_which_way_they_lead():
    one_way = tuple(replace(opening, one_way=True) for opening in PLACED.openings)
    files = written(replace(PLACED, openings=one_way))
    units = {each["id"]: each["properties"]["name"] for each in features(files, "unit")}
    door = named_way(files, "Hiljainen huone", units)
    assert door["direction"] == "directed"
    assert units[door["origin"]["id"]] is None
    assert units[door["destination"]["id"]]["fi"] == "Hiljainen huone"


def named_way(files, name, units):
    ways = (each["properties"] for each in features(files, "relationship"))
    return next(
        way
        for way in ways
        if any((units[way[end]["id"]] or {}).get("fi") == name for end in ("origin", "destination"))
    )


def test_an_escalator_leads_the_way_it_runs():
    stops = (Stop("1", 9.45, 0.9), Stop("2", 9.45, 0.9))
    down = Connector("e", "escalator", Text("Alas"), stops, 1, 1, False, "down")
    files = written(replace(PLACED, connectors=(down,)))
    (way,) = (
        each["properties"]
        for each in features(files, "relationship")
        if each["properties"]["category"] == "escalator"
    )
    levels = {each["id"]: each["properties"]["level_id"] for each in features(files, "unit")}
    ordinals = {each["id"]: each["properties"]["ordinal"] for each in features(files, "level")}
    ends = [ordinals[levels[way[end]["id"]]] for end in ("origin", "destination")]
    assert (way["direction"], ends) == ("directed", [1, 0])


def test_other_programs_see_the_whole_building_without_the_extension():
    files = written(replace(PLACED, landmarks=(Landmark("globe", Text("Karttapallo"), "1", 3, 2),)))
    del files[EXTENSION_FILE]
    plan = read_imdf(files).plan
    assert {level.id for level in plan.levels} == {"1", "2"}
    assert len(plan.openings) == len(PLACED.openings)
    assert {each.kind for each in plan.connectors} == {"lift", "stairs"}
    assert len(plan.fixtures) == len(PLACED.fixtures) + len(PLACED.shelves)
    assert [each.name.fi for each in plan.landmarks] == ["Karttapallo"]


def test_spacing_and_order_of_the_json_change_nothing():
    files = written()
    for type_ in ("unit", "fixture", "opening", "level"):
        files = change(files, type_, list.reverse)
    result = read_imdf(files)
    assert result.plan == PLACED
    assert result.problems == ()


def test_a_room_that_was_renamed_elsewhere_has_its_new_name():
    files = change(
        written(),
        "unit",
        lambda items: named(items, "Hiljainen huone")["properties"].update(name={"fi": "Sali"}),
    )
    result = read_imdf(files)
    (quiet,) = (unit for unit in result.plan.units if unit.id == "quiet-1")
    assert quiet == replace(PLACED.units[1], name=Text("Sali"))
    assert [(each.severity, each.rule) for each in result.problems] == [("info", "edited")]
    assert result.plan.ranges == PLACED.ranges


def test_a_room_that_was_drawn_anew_has_its_new_outline():
    def widen(items):
        room = named(items, "Hiljainen huone")
        room["geometry"]["coordinates"] = moved(room["geometry"]["coordinates"], 1e-6, 0)

    result = read_imdf(change(written(), "unit", widen))
    quiet = next(unit for unit in result.plan.units if unit.id == "quiet-1")
    shifts = [
        math.dist(after, before)
        for before in PLACED.units[1].outline
        for after in quiet.outline
        if math.dist(after, before) < 0.1
    ]
    assert shifts == pytest.approx([0.0555] * 4, abs=1e-3)
    assert quiet.name == PLACED.units[1].name


def test_a_shelf_that_was_moved_and_turned_takes_its_bays_along():
    turned = replace(PLACED.shelves[1], x_m=6.0, y_m=4.5, angle_deg=20.0)
    goal = written(replace(PLACED, shelves=(PLACED.shelves[0], turned, *PLACED.shelves[2:])))
    geometry = named(features(goal, "fixture"), "2")["geometry"]
    geometry["coordinates"][0] = geometry["coordinates"][0][1:] + geometry["coordinates"][0][1:2]

    def move(items):
        named(items, "2")["geometry"] = geometry

    shelf = read_imdf(change(written(), "fixture", move)).plan.shelves[1]
    assert (shelf.x_m, shelf.y_m) == pytest.approx((6.0, 4.5), abs=1e-3)
    assert shelf.angle_deg == pytest.approx(20.0, abs=0.01)
    assert shelf.faces == PLACED.shelves[1].faces


def test_a_shelf_that_got_another_form_stays_and_is_told():
    def widen(items):
        shelf = named(items, "2")
        ring = shelf["geometry"]["coordinates"][0]
        ring[1] = moved(ring[1], 1e-5, 0)

    result = read_imdf(change(written(), "fixture", widen))
    assert result.plan == PLACED
    assert result.left_out == 1


def test_what_was_taken_away_or_added_elsewhere_is_so_in_the_plan():
    def edit(items):
        items.remove(named(items, "Palvelutiski"))
        copy = json.loads(json.dumps(named(items, "2")))
        copy["id"] = "6f2cdb9e-52ad-4f0c-8d3a-9b1c3a5f7e21"
        items.append(copy)

    result = read_imdf(change(written(), "fixture", edit))
    assert {each.rule for each in result.problems} == {"added", "deleted"}
    assert [each.id for each in result.plan.fixtures] == [
        "pillar-2",
        "6f2cdb9e-52ad-4f0c-8d3a-9b1c3a5f7e21",
    ]


def test_an_added_point_keeps_its_place_when_it_is_exported_again():
    def add(items):
        copy = json.loads(json.dumps(items[0]))
        copy["id"] = "6f2cdb9e-52ad-4f0c-8d3a-9b1c3a5f7e21"
        items.append(copy)

    plan = read_imdf(change(written(), "amenity", add)).plan
    ids = {each["id"] for each in features(written(plan), "amenity")}
    assert "6f2cdb9e-52ad-4f0c-8d3a-9b1c3a5f7e21" in ids


def test_what_is_made_anew_is_told_when_it_was_changed():
    def rename(items):
        items[0]["properties"]["name"] = {"fi": "Muu"}

    files = change(change(written(), "venue", rename), "relationship", list.clear)
    result = read_imdf(files)
    assert result.plan == PLACED
    assert {each.rule for each in result.problems} == {"changed-elsewhere"}


def test_a_point_that_became_something_else_stays_and_is_told():
    files = change(
        written(), "amenity", lambda items: items[0]["properties"].update(category="stairs")
    )
    result = read_imdf(files)
    assert result.plan == PLACED
    assert result.left_out == 1


def test_an_extension_with_two_features_for_one_thing_is_not_used():
    files = written()
    document = json.loads(files[EXTENSION_FILE])
    first, second, *_ = (id_ for id_, entry in document["features"].items() if entry[0] == "units")
    document["features"][first][1] = document["features"][second][1]
    result = read_imdf({**files, EXTENSION_FILE: json.dumps(document).encode()})
    assert result.left_out == 1


def test_an_extension_with_a_broken_plan_is_not_used():
    files = written()
    document = json.loads(files[EXTENSION_FILE])
    document["plan"]["levels"] = []
    result = read_imdf({**files, EXTENSION_FILE: json.dumps(document).encode()})
    assert result.left_out == 1
    assert len(result.plan.levels) == 2


def test_a_file_that_broke_on_the_way_takes_nothing_away():
    result = read_imdf({**written(), "unit.geojson": b"{"})
    assert result.plan == PLACED
    assert result.left_out == 1


def test_a_level_that_was_taken_away_leaves_a_plan_that_is_told_to_be_broken():
    result = read_imdf(change(written(), "level", list.pop))
    assert [level.id for level in result.plan.levels] == ["1"]
    assert "unknown-level" in {each.rule for each in result.problems}


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"format": "hyllykartta-imdf", "version": 1, "plan": {}}', b"\xff\xfe{"],
)
def test_a_broken_extension_leaves_the_features(content):
    result = read_imdf({**written(), EXTENSION_FILE: content})
    assert result.left_out == 1
    assert len(result.plan.units) > 8


@pytest.mark.parametrize("entry", [["units", 99, ""], ["id", 0, ""], 7, ["units", -1, ""]])
def test_an_extension_that_names_things_that_are_not_there_is_not_used(entry):
    files = written()
    document = json.loads(files[EXTENSION_FILE])
    document["features"][next(iter(document["features"]))] = entry
    result = read_imdf({**files, EXTENSION_FILE: json.dumps(document).encode()})
    assert result.problems[-1].rule != "edited"
    assert any(each.place == f"file {EXTENSION_FILE}" for each in result.problems)


def test_closures_and_all_that_has_no_feature_comes_back():
    closure = Closure("c", Text("Remontti"), "2026-12-01", "", "1", rectangle(1, 1, 2, 2))
    plan = replace(PLACED, closures=(closure,))
    assert read_imdf(written(plan)).plan == plan
