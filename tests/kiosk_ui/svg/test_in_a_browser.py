"""Labels as a real browser draws them, with the fonts it has."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from playwright.sync_api import Browser

from api.plans import load_plan
from benchmarks.floors import make_floor
from floorplans.model import Plan
from kiosk_ui.svg.labels import Area, overlap
from kiosk_ui.svg.level import Look, Zoom, draw_level
from tests.support.browser import running_browser
from tests.support.shapes import shapes_plan

BOXES = """() => [...document.querySelectorAll("svg .m-mark, svg .m-range text")]
    .filter((mark) => mark.getClientRects().length)
    .map((mark) => mark.getBoundingClientRect())
    .map(({left, top, right, bottom}) => [left, top, right, bottom])"""
TEXTS_IN_PILLS = """() => [...document.querySelectorAll("svg .m-mark")]
    .filter((mark) => mark.getClientRects().length && mark.querySelector(".m-pill, .m-plate"))
    .map((mark) => [mark.textContent, ...["rect", "text"].map(
        (name) => mark.querySelector(name).getBoundingClientRect().width)])"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


def levels() -> Iterator[tuple[str, Plan, str]]:
    demo = load_plan("demo")
    for level in demo.levels:
        yield f"demo {level.id}", demo, level.id
    yield "floor of 100", make_floor(100), "1"
    yield "shapes", shapes_plan(), "1"


@pytest.mark.parametrize("zoom", [1, 2, 3])
def test_no_two_labels_overlap_on_the_screen(browser: Browser, zoom: Zoom) -> None:
    page = browser.new_page()
    for name, plan, level in levels():
        page.set_content(draw_level(plan, level, look=Look("light", zoom)))
        boxes: list[Area] = [tuple(box) for box in page.evaluate(BOXES)]
        assert boxes, name
        hits = [pair for pair in combinations(sorted(boxes), 2) if overlap(*pair)]
        assert not hits, (name, hits[:3])


def test_words_stay_on_their_ground(browser: Browser) -> None:
    page = browser.new_page()
    for _, plan, level in levels():
        page.set_content(draw_level(plan, level, look=Look("light", 2)))
        for words, ground_px, text_px in page.evaluate(TEXTS_IN_PILLS):
            assert text_px <= ground_px, words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_of_its_own_follows_the_reader(browser: Browser, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    svg = draw_level(shapes_plan(), "1")
    page.route("**/map.svg", lambda route: route.fulfill(body=svg, content_type="image/svg+xml"))
    page.goto("http://map.invalid/map.svg")
    floor = page.evaluate("getComputedStyle(document.querySelector('.m-floor')).fill")
    assert floor == {"light": "rgb(255, 255, 255)", "dark": "rgb(28, 37, 42)"}[scheme]


def test_a_drawing_in_a_page_follows_the_page(browser: Browser) -> None:
    page = browser.new_page(color_scheme="dark")
    page.set_content(f"<style>:root{{--map-floor:#123456}}</style>{draw_level(shapes_plan(), '1')}")
    floor = page.evaluate("getComputedStyle(document.querySelector('.m-floor')).fill")
    assert floor == "rgb(18, 52, 86)"


def test_forced_colours_are_the_readers(browser: Browser) -> None:
    page = browser.new_page(forced_colors="active")
    page.set_content(f"<style>:root{{--ink:#123456}}</style>{draw_level(shapes_plan(), '1')}")
    ink, system = page.evaluate(
        """() => {
            const probe = document.body.appendChild(document.createElement("p"));
            probe.style.color = "CanvasText";
            const text = document.querySelector(".m-name");
            return [getComputedStyle(text).fill, getComputedStyle(probe).color];
        }"""
    )
    assert ink == system
