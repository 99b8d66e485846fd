"""`locate` against a search that reads every range of the plan."""

from dataclasses import replace
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.registry import get_scheme
from floorplans.model import BayRun, Range
from floorplans.shelving import build_shelf_index, locate
from floorplans.shelving.places import GAP_CONFIDENCE
from tests.support.plans import toy_plan

SCHEME = get_scheme("ykl")
PLAN = toy_plan()
BAYS = [(face, bay) for face in ("1A", "1B", "2A", "2B", "3A") for bay in range(1, 5)]

texts = st.builds(
    "{} {}".format,
    st.sampled_from(["84.2", "84.2", "84.31", "85"]),
    st.text("AB", min_size=1, max_size=3),
)
sizes = st.lists(st.integers(1, 4), min_size=1, max_size=6).filter(lambda each: sum(each) <= 20)


def key(text):
    return SCHEME.parse(text).key


@st.composite
def shelved(draw, *, in_order):
    """Ranges on neighbouring bays, and what each of their slots holds, from the first on."""
    ranges, slots = [], []
    groups = draw(sizes)
    ends = draw(
        st.lists(texts, min_size=sum(groups) + len(groups), max_size=sum(groups) + len(groups))
    )
    if in_order:
        ends.sort(key=key)
    rest = iter(ends)
    for number, (stop, size) in enumerate(zip(accumulate(groups), groups, strict=True)):
        bays = BAYS[stop - size : stop]
        *firsts, last = sorted((next(rest) for _ in range(size + 1)), key=key)
        faces = dict.fromkeys(face for face, _ in bays)
        runs = tuple(
            BayRun(face, min(b for f, b in bays if f == face), max(b for f, b in bays if f == face))
            for face in faces
        )
        ranges.append(
            Range(f"r{number}", "aik-kauno", runs, firsts[0], last, "", bay_firsts=tuple(firsts))
        )
        slots += zip(firsts, [*firsts[1:], last], bays, strict=True)
    return tuple(ranges), slots


def bays_of(places):
    return {
        (place.face, bay) for place in places for bay in range(place.first_bay, place.last_bay + 1)
    }


def find(ranges, text):
    index = build_shelf_index(replace(PLAN, ranges=ranges))
    return locate(index, text, "aik-kauno")


def begins_with(text, other):
    return key(other) <= key(text) <= SCHEME.end_key(other)


@given(st.booleans().flatmap(lambda each: shelved(in_order=each)), texts)
def test_every_bay_that_may_hold_it_is_found_and_no_other(made, text):
    ranges, slots = made
    expected = {
        bay for first, last, bay in slots if key(first) <= key(text) <= SCHEME.end_key(last)
    }
    found = find(ranges, text)
    if expected:
        more = {bay for first, _, bay in slots if begins_with(first, text)}
        assert expected <= bays_of(found) <= expected | more
        assert all(place.is_border == (len(bays_of(found)) > 1) for place in found)
    else:
        assert all(
            place.confidence <= GAP_CONFIDENCE or begins_with(place.range_first, text)
            for place in found
        )


@given(shelved(in_order=True), texts)
def test_a_gap_is_filled_from_its_two_sides(made, text):
    ranges, slots = made
    held = [1 for first, last, _ in slots if key(first) <= key(text) <= SCHEME.end_key(last)]
    before = [bay for _, last, bay in slots if SCHEME.end_key(last) < key(text)]
    after = [bay for first, _, bay in slots if key(text) < key(first)]
    if not held and before and after:
        assert bays_of(find(ranges, text)) <= {before[-1], after[0]}
        assert after[0] in bays_of(find(ranges, text))


@given(shelved(in_order=True))
def test_every_first_item_is_found_on_its_bay(made):
    ranges, slots = made
    index = build_shelf_index(replace(PLAN, ranges=ranges))
    for first, _, bay in slots:
        assert bay in bays_of(locate(index, first, "aik-kauno"))


@given(shelved(in_order=False), texts)
def test_the_places_of_an_answer_share_its_confidence(made, text):
    places = find(made[0], text)
    assert sum(place.confidence for place in places) <= 1.0 + 1e-9
    assert len({place.confidence for place in places}) <= 1
