from dataclasses import replace

import pytest

from floorplans.checks.rules import POINTS
from floorplans.model import Kiosk, LocatorPoint, Text
from tests.support.checks import (
    SOUND,
    Broken,
    add,
    change,
    find_problems,
    uncovered,
    why_not_reported,
)
from tests.support.plans import toy_plan

WORDS = Text("Sana")


def label(x_m: float, y_m: float, heading_deg: float):
    return add("locator_points", LocatorPoint("T1B01", WORDS, "1", x_m, y_m, heading_deg))


BROKEN = {
    "inside-shelf": Broken(label(4.5, 3.1, 90.0), "locator point T1B01", "where a person stands"),
    "unreachable-point": Broken(change("kiosks", 0, x_m=0.8, y_m=7.2), "kiosk toy-1", "open a way"),
    "point-faces-wall": Broken(
        label(11.8, 3.0, 0.0), "locator point T1B01", "A wall is 0.20 m ahead, and nobody fits"
    ),
    "point-faces-nothing": Broken(
        label(6.9, 3.0, 0.0), "locator point T1B01", "turn the point to its label"
    ),
    "radio-key": Broken(
        change("radios", 0, key="ibeacon:abc"), "radio b101", "write ibeacon:UUID:MAJOR:MINOR"
    ),
    "duplicate-radio-key": Broken(
        change("radios", 1, key=SOUND.radios[0].key),
        f"radio {SOUND.radios[0].key}",
        "each needs its own",
    ),
    "radios-together": Broken(
        change("radios", 2, x_m=SOUND.radios[0].x_m + 0.05), "radio r0", "correct the place"
    ),
    "radio-height": Broken(
        change("radios", 0, z_m=27.0), "radio b101", "in metres from the floor of its level"
    ),
    "radios-too-few": Broken(
        change("radios", 0, level="2"), "level 1, unit hall-1", "hang more of them near here"
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_point_is_reported_with_place_and_remedy(rule):
    assert why_not_reported(rule, BROKEN[rule]) is None


def test_every_rule_for_points_has_a_plan_that_breaks_it():
    assert uncovered(BROKEN, POINTS) == set()


def test_a_label_may_hang_on_a_wall_that_one_stands_well_before():
    assert find_problems(label(11.4, 3.0, 0.0)) == ()


def test_a_label_behind_a_wall_cannot_be_scanned():
    plan = label(8.8, 3.0, 0.0)
    shelf = replace(SOUND.shelves[2], id="s8", level="1", x_m=9.35, y_m=3.0, faces=())
    room = replace(SOUND.units[1], id="nook", outline=((9, 2), (12, 2), (12, 4), (9, 4)))
    plan = replace(plan, shelves=(*plan.shelves, shelf), units=(*plan.units, room))
    assert [each.place for each in find_problems(plan) if each.rule == "point-faces-wall"] == [
        "locator point T1B01"
    ]


def test_a_label_that_is_looked_at_through_a_doorway_hangs_on_nothing():
    (problem,) = find_problems(label(8.5, 6.5, 0.0))
    assert problem.rule == "point-faces-nothing"


def test_who_uses_a_kiosk_needs_room_too():
    kiosk = Kiosk("toy-2", WORDS, "1", 11.8, 3.0, 0.0)
    assert [each.rule for each in find_problems(add("kiosks", kiosk))] == ["point-faces-wall"]


def test_one_problem_tells_how_much_floor_of_a_level_has_too_few_radios():
    problems = find_problems(toy_plan())
    assert [(each.rule, each.level) for each in problems] == [
        ("radios-too-few", "1"),
        ("radios-too-few", "2"),
    ]
    assert "About 59 m² of floor" in problems[0].message


def test_a_plan_without_radios_is_not_asked_for_any():
    assert find_problems(replace(SOUND, radios=())) == ()


def test_radios_one_above_the_other_are_not_at_the_same_place():
    above = replace(SOUND.radios[0], id="b111", z_m=1.0, key="address:C0:DE:00:00:00:AA")
    assert find_problems(add("radios", above)) == ()
