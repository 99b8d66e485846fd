"""The pages in a real browser, over the demo as people start it."""

import re
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from api.pages.kiosk import qr_svg
from tests.support.browser import (
    DESK,
    KIOSK,
    PHONE,
    SMALL_PHONE,
    TALL_KIOSK,
    overflows,
    running_browser,
    watched_page,
)
from tests.support.demo import running_demo

pytestmark = pytest.mark.real

TITLE, CALL_NUMBER = "Tuntematon sotilas", "84.2 LIN"
BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas&lang=fi"
PLACE = f"/f?branch=keskusta&{BOOK}"
KIOSK_ROUTE = f"/k/keskusta-1?{BOOK}"
SAARI = "/?branch=saari&lang=fi"
UPPER_PLACE = "/f?branch=keskusta&callno=99.1+FRA&partition=aik-elamakerrat&lang=fi"
WAIT_S = 30.0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, demo: str) -> Iterator[Callable[..., Page]]:
    """Open a path in a window of a size; complaints of the page fail the test."""
    opened = []

    def open_(path: str, size: dict[str, int], **context: object) -> Page:
        manager = watched_page(browser, demo, viewport=size, **context)
        page = manager.__enter__()
        opened.append(manager)
        page.goto(path)
        return page

    yield open_
    for manager in opened:
        manager.__exit__(None, None, None)


def wait_until(holds: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < give_up_at
        time.sleep(0.2)


def in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def test_a_phone_finds_a_book_and_the_way_to_it(open_page):
    page = open_page("/?branch=keskusta&lang=fi", PHONE)
    page.get_by_role("searchbox").fill("tuntematon sot")
    result = page.locator(".results li").filter(has_text=CALL_NUMBER)
    result.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".sought-spine")).to_have_text(CALL_NUMBER)
    expect(page.locator(".steps .arrival")).to_contain_text("Hylly")
    expect(page.locator("figure:not([hidden]) .m-route").first).to_be_visible()
    expect(page.locator("figure:not([hidden]) .m-flag-t:visible").first).to_have_text(CALL_NUMBER)


def test_results_come_while_one_types_and_go_with_the_query(open_page):
    page = open_page("/?branch=keskusta&lang=fi", PHONE)
    field = page.get_by_role("searchbox")
    field.press_sequentially("linna", delay=20)
    expect(page.locator("[data-summary]")).to_contain_text("tulos")
    expect(page.locator("[data-search-status]")).to_have_text(
        page.locator("[data-summary]").inner_text()
    )
    assert parse_qs(urlsplit(page.url).query)["q"] == ["linna"]
    assert page.locator("[data-rest]").is_hidden()
    english = page.get_by_role("link", name="English").get_attribute("href")
    assert "q=linna" in english
    field.fill("")
    expect(page.locator(".results li")).to_have_count(0)
    assert page.locator("[data-rest]").is_visible()


def test_a_search_says_that_it_has_no_connection_and_goes_on_when_it_is_back(browser, demo):
    context = browser.new_context(base_url=demo, viewport=PHONE)
    page = context.new_page()
    page.goto("/?branch=keskusta&lang=fi")
    context.set_offline(True)
    page.get_by_role("searchbox").fill("linna")
    expect(page.locator("[data-search-trouble]")).to_contain_text("Ei verkkoyhteyttä")
    context.set_offline(False)
    expect(page.locator("[data-summary]")).to_contain_text("tulos")
    assert page.locator("[data-search-trouble] .note").count() == 0
    context.close()


def test_a_search_without_results_says_what_to_try(open_page):
    page = open_page("/?branch=keskusta&lang=fi&q=qwxyzzy", PHONE)
    expect(page.locator("[data-swap=results] .note")).to_contain_text("neuvonnasta")


def test_without_a_known_start_the_map_does_not_claim_to_know_one(open_page):
    page = open_page(PLACE, PHONE)
    assert page.locator(".m-start .m-here-t").first.text_content() == "Sisäänkäynti"
    assert page.get_by_text("Olet tässä").count() == 0


def test_the_map_glides_from_the_whole_floor_to_route_and_flag(open_page):
    page = open_page(PLACE, PHONE)
    ground = page.locator("figure:not([hidden]) .map-stack > svg").first
    whole_m = float(ground.get_attribute("viewBox").split()[2])
    assert whole_m > 45
    wait_until(lambda: float(ground.get_attribute("viewBox").split()[2]) < 0.8 * whole_m)
    page.wait_for_timeout(700)
    window = page.locator("figure:not([hidden]) .map-stack").bounding_box()
    for mark in page.locator("figure:not([hidden]) :is(.m-flag, .m-start rect):visible").all():
        box = mark.bounding_box()
        assert box["x"] >= window["x"]
        assert box["y"] >= window["y"]
        assert box["x"] + box["width"] <= window["x"] + window["width"]


def test_the_map_answers_keys_and_buttons(open_page):
    page = open_page("/?branch=keskusta&lang=fi", PHONE)
    ground = page.locator("figure:not([hidden]) .map-stack > svg").first
    whole = ground.get_attribute("viewBox")
    page.locator("figure:not([hidden]) .map-stack").press("+")
    assert ground.get_attribute("viewBox") != whole
    page.get_by_role("button", name="Näytä koko kerros").click()
    wait_until(lambda: ground.get_attribute("viewBox") == whole)
    page.get_by_role("button", name="2. kerros").click()
    assert page.locator("figure:not([hidden])").get_attribute("data-level") == "2"
    assert page.get_by_role("button", name="2. kerros").get_attribute("aria-pressed") == "true"


def test_the_dot_of_a_followed_visitor_moves_and_the_way_follows_it(open_page):
    page = open_page("/f?branch=keskusta&from=subject:visitor-1&" + BOOK, PHONE)
    dot = page.locator(".m-dotgroup[data-subject=visitor-1]:not([display=none])").first
    dot.wait_for(state="attached")
    first = dot.get_attribute("transform")
    wait_until(lambda: dot.get_attribute("transform") != first)
    expect(page.locator("[data-live-word]")).to_contain_text(re.compile("tarkka|perillä"))
    expect(page.locator(".steps li[aria-current=step]")).to_have_count(1)
    assert page.locator(".m-start").count() == 0


def test_the_route_begins_at_the_dot_between_two_plans(open_page):
    page = open_page("/f?branch=keskusta&from=subject:visitor-1&" + BOOK, PHONE)
    page.locator("[data-live-word]:not(:empty)").wait_for()

    seen = page.evaluate(
        """() => new Promise((done) => {
          const seen = [], look = () => {
            const figure = document.querySelector("figure:not([hidden])");
            const dot = figure.querySelector(".m-dotgroup:not([display=none])");
            const line = figure.querySelector(".m-route");
            if (dot && line) seen.push([dot.getAttribute("transform"), line.getAttribute("d")]);
            if (performance.now() < end) setTimeout(look, 50); else done(seen);
          }, end = performance.now() + 4000;
          look();
        })"""
    )
    points = [[[float(n) for n in re.findall(r"-?[\d.]+", t)[:2]] for t in pair] for pair in seen]
    joined = [at == pytest.approx(begin, abs=0.02) for at, begin in points]
    assert sum(joined) > 0.9 * len(joined) > 0


def test_the_level_follows_the_visitor_unless_a_hand_chose_another(open_page):
    page = open_page("/f?branch=keskusta&from=subject:visitor-1&" + BOOK, PHONE)
    page.locator("[data-live-word]:not(:empty)").wait_for()
    shown = page.locator("shelf-map").get_attribute("data-level")
    other = {"1": "2", "2": "1"}[shown]
    page.get_by_role("button", name=f"{other}. kerros").click()
    page.wait_for_timeout(1500)
    assert page.locator("shelf-map").get_attribute("data-level") == other


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


def test_the_staff_see_who_is_live_and_how_radios_are_heard(open_page):
    page = open_page("/s?branch=keskusta&lang=fi", DESK)
    expect(page.locator("[data-subject]")).not_to_have_count(0)
    heard = page.locator('[data-radio="b105"] [data-heard]')
    first = heard.inner_text()
    wait_until(lambda: heard.inner_text() != first)
    assert page.locator(".m-dotgroup[data-subject]").count() > 0


def test_the_staff_do_not_see_who_left_while_the_page_was_away(open_page):
    page = open_page("/?branch=keskusta&lang=fi", DESK)
    ghost = '<tbody><tr data-subject="ghost"><th scope="row">ghost</th><td></td></tr>'

    def add_ghost(route: Route) -> None:
        answer = route.fetch()
        rows = re.sub(r"(data-subjects.*?)<tbody>", rf"\g<1>{ghost}", answer.text(), flags=re.S)
        route.fulfill(response=answer, body=rows)

    page.route("**/s?*", add_ghost)
    page.goto("/s?branch=keskusta&lang=fi")
    expect(page.locator("[data-subject=visitor-1]").first).to_be_attached()
    expect(page.locator("tr[data-subject=ghost]")).to_have_count(0)


@pytest.mark.parametrize(("path", "size"), [(PLACE, PHONE), (KIOSK_ROUTE, KIOSK)])
def test_without_script_there_are_steps_and_maps(open_page, path, size):
    page = open_page(path, size, java_script_enabled=False)
    assert page.locator(".steps .arrival").is_visible()
    assert page.locator("figure .m-route").first.is_visible()
    assert page.locator("figure[data-level]").count() == 2


def test_without_script_maps_come_in_the_order_of_the_way(open_page):
    page = open_page(UPPER_PLACE + "&from=kiosk:keskusta-1", PHONE, java_script_enabled=False)
    order = [each.get_attribute("data-level") for each in page.locator("figure").all()]
    assert order == ["1", "2"]


def test_without_script_search_and_languages_work(open_page):
    page = open_page("/?branch=keskusta&lang=fi", PHONE, java_script_enabled=False)
    page.get_by_role("searchbox").fill("tuntematon sotilas")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".summary h2")).to_contain_text("Route")


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE], ids=["320", "390"])
@pytest.mark.parametrize("text", ["100%", "200%"])
@pytest.mark.parametrize(
    "path", ["/?branch=keskusta&lang=sv", "/?branch=keskusta&q=linna&lang=sv", PLACE, SAARI]
)
def test_nothing_must_be_scrolled_sideways(open_page, path, size, text):
    page = open_page(path, size)
    page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
    assert not overflows(page)


@pytest.mark.parametrize("path", [PLACE, KIOSK_ROUTE])
def test_a_place_prints_on_one_sheet(open_page, path):
    page = open_page(path, DESK)
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_labels_print_eight_to_a_sheet(open_page, tmp_path: Path):
    page = open_page("/print/points?branch=keskusta&lang=fi", DESK)
    count = page.locator(".labels li").count()
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == -(-count // 8)


def test_every_control_has_a_name(open_page):
    for path, size in [(PLACE, PHONE), (KIOSK_ROUTE, KIOSK), ("/s?branch=keskusta", DESK)]:
        page = open_page(path, size)
        for control in page.locator("a:visible, button:visible, input:visible").all():
            name = control.evaluate(
                "(each) => each.getAttribute('aria-label') || each.labels?.[0]?.innerText"
                " || each.innerText"
            )
            assert name
            assert name.strip()


def test_headings_go_down_one_step_at_a_time(open_page):
    for path, size in [(PLACE, PHONE), (KIOSK_ROUTE, KIOSK), ("/s?branch=keskusta", DESK)]:
        page = open_page(path, size)
        levels = [
            int(each.evaluate("(heading) => heading.localName[1]"))
            for each in page.locator("h1:visible, h2:visible, h3:visible").all()
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_targets_are_large_enough(open_page):
    for path, size, least_px in [
        (PLACE, PHONE, 47),
        ("/?branch=keskusta&q=linna", PHONE, 47),
        (KIOSK_ROUTE, KIOSK, 71),
        ("/s?branch=keskusta", DESK, 43),
    ]:
        page = open_page(path, size)
        for control in page.locator(".btn:visible, .segments > *:visible").all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= least_px
