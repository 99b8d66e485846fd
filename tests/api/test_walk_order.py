"""Rounds of shelves: the stalest first, in the order in which one walks past them."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from api.branches import build_branch
from api.plans import load_plan
from api.walk_order import ROUND_MINUTES, WALKED_ROUNDS, WalkOrders, next_face
from floorplans.shelving.walks import SECONDS_PER_BAY, list_walk
from tests.support.plans import toy_plan

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def branch():
    return build_branch(load_plan("demo"))


@pytest.fixture(scope="module")
def rounds(branch):
    return WalkOrders().list_rounds(branch, TODAY)


def length_m(branch, faces):
    """Give how long the way past faces in turn is, those left out that nobody can walk to."""
    shelves = {face.id: shelf for shelf in branch.plan.shelves for face in shelf.faces}
    middles = [(shelves[each.face].level, shelves[each.face]) for each in faces]
    pairs = pairwise(middles)
    floor_m = 50.0
    return sum(
        floor_m if one_level != level else abs(one.x_m - other.x_m) + abs(one.y_m - other.y_m)
        for (one_level, one), (level, other) in pairs
    )


def test_every_face_is_in_one_round_of_half_an_hour_at_most(branch, rounds):
    faces = [each.face for faces in rounds for each in faces]
    assert sorted(faces) == sorted(each.face for each in list_walk(branch.plan, TODAY))
    for faces in rounds:
        bays = sum(len(each.bays) for each in faces)
        assert len(faces) == 1 or bays * SECONDS_PER_BAY <= ROUND_MINUTES * 60


def test_no_face_waits_for_a_fresher_one_of_a_later_round(rounds):
    for before, after in pairwise(rounds):
        assert min(each.age_days for each in before) >= max(each.age_days for each in after)


def test_a_round_is_much_shorter_to_walk_than_by_age_alone(branch, rounds):
    for faces in rounds[:WALKED_ROUNDS]:
        by_age = sorted(faces, key=lambda each: -each.age_days)
        assert length_m(branch, faces) < 0.8 * length_m(branch, by_age)


def test_by_age_alone_there_is_one_round_the_stalest_first(branch):
    (faces,) = WalkOrders().list_rounds(branch, TODAY, "age")
    assert faces == list_walk(branch.plan, TODAY)


def test_rounds_are_worked_out_anew_for_another_day_or_version():
    orders, plan = WalkOrders(), toy_plan()
    branch = build_branch(plan)
    once = orders.list_rounds(branch, TODAY)
    assert orders.list_rounds(branch, TODAY) is once
    assert orders.list_rounds(branch, date(2026, 11, 23)) is not once
    shorter = build_branch(replace(plan, shelves=plan.shelves[:1]))
    assert len(orders.list_rounds(shorter, TODAY)[0]) < len(once[0])


def test_the_next_face_goes_on_into_the_next_round_and_ends_with_the_last(rounds):
    assert next_face(rounds, rounds[0][-1].face) == rounds[1][0]
    assert next_face(rounds, rounds[-1][-1].face) is None
    assert next_face(rounds, "nowhere") is None
