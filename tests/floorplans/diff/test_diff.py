from dataclasses import fields, replace

import pytest
from hypothesis import given, settings

from floorplans.diff.change import COMPASS, Change
from floorplans.diff.plans import diff_plans
from floorplans.model import Alias, BayRun, Closure, Hours, OpenSpan, Plan, Text
from tests.support.plan_strategies import plans
from tests.support.plans import double_shelf, make_bays, make_range, rectangle, toy_plan

TOY = toy_plan()


def change(kind: str, index: int, /, **values: object) -> Plan:
    """Change one thing of the toy plan."""
    things = list(getattr(TOY, kind))
    things[index] = replace(things[index], **values)
    return replace(TOY, **{kind: tuple(things)})


def only(after: Plan, before: Plan = TOY) -> Change:
    """Give the one change."""
    (found,) = diff_plans(before, after)
    return found


@settings(max_examples=50)
@given(plans, plans)
def test_there_is_no_change_if_and_only_if_plans_are_equal(before, after):
    assert (diff_plans(before, after) == ()) == (before == after)
    assert diff_plans(before, before) == ()


@pytest.mark.parametrize("turn", range(8))
def test_a_moved_shelf_is_told_with_distance_and_direction(turn):
    shelf = TOY.shelves[0]
    east, north = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)][turn]
    found = only(change("shelves", 0, x_m=shelf.x_m + 1.4 * east, y_m=shelf.y_m + 1.4 * north))
    assert (found.thing, found.kind, found.id, found.level) == ("shelf", "moved", "s1", "1")
    assert found.get("compass") == COMPASS[turn]
    assert found.get("distance_m") == (1.4 if turn % 2 == 0 else 1.98)


@pytest.mark.parametrize(
    ("after", "thing", "kind"),
    [
        (change("shelves", 0, number="12"), "shelf", "renumbered"),
        (change("shelves", 0, level="2"), "shelf", "relocated"),
        (change("shelves", 0, x_m=4.501), "shelf", "adjusted"),
        (change("shelves", 0, angle_deg=15.0), "shelf", "turned"),
        (change("shelves", 0, angle_deg=0.01), "shelf", "adjusted"),
        (change("shelves", 0, angle_deg=360.0), "plan", "rewritten"),
        (change("shelves", 0, length_m=4.5), "shelf", "resized"),
        (change("shelves", 0, mounting="mobile"), "shelf", "changed"),
        (change("shelves", 0, faces=TOY.shelves[0].faces[::-1]), "shelf", "reordered"),
        (change("shelves", 0, faces=TOY.shelves[0].faces[:1]), "face", "removed"),
        (replace(TOY, shelves=(*TOY.shelves, double_shelf("9", 1, 1))), "shelf", "added"),
        (replace(TOY, shelves=TOY.shelves[1:]), "shelf", "removed"),
        (change("units", 1, name=Text("Pelihuone")), "unit", "renamed"),
        (change("units", 1, outline=rectangle(9, 4, 3, 3)), "unit", "moved"),
        (change("units", 1, outline=rectangle(9, 4, 3, 4)), "unit", "reshaped"),
        (change("units", 1, staff_only=True), "unit", "changed"),
        (change("units", 1, level="2"), "unit", "relocated"),
        (change("openings", 1, end=(9.0, 7.5)), "opening", "resized"),
        (change("openings", 1, start=(9.0, 6.5), end=(9.0, 7.5)), "opening", "moved"),
        (change("radios", 0, x_m=5.0), "radio", "moved"),
        (change("kiosks", 0, heading_deg=0.0), "kiosk", "changed"),
        (replace(TOY, closures=(Closure("c", Text("Remontti")),)), "closure", "added"),
        (replace(TOY, aliases=(Alias("aik-kauno", department="AIK"),)), "alias", "added"),
        (replace(TOY, scheme="dewey"), "plan", "scheme"),
        (replace(TOY, name=Text("Uusi")), "plan", "renamed"),
        (replace(TOY, hours=Hours((OpenSpan(1, "08:00", "20:00"),))), "plan", "hours"),
        (replace(TOY, ranges=TOY.ranges[::-1]), "plan", "rewritten"),
        (change("ranges", 0, first="84.2 ABB"), "range", "content"),
        (change("ranges", 0, runs=(BayRun("1A", 2, 2),)), "range", "starts"),
        (change("ranges", 0, runs=(BayRun("1A", 1, 1),)), "range", "ends"),
        (change("ranges", 0, runs=(BayRun("2A", 1, 2),)), "range", "moved"),
        (change("ranges", 0, bay_firsts=("84.2 AAL", "84.2 HUO")), "range", "borders"),
        (change("ranges", 0, checked_on="2026-04-01"), "range", "checked"),
        (change("ranges", 0, kind="closed"), "range", "changed"),
        (change("ranges", 0, marks=("JÄNN",)), "range", "changed"),
    ],
)
def test_each_edit_is_one_change(after, thing, kind):
    found = only(after)
    assert (found.thing, found.kind) == (thing, kind)


def test_more_bays_are_counted():
    faces = (replace(TOY.shelves[0].faces[0], bays=make_bays(5)), TOY.shelves[0].faces[1])
    found = only(change("shelves", 0, faces=faces))
    assert (found.thing, found.kind, found.get("before"), found.get("after")) == (
        "face",
        "bays",
        4,
        5,
    )


def test_a_range_with_a_new_id_is_still_the_same_if_it_holds_the_same():
    moved = make_range("new", "aik-kauno", "2A", (1, 2), "84.2 AAL", "84.2 KOR")
    found = only(replace(TOY, ranges=(moved, *TOY.ranges[1:])))
    assert (found.kind, found.id, found.get("before_face"), found.get("face")) == (
        "moved",
        "new",
        "1A",
        "2A",
    )


def test_every_field_of_a_plan_is_compared():
    for field in fields(Plan):
        value = getattr(TOY, field.name)
        other = {
            "id": "another",
            "name": Text("Toinen"),
            "scheme": "text",
            "time_zone": "Europe/Stockholm",
            "v_equals_w": True,
            "hours": Hours(()),
        }.get(field.name, value[1:] if isinstance(value, tuple) and value else None)
        if other is not None:
            assert diff_plans(TOY, replace(TOY, **{field.name: other})), field.name
