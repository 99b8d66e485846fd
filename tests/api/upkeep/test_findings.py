import time
from dataclasses import replace
from datetime import date

from api.branches import build_branch
from api.upkeep.findings import Reaching, list_stale, list_unreached
from tests.support.plans import toy_plan

PLAN = toy_plan()
TODAY = date(2026, 11, 23)


def checked(on):
    return replace(PLAN, ranges=tuple(replace(each, checked_on=on) for each in PLAN.ranges))


def test_what_was_checked_within_half_a_year_is_not_stale():
    assert list_stale(checked("2026-06-01"), TODAY) == ()


def test_bays_that_were_never_checked_are_told_by_partition_with_the_minutes_they_take():
    found = list_stale(checked(""), TODAY)
    assert [each.bays for each in found] == sorted((each.bays for each in found), reverse=True)
    assert {each.partition for each in found} == {each.partition for each in PLAN.ranges}
    assert all(each.minutes == max(1, round(each.bays / 4)) for each in found)


def test_the_walk_along_stale_bays_begins_at_the_oldest():
    newer, oldest = PLAN.ranges[0], PLAN.ranges[1]
    plan = replace(
        PLAN,
        ranges=(
            replace(newer, checked_on="2025-02-01", partition="aik-kauno"),
            replace(oldest, checked_on="2024-02-01", partition="aik-kauno"),
        ),
    )
    (found,) = list_stale(plan, TODAY)
    assert found.oldest == "2024-02-01"
    assert found.face == oldest.runs[0].face


def test_a_shelf_that_is_walled_in_is_told_with_all_its_bays():
    shelf = PLAN.shelves[0]
    crowd = tuple(
        replace(shelf, id=f"wall-{n}", x_m=shelf.x_m, y_m=shelf.y_m + dy, faces=())
        for n, dy in enumerate((-0.7, 0.7))
    )
    found = list_unreached(replace(PLAN, shelves=(*PLAN.shelves, *crowd)))
    assert {each.shelf_number for each in found} >= {shelf.number}
    assert list_unreached(PLAN) == ()


def test_a_version_is_walked_through_once_and_a_new_one_anew():
    reaching = Reaching()
    branch = build_branch(PLAN)
    assert wait_for(reaching, branch) == ()
    assert reaching.find(branch) == ()
    other = build_branch(replace(PLAN, levels=PLAN.levels, shelves=PLAN.shelves[:-1]))
    assert reaching.find(other) is None or other.version != branch.version
    assert wait_for(reaching, other) == ()
    reaching.close()


def wait_for(reaching, branch):
    for _ in range(600):
        found = reaching.find(branch)
        if found is not None:
            return found
        time.sleep(0.01)
    raise AssertionError("never done")
