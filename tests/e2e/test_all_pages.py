"""What is true of every page, the staff's too, in a real browser."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.support.browser import DESK, KIOSK, PHONE, SMALL_PHONE, TALL_KIOSK, overflows, wait_until
from tests.support.staff import sign_in

pytestmark = pytest.mark.real

TITLE, CALL_NUMBER = "Tuntematon sotilas", "84.2 LIN"
BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas&lang=fi"
PLACE = f"/f?branch=keskusta&{BOOK}"
KIOSK_ROUTE = f"/k/keskusta-1?{BOOK}"
SAARI = "/?branch=saari&lang=fi"
UPPER_PLACE = "/f?branch=keskusta&callno=99.1+FRA&partition=aik-elamakerrat&lang=fi"


def test_the_staff_see_who_is_live_and_how_radios_are_heard(open_page):
    page = open_page("/s/live?branch=keskusta&lang=fi", DESK)
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
    sign_in(page.context)
    page.goto("/s/live?branch=keskusta&lang=fi")
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


def test_plain_finnish_is_kept_from_page_to_page_and_spoken_by_scripts_too(open_page):
    page = open_page("/?branch=keskusta&lang=fi&from=subject:visitor-1", PHONE)
    page.get_by_role("link", name="Selkosuomi").click()
    expect(page.locator("html")).to_have_attribute("lang", "fi-simple")
    page.get_by_role("searchbox").fill("tuntematon sotilas")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator('[aria-current="step"]')).to_have_count(1)
    expect(page.locator("[data-live-doubt]")).to_contain_text("Paikka kartalla ei ole tarkka.")
    expect(page.locator(".summary h2")).to_contain_text(re.compile(r"^Reitti, \d+\smetri"))


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE], ids=["320", "390"])
@pytest.mark.parametrize("text", ["100%", "200%"])
@pytest.mark.parametrize(
    "path",
    [
        "/?branch=keskusta&lang=sv",
        "/?branch=keskusta&q=linna&lang=sv",
        PLACE,
        SAARI,
        PLACE.replace("lang=fi", "lang=selko"),
    ],
)
def test_nothing_must_be_scrolled_sideways(open_page, path, size, text):
    page = open_page(path, size)
    page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
    assert not overflows(page)


TWO_FLOORS = "callno=99.1+FRA&partition=aik-elamakerrat"
RECEIPT = {"width": "80mm", "height": "400mm"}
PAPERS = [{"format": "A4"}, {"format": "Letter"}, {"format": "A5"}, RECEIPT]


@pytest.mark.parametrize("paper", PAPERS, ids=["a4", "letter", "a5", "receipt"])
@pytest.mark.parametrize("lang", ["fi", "sv", "en", "selko"])
@pytest.mark.parametrize("path", ["/f?branch=keskusta&from=kiosk:keskusta-1&", "/k/keskusta-1?"])
def test_a_route_over_two_floors_prints_on_one_sheet(open_page, path, lang, paper):
    page = open_page(f"{path}{TWO_FLOORS}&lang={lang}", DESK)
    for size in (DESK, TALL_KIOSK):
        page.set_viewport_size(size)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(**paper))) == 1
    page.emulate_media(media="print")
    expect(page.locator("figure[data-level]:visible")).to_have_count(2)


def test_a_receipt_has_the_steps_and_no_map(open_page):
    page = open_page(f"/k/keskusta-1?{TWO_FLOORS}&lang=fi", {"width": 302, "height": 1000})
    page.emulate_media(media="print")
    assert page.locator(".steps .arrival").is_visible()
    assert page.locator(".qr").is_visible()
    assert page.locator("shelf-map").is_hidden()
    assert not overflows(page)


def test_labels_print_eight_to_a_sheet(open_page, tmp_path: Path):
    page = open_page("/print/points?branch=keskusta&lang=fi", DESK)
    count = page.locator(".labels li").count()
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == -(-count // 8)


def test_every_control_has_a_name(open_page):
    for path, size in [(PLACE, PHONE), (KIOSK_ROUTE, KIOSK), ("/s/live?branch=keskusta", DESK)]:
        page = open_page(path, size)
        for control in page.locator("a:visible, button:visible, input:visible").all():
            name = control.evaluate(
                "(each) => each.getAttribute('aria-label') || each.labels?.[0]?.innerText"
                " || each.innerText"
            )
            assert name
            assert name.strip()


def test_headings_go_down_one_step_at_a_time(open_page):
    for path, size in [(PLACE, PHONE), (KIOSK_ROUTE, KIOSK), ("/s/live?branch=keskusta", DESK)]:
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
        ("/s/live?branch=keskusta", DESK, 43),
    ]:
        page = open_page(path, size)
        for control in page.locator(".btn:visible, .segments > *:visible").all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= least_px
