"""What a belief honestly says, on the toy plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.grid.belief import Belief, Part
from positioning.grid.known import ENOUGH, NO_ZONES, SPOT, SPOT_RADIUS_M, summarise_belief
from positioning.grid.live_ground import ground_of_plan
from tests.support.plans import toy_plan

GROUND = ground_of_plan(toy_plan())
ZONES = GROUND.zones()
WIDE_M = 2 * SPOT_RADIUS_M


def believe(**by_level):
    """A belief of chances by level, each a whole level's cells."""
    parts = {
        level[1:]: Part(0, 0, places[None, None].astype(np.float32))
        for level, places in by_level.items()
    }
    return Belief(parts, np.zeros(1, dtype=np.float32))


def before(level, *ranges, share=1.0):
    """That share of a belief before some ranges, the rest anywhere on the level."""
    cells = np.isin(ZONES.fronts[level], [ZONES.ranges.index(each) for each in ranges])
    rest = np.full(cells.shape, (1 - share) / cells.size)
    return cells * share / cells.sum() + rest


def within(level, unit):
    cells = dict(ZONES.areas[level])[unit]
    return cells / cells.sum()


def anywhere(level):
    shape = GROUND.levels[level].cells.shape
    return np.full(shape, 1 / np.prod(shape))


def test_a_narrow_belief_is_a_spot():
    assert summarise_belief(believe(_1=anywhere("1")), SPOT_RADIUS_M, ZONES) is SPOT


def test_before_one_range_that_range_is_known():
    known = summarise_belief(believe(_1=before("1", "r3", share=0.95)), WIDE_M, ZONES)
    assert (known.knows, known.level, known.first, known.last) == ("run", "1", "r3", "r3")
    assert known.share >= 0.9


def test_before_two_ranges_in_a_row_the_run_has_both_ends():
    known = summarise_belief(believe(_1=before("1", "r4", "r5")), WIDE_M, ZONES)
    assert (known.knows, known.first, known.last) == ("run", "r4", "r5")
    assert known.share == pytest.approx(1, abs=1e-3)


def test_before_ranges_of_two_collections_no_run_is_named():
    known = summarise_belief(believe(_1=before("1", "r1", "r4")), WIDE_M, ZONES)
    assert (known.knows, known.first) == ("area", "hall-1")


def test_within_a_room_the_room_is_known_and_not_the_hall_about_it():
    known = summarise_belief(believe(_1=within("1", "quiet-1")), WIDE_M, ZONES)
    assert (known.knows, known.first, known.level) == ("area", "quiet-1", "1")


def test_of_a_level_without_areas_only_the_level_is_known():
    known = summarise_belief(believe(_1=anywhere("1")), WIDE_M, NO_ZONES)
    assert (known.knows, known.level, known.share) == ("level", "1", pytest.approx(1))


def test_on_two_levels_alike_nothing_is_known():
    belief = believe(_1=0.6 * anywhere("1"), _2=0.4 * anywhere("2"))
    known = summarise_belief(belief, WIDE_M, ZONES)
    assert (known.knows, known.level) == ("nothing", "")
    assert known.share == pytest.approx(0.6, abs=1e-3)


def test_what_is_said_of_a_level_counts_what_is_on_the_others():
    belief = believe(_1=0.85 * before("1", "r3", share=0.9), _2=0.15 * anywhere("2"))
    known = summarise_belief(belief, WIDE_M, ZONES)
    assert known.knows == "area"


def test_every_bay_with_call_numbers_has_cells_before_it():
    found = {ZONES.ranges[k] for each in ZONES.fronts.values() for k in np.unique(each) if k >= 0}
    assert found == set(ZONES.ranges)
    assert {len(order) for order in ZONES.orders} == {3, 2}


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.floats(0.05, 1.0),
    st.floats(0.0, 1.0),
    st.floats(0.1, 40.0),
)
def test_what_is_said_holds_as_much_as_it_says(seed, peaked, below, radius_m):
    rng = np.random.default_rng(seed)
    shapes = {level: GROUND.levels[level].cells.shape for level in ("1", "2")}
    places = {level: rng.random(shape) ** (1 / peaked**3) for level, shape in shapes.items()}
    one, two = (each / each.sum() for each in places.values())
    known = summarise_belief(believe(_1=below * one, _2=(1 - below) * two), radius_m, ZONES)
    assert 0 <= known.share <= 1 + 1e-4
    if known.knows == "spot":
        assert radius_m <= SPOT_RADIUS_M
    elif known.knows == "nothing":
        assert max(below, 1 - below) < ENOUGH + 1e-4
    else:
        assert known.share >= ENOUGH - 1e-4
        assert known.level == ("1" if below > 0.5 else "2")
