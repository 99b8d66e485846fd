"""Bays of a partition in order: shifted, bordered, counted and spread; never losing an item."""

from bisect import bisect_right
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from floorplans.errors import PlanReferenceError, ShelvingError
from floorplans.model import BayRun
from floorplans.shelving.assigning import assign_bays
from floorplans.shelving.borders import Border, BordersError, set_borders
from floorplans.shelving.even import fill_up, share_out
from floorplans.shelving.index import build_shelf_index
from floorplans.shelving.loads import count_loads, list_rooms_m, make_stock
from floorplans.shelving.locate import locate
from floorplans.shelving.shifting import clear, shift
from floorplans.shelving.spreading import Spread, spread
from floorplans.shelving.strips import Spot, add_bays, borders, list_strip, write_strip
from tests.support.strips import HEADINGS, held, plan_of, plans, stocks

BAYS = held("r", "1A", 1, ["84.2 AAA", "84.2 DAA", "84.2 KAA", "84.2 SAA"], "84.2 YYA")


def is_in_order(strip) -> bool:
    keys = [strip.key(text) for text in borders(strip) if text]
    return all(before <= after for before, after in pairwise(keys))


def held_between(plan) -> set[str]:
    """Find the call numbers that some bay holds."""
    order = build_shelf_index(plan).sections["aik"].ordinary
    scale = order.scale
    return {
        text
        for text in HEADINGS[::7]
        if order.find_holding(scale.find(scale.scheme.parse(text).key))
    }


@given(plans())
def test_a_strip_that_nothing_changed_writes_the_plan_that_it_was_made_of(plan):
    assert write_strip(plan, list_strip(plan, "aik")) == plan


@given(plans(), st.data())
def test_shifting_there_and_back_changes_nothing_where_nothing_fell_off(plan, data):
    strip = list_strip(plan, "aik")
    first = data.draw(st.integers(0, len(strip.bays) - 1))
    last = data.draw(st.integers(first, len(strip.bays) - 1))
    by = data.draw(st.integers(-6, 6))
    try:
        moved = shift(strip, first, last, by)
    except ShelvingError:
        assume(False)
    assert is_in_order(moved.strip)
    if not moved.fallen and first + by >= 0 and last + by < len(strip.bays):
        back = shift(moved.strip, first + by, last + by, -by)
        assert not back.fallen
        assert write_strip(write_strip(plan, moved.strip), back.strip) == plan


@given(plans(), st.data())
@settings(max_examples=60)
def test_what_had_a_place_has_one_after_any_shift(plan, data):
    strip = list_strip(plan, "aik")
    first = data.draw(st.integers(0, len(strip.bays) - 1))
    last = data.draw(st.integers(first, len(strip.bays) - 1))
    try:
        moved = shift(strip, first, last, data.draw(st.integers(-8, 8)))
    except ShelvingError:
        assume(False)
    assert held_between(plan) <= held_between(write_strip(plan, moved.strip))


def test_fourteen_bays_move_two_bays_on_over_the_end_of_a_face():
    firsts = [f"84.2 {letter}AA" for letter in "ABCDEFGHIJKLMN"]
    ranges = [
        held("one", "1A", 1, firsts[:8], firsts[8]),
        held("two", "2A", 1, firsts[8:], "84.2 Ö"),
    ]
    plan = plan_of(ranges, faces=2, bays=8)
    moved = shift(list_strip(plan, "aik"), 0, 13, 2)
    assert not moved.fallen
    assert borders(moved.strip)[:4] == ("", "", "84.2 AAA", "84.2 BAA")
    after = write_strip(plan, moved.strip).ranges
    assert [(run.face, run.first_bay, run.last_bay) for run in after[0].runs] == [
        ("1A", 3, 8),
        ("2A", 1, 2),
    ]
    assert [(run.face, run.first_bay, run.last_bay) for run in after[1].runs] == [("2A", 3, 8)]


def test_what_falls_off_the_end_is_said_and_stands_with_the_bay_before_it():
    plan = plan_of([BAYS], faces=1, bays=4)
    moved = shift(list_strip(plan, "aik"), 0, 3, 1)
    assert [(each.spot.bay, each.first) for each in moved.fallen] == [(4, "84.2 SAA")]
    place = locate(build_shelf_index(write_strip(plan, moved.strip)), "84.2 TAA", "aik")[0]
    assert place.first_bay == 4


def test_bays_that_hold_nothing_or_would_all_fall_off_are_not_shifted():
    strip = list_strip(plan_of([BAYS], faces=1, bays=6), "aik")
    for first, last, by in ((4, 5, -1), (0, 3, 6), (0, 9, 1), (3, 2, 1)):
        with pytest.raises(ShelvingError):
            shift(strip, first, last, by)


@given(plans(), st.data())
def test_a_border_between_its_neighbours_keeps_the_order_and_every_place(plan, data):
    strip = list_strip(plan, "aik")
    at = data.draw(
        st.sampled_from([at for at, bay in enumerate(strip.bays) if bay.pieces][1:] or [0])
    )
    first = data.draw(st.sampled_from(HEADINGS))
    known = borders(strip)
    assume(known[at] and at)
    low = strip.key(next(text for text in reversed(known[:at]) if text))
    high = next((strip.key(text) for text in known[at + 1 :] if text), strip.key("99.9"))
    assume(low <= strip.key(first) <= high)
    new = set_borders(strip, [Border(strip.bays[at].spot, first)])
    assert borders(new)[at] == first
    assert is_in_order(new)
    assert held_between(plan) <= held_between(write_strip(plan, new))


def test_every_border_that_cannot_be_is_told_with_its_row_and_none_is_set():
    strip = list_strip(plan_of([BAYS], faces=1, bays=4), "aik")
    wanted = [
        Border(Spot("1A", 2), "84.2 EAA"),
        Border(Spot("1A", 3), "84.2 UAA"),
        Border(Spot("9Z", 1), "84.2 EAA"),
        Border(Spot("1A", 4), "???"),
    ]
    with pytest.raises(BordersError) as refused:
        set_borders(strip, wanted)
    assert [each.row for each in refused.value.problems] == [2, 3, 4]


def test_a_border_on_a_free_bay_lengthens_the_range_before_it():
    plan = plan_of([BAYS], faces=1, bays=5)
    new = set_borders(list_strip(plan, "aik"), [Border(Spot("1A", 5), "84.2 UAA")])
    assert write_strip(plan, new).ranges[0].bay_firsts[-2:] == ("84.2 SAA", "84.2 UAA")


@given(plans(), stocks())
def test_loads_count_each_item_between_the_ends_once(plan, counts):
    strip = list_strip(plan, "aik")
    stock = make_stock(strip.scheme, counts)
    loads = count_loads(strip, stock, list_rooms_m(plan, strip))
    first = strip.key(min((text for text in borders(strip) if text), key=strip.key))
    end = max(strip.scheme.end_key(each.last) for each in plan.ranges)
    wanted = sum(items for text, items in counts.items() if first <= strip.key(text) <= end)
    assert sum(each.items for each in loads) == pytest.approx(wanted)


@given(plans(), stocks())
@settings(max_examples=60)
def test_a_spread_keeps_the_order_the_places_and_the_items_of_all_bays(plan, counts):
    strip = list_strip(plan, "aik")
    stock, rooms = make_stock(strip.scheme, counts), list_rooms_m(plan, strip)
    loads = count_loads(strip, stock, rooms)
    try:
        spread_out = spread(strip, range(len(strip.bays)), stock, loads, Spread()).strip
    except ShelvingError:
        assume(False)
    after = count_loads(spread_out, stock, rooms)
    assert is_in_order(spread_out)
    assert sum(each.items for each in after) == pytest.approx(sum(each.items for each in loads))
    assert max(each.items for each in after) <= max(each.items for each in loads)
    assert held_between(plan) <= held_between(write_strip(plan, spread_out))


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=9),
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
)
def test_no_other_cuts_have_a_smaller_largest_load(weights, rooms):
    sums = [sum(weights[:at]) for at in range(len(weights) + 1)]

    def largest(cuts) -> float:
        return max(
            (sums[after] - sums[before]) / room
            for before, after, room in zip(cuts, cuts[1:], rooms, strict=False)
        )

    cuts, found = share_out(sums, rooms)
    assert (cuts[0], *sorted(cuts[1:-1]), cuts[-1]) == (0, *cuts[1:-1], len(weights))
    assert largest(cuts) == pytest.approx(float(found))
    inner = range(len(weights) + 1)
    options = (
        {
            tuple(sorted(each))
            for each in combinations(sorted([*inner] * (len(rooms) - 1)), len(rooms) - 1)
        }
        if len(rooms) <= 3
        else set()
    )
    for each in options:
        assert largest((0, *each, len(weights))) >= float(found) - 1e-9


def test_bays_are_filled_up_to_the_growth_room_and_the_last_ones_stay_free():
    plan = plan_of([BAYS], faces=1, bays=4)
    strip = list_strip(plan, "aik")
    stock = make_stock(strip.scheme, dict.fromkeys(HEADINGS[:300], 1))
    rooms = list_rooms_m(plan, strip)
    loads = count_loads(strip, stock, rooms)
    made = spread(strip, range(4), stock, loads, Spread("full", 15.0))
    after = count_loads(made.strip, stock, rooms)
    assert all(each.fill() <= 0.85 for each in after)
    assert [bool(bay.pieces) for bay in made.strip.bays] == [True, True, True, False]
    assert [each.first for each in made.fallen] == ["84.2 SAA"]


def test_more_items_than_there_is_room_for_are_not_spread():
    plan = plan_of([BAYS], faces=1, bays=4)
    strip = list_strip(plan, "aik")
    stock = make_stock(strip.scheme, dict.fromkeys(HEADINGS, 3))
    loads = count_loads(strip, stock, list_rooms_m(plan, strip))
    with pytest.raises(ShelvingError, match="15 % growth room there is room for 504"):
        spread(strip, range(4), stock, loads, Spread("even", 15.0))


def test_a_partition_moves_onto_free_bays_where_only_those_are_chosen():
    plan = plan_of([BAYS], faces=2, bays=4)
    new_shelf = [Spot("2A", bay) for bay in range(1, 5)]
    strip = add_bays(plan, list_strip(plan, "aik"), new_shelf)
    stock = make_stock(strip.scheme, dict.fromkeys(HEADINGS, 1))
    loads = count_loads(strip, stock, list_rooms_m(plan, strip))
    made = spread(strip, range(4, 8), stock, loads, Spread())
    after = write_strip(plan, made.strip)
    assert {run.face for each in after.ranges for run in each.runs} == {"2A"}


def test_cleared_bays_stand_with_what_is_before_them():
    plan = plan_of(
        [held("a", "1A", 1, ["84.2 AAA"], "84.2 DAA"), held("b", "1A", 2, ["84.2 DAA"], "84.2 KAA")]
    )
    cleared = clear(list_strip(plan, "aik"), [1])
    after = write_strip(plan, cleared.strip)
    assert [(each.id, each.last) for each in after.ranges] == [("a", "84.2 KAA")]
    assert fill_up([0, 1], [1], bisect_right([], 0)) == (0, 0)


def test_bays_given_to_a_partition_are_taken_from_others_and_nothing_is_lost_silently():
    plan = plan_of([BAYS], faces=1, bays=4)
    made = assign_bays(plan, "mus", [BayRun("1A", 3, 4)], ("78.1", "78.9"), "2026-11-20")
    assert [each.first for each in made.fallen] == ["84.2 KAA", "84.2 SAA"]
    assert [(each.partition, each.last) for each in made.plan.ranges] == [
        ("aik", "84.2 YYA"),
        ("mus", "78.9"),
    ]
    assert held_between(made.plan) == held_between(plan)


@pytest.mark.parametrize("ends", [("78.9", "78.1"), ("???", "78.1"), ("78.1", "")])
def test_ends_that_cannot_be_are_refused(ends):
    with pytest.raises(ShelvingError):
        assign_bays(plan_of([]), "mus", [BayRun("1A", 3, 4)], ends, "2026-11-20")


def test_bays_that_are_not_there_cannot_be_given():
    with pytest.raises(PlanReferenceError, match="it has 6"):
        assign_bays(plan_of([]), "mus", [BayRun("1A", 3, 9)], ("", ""), "2026-11-20")
    with pytest.raises(ShelvingError, match="Choose"):
        assign_bays(plan_of([]), "mus", [], ("", ""), "2026-11-20")
