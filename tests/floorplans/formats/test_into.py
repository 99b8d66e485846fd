"""One plan put into another."""

from dataclasses import replace

import pytest

from floorplans.formats.fitting import fit
from floorplans.formats.into import put_into
from floorplans.formats.osm import read_osm
from floorplans.frame import Frame
from floorplans.model import Georeference, Plan
from floorplans.validate import find_breaks
from tests.support.exchanged import as_features
from tests.support.osm_files import as_osm
from tests.support.plans import toy_plan
from tests.support.shapes import shapes_plan


def test_a_plan_put_into_itself_is_itself():
    for mode in ("add", "replace"):
        assert put_into(toy_plan(), toy_plan(), mode) == toy_plan()


def test_things_of_the_same_id_are_those_that_come_and_keep_their_place():
    moved = replace(toy_plan().shelves[0], x_m=99.0)
    merged = put_into(toy_plan(), replace(toy_plan(), shelves=(moved,)), "add")
    assert merged.shelves == (moved, *toy_plan().shelves[1:])


def test_what_the_other_plan_knows_nothing_of_stays():
    bare = replace(shapes_plan(), partitions=(), ranges=(), aliases=())
    merged = put_into(toy_plan(), bare, "replace")
    assert merged.ranges == toy_plan().ranges
    assert merged.shelves == shapes_plan().shelves
    assert (merged.id, merged.scheme, merged.hours) == (
        toy_plan().id,
        toy_plan().scheme,
        toy_plan().hours,
    )


def placed(plan, rotation_deg=0.0):
    return replace(plan, georeference=Georeference(24.94, 60.17, rotation_deg))


def test_a_building_of_the_map_comes_where_the_plan_has_it_on_the_levels_there_are():
    ours = placed(toy_plan(), 35.0)
    frame = Frame(ours.georeference)
    document = as_features(ours, frame)
    theirs = read_osm(as_osm(document)).plan
    assert [level.id for level in theirs.levels] == ["0", "1"]
    merged = put_into(replace(ours, shelves=()), theirs, "add")
    assert [level.id for level in merged.levels] == ["1", "2"]
    assert merged.georeference == ours.georeference
    assert find_breaks(replace(merged, ranges=())) == ()
    drawn = {each.number: each for each in merged.shelves}
    straight = [shelf for shelf in toy_plan().shelves if shelf.number in drawn]
    assert len(straight) >= 3
    for shelf in straight:
        there = drawn[shelf.number]
        assert there.level == shelf.level
        assert (there.x_m, there.y_m) == pytest.approx((shelf.x_m, shelf.y_m), abs=0.01)
        off_deg = (there.angle_deg - shelf.angle_deg + 90) % 180 - 90
        assert off_deg == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("theirs", "come_to"),
    [
        ({"0": 0, "1": 1}, ["1", "2"]),
        ({"0": 0, "1": 1, "2": 2}, ["1", "2", "2-2"]),
        ({"1": 0, "2": 1}, ["1", "2"]),
        ({"2": 5, "katto": 9}, ["2", "katto"]),
        ({"E": 0, "Y": 1}, ["1", "2"]),
    ],
)
def test_levels_are_matched_by_their_signs_and_by_height_where_those_are_none(theirs, come_to):
    levels = tuple(
        replace(toy_plan().levels[0], id=id_, ordinal=ordinal) for id_, ordinal in theirs.items()
    )
    shelves = tuple(replace(toy_plan().shelves[0], id=id_, level=id_) for id_ in theirs)
    fitted = fit(toy_plan(), Plan("toy", toy_plan().name, "ykl", levels, shelves=shelves))
    assert [level.id for level in fitted.levels] == come_to
    assert [shelf.level for shelf in fitted.shelves] == come_to


def test_a_building_elsewhere_stays_in_its_own_frame():
    other = replace(shapes_plan(), georeference=Georeference(26.0, 61.0, 10.0))
    merged = put_into(placed(toy_plan()), other, "add")
    assert merged.shelves[-1] == shapes_plan().shelves[-1]
    assert merged.georeference == placed(toy_plan()).georeference


def test_turning_a_plan_there_and_back_changes_nothing():
    turned = fit(placed(toy_plan(), 35.0), placed(toy_plan()))
    back = fit(placed(toy_plan()), turned)
    for shelf, there in zip(toy_plan().shelves, back.shelves, strict=True):
        assert (there.x_m, there.y_m) == pytest.approx((shelf.x_m, shelf.y_m), abs=1e-6)
        assert there.faces == shelf.faces
    assert [stop.level for each in back.connectors for stop in each.stops] == [
        stop.level for each in toy_plan().connectors for stop in each.stops
    ]


def test_every_list_of_a_plan_is_put_in():
    empty = Plan("toy", toy_plan().name, toy_plan().scheme, ())
    assert put_into(empty, toy_plan(), "add") == replace(
        empty,
        **{
            name: getattr(toy_plan(), name)
            for name in Plan.__slots__
            if isinstance(getattr(toy_plan(), name), tuple)
        },
        georeference=toy_plan().georeference,
    )
