from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.model import BayRun
from floorplans.shelving import build_shelf_index, locate
from tests.support.plan_strategies import call_numbers, plans
from tests.support.plans import make_range, toy_plan

INDEX = build_shelf_index(toy_plan())


def found(call_number: str, partition: str | None = None, index=INDEX) -> list[tuple]:
    return [
        (place.partition, place.face, place.first_bay, place.confidence)
        for place in locate(index, call_number, partition)
    ]


def test_a_call_number_within_a_range_is_found_on_its_bays():
    (place,) = locate(INDEX, "84.2 TOL", "aik-kauno")
    assert (place.level, place.shelf_number, place.face_name) == ("1", "1", "1A")
    assert (place.first_bay, place.last_bay, place.first_board) == (3, 4, None)
    assert (place.confidence, place.checked_on) == (1.0, "2026-03-02")
    assert (place.range_first, place.range_last) == ("84.2 KOS", "84.2 ÖST")


def test_who_goes_to_the_place_stands_in_front_of_the_middle_bay_and_looks_at_it():
    (place,) = locate(INDEX, "84.2 TOL", "aik-kauno")
    assert (place.x_m, place.y_m, place.facing_deg) == pytest.approx((4.05, 3.9, 270.0))


def test_the_end_of_a_range_takes_in_what_begins_with_it():
    assert found("84.2 KORHONEN", "aik-kauno") == [("aik-kauno", "1A", 1, 1.0)]


def test_a_gap_is_the_last_bay_before_it_or_the_first_one_after_it_with_less_confidence():
    assert found("84.3 ABC", "aik-kauno") == [
        ("aik-kauno", "1A", 4, 0.3),
        ("aik-kauno", "1B", 1, 0.3),
    ]
    (place,) = locate(INDEX, "L84.2 KÄÄ", "lap-kauno")
    assert (place.face, place.first_bay, place.last_bay) == ("3A", 1, 2)
    assert (place.confidence, place.is_border) == (0.6, True)


@pytest.mark.parametrize("beyond", ["07 HEL", "85.2 AHO"])
def test_other_classes_before_the_first_and_after_the_last_range_are_not_found(beyond):
    assert found(beyond, "aik-kauno") == []


@pytest.mark.parametrize(("outer", "face", "bay"), [("84.2 AAA", "1A", 1), ("84.31 Ö", "1B", 4)])
def test_the_same_class_beyond_the_outer_ranges_is_at_their_ends(outer, face, bay):
    assert found(outer, "aik-kauno") == [("aik-kauno", face, bay, 0.6)]


@pytest.mark.parametrize(
    ("text", "face", "sure"), [("84.2", "1A", 1.0), ("84.31", "1B", 1.0), ("84.31 AU", "1B", 0.9)]
)
def test_a_class_or_a_beginning_is_found_where_it_begins(text, face, sure):
    assert found(text, "aik-kauno") == [("aik-kauno", face, 1, sure)]


@pytest.mark.parametrize(
    ("call_number", "board"),
    [("L84.2 AHO", 1), ("L84.2 GRI", 1), ("L84.2 HAA", 2), ("L84.2 KIL", 3), ("L84.2 KUN", 5)],
)
def test_the_board_is_the_last_that_does_not_begin_after_the_call_number(call_number, board):
    (place,) = locate(INDEX, call_number, "lap-kauno")
    assert (place.first_board, place.last_board) == (board, board)


def test_several_partitions_are_given_in_the_plans_order():
    assert [name for name, *_ in found("84.2 KORHONEN")] == ["aik-kauno", "lap-kauno"]


def test_gaps_are_not_offered_where_a_range_holds_the_call_number():
    assert [name for name, *_ in found("84.2 TOL")] == ["aik-kauno"]
    assert {sure for *_, sure in found("84.2 ÖÖ")} == {0.3, 0.6}


@pytest.mark.parametrize(
    ("call_number", "partitions"),
    [
        ("LAP 84.2 JAN", ["lap-kauno"]),
        ("84.2 JAN lap", ["aik-kauno", "lap-kauno"]),
        ("84.2 JAN LAP", ["lap-kauno"]),
        ("L84.2 JAN", ["lap-kauno"]),
        ("AIK 84.2 JAN", ["aik-kauno"]),
        ("Lapset, Kaunokirjallisuus, 84.2 JAN", ["lap-kauno"]),
        ("SARJ 84.2 JAN", ["aik-kauno", "lap-kauno"]),
    ],
)
def test_marks_in_the_call_number_choose_the_partition(call_number, partitions):
    assert [name for name, *_ in found(call_number)] == partitions


def test_of_two_partitions_with_the_mark_the_one_without_further_marks_is_first():
    plan = toy_plan()
    thrillers = replace(plan.partitions[0], id="aik-jannitys", prefixes=("AIK", "JÄNN"))
    own = make_range("r9", "aik-jannitys", "4A", (1, 6), "84.2 AAL", "84.2 ÖST")
    index = build_shelf_index(
        replace(plan, partitions=(thrillers, *plan.partitions), ranges=(*plan.ranges, own))
    )
    assert found("AIK 84.2 TOL", index=index)[0][0] == "aik-kauno"
    assert [name for name, *_ in found("AIK JÄNN 84.2 TOL", index=index)] == ["aik-jannitys"]


def test_what_ends_one_range_and_begins_the_next_is_on_this_bay_or_the_next():
    plan = toy_plan()
    ranges = (plan.ranges[0], replace(plan.ranges[1], first="84.2 KOR"), *plan.ranges[2:])
    index = build_shelf_index(replace(plan, ranges=ranges))
    (place,) = locate(index, "84.2 KOR", "aik-kauno")
    assert (place.first_bay, place.last_bay) == (1, 4)
    assert (place.confidence, place.is_border) == (0.9, True)


def test_a_partition_without_ranges_holds_nothing():
    index = build_shelf_index(replace(toy_plan(), ranges=()))
    assert found("84.2 TOL", index=index) == []


def test_unreadable_call_numbers_and_unknown_partitions_are_refused():
    with pytest.raises(CallNumberError, match="one looks like"):
        locate(INDEX, "???")
    with pytest.raises(PlanReferenceError, match='no partition "x"; known: aik-kauno'):
        locate(INDEX, "84.2 TOL", "x")


def test_a_broken_range_does_not_hide_the_others():
    plan = toy_plan()
    broken = (
        replace(plan.ranges[0], first="???"),
        replace(plan.ranges[2], runs=(BayRun("nowhere", 1, 4),)),
        replace(plan.ranges[3], runs=(BayRun("2A", 9, 9),)),
    )
    index = build_shelf_index(replace(plan, ranges=(*broken, plan.ranges[1])))
    assert found("84.2 TOL") == found("84.2 TOL", index=index)


@given(plans, call_numbers)
def test_an_index_of_any_plan_can_be_asked(plan, call_number):
    try:
        places = locate(build_shelf_index(plan), call_number)
    except (CallNumberError, PlanReferenceError):
        return
    assert {place.partition for place in places} <= {each.id for each in plan.partitions}


@given(st.sampled_from(["AAL", "HEI", "KOR", "KOS", "TOL", "ÖST"]), st.text("aäöxyz ", max_size=4))
def test_every_call_number_between_two_readable_ends_is_in_a_range_or_a_gap(heading, more):
    assert found(f"84.2 {heading}{more}", "aik-kauno") != []
