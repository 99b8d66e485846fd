from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.errors import HoursError
from floorplans.hours import find_span, is_open, list_spans, next_change, parse_time
from floorplans.model import Hours, OpenSpan, SpecialDay
from tests.support.plan_strategies import hours as any_hours

HOURS = Hours(
    (
        *(OpenSpan(day, "07:00", "10:00", staffed=False) for day in range(1, 6)),
        *(OpenSpan(day, "10:00", "19:00") for day in range(1, 6)),
        OpenSpan(6, "10:00", "16:00"),
    ),
    (SpecialDay("2026-12-24"), SpecialDay("2026-12-27", "12:00", "15:00")),
)
MONDAY = datetime(2026, 11, 23)


@pytest.mark.parametrize("text", ["8:00", "08.00", "24:01", "25:00", "", "noon", "08:60", "08:00 "])
def test_what_is_no_time_of_day_is_refused_with_an_example(text):
    with pytest.raises(HoursError, match="write it as 08:30"):
        parse_time(text)


@pytest.mark.parametrize(
    ("hour", "opened", "staffed"),
    [(6, False, None), (7, True, False), (10, True, True), (19, False, None)],
)
def test_a_span_begins_at_its_first_minute_and_ends_before_its_last(hour, opened, staffed):
    at = MONDAY + timedelta(hours=hour)
    span = find_span(HOURS, at)
    assert is_open(HOURS, at) == opened
    assert (span.staffed if span else None) == staffed


def test_special_days_replace_the_weekday():
    assert list_spans(HOURS, date(2026, 12, 24)) == ()
    assert [span.opens for span in list_spans(HOURS, date(2026, 12, 27))] == [12 * 60]


def test_the_next_change_passes_over_borders_where_one_span_follows_another():
    assert next_change(HOURS, MONDAY.replace(hour=8)) == MONDAY.replace(hour=19)


def test_the_next_change_passes_over_closed_days():
    assert next_change(HOURS, datetime(2026, 11, 28, 17)) == datetime(2026, 11, 30, 7)
    assert next_change(HOURS, datetime(2026, 12, 23, 20)) == datetime(2026, 12, 25, 7)


def test_what_is_always_open_never_changes():
    always = Hours(tuple(OpenSpan(day, "00:00", "24:00") for day in range(1, 8)))
    assert next_change(always, MONDAY) is None


def test_midnight_is_the_end_of_a_day():
    late = Hours((OpenSpan(1, "20:00", "24:00"),))
    assert is_open(late, datetime(2026, 11, 23, 23, 59))
    assert next_change(late, datetime(2026, 11, 23, 21)) == datetime(2026, 11, 24)


@given(any_hours, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_at_the_next_change_it_is_the_other_way_round(hours, at):
    change = next_change(hours, at)
    if change is not None:
        assert change > at
        assert is_open(hours, change) != is_open(hours, at)
        assert is_open(hours, change - timedelta(minutes=1)) == is_open(hours, at) or (
            change - timedelta(minutes=1) < at
        )
