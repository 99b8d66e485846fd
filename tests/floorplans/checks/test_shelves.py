import re
from dataclasses import replace

import pytest

from floorplans.checks.rules import SHELVES
from floorplans.checks.things import LOOK_FROM_M
from floorplans.geometry import bay_spot
from floorplans.model import Bay, Face, Fixture, Opening, Plan, Shelf, Unit
from tests.support.checks import (
    SOUND,
    Broken,
    add,
    change,
    find_problems,
    uncovered,
    why_not_reported,
)
from tests.support.plans import double_shelf, make_bays, make_range, rectangle

SHELF, FACE = SOUND.shelves[0], SOUND.shelves[0].faces[0]
WALL_SHELF = Shelf(
    "s8",
    "8",
    "1",
    10.5,
    7.75,
    1.8,
    0.3,
    180.0,
    1.8,
    (Face("8A", "8A", "front", make_bays(2)),),
    mounting="wall",
)


def with_shelf(shelf: Shelf) -> Plan:
    """Add a shelf and a range for each of its faces."""
    ranges = tuple(
        make_range(f"x{number}", "lap-kauno", face.id, (1, len(face.bays)), f"9{number}", "")
        for number, face in enumerate(shelf.faces)
    )
    ranges = tuple(replace(each, last=each.first) for each in ranges)
    return replace(SOUND, shelves=(*SOUND.shelves, shelf), ranges=(*SOUND.ranges, *ranges))


def with_faces(*faces: Face) -> Plan:
    return change("shelves", 0, faces=faces)


def with_bay(**fields: object) -> Plan:
    bay = replace(FACE.bays[0], **fields)
    return with_faces(replace(FACE, bays=(bay, *FACE.bays[1:])), SHELF.faces[1])


def heights(*heights_m: float) -> Plan:
    return with_bay(board_heights_m=heights_m)


BROKEN = {
    "no-faces": Broken(
        with_shelf(replace(WALL_SHELF, mounting="free", faces=())), "shelf 8", "add a face"
    ),
    "duplicate-sign": Broken(
        with_faces(FACE, replace(SHELF.faces[1], name="1A")), "face 1A", "a sign of its own"
    ),
    "face-sides": Broken(
        with_faces(FACE, replace(SHELF.faces[1], side="front")), "shelf 1", "the other the back"
    ),
    "bay-numbers": Broken(
        with_faces(
            replace(FACE, bays=(*FACE.bays[:3], Bay(4, 0.5, 5), Bay(4, 0.4, 5))), SHELF.faces[1]
        ),
        "shelf 1, face 1A",
        "Number the bays 1, 2, 3",
    ),
    "shelf-shape": Broken(change("shelves", 0, turn_deg=20.0), "shelf 1", "set both to 0"),
    "bays-too-wide": Broken(with_bay(width_m=1.9), "shelf 1, face 1A", "correct the bays' widths"),
    "bay-width": Broken(with_bay(width_m=0.09), "shelf 1, face 1A, bay 1", "widths are in metres"),
    "board-heights": Broken(heights(1.5, 1.2), "shelf 1, face 1A, bay 1", "one height for each"),
    "shelves-overlap": Broken(
        with_shelf(replace(WALL_SHELF, id="s9", x_m=4.5, y_m=5.1, angle_deg=0.0, mounting="free")),
        "shelf 2",
        "move one of them",
    ),
    "shelf-on-fixture": Broken(
        add("fixtures", Fixture("pad", "1", "table", rectangle(3.0, 2.8, 1.0, 0.4))),
        "shelf 1",
        'fixture "pad"; move one',
    ),
    "shelf-in-wall": Broken(
        with_shelf(replace(WALL_SHELF, y_m=5.0, angle_deg=0.0, mounting="free")),
        "shelf 8",
        "move it to one side",
    ),
    "shelf-in-doorway": Broken(
        with_shelf(replace(WALL_SHELF, x_m=8.75, y_m=5.3, angle_deg=90.0, mounting="free")),
        "shelf 8, opening quiet-door-1",
        "move it out of the way",
    ),
    "shelf-floating": Broken(
        with_shelf(replace(WALL_SHELF, x_m=11.0, y_m=6.8)),
        "shelf 8",
        "move it to its wall, turn it round",
    ),
    "wall-shelf-faces": Broken(
        change("shelves", 0, mounting="wall"), "shelf 1", "take that face away"
    ),
    "unreachable-face": Broken(
        with_shelf(replace(WALL_SHELF, angle_deg=0.0, mounting="free")),
        "shelf 8, face 8A, bay 1–2",
        "an aisle needs at least 0.6 m",
    ),
    "narrow-aisle": Broken(
        change("shelves", 1, y_m=4.42),
        "aisle between shelf 1 and shelf 2",
        "is 0.82 m wide; widen it by 8 cm, or wheelchairs do not get to face 1A, 2B",
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_shelf_is_reported_with_place_and_remedy(rule):
    assert why_not_reported(rule, BROKEN[rule]) is None


def test_every_rule_for_shelves_has_a_plan_that_breaks_it():
    assert uncovered(BROKEN, SHELVES) == set()


@pytest.mark.parametrize(
    "fields",
    [
        {"shape": "corner", "wing_m": 1.0},
        {"shape": "corner", "wing_m": 1.0, "turn_deg": 170.0},
        {"shape": "corner", "turn_deg": 90.0},
        {"shape": "curved"},
        {"shape": "curved", "turn_deg": 350.0, "depth_m": 0.2},
        {"shape": "curved", "turn_deg": 180.0, "length_m": 0.9},
        {"shape": "curved", "turn_deg": 45.0, "wing_m": 1.0},
        {"shape": "round", "turn_deg": 45.0},
        {"shape": "round", "mounting": "mobile"},
        {"wing_m": 1.0},
    ],
)
def test_measures_that_do_not_fit_the_shape_are_reported(fields):
    problems = find_problems(change("shelves", 0, **fields))
    assert "shelf-shape" in {problem.rule for problem in problems if problem.place == "shelf 1"}


def test_corners_and_curves_whose_measures_fit_are_fine():
    bays = (Face("8A", "8A", "front", make_bays(2)),)
    for fields in (
        {"shape": "corner", "wing_m": 1.0, "turn_deg": 90.0},
        {"shape": "curved", "turn_deg": -45.0},
    ):
        shelf = replace(
            WALL_SHELF, x_m=6.0, y_m=4.5, mounting="free", level="2", faces=bays, **fields
        )
        assert "shelf-shape" not in {each.rule for each in find_problems(with_shelf(shelf))}


@pytest.mark.parametrize("heights_m", [(0.4, 0.8, 1.2, 1.5, 1.7), (2.4, 1.2, 0.9, 0.6, 0.3)])
def test_boards_fall_from_the_top_and_stay_below_it(heights_m):
    (problem,) = find_problems(heights(*heights_m))
    assert problem.rule == "board-heights"


def test_boards_at_sensible_heights_are_fine():
    assert find_problems(heights(1.6, 1.3, 1.0, 0.6, 0.2)) == ()


@pytest.mark.parametrize("gap_m", [0.0, 0.1, 0.25])
def test_a_wall_shelf_may_stand_a_little_off_its_wall(gap_m):
    assert find_problems(with_shelf(replace(WALL_SHELF, y_m=7.85 - gap_m))) == ()


def test_a_wall_drawn_as_a_fixture_is_a_wall():
    wall = Fixture("wall", "1", "wall", rectangle(9.4, 6.2, 2.0, 0.1))
    shelf = replace(WALL_SHELF, y_m=6.0)
    plan = replace(with_shelf(shelf), fixtures=(*SOUND.fixtures, wall))
    assert "shelf-floating" not in {problem.rule for problem in find_problems(plan)}


def test_only_the_bays_that_nobody_reaches_are_named():
    blocked = add("fixtures", Fixture("box", "1", "furniture", rectangle(5.4, 3.35, 0.9, 1.3)))
    (problem,) = (each for each in find_problems(blocked) if each.place.startswith("shelf 1"))
    assert problem.place == "shelf 1, face 1A, bay 1"
    assert (problem.thing, problem.level) == ("1A", "1")


def test_shelves_in_staff_rooms_need_not_be_reached_by_patrons():
    shelf = replace(
        double_shelf("8", 1.0, 7.0),
        length_m=1.0,
        faces=(replace(FACE, id="8A", name="8A", bays=make_bays(1)),),
    )
    assert find_problems(with_shelf(shelf)) == ()


def test_closed_stacks_need_not_be_reached_by_patrons():
    plan = BROKEN["unreachable-face"].plan
    ranges = (*plan.ranges[:-1], replace(plan.ranges[-1], kind="closed"))
    assert find_problems(replace(plan, ranges=ranges)) == ()


def test_mobile_shelves_are_reached_at_the_end_that_they_are_opened_at():
    stack = tuple(
        replace(
            WALL_SHELF,
            id=f"m{number}",
            number=f"m{number}",
            level="2",
            x_m=10.0,
            y_m=3.0 + 0.31 * number,
            angle_deg=180.0,
            mounting="mobile",
            faces=(replace(FACE, id=f"m{number}A", name=f"m{number}A", bays=make_bays(2)),),
        )
        for number in range(3)
    )
    plan = SOUND
    for shelf in stack:
        plan = replace(plan, shelves=(*plan.shelves, shelf))
    assert {problem.rule for problem in find_problems(plan)} == {"face-without-range"}


def narrow(width_m: float) -> Plan:
    """Give the sound plan with an aisle of a width between shelves 1 and 2."""
    return change("shelves", 1, y_m=SHELF.y_m + SHELF.depth_m + width_m)


@pytest.mark.parametrize("width_m", [0.62, 0.7, 0.755, 0.81, 0.88])
def test_an_aisle_widened_as_told_lets_wheelchairs_pass(width_m):
    (problem,) = find_problems(narrow(width_m))
    told = re.search(r"is ([0-9.]+) m wide; widen it by ([0-9]+) cm", problem.message)
    assert float(told[1]) == pytest.approx(width_m, abs=0.02)
    assert find_problems(narrow(width_m + int(told[2]) / 100)) == ()


def test_an_aisle_of_just_ninety_centimetres_is_wide_enough():
    assert find_problems(narrow(0.90)) == ()


def test_a_narrow_door_is_named_with_all_that_it_cuts_off():
    shelf = replace(WALL_SHELF, level="1")
    plan = with_shelf(shelf)
    door = replace(plan.openings[1], end=(9.0, 6.84))
    plan = replace(plan, openings=(plan.openings[0], door, *plan.openings[2:]))
    (problem,) = find_problems(plan)
    assert (problem.rule, problem.place) == ("narrow-aisle", "opening quiet-door-1")
    assert "0.84 m wide; widen it by 6 cm" in problem.message
    assert problem.message.endswith("face 8A.")


def test_a_passage_between_a_shelf_and_a_box_is_named_and_located():
    room = Unit("nook-1", "1", "room", SOUND.units[0].name, rectangle(9.0, 2.0, 3.0, 3.0))
    gap = Opening("nook-door", "1", "passage", (9.0, 2.2), (9.0, 4.8))
    box = Fixture("box", "1", "furniture", rectangle(7.9, 1.9, 0.8, 1.5))
    crate = Fixture("crate", "1", "furniture", rectangle(7.9, 4.2, 0.8, 0.79))
    shelf = replace(WALL_SHELF, x_m=11.0, y_m=4.8, length_m=1.8)
    plan = with_shelf(shelf)
    plan = replace(
        plan,
        units=(*plan.units, room),
        openings=(*plan.openings, gap),
        fixtures=(*plan.fixtures, box, crate),
    )
    (problem,) = (each for each in find_problems(plan) if each.rule == "narrow-aisle")
    assert problem.place == "aisle between fixture box and fixture crate"
    assert "is 0.80 m wide; widen it by 10 cm" in problem.message
    assert (problem.x_m, problem.y_m) == pytest.approx((8.3, 3.8), abs=0.45)


def test_a_narrow_way_to_the_lift_cuts_off_all_faces_of_the_other_level():
    door = replace(SOUND.openings[4], start=(10.85, 1.8), end=(11.7, 1.8))
    (problem,) = find_problems(change("openings", 4, start=door.start, end=door.end))
    assert (problem.rule, problem.place, problem.level) == (
        "narrow-aisle",
        "opening lift-door-1",
        "1",
    )
    assert "widen it by 5 cm" in problem.message
    assert problem.message.endswith("face 3A, 4A.")


def test_an_aisle_that_is_closed_at_one_end_is_named_by_its_narrow_mouth():
    ends = (Fixture("end", "1", "furniture", rectangle(2.0, 3.3, 0.7, 1.4)),)
    box = Fixture("box", "1", "furniture", rectangle(6.3, 3.3, 0.85, 0.55))
    plan = replace(SOUND, fixtures=(*SOUND.fixtures, *ends, box), locator_points=())
    (problem,) = (each for each in find_problems(plan) if each.rule == "narrow-aisle")
    assert problem.place == "aisle between fixture box and shelf 2"
    assert "is 0.85 m wide; widen it by 5 cm" in problem.message
    assert problem.message.endswith("face 1A, 2B.")


def test_of_many_faces_that_a_narrow_place_cuts_off_some_are_named():
    shelves = tuple(
        replace(
            WALL_SHELF,
            id=f"n{number}",
            number=f"n{number}",
            level="2",
            x_m=11.0,
            y_m=3.2 + 0.5 * number,
            faces=(replace(FACE, id=f"n{number}", name=f"n{number}", bays=make_bays(1)),),
            mounting="mobile",
        )
        for number in range(8)
    )
    plan = change("openings", 4, start=(10.85, 1.8), end=(11.7, 1.8))
    plan = replace(plan, shelves=(*plan.shelves, *shelves))
    (problem,) = (each for each in find_problems(plan) if each.rule == "narrow-aisle")
    assert problem.message.endswith("face 3A, 4A, n0, n1, n2, n3, n4, n5 and 2 more.")


def test_what_is_wrong_with_some_bays_is_shown_before_the_middle_one_of_them():
    far = replace(WALL_SHELF, faces=(replace(WALL_SHELF.faces[0], bays=make_bays(5)),))
    plan = replace(SOUND, shelves=(*SOUND.shelves, replace(far, length_m=4.5, x_m=9.0)))
    first = make_range("x0", "lap-kauno", "8A", (1, 2), "90", "")
    (problem,) = (
        each
        for each in find_problems(replace(plan, ranges=(*plan.ranges, first)))
        if each.rule == "bays-without-range"
    )
    assert problem.place == "shelf 8, face 8A, bay 3–5"
    shelf = plan.shelves[-1]
    assert (problem.x_m, problem.y_m) == bay_spot(shelf, shelf.faces[0], 4, LOOK_FROM_M)[:2]
