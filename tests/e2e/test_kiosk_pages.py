"""The kiosk pages in a real browser, over the demo as people start it."""

import itertools

import pytest
from playwright.sync_api import expect

from api.pages.kiosk import qr_svg
from tests.support.browser import (
    KIOSK,
    PHONE,
    TALL_KIOSK,
    in_view,
    overflows,
    wait_until,
    watched_page,
)

pytestmark = pytest.mark.real

TITLE, CALL_NUMBER = "Tuntematon sotilas", "84.2 LIN"
BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas&lang=fi"
KIOSK_ROUTE = f"/k/keskusta-1?{BOOK}"
LONG_ROUTE = "/k/keskusta-1?callno=99.1+FRA&partition=aik-elamakerrat&lang=fi"
SMALL_KIOSK, LARGE_KIOSK = {"width": 540, "height": 960}, {"width": 3840, "height": 2160}
SIZES = (KIOSK, TALL_KIOSK, SMALL_KIOSK, LARGE_KIOSK)


def test_a_kiosk_keyboard_finds_a_book_and_its_code_is_the_same_way(open_page, demo):
    page = open_page("/k/keskusta-1?lang=fi", KIOSK)
    assert page.locator("[data-keyboard]").is_hidden()
    page.get_by_role("searchbox").click()
    for letter in "sotilas":
        page.locator(f'[data-key="{letter}"]').click()
    expect(page.get_by_role("searchbox")).to_have_value("sotilas")
    page.get_by_role("link", name=TITLE).first.click()
    code = page.locator(".take .qr")
    url = code.get_attribute("data-url")
    assert url.startswith(f"{demo}/f?")
    assert f'd="{code.locator("path").get_attribute("d")}"' in qr_svg(url)
    steps = page.locator(".steps li").all_inner_texts()
    phone = open_page(url, PHONE)
    assert phone.locator(".steps li").all_inner_texts() == steps


@pytest.mark.parametrize("size", [KIOSK, TALL_KIOSK], ids=["landscape", "portrait"])
def test_a_kiosk_at_rest_leads_to_the_service_desk_with_one_touch(open_page, size):
    page = open_page("/k/keskusta-1?lang=fi", size)
    for tile in page.locator(".tiles a").all():
        box = tile.bounding_box()
        assert box["y"] + box["height"] <= size["height"]
        assert box["height"] >= 72
    page.get_by_role("link", name="Neuvonta").click()
    expect(page.locator("h1", has_text="Neuvonta")).to_be_visible()
    expect(page.locator(".steps .arrival")).to_contain_text("perillä")


@pytest.mark.parametrize("size", [KIOSK, TALL_KIOSK], ids=["landscape", "portrait"])
def test_a_kiosk_route_has_its_code_and_its_end_in_view(open_page, size):
    page = open_page("/k/keskusta-1?callno=99.1+FRA&partition=aik-elamakerrat&lang=fi", size)
    assert in_view(page, ".qr")
    assert in_view(page, ".steps .arrival")
    page.get_by_role("button", name="Teksti").click()
    assert in_view(page, ".qr")


@pytest.mark.parametrize("lang", ["fi", "selko"])
def test_the_end_of_a_long_way_stays_in_view_while_its_steps_scroll(open_page, lang):
    path = LONG_ROUTE.replace("lang=fi", f"lang={lang}") + "&profile=quiet"
    page = open_page(path, KIOSK, reduced_motion="reduce")
    for _ in range(6):
        assert in_view(page, ".steps .arrival")
        end = page.locator(".steps .arrival").bounding_box()
        for step in page.locator(".steps li:not(.arrival):not([data-cut])").all():
            box = step.bounding_box()
            assert box["y"] + box["height"] <= end["y"] + 2
        if page.locator("[data-more][data-at-end]").count():
            break
        page.locator("[data-more]").click()
        page.wait_for_timeout(200)
    assert page.locator("[data-more][data-at-end]").count() == 1
    assert in_view(page, ".steps li:nth-last-child(2)")


def parts_of(page):
    """Give the boxes of what a kiosk's route has on show."""
    names = (".head", ".map", ".way", ".more", ".take", ".acts", ".tools")
    boxes = [page.locator(name).bounding_box() for name in names]
    return [each for each in boxes if each is not None and each["height"] > 0]


def overlap(one, other):
    """Tell whether two boxes lie over each other by more than rounding."""
    return all(
        min(one[at] + one[size], other[at] + other[size]) - max(one[at], other[at]) > 1
        for at, size in (("x", "width"), ("y", "height"))
    )


def go_to_the_last_step(page):
    more = page.get_by_role("button", name="Seuraavat vaiheet")
    for _ in range(12):
        if not more.is_visible():
            return
        more.click()
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )


@pytest.mark.parametrize("text", ["usual", "large"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}")
def test_at_every_size_nothing_overlaps_and_the_last_step_can_be_reached(open_page, size, text):
    page = open_page(LONG_ROUTE, size, reduced_motion="reduce")
    if text == "large":
        page.get_by_role("button", name="Teksti").click()
    parts = parts_of(page)
    assert len(parts) >= 5
    assert not [pair for pair in itertools.combinations(parts, 2) if overlap(*pair)]
    steps = [each.bounding_box() for each in page.locator(".steps li:not([data-cut])").all()]
    assert not [pair for pair in itertools.pairwise(steps) if overlap(*pair)]
    for box in parts:
        assert box["x"] + box["width"] <= size["width"] + 1
        assert box["y"] + box["height"] <= size["height"] + 1
    for control in page.locator(".btn:visible, .segments > *:visible").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 60
    go_to_the_last_step(page)
    last, way = (page.locator(each).bounding_box() for each in (".steps .arrival", ".way"))
    assert way["y"] <= last["y"]
    assert last["y"] + last["height"] <= way["y"] + way["height"]


@pytest.mark.parametrize("lang", ["sv", "selko"])
@pytest.mark.parametrize("text", ["usual", "large"])
def test_a_small_kiosk_shows_whole_steps_only_and_a_map(open_page, text, lang):
    path = LONG_ROUTE.replace("lang=fi", f"lang={lang}")
    page = open_page(path, SMALL_KIOSK, reduced_motion="reduce")
    if text == "large":
        page.locator("[data-comfort=text]").click()
    assert page.locator(".map").bounding_box()["height"] >= 0.2 * SMALL_KIOSK["height"]
    seen: set[int] = set()
    for _ in range(12):
        way = page.locator(".way").bounding_box()
        for number, step in enumerate(page.locator(".steps li").all()):
            box = step.bounding_box()
            in_sight = box["y"] < way["y"] + way["height"] and box["y"] + box["height"] > way["y"]
            if in_sight and step.evaluate("step => getComputedStyle(step).opacity") == "1":
                assert box["y"] >= way["y"] - 2
                assert box["y"] + box["height"] <= way["y"] + way["height"] + 2
                seen.add(number)
        if page.locator("[data-more][data-at-end]").count():
            break
        page.locator("[data-more]").click()
        page.wait_for_timeout(200)
    assert len(seen) == page.locator(".steps li").count()


@pytest.mark.parametrize("size", [KIOSK, SMALL_KIOSK], ids=["landscape", "small"])
def test_at_twice_the_zoom_the_page_scrolls_and_nothing_overlaps(open_page, size):
    half = {name: length // 2 for name, length in size.items()}
    page = open_page(LONG_ROUTE, half)
    parts = parts_of(page)
    assert not [pair for pair in itertools.combinations(parts, 2) if overlap(*pair)]
    assert not overflows(page)
    page.locator(".steps .arrival").scroll_into_view_if_needed()
    assert in_view(page, ".steps .arrival")


def test_who_has_seen_the_last_step_gets_back_to_the_first(open_page):
    page = open_page(LONG_ROUTE, SMALL_KIOSK, reduced_motion="reduce")
    first = page.locator(".steps li").first
    go_to_the_last_step(page)
    expect(first).not_to_be_in_viewport()
    page.get_by_role("button", name="Takaisin alkuun").click()
    expect(first).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/k/keskusta-1?lang=fi", KIOSK_ROUTE])
def test_kiosk_map_text_is_at_least_twenty_pixels(open_page, path):
    page = open_page(path, KIOSK)
    page.wait_for_timeout(1800)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("figure:not([hidden]) .m-map text")]
          .filter((text) => text.getClientRects().length)
          .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert sizes
    assert min(sizes) >= 20


def test_a_kiosk_that_was_left_warns_and_then_forgets(browser, demo):
    with watched_page(browser, demo, viewport=KIOSK) as page:
        page.clock.install()
        page.goto("/k/keskusta-1?idle_s=20&lang=en&q=linna")
        page.get_by_role("button", name="Contrast").click()
        page.clock.run_for(6_000)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
        assert page.get_by_role("dialog").is_hidden()
        page.clock.run_for(6_000)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.clock.run_for(16_000)
        page.wait_for_url("**/k/keskusta-1?idle_s=20")
        expect(page.get_by_role("searchbox")).to_have_value("")
        assert page.locator("html").get_attribute("data-theme") is None
        assert page.evaluate("sessionStorage.length") == 0


def test_a_zoomed_kiosk_at_rest_is_put_back(browser, demo):
    with watched_page(browser, demo, viewport=KIOSK) as page:
        page.clock.install()
        page.goto("/k/keskusta-1?idle_s=20")
        ground = page.locator("figure:not([hidden]) .map-stack > svg").first
        whole = ground.get_attribute("viewBox")
        page.locator('[data-zoom="in"]').click()
        assert ground.get_attribute("viewBox") != whole
        page.clock.run_for(21_000)
        wait_until(lambda: ground.get_attribute("viewBox") == whole)


def test_an_unknown_kiosk_says_so_in_words(browser, demo):
    context = browser.new_context(base_url=demo, viewport=KIOSK, locale="fi-FI")
    page = context.new_page()
    answer = page.goto("/k/keskusta-99")
    assert answer.status == 404
    expect(page.get_by_role("main")).to_contain_text("keskusta-99")
    assert page.get_by_role("link", name="Takaisin hakuun").is_visible()
    context.close()
