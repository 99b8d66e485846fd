"""What needs me today? Told on a phone, answered on a tablet, by touch and by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from api.catalogue.items import format_items
from tests.support.alone import Keys, Touch
from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page, watched_page
from tests.support.jobs import by_hand
from tests.support.library import ITEMS, store_library
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

BOOK = "/f?branch=toy&callno=84.2+LIN&partition=aik-kauno&lang=fi&title="


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    store_library(folder)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


def tell(server: Served, title: str) -> None:
    form = {"branch": "toy", "callno": "84.2 LIN", "partition": "aik-kauno", "title": title}
    server.client.post("/f/not-here", data=form)


def loaded(page: Page) -> None:
    expect(page.locator("[data-loading]")).to_have_count(0)


@by_hand("touch", "answer a report")
def test_a_patron_tells_on_a_phone_and_the_staff_answers_by_touch_and_undoes(browser, server):
    address = str(server.client.base_url)
    with (
        watched_page(browser, address, viewport=PHONE, has_touch=True) as phone,
        staff_page(browser, address, viewport=TABLET, hand=Touch()) as tablet,
    ):
        phone.goto(f"{BOOK}Tuntematon+sotilas")
        phone.get_by_role("button", name="Ei ole tässä").tap()
        expect(phone.get_by_role("status").filter(has_text="Kiitos")).to_be_visible()
        expect(phone.get_by_role("button", name="Ei ole tässä")).to_have_count(0)
        tablet.goto("/s?branch=toy&lang=fi")
        loaded(tablet)
        first = tablet.locator("[data-kind]").first
        expect(first).to_contain_text("Ei löytynyt hyllystä, 1 ilmoitus")
        expect(tablet.locator("[data-pin='1']")).to_be_visible()
        first.get_by_role("link").tap()
        tablet.get_by_role("button", name=re.compile("Löytyi paikaltaan.*Tuntematon sotilas")).tap()
        expect(tablet.get_by_role("status").filter(has_text="Kuitattu")).to_be_visible()
        expect(tablet.get_by_text("Ei tarkistettavaa.")).to_be_visible()
        tablet.get_by_role("button", name=re.compile("Peru.*Tuntematon sotilas")).tap()
        expect(
            tablet.get_by_role("button", name=re.compile("Kateissa.*Tuntematon sotilas"))
        ).to_be_visible()


@by_hand("keyboard", "answer a report")
def test_a_report_is_answered_by_keyboard_alone(browser, server):
    tell(server, "Täällä Pohjantähden alla")
    with staff_page(browser, str(server.client.base_url), viewport=TABLET, hand=Keys()) as page:
        page.goto("/s?branch=toy&lang=en")
        loaded(page)
        link = page.locator("[data-kind=reports] a")
        for _ in range(40):
            page.keyboard.press("Tab")
            if link.evaluate("each => each === document.activeElement"):
                break
        page.keyboard.press("Enter")
        button = page.get_by_role("button", name=re.compile("Missing.*Täällä Pohjantähden alla"))
        button.focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("status").filter(has_text="Answered: missing")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
@pytest.mark.parametrize("path", ["/s", "/s/reports"])
def test_the_pages_break_no_rule_of_axe_and_fit(browser, server, path, size, scheme):
    tell(server, "Tuntematon sotilas")
    address = str(server.client.base_url)
    with staff_page(browser, address, viewport=size, color_scheme=scheme) as page:
        page.goto(f"{path}?branch=toy&lang=fi")
        loaded(page)
        assert violations(page) == []
        assert not overflows(page)


def test_text_of_twice_the_size_fits_a_tablet(browser, server):
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        for path in ("/s", "/s/reports"):
            page.goto(f"{path}?branch=toy&lang=sv")
            page.add_style_tag(content="html { font-size: 200% !important }")
            assert not overflows(page)


def test_an_editor_imports_a_file_by_touch_and_reads_what_was_refused(browser, server, tmp_path):
    table = tmp_path / "night.csv"
    table.write_text(format_items(ITEMS) + "9999,,,x,,,,,\n", encoding="utf-8")
    address = str(server.client.base_url)
    with staff_page(browser, address, viewport=TABLET, has_touch=True) as page:
        page.goto("/s/items?branch=toy&lang=fi")
        expect(page.get_by_text("Valitse tiedosto")).to_be_visible()
        page.get_by_label("CSV-tiedosto").set_input_files(table)
        expect(page.locator("file-field")).to_contain_text("night.csv")
        page.get_by_role("button", name="Tuo niteet").tap()
        newest = page.locator("[data-part=runs] li").first
        expect(newest).to_contain_text(f"Valmis: {len(ITEMS)} nidettä, yksi rivi jäi pois.")
        expect(newest).to_contain_text("night.csv")
        newest.locator("summary").tap()
        expect(newest).to_contain_text(f"Rivi {len(ITEMS) + 2}: ")
        assert violations(page) == []
        assert not overflows(page)
