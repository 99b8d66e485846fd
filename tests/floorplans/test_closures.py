from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.closures import active_closures, is_active
from floorplans.model import Closure, Text
from tests.support.plans import toy_plan

DAY = Closure("c", Text("Remontti"), "2026-12-01T08:00", "2026-12-01T16:00")
moments = st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31))


@pytest.mark.parametrize(
    ("at", "active"),
    [
        (datetime(2026, 12, 1, 7, 59), False),
        (datetime(2026, 12, 1, 8, 0), True),
        (datetime(2026, 12, 1, 15, 59), True),
        (datetime(2026, 12, 1, 16, 0), False),
        (None, False),
    ],
)
def test_a_closure_holds_from_its_start_until_just_before_its_end(
    at: datetime | None, active: bool
) -> None:
    assert is_active(DAY, at) is active


def test_a_closure_without_dates_always_holds() -> None:
    always = Closure("c", Text("Rikki"), connectors=("lift",))
    assert is_active(always, None)
    assert is_active(always, datetime(2030, 1, 1))


@given(moments, moments)
def test_an_open_end_holds_for_ever(start: datetime, at: datetime) -> None:
    assert is_active(replace(DAY, starts_at=start.isoformat(), ends_at=""), at) == (start <= at)
    assert is_active(replace(DAY, starts_at="", ends_at=start.isoformat()), at) == (at < start)


def test_the_clock_of_the_branch_counts_not_its_zone() -> None:
    at = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert is_active(DAY, at)
    assert not is_active(DAY, at - timedelta(minutes=1))


@pytest.mark.parametrize("text", ["tomorrow", "2026-12-01T08:00+02:00"])
def test_a_time_that_cannot_be_read_leaves_it_open_ended(text: str) -> None:
    assert is_active(replace(DAY, starts_at=text), datetime(2026, 1, 1))


def test_closures_come_in_the_plans_order() -> None:
    closures = tuple(replace(DAY, id=id) for id in "cab")
    plan = replace(toy_plan(), closures=closures)
    assert active_closures(plan, datetime(2026, 12, 1, 9, 0)) == closures
    assert active_closures(plan, datetime(2026, 12, 2, 9, 0)) == ()
