"""The demo libraries open and close as libraries in Finland do."""

from datetime import datetime

import pytest

from api.demo.hours import KESKUSTA_HOURS, MAIN_DOOR_HOURS, SAARI_HOURS
from api.plans import demo_text
from floorplans.closures import active_closures
from floorplans.formats.native import parse_plan
from floorplans.hours import find_span, is_open
from floorplans.model import Hours

BRANCHES = pytest.mark.parametrize(
    "hours", [KESKUSTA_HOURS, SAARI_HOURS], ids=["keskusta", "saari"]
)
HOUR_BY_HOUR = [datetime(2026, 11, day, hour) for day in range(23, 30) for hour in range(24)]


@BRANCHES
def test_the_branches_serve_themselves_for_a_part_of_the_day(hours: Hours) -> None:
    spans = [find_span(hours, at) for at in HOUR_BY_HOUR]
    assert {span.staffed for span in spans if span} == {True, False}


@BRANCHES
def test_sundays_and_holidays_are_closed(hours: Hours) -> None:
    closed = (datetime(2026, 11, 29, 12), *(datetime(2026, 12, day, 12) for day in (6, 24, 25, 26)))
    assert not any(is_open(hours, at) for at in closed)
    assert is_open(hours, datetime(2026, 12, 23, 12))


def test_the_main_door_is_open_whenever_the_library_is() -> None:
    for at in HOUR_BY_HOUR:
        assert is_open(MAIN_DOOR_HOURS, at) == is_open(KESKUSTA_HOURS, at)


def test_the_story_room_is_closed_while_it_is_renovated_and_not_before() -> None:
    plan = parse_plan(demo_text("keskusta", "plan.json"))
    assert active_closures(plan, datetime(2026, 11, 22, 12)) == ()
    assert active_closures(plan, datetime(2027, 2, 10, 12)) == plan.closures
