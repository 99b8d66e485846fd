"""A walk over some bays changes those, and no other."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.registry import get_scheme
from floorplans.shelving import build_shelf_index, locate
from floorplans.shelving.first_items import FirstItem, ranges_from_first_items
from floorplans.shelving.places import BORDER_CONFIDENCE
from tests.support.strips import HEADINGS, plans

DAY = "2026-11-20"
KEY = get_scheme("ykl").parse


@st.composite
def walks(draw):
    """Draw a plan and the first items of some of its bays, in the order that they stand in."""
    plan = draw(plans())
    spots = [spot for each in plan.ranges for spot, _ in bays_of(each)]
    borders = [first for each in plan.ranges for _, first in bays_of(each)]
    ends = [*borders[1:], plan.ranges[-1].last]
    walked = draw(st.lists(st.integers(0, len(spots) - 1), min_size=1, unique=True))
    seen = {}
    for at in walked:
        # What a bay begins with has moved by less than a bay.
        inside = [each for each in HEADINGS if borders[at] <= each < ends[at]]
        seen[spots[at]] = draw(st.sampled_from(inside))
    if draw(st.booleans()):
        plan = replace(plan, ranges=tuple(replace(each, bay_firsts=()) for each in plan.ranges))
    return plan, seen


def bays_of(each):
    """List the bays of a range with their first items, where known."""
    bays = [(run.face, bay) for run in each.runs for bay in range(run.first_bay, run.last_bay + 1)]
    return list(zip(bays, each.bay_firsts or [None] * len(bays), strict=True))


def after(plan, seen):
    rows = [FirstItem(*spot, first, DAY, "aik", "Aino") for spot, first in seen.items()]
    made = ranges_from_first_items(plan, rows)
    stay = [each for each in plan.ranges if each.id not in made.replaced]
    return replace(plan, ranges=(*stay, *made.ranges))


def holders(plan):
    """Give each bay its range and its first item."""
    return {spot: (each, first) for each in plan.ranges for spot, first in bays_of(each)}


@given(walks())
def test_every_bay_that_is_not_walked_keeps_what_it_had_and_its_age(walk):
    plan, seen = walk
    before, now = holders(plan), holders(after(plan, seen))
    assert before.keys() == now.keys()
    for spot in before.keys() - seen.keys():
        was, is_ = before[spot], now[spot]
        assert is_[1] == was[1]
        assert (is_[0].checked_on, is_[0].checked_by) == (was[0].checked_on, "")


@given(walks())
def test_every_bay_that_is_walked_begins_with_what_was_seen(walk):
    plan, seen = walk
    for spot, (each, first) in holders(after(plan, seen)).items():
        if spot in seen:
            assert seen[spot] == (each.first if bays_of(each)[0][0] == spot else first)


@given(walks())
def test_nothing_loses_its_place(walk):
    plan, seen = walk
    made = after(plan, seen)
    before, now = build_shelf_index(plan), build_shelf_index(made)
    begins = min(KEY(each.first).key for each in made.ranges)
    for text in HEADINGS[::7]:
        # Before the first bay of all nothing is left for what stood there.
        if confidence(before, text) >= BORDER_CONFIDENCE and KEY(text).key >= begins:
            assert confidence(now, text) >= BORDER_CONFIDENCE


def confidence(index, text):
    return sum(place.confidence for place in locate(index, text, "aik")) + 1e-9


@given(walks())
def test_ranges_neither_overlap_nor_share_a_bay_after_a_walk(walk):
    plan, seen = walk
    made = after(plan, seen).ranges
    in_turn = sorted(made, key=lambda each: (KEY(each.first).key, KEY(each.last).key))
    for one, other in pairwise(in_turn):
        assert KEY(one.last).key <= KEY(other.first).key
    bays = [spot for each in made for spot, _ in bays_of(each)]
    assert len(bays) == len(set(bays))


@given(walks(), st.randoms())
def test_walking_in_any_direction_makes_the_same_map(walk, order):
    plan, seen = walk
    shuffled = list(seen.items())
    order.shuffle(shuffled)
    assert set(after(plan, dict(shuffled)).ranges) == set(after(plan, seen).ranges)


@given(walks())
def test_half_today_and_the_rest_tomorrow_leaves_the_same_borders(walk):
    plan, seen = walk
    halves = [dict(list(seen.items())[part::2]) for part in (0, 1)]
    twice = after(after(plan, halves[0]), halves[1]) if halves[1] else after(plan, halves[0])
    for spot, (each, first) in holders(twice).items():
        if spot in seen:
            assert seen[spot] == (each.first if bays_of(each)[0][0] == spot else first)
