from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.formats.native import LISTS, format_plan, parse_plan
from floorplans.model import Plan
from floorplans.remembering import remembered
from floorplans.validate import check_plan
from tests.support.checks import SOUND, TODAY
from tests.support.plan_strategies import plans
from tests.support.rich_plans import rich_plan

LIBRARIES = (SOUND, rich_plan())
moved_m = st.floats(-3.0, 3.0)
swaps = st.tuples(st.sampled_from(LISTS), st.integers(0, 40), st.integers(0, 40))
moves = st.tuples(st.integers(0, 40), moved_m, moved_m, st.sampled_from([0.0, 12.5, 90.0]))


def test_what_is_asked_again_about_the_same_thing_is_not_worked_out_again():
    asked = []

    @remembered(4)
    def length(ring: tuple[int, ...], least: float) -> int:
        asked.append(ring)
        return len(ring)

    ring = tuple(range(5))
    assert [length(ring, 0.5), length(ring, 0.5), length(tuple(range(5)), 0.5)] == [5, 5, 5]
    assert len(asked) == 2
    length(ring, 0.25)
    assert len(asked) == 3


def test_what_was_asked_long_ago_is_forgotten_and_what_comes_in_its_place_is_another_thing():
    @remembered(2)
    def length(ring: tuple[int, ...]) -> int:
        return len(ring)

    for corners in [*range(3, 40)] * 3:
        assert length(tuple(range(corners))) == corners


def test_threads_that_ask_at_once_all_get_their_own_answers():
    @remembered(3)
    def twice(ring: tuple[int, ...]) -> tuple[int, ...]:
        return ring + ring

    rings = [tuple(range(3, 3 + corners)) for corners in range(12)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert list(pool.map(twice, rings)) == [ring + ring for ring in rings]


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(LIBRARIES) | plans,
    plans,
    st.lists(moves | swaps, min_size=1, max_size=5),
    st.integers(0, 2),
)
def test_after_each_edit_the_checks_find_what_they_find_in_the_plan_read_anew(
    plan, other, edits, days
):
    today = TODAY + timedelta(days=400 * days)
    for edit in edits:
        plan = _edit(plan, other, edit)
        assert check_plan(plan, today=today) == check_plan(_read_anew(plan), today=today)


def _edit(plan: Plan, other: Plan, edit: tuple) -> Plan:
    """Move and turn a shelf, or put a thing of another plan in the place of one, or nothing."""
    if isinstance(edit[0], str):
        kind, at, of = edit
        things, others = list(getattr(plan, kind)), getattr(other, kind)
        at %= len(things) + 1
        return replace(plan, **{kind: (*things[:at], *others[of : of + 1], *things[at + 1 :])})
    at, east_m, north_m, turn_deg = edit
    shelves = list(plan.shelves)
    if shelves:
        at %= len(shelves)
        shelf = shelves[at]
        shelves[at] = replace(
            shelf,
            x_m=shelf.x_m + east_m,
            y_m=shelf.y_m + north_m,
            angle_deg=shelf.angle_deg + turn_deg,
            number=f"{shelf.number}'",
        )
    return replace(plan, shelves=tuple(shelves))


def _read_anew(plan: Plan) -> Plan:
    """Give an equal plan of which no thing is known."""
    return parse_plan(format_plan(plan))
