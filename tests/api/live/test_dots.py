"""Positions as maps and pages get them."""

from dataclasses import replace

import pytest
from shapely.geometry import Point, Polygon

from api.branches import build_branch
from api.live.bus import Event, MemoryBus
from api.live.dots import dot_of
from api.live.events import position_data
from api.live.later import Later
from api.live.positions import Position
from api.live.sse import encode_event
from api.plans import load_plan
from floorplans.geometry import shelf_outline
from positioning.grid.known import Known
from tests.support.outlines import read_outline

# In an aisle of the demo library.
POSITION = Position("cart", 10.0, "1", 14.0, 9.0, 4.0, 90.0)
MOST_BYTES = 400


@pytest.fixture(scope="module")
def branch():
    return build_branch(load_plan("demo"))


def area_in(event_text):
    return event_text.split('"area":"')[1].split('"')[0]


def test_the_area_of_a_live_position_is_out_of_shelves_and_told_in_few_bytes(branch):
    data = position_data(POSITION, branch)
    text = encode_event(Event("run-1", "position", "cart", data))
    assert len(text.encode()) <= MOST_BYTES
    area = read_outline(area_in(text))
    assert area.contains(Point(14.0, 9.0))
    assert 5.0 < area.area < 30.0
    shelves = [shelf_outline(each) for each in branch.plan.shelves if each.level == "1"]
    assert not any(area.intersects(Polygon(each)) for each in shelves)


def test_the_area_is_worked_out_for_those_who_read_it_and_not_for_who_follows_a_crowd(branch):
    data = position_data(POSITION, branch)
    assert isinstance(data["area"], Later)
    told = encode_event(Event("run-1", "position", "cart", data), brief=True)
    assert '"area":null' in told
    assert '"subject":"cart"' in told
    bus = MemoryBus("run")
    with bus.subscribe("b", None) as staff, bus.subscribe("b", "cart") as page:
        assert (staff.follows_all, page.follows_all) == (True, False)


@pytest.mark.parametrize("knows", ["level", "nothing"])
def test_where_no_more_than_the_level_is_known_no_area_is_told(branch, knows):
    position = replace(POSITION, known=Known(knows, 0.9, "1"))
    assert position_data(position, branch)["area"] is None


def test_a_radius_of_many_metres_is_a_circle(branch):
    wide = replace(POSITION, radius_95_m=20.0)
    assert dot_of(wide, branch).reach is None
    area = read_outline(area_in(encode_event(Event("a", "p", "c", position_data(wide, branch)))))
    assert area.area == pytest.approx(Point(0, 0).buffer(20.0).area, rel=0.01)


def test_the_dot_of_a_position_knows_where_one_can_walk_to(branch):
    dot = dot_of(POSITION, branch)
    assert (dot.x_m, dot.y_m, dot.radius_m, dot.heading_deg) == (14.0, 9.0, 4.0, 90.0)
    assert dot.reach is not None
    assert dot.reach.area < Point(0, 0).buffer(4.0).area
