"""The phone pages in a real browser, over the demo as people start it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE, wait_until

pytestmark = pytest.mark.real

TITLE, CALL_NUMBER = "Tuntematon sotilas", "84.2 LIN"
BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas&lang=fi"
PLACE = f"/f?branch=keskusta&{BOOK}"


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


def test_the_buttons_of_the_map_zoom_in_on_the_sought_bay(open_page):
    page = open_page(PLACE, PHONE)
    zoom_in = page.locator("[data-zoom=in]")
    for _ in range(5):
        zoom_in.click()
    bay = page.locator("figure:not([hidden]) .m-sought")
    expect(bay).to_be_in_viewport()
    window = page.locator("figure:not([hidden]) .map-stack").bounding_box()
    place = bay.bounding_box()
    assert window["x"] < place["x"] + place["width"] / 2 < window["x"] + window["width"]
    assert window["y"] < place["y"] + place["height"] / 2 < window["y"] + window["height"]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_level_on_show_stands_out_among_the_buttons(open_page, colours):
    page = open_page(PLACE, PHONE)
    page.emulate_media(forced_colors=colours)
    chosen, other = (
        page.locator(f"[data-show-level][aria-pressed={pressed}]").first.evaluate(
            "each => getComputedStyle(each).backgroundColor.match(/\\d+/g).slice(0, 3).join()"
        )
        for pressed in ("true", "false")
    )
    assert chosen != other


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
    expect(page.locator("[data-live-word]")).not_to_be_empty()
    expect(page.locator("[data-live-doubt]")).to_contain_text("tarkka")
    expect(page.locator("[aria-current=step]")).to_have_count(1)
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


UPSTAIRS = "/f?branch=keskusta&callno=99.1+FRA&partition=aik-elamakerrat&from=kiosk:keskusta-1"


def test_the_first_view_of_a_way_upstairs_tells_where_it_ends(open_page):
    page = open_page(f"{UPSTAIRS}&lang=fi", PHONE, reduced_motion="reduce")
    assert page.locator("shelf-map").get_attribute("data-level") == "1"
    page.get_by_role("button", name="2. kerros Etsimäsi on täällä").press("Enter")
    assert page.locator("shelf-map").get_attribute("data-level") == "2"
    expect(page.locator("figure:not([hidden]) .m-sought")).to_be_in_viewport()
    expect(page.locator(".sought-mark")).to_have_count(1)


def test_the_words_beside_stairs_lead_to_where_the_way_goes_on(open_page):
    page = open_page(f"{UPSTAIRS}&lang=fi", PHONE, reduced_motion="reduce")
    page.wait_for_timeout(1200)
    page.locator("figure:not([hidden]) .m-change text").click(force=True)
    expect(page.locator("shelf-map")).to_have_attribute("data-level", "2")
    page.wait_for_timeout(300)
    page.locator("figure:not([hidden]) .m-change rect").click(force=True)
    expect(page.locator("shelf-map")).to_have_attribute("data-level", "1")


@pytest.mark.parametrize("lang", ["fi", "sv", "en", "selko"])
@pytest.mark.parametrize("width", [360, 390])
def test_what_steers_the_map_is_one_row(open_page, width, lang):
    page = open_page(f"{UPSTAIRS}&lang={lang}", {"width": width, "height": 640})
    tops = {each.bounding_box()["y"] for each in page.locator(".map-bar > :visible").all()}
    assert len(tops) == 1
