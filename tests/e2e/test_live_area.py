"""The area that a reader may be in, on a phone: it ends at shelves, and moves with the dot."""

import pytest
import shapely
from playwright.sync_api import expect
from shapely.geometry import Point, Polygon

from floorplans.geometry import shelf_outline
from tests.support.browser import PHONE, watched_page
from tests.support.library import store_library
from tests.support.outlines import read_outline
from tests.support.plans import toy_plan
from tests.support.served import running_server

pytestmark = pytest.mark.real

PAGE = "/?branch=toy&lang=fi&from=subject:reader"
AREA = "figure:not([hidden]) .m-areagroup[data-subject=reader] .m-area"
SHELVES = shapely.union_all(
    [Polygon(shelf_outline(each)) for each in toy_plan().shelves if each.level == "1"]
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    store_library(folder)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


def stand(server, **where):
    told = {"subject": "reader", **where}
    answer = server.client.post("/api/v1/branches/toy/checkins", json=told)
    answer.raise_for_status()
    return answer.json()


def shown_area(page):
    return read_outline(page.locator(AREA).get_attribute("d"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_area_is_about_the_dot_and_in_no_shelf(browser, server, scheme):
    position = stand(server, point="T1A01")
    options = {"viewport": PHONE, "color_scheme": scheme}
    with watched_page(browser, str(server.client.base_url), **options) as page:
        page.goto(PAGE)
        expect(page.locator(AREA)).to_be_visible()
        area = shown_area(page)
        assert area.contains(Point(position["x_m"], position["y_m"]))
        assert not area.intersects(SHELVES)
        box, map_ = page.locator(AREA).bounding_box(), page.locator("shelf-map").bounding_box()
        assert 0 < box["width"] < map_["width"]


def test_the_area_moves_with_the_dot(browser, server):
    here = stand(server, point="T1A01")
    with watched_page(browser, str(server.client.base_url), viewport=PHONE) as page:
        page.goto(PAGE)
        expect(page.locator(AREA)).to_be_visible()
        before = page.locator(AREA).get_attribute("d")
        there = stand(server, kiosk="toy-1")
        expect(page.locator(AREA)).not_to_have_attribute("d", before)
        area = shown_area(page)
        assert area.contains(Point(there["x_m"], there["y_m"]))
        assert not area.contains(Point(here["x_m"], here["y_m"]))
