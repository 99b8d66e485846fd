"""What every format that plans come in has to keep: levels, areas and shelves, where they are."""

from dataclasses import replace

import pytest
from shapely import Polygon
from shapely.ops import unary_union

from api.exchange import DRAWINGS, READERS, guess_format, read_file, require_plan
from api.plans import demo_text
from floorplans.formats.drawings.read import DrawingOptions
from floorplans.formats.native import parse_plan
from floorplans.geometry import shelf_outline
from floorplans.model import Plan
from floorplans.validate import find_breaks
from tests.support.exchanged import WRITERS

NOWHERE = {"ranges": (), "partitions": (), "aliases": (), "closures": (), "georeference": None}


def demo() -> Plan:
    """The demo's shelves that are straight, on both of its levels."""
    plan = parse_plan(demo_text("keskusta", "plan.json"))
    straight = tuple(each for each in plan.shelves if each.shape == "straight")
    return replace(plan, shelves=straight, **NOWHERE)


def on_level(plan: Plan, level: str) -> Plan:
    return replace(
        plan,
        levels=tuple(each for each in plan.levels if each.id == level),
        connectors=(),
        **{
            kind: tuple(each for each in getattr(plan, kind) if each.level == level)
            for kind in (
                *("units", "openings", "fixtures", "shelves", "radios", "kiosks", "landmarks"),
                *("locator_points", "points_of_interest"),
            )
        },
    )


def exchanged(format_, plan, folder):
    path = folder / f"it.{format_}"
    path.write_bytes(WRITERS[format_](plan))
    assert guess_format(path) == format_
    options = DrawingOptions(level=plan.levels[0].id)
    return require_plan(path, read_file(path, format_, "keskusta", options))


def levels_by_ordinal(plan):
    return {level.ordinal: level for level in plan.levels}


@pytest.fixture(scope="module", params=sorted(READERS))
def pair(request, tmp_path_factory):
    """What was written, and what came back."""
    plan = demo()
    if request.param in DRAWINGS:
        plan = on_level(plan, plan.levels[0].id)
    return plan, exchanged(request.param, plan, tmp_path_factory.mktemp("it"))


def shift(written, read):
    """How far the origin of what came back is from that of what was written."""
    ours, theirs = (Polygon(plan.levels[0].outline).bounds for plan in (written, read))
    return ours[0] - theirs[0], ours[1] - theirs[1]


def moved(ring, by):
    return Polygon([(x_m + by[0], y_m + by[1]) for x_m, y_m in ring])


def test_every_format_that_is_read_is_in_this_suite():
    assert set(READERS) == set(WRITERS)


def test_the_levels_are_the_same(pair):
    written, read = pair
    assert set(levels_by_ordinal(read)) == set(levels_by_ordinal(written))
    by = shift(written, read)
    for ordinal, level in levels_by_ordinal(written).items():
        theirs = moved(levels_by_ordinal(read)[ordinal].outline, by)
        assert theirs.symmetric_difference(Polygon(level.outline)).area < 0.05 * theirs.length


def test_rooms_and_areas_cover_the_same_floor(pair):
    written, read = pair
    by = shift(written, read)
    for ordinal, level in levels_by_ordinal(written).items():
        theirs = levels_by_ordinal(read)[ordinal].id
        ours_m2 = unary_union([Polygon(u.outline) for u in written.units if u.level == level.id])
        read_m2 = unary_union([moved(u.outline, by) for u in read.units if u.level == theirs])
        assert read_m2.symmetric_difference(ours_m2).area < 0.01 * ours_m2.area + 0.1
    named = {unit.name.fi for unit in written.units if unit.walled}
    assert named <= {unit.name.fi for unit in read.units}


def test_every_shelf_is_where_it_was_with_its_number_faces_and_bays(pair):
    written, read = pair
    by = shift(written, read)
    theirs = {shelf.number: shelf for shelf in read.shelves}
    assert set(theirs) == {shelf.number for shelf in written.shelves}
    for shelf in written.shelves:
        there = theirs[shelf.number]
        ours = Polygon(shelf_outline(shelf))
        shared_m2 = moved(shelf_outline(there), by).intersection(ours).area
        assert shared_m2 == pytest.approx(ours.area, rel=0.03)
        if {bay.width_m for face in shelf.faces for bay in face.bays} == {0.9}:
            lengths = [len(face.bays) for face in shelf.faces]
            assert [len(face.bays) for face in there.faces] == lengths, shelf.number


def test_the_plan_can_be_shown(pair):
    assert find_breaks(pair[1]) == ()
