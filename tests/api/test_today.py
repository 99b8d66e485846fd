from datetime import UTC, datetime, timedelta, timezone

import pytest

from api.today import OffTheClockError, local_at
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
