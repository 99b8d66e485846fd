import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.model import Bay, Face, Plan, Shelf
from floorplans.shelving import build_shelf_index, locate
from routing.guidance.aisle_place import WIDEST_M, GoalAisle, find_goal_aisle
from tests.support.plans import toy_plan

PITCH_M = 2.0
SHELVES = 6


def rows(angle_deg: float = 0.0, x_m: float = 10.0, y_m: float = 2.0) -> Plan:
    """Six parallel shelves of 4.5 m, 2 m apart to their left, turned about the first one."""
    bays = tuple(Bay(number, 0.9, 5) for number in range(1, 6))
    turn = math.radians(angle_deg)
    shelves = tuple(
        Shelf(
            f"s{row}",
            str(row),
            "1",
            x_m - row * PITCH_M * math.sin(turn),
            y_m + row * PITCH_M * math.cos(turn),
            4.5,
            0.6,
            angle_deg,
            1.8,
            (Face(f"{row}A", f"{row}A", "front", bays), Face(f"{row}B", f"{row}B", "back", bays)),
        )
        for row in range(SHELVES)
    )
    return replace(toy_plan(), shelves=shelves)


def aisle_at(plan: Plan, face: str, bays: tuple[int, int] = (2, 2)) -> GoalAisle:
    shelf = next(each for each in plan.shelves if any(f.id == face for f in each.faces))
    place = locate(build_shelf_index(toy_plan()), "84.2 TOL")[0]
    place = place._replace(
        level="1", shelf=shelf.id, face=face, first_bay=bays[0], last_bay=bays[1]
    )
    aisle = find_goal_aisle(plan, place)
    assert aisle is not None
    return aisle


@pytest.mark.parametrize("angle_deg", [0.0, 37.0, 90.0, 201.5])
@pytest.mark.parametrize(("face", "sign", "own"), [("2A", 1, 2.5), ("2B", -1, 1.5)])
def test_aisles_are_counted_from_the_face_outwards_and_behind_it(angle_deg, face, sign, own):
    plan = rows(angle_deg)
    aisle = aisle_at(plan, face)
    left = (-math.sin(math.radians(angle_deg)), math.cos(math.radians(angle_deg)))
    for gap in range(SHELVES - 1):
        out_m = (gap + 0.5) * PITCH_M
        here = (10.0 + out_m * left[0], 2.0 + out_m * left[1])
        assert aisle.find_aisle(*here) == sign * (gap + 0.5 - own)
        away_m = aisle.away_m(*here)
        assert min(away_m, key=lambda each: away_m[each]) == aisle.find_aisle(*here)
        beside = [off_m for off_m in away_m.values() if off_m > 0.5]
        assert min(beside) == pytest.approx(PITCH_M - 0.1)


def test_between_shelves_back_to_back_there_is_no_aisle_to_count():
    plan = rows()
    moved = replace(plan.shelves[4], y_m=plan.shelves[3].y_m + 0.7)
    aisle = aisle_at(replace(plan, shelves=(*plan.shelves[:4], moved, plan.shelves[5])), "2A")
    assert [aisle.count_to(number) for number in (-1, 0, 1, 2)] == [1, 0, 0, 1]
    assert aisle.find_aisle(10.0, moved.y_m + PITCH_M / 2) == 2


def test_beside_the_ends_of_the_shelves_there_is_no_aisle():
    aisle = aisle_at(rows(), "2A")
    assert aisle.find_aisle(10.0 + 2.2, 9.0) == 1
    assert aisle.find_aisle(10.0 + 2.3, 9.0) is None
    assert aisle.find_aisle(10.0 + 2.2, 9.0, entered_m=0.1) is None
    assert aisle.find_aisle(10.0, 2.0 + (SHELVES - 1) * PITCH_M + WIDEST_M + 1.0) is None


@given(st.floats(-2.0, 2.0), st.floats(0.01, 0.99), st.sampled_from(range(SHELVES - 1)))
def test_wherever_one_stands_between_two_shelves_it_is_the_same_aisle(along_m, share, gap):
    aisle = aisle_at(rows(), "2A")
    y_m = 2.0 + gap * PITCH_M + 0.3 + share * (PITCH_M - 0.6)
    assert aisle.find_aisle(10.0 + along_m, y_m) == gap - 2


def test_within_one_bay_is_in_front_of_the_bays_and_of_their_neighbours():
    aisle = aisle_at(rows(), "2A", (2, 3))
    y_m = 2.0 + 2.5 * PITCH_M
    # Bay 1 of a front is at the end that its axis points to: bays 2 and 3 end 0.45 m beyond
    # the middle, on the side of bay 4.
    left_end_m, right_end_m = 10.0 + 2.25 - 0.9, 10.0 + 2.25 - 3 * 0.9
    assert (aisle.run_m, aisle.bay_m) == pytest.approx((0.9, 0.9))
    assert aisle.is_within_one_bay(left_end_m + 0.89, y_m)
    assert aisle.is_within_one_bay(right_end_m - 0.89, y_m)
    assert not aisle.is_within_one_bay(right_end_m - 0.91, y_m)
    assert aisle.is_within_one_bay(right_end_m - 0.91, y_m, slack_m=0.1)
    assert not aisle.is_within_one_bay(10.0, y_m + PITCH_M)
    assert not aisle.is_within_one_bay(10.0, y_m - PITCH_M)


def test_shelves_that_stand_otherwise_are_not_rows():
    plan = rows()
    turned = replace(plan.shelves[4], angle_deg=60.0)
    away = replace(plan.shelves[3], x_m=20.0)
    upstairs = replace(plan.shelves[5], level="2")
    others = (*plan.shelves[:3], away, turned, upstairs)
    aisle = aisle_at(replace(plan, shelves=others), "2A")
    assert len(aisle.rows) == 3
    assert aisle.width_m == WIDEST_M


@pytest.mark.parametrize(
    "change", [{"shape": "round"}, {"shape": "curved"}, {"mounting": "mobile"}]
)
def test_where_there_is_no_aisle_none_is_found(change):
    plan = rows()
    shelves = (*plan.shelves[:2], replace(plan.shelves[2], **change), *plan.shelves[3:])
    place = locate(build_shelf_index(toy_plan()), "84.2 TOL")[0]
    sought = place._replace(level="1", shelf="s2", face="2A", first_bay=1, last_bay=1)
    assert find_goal_aisle(replace(plan, shelves=shelves), sought) is None
    assert find_goal_aisle(plan, sought._replace(kind="closed")) is None
    assert find_goal_aisle(plan, sought._replace(shelf="gone")) is None
    assert find_goal_aisle(plan, sought._replace(first_bay=9, last_bay=9)) is None


def test_beyond_its_end_the_right_aisle_is_nearer_than_any_other():
    away_m = aisle_at(rows(), "2A").away_m(10.0 + 9.0, 2.0 + 2.5 * PITCH_M)
    assert away_m.pop(0) == 0.0
    assert min(away_m.values()) > PITCH_M
