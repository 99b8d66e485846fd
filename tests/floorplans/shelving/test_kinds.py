"""Every way of keeping things on shelves, as `locate` answers for it."""

from dataclasses import replace
from datetime import date

import pytest

from floorplans.errors import CallNumberError
from floorplans.model import BayRun, Range
from floorplans.shelving import (
    build_shelf_index,
    find_beginning,
    locate,
    split_call_number,
)
from floorplans.shelving.places import best_answer
from tests.support.plans import make_range
from tests.support.rich_plans import CRIME, FIRSTS, rich_plan

PLAN = rich_plan()
INDEX = build_shelf_index(PLAN)
SHOWN = date(2026, 12, 1)


def found(call_number, partition=None, *, plan=None, **more):
    index = INDEX if plan is None else build_shelf_index(plan)
    return [
        (place.kind, place.face, place.first_bay, place.last_bay, place.confidence)
        for place in locate(index, call_number, partition, **more)
        if place.kind != "trolley"
    ]


@pytest.mark.parametrize(
    ("call_number", "bays"),
    [
        ("84.2 AAL", ("1A", 1, 1, 1.0)),
        ("84.2 HAA", ("1A", 1, 1, 1.0)),
        ("84.2 JÄR", ("1A", 2, 2, 1.0)),
        ("84.2 HEI", ("1A", 1, 2, 0.9)),
        ("84.2 HEIKKINEN", ("1A", 1, 2, 0.9)),
        ("84.2 KO", ("1A", 2, 3, 0.9)),
        ("84.31 CHR", ("1B", 1, 3, 0.9)),
        ("84.31 COE", ("1B", 3, 3, 1.0)),
        ("84.31 ZZZ", ("1B", 4, 4, 1.0)),
    ],
)
def test_first_items_are_exact_borders_and_at_one_it_is_this_bay_or_the_next(call_number, bays):
    assert found(call_number, "aik-kauno") == [("call_number", *bays)]


@pytest.mark.parametrize(
    "written", ["AIK 84.2 KO", "84.2 KO AIK", "Aikuiset, Kaunokirjallisuus, 84.2 KO"]
)
def test_marks_do_not_hide_a_border(written):
    assert found(written)[0] == ("call_number", "1A", 2, 3, 0.9)


def test_a_border_between_two_faces_is_two_places_that_share_the_confidence():
    assert found("84.31 AUS", "aik-kauno") == [
        ("call_number", "1A", 4, 4, 0.45),
        ("call_number", "1B", 1, 1, 0.45),
    ]
    places = locate(INDEX, "84.31 AUS", "aik-kauno")
    assert all(place.is_border for place in places[:2])
    assert best_answer(places) == places[:2]


@pytest.mark.parametrize(
    ("call_number", "bays"),
    [("84.2 KIN", (1, 3)), ("84.2 KIN STE", (1, 2)), ("84.2 KIO", (3, 3)), ("84.2", (1, 1))],
)
def test_a_short_call_number_may_be_on_every_bay_that_begins_with_it(call_number, bays):
    firsts = ("84.2 AAL", "84.2 KIN STE", "84.2 KIN TOM", "84.2 PAA")
    fiction = make_range("f", "aik-kauno", "1A", (1, 4), "84.2 AAL", "84.2 ÖST")
    plan = replace(PLAN, ranges=(replace(fiction, bay_firsts=firsts),))
    assert [each[2:4] for each in found(call_number, "aik-kauno", plan=plan)] == [bays]


def test_a_bay_where_one_range_ends_and_the_next_begins_is_one_place():
    upper = Range("a", "aik-kauno", (BayRun("1A", 3, 3, 1, 3),), "84.2 AAL", "84.2 KIN", "")
    lower = Range("b", "aik-kauno", (BayRun("1A", 3, 3, 4, 5),), "84.2 KIN", "84.2 ÖST", "")
    index = build_shelf_index(replace(PLAN, ranges=(upper, lower)))
    (either,) = locate(index, "84.2 KIN", "aik-kauno")
    assert (either.first_bay, either.last_bay, either.first_board) == (3, 3, None)
    assert (either.confidence, either.is_border) == (1.0, False)
    (above,) = locate(index, "84.2 KIM", "aik-kauno")
    assert (above.first_board, above.last_board) == (1, 3)


def test_a_class_begins_at_the_border_before_its_first_item():
    assert found("84.31", "aik-kauno")[0][1:4] == ("1A", 4, 4)
    assert found("84.31", "aik-kauno")[1][1:4] == ("1B", 1, 1)


def test_who_goes_to_a_border_stands_in_front_of_the_later_bay():
    later = locate(INDEX, "84.2 JÄR", "aik-kauno")[0]
    border = locate(INDEX, "84.2 HEI", "aik-kauno")[0]
    assert (border.x_m, border.y_m) == (later.x_m, later.y_m)


def test_an_empty_bay_holds_nothing():
    emptied = replace(PLAN.ranges[0], bay_firsts=(FIRSTS[0], "", *FIRSTS[2:]))
    plan = replace(PLAN, ranges=(emptied,))
    assert found("84.2 JÄR", "aik-kauno", plan=plan) == [("call_number", "1A", 1, 1, 1.0)]


def test_runs_whose_borders_nobody_knows_share_the_confidence():
    assert found("50 AAL", "aik-tieto")[:2] == [
        ("call_number", "2A", 3, 4, 0.5),
        ("call_number", "2B", 1, 2, 0.5),
    ]
    assert not any(place.is_border for place in locate(INDEX, "50 AAL", "aik-tieto"))


def test_what_is_marked_as_large_is_oversize_and_else_may_be():
    assert found("ISO 50 AAL", "aik-tieto") == [("oversize", "2B", 4, 4, 1.0)]
    assert found("50 AAL ISO", "aik-tieto") == [("oversize", "2B", 4, 4, 1.0)]
    assert found("50 AAL", "aik-tieto")[2:] == [("oversize", "2B", 4, 4, 0.3)]
    (large,) = [p for p in locate(INDEX, "ISO 50 AAL", "aik-tieto") if p.kind == "oversize"]
    assert (large.first_board, large.last_board) == (4, 5)


@pytest.mark.parametrize(
    "written", ["84.2 JÄNN KIV", "JÄNN 84.2 KIV", "84.2 KIV JÄNN", "AIK JÄNN 84.2 KIV"]
)
def test_what_is_marked_with_a_theme_stands_with_it(written):
    assert found(written) == [("theme", "4A", 1, 2, 1.0)]
    assert locate(INDEX, written)[0].theme == CRIME


def test_a_theme_without_order_holds_all_that_is_marked_with_it():
    assert found("84.2 RAK KIV") == [("theme", "4A", 3, 3, 1.0)]
    assert found("84.2 KIV", "aik-kauno") == [("call_number", "1A", 2, 2, 1.0)]


def test_a_mark_in_place_of_the_heading_is_the_heading():
    assert found("84.2 RAK", "aik-kauno") == [("call_number", "1A", 3, 3, 1.0)]


def test_what_is_in_a_closed_stack_says_so():
    assert found("95 AAL", "aik-tieto")[0] == ("closed", "3A", 3, 4, 1.0)
    both = replace(
        PLAN, ranges=(*PLAN.ranges, make_range("open", "aik-tieto", "2A", (1, 1), "90", "99"))
    )
    kinds = [(kind, sure) for kind, *_, sure in found("95 AAL", "aik-tieto", plan=both)]
    assert kinds == [("call_number", 1.0), ("closed", 0.3), ("oversize", 0.3)]


def test_titles_are_in_finnish_order():
    assert found("78.89 ABC", "films", title="Huuto") == [("title", "2A", 1, 1, 1.0)]
    assert found("78.89 ABC", "films", title="Äiti") == [("title", "2A", 2, 2, 1.0)]
    assert found("78.89 ABC", "films", title="Lapsi") == [("title", "2A", 1, 2, 0.6)]


def test_without_a_title_it_is_somewhere_among_all_titles():
    assert found("78.89 ABC", "films") == [("title", "2A", 1, 2, 0.5)]


def test_where_titles_count_the_call_number_may_be_unreadable():
    assert found("DVD-hylly", "films", title="Huuto") == [("title", "2A", 1, 1, 1.0)]
    with pytest.raises(CallNumberError):
        found("DVD-hylly", "films")


def test_titles_are_looked_at_only_where_they_are_asked_for():
    assert found("99.99 ABC", title="Huuto") == found("99.99 ABC")
    assert found("DVD 78.89 ABC", title="Huuto") == [("title", "2A", 1, 1, 1.0)]


def test_a_partition_may_have_a_scheme_of_its_own():
    assert found("Kotilääkäri", "journals") == [("call_number", "3A", 1, 2, 1.0)]
    assert found("Kotilääkäri") == [("call_number", "3A", 1, 2, 1.0)]
    assert found("84.2 JÄR", "aik-kauno") == found("84.2 JÄR")


def test_a_display_is_another_place_while_it_stands():
    shown = found("84.2 KIV", "aik-kauno", on=SHOWN)
    assert shown == [("call_number", "1A", 2, 2, 1.0), ("display", "4A", 5, 5, 0.2)]
    for day in (date(2026, 10, 31), date(2027, 1, 13), None):
        assert len(found("84.2 KIV", "aik-kauno", on=day)) == 1
    for day in (date(2026, 11, 1), date(2027, 1, 12)):
        assert len(found("84.2 KIV", "aik-kauno", on=day)) == 2
    assert len(found("84.2 AAL", "aik-kauno", on=SHOWN)) == 1


def test_the_trolley_is_the_last_place_of_all_and_no_place_by_itself():
    *_, last = locate(INDEX, "84.2 KIV", "aik-kauno", on=SHOWN)
    assert (last.kind, last.face, last.confidence) == ("trolley", "4A", 0.1)
    assert locate(INDEX, "77 ABC", "films", title="!")[-1].kind == "trolley"
    assert locate(INDEX, "99.99 ABC", "aik-kauno") == ()


def test_a_partition_that_fills_a_shelf_needs_no_ends():
    all_of_it = make_range("all", "films", "3A", (1, 1), "", "")
    plan = replace(PLAN, ranges=(*PLAN.ranges[:2], all_of_it))
    assert found("12.3 XYZ", "films", plan=plan) == [("call_number", "3A", 1, 1, 1.0)]


def test_a_range_within_another_is_found_beside_it():
    inner = make_range("inner", "aik-kauno", "2A", (1, 1), "84.2 KAA", "84.2 KEE")
    outer = make_range("outer", "aik-kauno", "2A", (3, 4), "84.2 AAL", "84.2 ÖÖÖ")
    plan = replace(PLAN, ranges=(outer, inner))
    assert [bay for _, _, bay, _, _ in found("84.2 KAR", "aik-kauno", plan=plan)] == [3, 1]
    assert [bay for _, _, bay, _, _ in found("84.2 LAR", "aik-kauno", plan=plan)] == [3]


def test_w_is_sought_as_v_where_the_library_says_so():
    shelves = (
        make_range("1", "aik-kauno", "1A", (1, 1), "84.2 VAA", "84.2 VEI"),
        make_range("2", "aik-kauno", "1A", (2, 2), "84.2 VEJ", "84.2 VÖÖ"),
        make_range("3", "aik-kauno", "1A", (3, 3), "84.2 WAA", "84.2 WÖÖ"),
    )
    plan = replace(PLAN, ranges=shelves)
    assert found("84.2 WAL", "aik-kauno", plan=plan)[0][2] == 3
    assert found("84.2 WAL", "aik-kauno", plan=replace(plan, v_equals_w=True))[0][2] == 1


@pytest.mark.parametrize(
    ("text", "call_number", "partitions"),
    [
        ("AIK 84.2 PAA", "84.2 PAA", ("aik-kauno", "aik-tieto")),
        ("84.2 PAA AIK", "84.2 PAA", ("aik-kauno", "aik-tieto")),
        ("Aikuiset, Kaunokirjallisuus, 84.2 TOL", "84.2 TOL", ("aik-kauno",)),
        ("Vuxna, Skönlitteratur, 84.2 TOL", "84.2 TOL", ("aik-kauno",)),
        ("AIK JÄNN 84.2 PAA", "84.2 PAA", ("aik-kauno",)),
        ("84.2 JÄNN PAA", "84.2 PAA", ("aik-kauno",)),
        ("ISO 84.2 PAA", "84.2 PAA", ("aik-tieto",)),
        ("84.2 PAA", "84.2 PAA", ()),
        ("XYZ 84.2 PAA", "84.2 PAA", ()),
        ("84.2", "84.2", ()),
    ],
)
def test_a_call_number_is_taken_apart_into_partitions_and_the_number(text, call_number, partitions):
    taken = split_call_number(INDEX, text)
    assert (taken.call_number, taken.partitions) == (call_number, partitions)


def test_a_mark_glued_to_the_class_names_the_partition_whose_ranges_have_it():
    children = make_range("c", "films", "3A", (1, 4), "L84.2 AAL", "L84.2 ÖÖÖ")
    index = build_shelf_index(replace(PLAN, ranges=(*PLAN.ranges, children)))
    taken = split_call_number(index, "L84.2 PAA")
    assert (taken.call_number, taken.marks, taken.partitions) == ("84.2 PAA", ("L",), ("films",))


def test_a_partition_begins_with_the_first_of_its_order():
    found_at = {name: find_beginning(INDEX, name) for name in INDEX.sections}
    assert [(place.face, place.first_bay, place.call_number) for place in found_at.values()] == [
        ("1A", 1, "84.2 AAL"),
        ("2A", 3, "00.1"),
        ("2A", 1, "Aarre"),
        ("3A", 1, "Aino"),
    ]
    assert find_beginning(INDEX, "nowhere") is None
    bare = build_shelf_index(replace(PLAN, ranges=()))
    assert find_beginning(bare, "films") is None


def test_runs_on_bays_that_are_not_there_are_left_out():
    gone = replace(PLAN.ranges[3], runs=(BayRun("2A", 3, 9), BayRun("2B", 1, 2)))
    plan = replace(PLAN, ranges=(gone,))
    assert found("50 AAL", "aik-tieto", plan=plan) == [("call_number", "2B", 1, 2, 1.0)]
