from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.model import BayRun
from floorplans.shelving import build_shelf_index, locate
from floorplans.shelving.first_items import FirstItem, ranges_from_first_items
from tests.support.plans import make_range, toy_plan

DAY = "2026-11-20"
PLAN = toy_plan()
SHELF_1 = [
    ("1A", 1, "84.2 AAL"),
    ("1A", 2, "84.2 HEI"),
    ("1A", 3, "84.2 KOS"),
    ("1A", 4, "84.2 SAA"),
    ("1B", 1, "84.31 AUS"),
    ("1B", 2, "84.31 DIC"),
    ("1B", 3, "84.31 KIN"),
    ("1B", 4, "84.31 ROW"),
]


def rows(*seen, day=DAY, partition=""):
    return [FirstItem(face, bay, first, day, partition) for face, bay, first in seen]


def assign(seen, plan=PLAN, **more):
    return ranges_from_first_items(plan, rows(*seen, **more))


def rules(assignment):
    return [(each.row, each.rule) for each in assignment.left_out]


def test_the_bays_of_a_partition_become_one_range_with_a_run_on_each_face():
    assignment = assign(SHELF_1)
    (made,) = assignment.ranges
    assert (made.partition, made.first, made.last) == ("aik-kauno", "84.2 AAL", "84.31 WOO")
    assert made.runs == (BayRun("1A", 1, 4), BayRun("1B", 1, 4))
    assert made.bay_firsts == tuple(first for _, _, first in SHELF_1)
    assert assignment.replaced == ("r1", "r2", "r3")
    assert assignment.left_out == ()


@given(st.permutations(SHELF_1))
def test_the_way_somebody_walked_does_not_matter(walk):
    assert assign(walk).ranges == assign(SHELF_1).ranges


def test_every_first_item_is_found_on_its_bay_or_at_its_border():
    (made,) = assign(SHELF_1).ranges
    index = build_shelf_index(replace(PLAN, ranges=(made,)))
    for face, bay, first in SHELF_1:
        places = locate(index, first, "aik-kauno")
        assert any(
            place.face == face and place.first_bay <= bay <= place.last_bay for place in places
        )


def test_a_collection_may_jump_between_faces():
    jumping = [("1A", 1, "84.2 AAL"), ("1A", 2, "84.31 AUS"), ("1B", 1, "84.2 KOS")]
    (made,) = assign(jumping, replace(PLAN, ranges=()), partition="aik-kauno").ranges
    assert made.runs == (BayRun("1A", 1, 1), BayRun("1B", 1, 1), BayRun("1A", 2, 2))
    assert made.bay_firsts == ("84.2 AAL", "84.2 KOS", "84.31 AUS")


def test_a_label_that_goes_on_over_two_faces_leaves_them_in_turn():
    long = [("2B", 1, "84.2 AAL"), ("2B", 2, "84.2 KIN")]
    long += [("1A", 1, "84.2 KIN"), ("1A", 2, "84.2 PAA")]
    (made,) = assign(long, replace(PLAN, ranges=()), partition="aik-kauno").ranges
    assert made.runs == (BayRun("2B", 1, 2), BayRun("1A", 1, 2))


def test_a_range_ends_where_bays_that_are_not_on_the_list_go_on():
    first, second, third = assign([SHELF_1[0], SHELF_1[1], SHELF_1[4], SHELF_1[5]]).ranges
    assert (first.first, first.last) == ("84.2 AAL", "84.2 KOS")
    assert (second.first, second.last) == ("84.31 AUS", "84.31 DIC")
    assert (third.first, third.last) == ("84.31 DIC", "84.31 WOO")


def test_bays_behind_the_walk_whose_borders_nobody_knows_stay_as_old_as_they_were():
    walked, rest = assign(SHELF_1[4:6]).ranges
    assert (walked.runs, walked.checked_on) == ((BayRun("1B", 1, 1),), DAY)
    assert (rest.runs, rest.checked_on) == ((BayRun("1B", 2, 4),), PLAN.ranges[2].checked_on)
    assert rest.bay_firsts == ()


def test_bays_before_the_walk_keep_what_they_hold_up_to_it_and_their_range():
    kept, made = assign([("1B", 4, "84.31 ROW")]).ranges
    assert (kept.id, kept.runs) == ("r3", (BayRun("1B", 1, 3),))
    assert (kept.first, kept.last, kept.checked_on) == (
        "84.31 AUS",
        "84.31 ROW",
        PLAN.ranges[2].checked_on,
    )
    assert (made.runs, made.last, made.checked_on) == ((BayRun("1B", 4, 4),), "84.31 WOO", DAY)


@pytest.mark.parametrize("seen", ["84.2 KAA", "84.2 LAA"])
def test_the_range_before_the_walk_ends_where_the_walk_begins(seen):
    ranges = assign([("1A", 3, seen)]).ranges
    assert [(each.id, each.last) for each in ranges if each.id == "r1"] == [("r1", seen)]


def test_an_empty_bay_without_an_item_before_it_stays_with_its_range():
    (kept,) = assign([("1A", 2, "")]).ranges
    assert kept == PLAN.ranges[0]


def test_where_nothing_follows_a_range_ends_with_its_last_first_item():
    (made,) = assign(SHELF_1[:2], replace(PLAN, ranges=()), partition="aik-kauno").ranges
    assert made.last == "84.2 HEI"


def test_an_empty_bay_belongs_to_the_one_before():
    emptied = [(face, bay, "" if bay == 3 else first) for face, bay, first in SHELF_1[:4]]
    (made,) = assign(emptied).ranges
    assert made.runs == (BayRun("1A", 1, 4),)
    assert made.bay_firsts == ("84.2 AAL", "84.2 HEI", "", "84.2 SAA")


def test_each_range_has_one_day_and_one_who_walked():
    later = [replace(each, seen_by="Aino") for each in rows(*SHELF_1[2:4], day="2026-11-21")]
    made = ranges_from_first_items(PLAN, [*rows(*SHELF_1[:2]), *later]).ranges
    assert [(each.runs[0].first_bay, each.checked_on, each.checked_by) for each in made] == [
        (1, DAY, ""),
        (3, "2026-11-21", "Aino"),
    ]
    assert made[0].last == made[1].first


def test_marks_choose_between_the_partitions_on_a_face():
    more = make_range("r9", "lap-kauno", "1A", (4, 4), "L84.2 UUU", "L84.2 ÖÖÖ")
    shared = replace(PLAN, ranges=(*PLAN.ranges, more))
    made = assign([("1A", 4, "AIK 84.2 SAA"), ("1A", 3, "LAP L84.2 UUU")], shared).ranges
    firsts = {(each.partition, each.first) for each in made}
    assert {("aik-kauno", "AIK 84.2 SAA"), ("lap-kauno", "LAP L84.2 UUU")} <= firsts


def test_partitions_in_the_order_of_titles_have_titles():
    films = replace(
        make_range("r9", "lap-kauno", "3A", (1, 4), "Aarresaari", "Öljyä"), kind="title"
    )
    plan = replace(PLAN, ranges=(*PLAN.ranges[:5], films))
    made, rest = assign([("3A", 1, "Aarresaari"), ("3A", 2, "Heidi")], plan).ranges
    assert (made.kind, made.last) == ("title", "Heidi")
    assert (rest.kind, rest.last) == ("title", "Öljyä")


def test_an_item_between_bays_that_agree_without_it_is_reported_as_misplaced():
    astray = [(face, bay, "84.2 ZOL" if bay == 2 else first) for face, bay, first in SHELF_1[:4]]
    assignment = assign(astray)
    assert rules(assignment) == [(2, "misplaced")]
    assert "84.2 ZOL" in assignment.left_out[0].message
    assert assignment.ranges[0].bay_firsts == ("84.2 AAL", "", "84.2 KOS", "84.2 SAA")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (FirstItem("99X", 1, "84.2 AAL", DAY), "no-such-face"),
        (FirstItem("1A", 5, "84.2 AAL", DAY), "no-such-bay"),
        (FirstItem("1A", 1, "???", DAY), "call-number"),
        (FirstItem("1A", 1, "84.2 AAL", "yesterday"), "date"),
        (FirstItem("1A", 1, "84.2 AAL", "20261120"), "date"),
        (FirstItem("1A", 1, "84.2 AAL", DAY, "nowhere"), "no-partition"),
    ],
)
def test_a_row_that_makes_no_sense_is_left_out_and_named(row, rule):
    assignment = ranges_from_first_items(PLAN, [row, *rows(("1A", 2, "84.2 HEI"))])
    assert rules(assignment) == [(1, rule)]
    assert [each.bay_firsts for each in assignment.ranges] == [(), ("84.2 HEI",)]


def test_a_bay_that_is_on_the_list_twice_counts_once():
    assignment = assign([SHELF_1[0], ("1A", 1, "84.2 BBB")])
    assert rules(assignment) == [(2, "twice")]


def test_a_face_without_ranges_needs_a_partition_in_the_row():
    assert rules(assign(SHELF_1[:1], replace(PLAN, ranges=()))) == [(1, "no-partition")]


def test_a_trolley_on_a_face_does_not_tell_a_partition():
    trolley = replace(make_range("t", "", "1A", (1, 4), "", ""), kind="trolley")
    assert rules(assign(SHELF_1[:1], replace(PLAN, ranges=(trolley,)))) == [(1, "no-partition")]


def test_new_ranges_have_ids_of_their_own():
    plan = replace(PLAN, ranges=(replace(PLAN.ranges[3], id="aik-kauno-1A-1"), *PLAN.ranges[:3]))
    assert [each.id for each in assign(SHELF_1, plan).ranges] == ["aik-kauno-1A-1-2"]
