"""Archives of other programs: what comes of each feature, and what is told of the rest."""

import json
import math

import pytest

from floorplans.formats.imdf import check_imdf, read_imdf
from floorplans.validate import find_breaks
from tests.support.imdf import area, as_files, en, find, line, make_archive, place, point, uuid


def read(archive):
    return read_imdf(as_files(archive), "branch")


def rules(result):
    return {problem.rule for problem in result.problems}


def told(result, number):
    return {problem.rule for problem in result.problems if uuid(number) in problem.place}


def test_an_archive_that_fits_the_standard_is_read_without_a_word_of_complaint():
    result = read(make_archive())
    assert {problem.severity for problem in result.problems} <= {"info"}
    assert result.left_out == 0
    assert find_breaks(result.plan) == ()


def test_levels_are_signed_and_counted_as_in_the_archive():
    levels = read(make_archive()).plan.levels
    assert [(level.id, level.ordinal, level.name.en) for level in levels] == [
        ("1", 0, "Floor 1"),
        ("2", 1, "Floor 2"),
    ]


def test_lengths_and_places_are_kept_to_a_millimetre():
    plan = read(make_archive()).plan
    corners = {(round(x_m, 3), round(y_m, 3)) for x_m, y_m in plan.levels[0].outline}
    assert corners == {(0, 0), (20, 0), (20, 10), (0, 10)}
    info = next(each for each in plan.points_of_interest if each.kind == "service_desk")
    assert math.dist((info.x_m, info.y_m), (4, 2)) < 1e-3


def test_rooms_have_walls_and_walkways_do_not():
    units = {unit.id: unit for unit in read(make_archive()).plan.units}
    assert units[uuid(21)].walled
    assert not units[uuid(20)].walled
    assert units[uuid(22)].category == "lift"
    assert units[uuid(23)].category == "stairs"


def test_a_room_without_a_name_has_that_of_who_is_in_it():
    units = {unit.id: unit for unit in read(make_archive()).plan.units}
    assert units[uuid(21)].name.en == "Maker space"


def test_what_is_restricted_is_for_the_staff():
    archive = make_archive()
    find(archive, 21)["properties"]["restriction"] = "employeesonly"
    units = {unit.id: unit for unit in read(archive).plan.units}
    assert units[uuid(21)].staff_only


def test_openings_are_entrances_doors_and_passages():
    openings = {opening.id: opening for opening in read(make_archive()).plan.openings}
    assert openings[uuid(31)].kind == "entrance"
    assert openings[uuid(31)].automatic
    assert openings[uuid(30)].kind == "passage"
    assert math.dist(openings[uuid(30)].start, openings[uuid(30)].end) == pytest.approx(1, abs=1e-3)


def test_a_lift_is_joined_as_told_and_stairs_because_they_overlap():
    result = read(make_archive())
    kinds = {each.kind: [stop.level for stop in each.stops] for each in result.plan.connectors}
    assert kinds == {"lift": ["1", "2"], "stairs": ["1", "2"]}
    assert "guessed-connector" in told(result, 23)
    assert "guessed-connector" not in told(result, 22)


def test_stairs_that_lead_nowhere_are_told():
    archive = make_archive()
    find(archive, 123)["geometry"] = area(0, 0, 2, 2)
    result = read(archive)
    assert {each.kind for each in result.plan.connectors} == {"lift"}
    assert "landing-alone" in told(result, 23)


def test_amenities_kiosks_and_hours_come_along():
    plan = read(make_archive()).plan
    assert {each.kind for each in plan.points_of_interest} == {"service_desk", "accessible_toilet"}
    assert [kiosk.name.en for kiosk in plan.kiosks] == ["Screen"]
    assert [span.weekday for span in plan.hours.weekly] == [1, 2, 3, 4, 5]
    assert plan.name.en == "Campus library"


def test_structures_and_courtyards_are_in_the_way():
    archive = make_archive()
    find(archive, 21)["properties"]["category"] = "column"
    hole = area(8, 4, 10, 5)["coordinates"][0]
    find(archive, 110)["geometry"]["coordinates"].append(hole)
    kinds = {(each.level, each.kind) for each in read(archive).plan.fixtures}
    assert kinds == {("1", "desk"), ("1", "pillar"), ("2", "wall")}


def test_a_level_of_two_parts_has_one_outline_round_both():
    archive = make_archive()
    parts = [area(0, 0, 8, 10)["coordinates"], area(12, 0, 20, 10)["coordinates"]]
    find(archive, 110)["geometry"] = {"type": "MultiPolygon", "coordinates": parts}
    plan = read(archive).plan
    assert {round(x_m) for x_m, _ in plan.levels[1].outline} == {0, 20} | set()
    gap = next(each for each in plan.fixtures if each.level == "2")
    assert {round(x_m) for x_m, _ in gap.outline} == {8, 12}


def test_two_levels_signed_alike_are_told_apart():
    archive = make_archive()
    find(archive, 110)["properties"]["short_name"] = en("1")
    assert [level.id for level in read(archive).plan.levels] == ["1", "1-2"]


def polygon(*positions):
    return {"geometry": {"type": "Polygon", "coordinates": [list(positions)]}}


@pytest.mark.parametrize(
    ("number", "change", "rule"),
    [
        (21, {"geometry": {"type": "Polygon", "coordinates": "x"}}, "coordinates"),
        (21, {"geometry": {"type": "Circle"}}, "geometry-type"),
        (21, {"geometry": point(1, 1)}, "geometry"),
        (21, {"geometry": area(0, 0, 0, 5)}, "left-out"),
        (21, polygon([500, 2], [1, 2], [3, 4]), "out-of-range"),
        (21, polygon([1e308, 2], [1, 2], [3, 4]), "out-of-range"),
        (21, polygon([math.nan, 2], [1, 2], [3, 4]), "out-of-range"),
        (21, polygon([math.inf, 2], [1, 2], [3, 4]), "out-of-range"),
        (21, polygon([2.3, 48.8], [2.4, 48.8], [2.4, 48.9]), "left-out"),
        (21, polygon(*[place(0, 0)] * 10_001), "too-many-corners"),
        (21, {"properties": None}, "properties"),
        (30, {"geometry": line((1, 1), (1, 1))}, "left-out"),
        (50, {"geometry": None}, "left-out"),
        (20, {"feature_type": "dungeon"}, "feature-type"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_broken_feature_is_told_and_the_rest_is_read(number, change, rule):
    archive = make_archive()
    find(archive, number).update(change)
    result = read(archive)
    assert rule in rules(result)
    assert result.left_out > 0
    assert find_breaks(result.plan) == ()
    assert len(result.plan.units) >= 7


@pytest.mark.parametrize(
    ("number", "change", "rule"),
    [
        (21, {"level_id": uuid(999)}, "reference"),
        (21, {"level_id": uuid(20)}, "reference"),
        (21, {"level_id": ["a"]}, "reference"),
        (50, {"unit_ids": "none"}, "reference"),
        (70, {"origin": {"id": {}}}, "reference"),
        (21, {"category": "dungeon"}, "category"),
        (21, {"category": {"a": 1}}, "category"),
        (21, {"restriction": "secret"}, "restriction"),
        (21, {"name": "Room"}, "labels"),
        (10, {"ordinal": 1.5}, "ordinal"),
        (10, {"ordinal": 10**30}, "left-out"),
        (10, {"outdoor": "no"}, "outdoor"),
        (10, {"name": None}, "missing-property"),
        (21, {"display_point": {"type": "Point"}}, "display-point"),
        (70, {"direction": "up"}, "direction"),
    ],
    ids=str,
)
def test_a_wrong_property_is_told_by_feature_and_rule(number, change, rule):
    archive = make_archive()
    find(archive, number)["properties"].update(change)
    assert rule in told(read(archive), number)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"version": "2.0.0"}, "manifest-version"),
        ({"created": "yesterday"}, "manifest-created"),
        ({"language": "plain Finnish"}, "manifest-language"),
        ({"extensions": ["mine"]}, "manifest-extensions"),
    ],
)
def test_a_wrong_manifest_is_told(change, rule):
    archive = make_archive()
    archive["manifest.json"].update(change)
    assert rule in rules(read(archive))


def test_what_does_not_fit_together_is_told():
    archive = make_archive()
    find(archive, 21)["geometry"] = area(0, 4, 6, 10)
    find(archive, 30)["geometry"] = line((9, 5), (10, 5))
    del archive["relationship.geojson"]
    archive["unit.geojson"]["features"].remove(find(archive, 120))
    archive["opening.geojson"]["features"].remove(find(archive, 132))
    result = read(archive)
    assert "units-overlap" in told(result, 20) | told(result, 21)
    assert "opening-off-boundary" in told(result, 30)
    assert "level-not-tiled" in told(result, 110)
    assert "no-opening" in told(result, 122)


def test_a_lift_with_another_outline_upstairs_is_told():
    archive = make_archive()
    find(archive, 122)["geometry"] = area(12, 8, 14, 10)
    assert "lift-outline" in told(read(archive), 70)


def test_venues_are_one():
    archive = make_archive()
    del archive["venue.geojson"]
    assert "one-venue" in rules(read(archive))


def test_a_feature_without_an_id_is_read_under_its_place_in_the_file():
    archive = make_archive()
    find(archive, 21)["id"] = 7
    result = read(archive)
    assert "feature-id" in rules(result)
    assert "unit-2" in {unit.id for unit in result.plan.units}


def test_an_id_that_occurs_twice_counts_once():
    archive = make_archive()
    archive["unit.geojson"]["features"].append(find(archive, 21))
    result = read(archive)
    assert "duplicate-id" in told(result, 21)
    assert [unit.id for unit in result.plan.units].count(uuid(21)) == 1


def test_references_in_a_circle_are_told_and_followed_no_further():
    archive = make_archive()
    fences = [
        {
            "type": "Feature",
            "id": uuid(80 + number),
            "feature_type": "geofence",
            "geometry": area(0, 0, 5, 5),
            "properties": {"category": "geofence", "parents": [uuid(80 + (number + 1) % 3)]},
        }
        for number in range(3)
    ]
    archive["geofence.geojson"] = {"type": "FeatureCollection", "features": fences}
    find(archive, 1)["properties"]["unit"] = uuid(3)
    find(archive, 3)["properties"]["address_id"] = uuid(1)
    result = read(archive)
    assert all("circular-parents" in told(result, 80 + number) for number in range(3))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"{",
        b"[]",
        b"null",
        b'{"features": 7}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"features": [1e999999999999]}'.replace(b"1e999999999999", b"9" * 5000),
        '{"features": []}'.encode("utf-16"),
        '{"features": ["ä"]}'.encode("latin-1"),
        b"\x00" * 1000,
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_file_that_cannot_be_read_is_left_out(content):
    files = {**as_files(make_archive()), "kiosk.geojson": content}
    result = read_imdf(files)
    problem = next(each for each in result.problems if each.place == "file 'kiosk.geojson'")
    assert problem.rule in {"unreadable-file", "no-features"}
    assert result.plan.kiosks == ()
    assert len(result.plan.units) == 8


def test_without_a_level_there_is_no_plan_and_a_reason():
    archive = make_archive()
    del archive["level.geojson"]
    result = read(archive)
    assert result.plan is None
    assert result.problems[-1].rule == "no-levels"


def test_without_a_manifest_it_is_still_read():
    files = as_files(make_archive())
    del files["manifest.json"]
    result = read_imdf(files)
    assert "manifest" in rules(result)
    assert len(result.plan.levels) == 2


def test_a_million_positions_are_refused(capsys):
    ring = json.dumps([place(0, 0)] * 10_000)
    item = f'{{"type": "Feature", "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}'
    content = f'{{"features": [{", ".join([item] * 100)}]}}'.encode()
    with pytest.raises(Exception, match="more than") as refused:
        read_imdf({"unit.geojson": content})
    assert type(refused.value).__name__ == "PlanFormatError"


def test_checking_tells_what_reading_tells_of_the_standard():
    archive = make_archive()
    find(archive, 21)["properties"]["category"] = "dungeon"
    assert [(each.rule, each.place) for each in check_imdf(as_files(archive))] == [
        ("category", f"unit {uuid(21)}")
    ]
