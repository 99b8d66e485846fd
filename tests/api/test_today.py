from datetime import UTC, datetime, timedelta, timezone

import pytest

from api.today import OffTheClockError, local_at, read_time
from tests.support.plans import toy_plan


def test_a_time_with_a_zone_is_put_on_the_branchs_clocks_and_one_without_stays():
    noon = datetime(2026, 12, 1, 12, 0)
    assert local_at(toy_plan(), noon) == noon
    assert local_at(toy_plan(), noon.replace(tzinfo=UTC)).replace(tzinfo=None) == datetime(
        2026, 12, 1, 14, 0
    )


@pytest.mark.parametrize(
    ("at", "hours"), [(datetime(1, 1, 1, 0, 0), 14), (datetime(9999, 12, 31, 23, 59), -12)]
)
def test_a_time_that_no_clock_shows_is_refused_by_name(at, hours):
    with pytest.raises(OffTheClockError, match="give a year from 2 to 9998"):
        local_at(toy_plan(), at.replace(tzinfo=timezone(timedelta(hours=hours))))


def test_a_time_that_the_clocks_skip_in_spring_is_refused_with_the_next_step():
    for minute in (0, 59):
        with pytest.raises(OffTheClockError, match=f"an hour later is 2026-03-29T04:{minute:02}"):
            local_at(toy_plan(), datetime(2026, 3, 29, 3, minute))
    for hour in (2, 4):
        assert local_at(toy_plan(), datetime(2026, 3, 29, hour, 59)).hour == hour


def test_a_time_that_the_clocks_show_twice_in_autumn_is_the_first():
    twice = datetime(2026, 10, 25, 3, 30)
    assert local_at(toy_plan(), twice) == twice
    assert local_at(toy_plan(), twice).fold == 0


def test_a_plus_that_an_address_made_a_space_of_is_told_of():
    with pytest.raises(ValueError, match="in an address \\+ is %2B"):
        read_time("2026-12-01T10:00 02:00")


@pytest.mark.parametrize(
    "text", ["1764590400", "20261201", "2026-12-01", "soon", "", "2026-12-01T25:00", "10:00"]
)
def test_what_is_no_time_with_its_day_and_hour_is_refused_and_the_form_shown(text):
    with pytest.raises(ValueError, match="write it as 2026-12-01T10:00"):
        read_time(text)
