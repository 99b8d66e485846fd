from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.closures import active_closures, is_active, read_local_time
from floorplans.model import Closure, Text
from floorplans.validate import find_breaks
from tests.support.plans import toy_plan

DAY = Closure("c", Text("Remontti"), "2026-12-01T08:00", "2026-12-01T16:00")
HELSINKI = "Europe/Helsinki"
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
    assert is_active(DAY, at, HELSINKI) is active


def test_a_closure_without_dates_always_holds() -> None:
    always = Closure("c", Text("Rikki"), connectors=("lift",))
    assert is_active(always, None, HELSINKI)
    assert is_active(always, datetime(2030, 1, 1), HELSINKI)


@given(moments, moments)
def test_an_open_end_holds_for_ever(start: datetime, at: datetime) -> None:
    since = replace(DAY, starts_at=start.isoformat(), ends_at="")
    until = replace(DAY, starts_at="", ends_at=start.isoformat())
    assert is_active(since, at, HELSINKI) == (start <= at)
    assert is_active(until, at, HELSINKI) == (at < start)


def test_the_clock_of_the_branch_counts_not_its_zone() -> None:
    at = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo(HELSINKI))
    assert is_active(DAY, at, HELSINKI)
    assert not is_active(DAY, at - timedelta(minutes=1), HELSINKI)


@pytest.mark.parametrize(
    "ends_at", ["2026-12-01T14:00Z", "2026-12-01T15:00+01:00", "2026-12-01T12:30-01:30"]
)
def test_a_time_with_an_offset_is_that_of_the_branchs_clocks(ends_at: str) -> None:
    closure = replace(DAY, ends_at=ends_at)
    assert is_active(closure, datetime(2026, 12, 1, 15, 59), HELSINKI)
    assert not is_active(closure, datetime(2026, 12, 1, 16, 0), HELSINKI)


def test_offsets_follow_summer_time() -> None:
    assert read_local_time("2026-07-01T08:00Z", HELSINKI) == datetime(2026, 7, 1, 11, 0)


@pytest.mark.parametrize(
    ("text", "time_zone", "words"),
    [
        ("tomorrow", HELSINKI, '"tomorrow" is no time; write it as 2026-12-01T08:00.'),
        ("1.12.2026 8.00", HELSINKI, "write it as 2026-12-01T08:00"),
        ("2026-12-01T08:00+02:00", "Europe/Helsinky", 'time zone "Europe/Helsinky" is unknown'),
        ("0001-01-01T00:00+02:00", "America/New_York", "is no time"),
    ],
)
def test_a_time_that_cannot_be_read_breaks_the_plan_and_its_closure_is_named(
    text: str, time_zone: str, words: str
) -> None:
    closures = (replace(DAY, starts_at=text),)
    breaks = find_breaks(replace(toy_plan(), time_zone=time_zone, closures=closures))
    (problem,) = (each for each in breaks if each.rule == "closure-times")
    assert problem.place == "closure c"
    assert words in problem.message


def test_closures_come_in_the_plans_order() -> None:
    closures = tuple(replace(DAY, id=id) for id in "cab")
    plan = replace(toy_plan(), closures=closures)
    assert active_closures(plan, datetime(2026, 12, 1, 9, 0)) == closures
    assert active_closures(plan, datetime(2026, 12, 2, 9, 0)) == ()
