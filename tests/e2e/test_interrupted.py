"""Work at the staff's pages that is interrupted: nothing is lost, and nothing is there twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from api.accounts.roles import Role
from api.catalogue.items import format_items
from tests.support.axe import violations
from tests.support.browser import TABLET, overflows, wait_until
from tests.support.cut_line import CutLine
from tests.support.library import ITEMS, store_library
from tests.support.served import running_server
from tests.support.staff import sign_in

pytestmark = pytest.mark.real

ROWS = 5000
DRAFTS = "/api/v1/branches/toy/drafts"
SILENCE_MS = 45_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("library")
    store_library(made)
    return made


@pytest.fixture(scope="module")
def line(folder: Path) -> Iterator[CutLine]:
    """A line to a server, whole until a test takes it down."""
    with (
        running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running,
        CutLine(running.client.base_url.port, 0.0, 20261123) as line,
    ):
        yield line


@contextmanager
def page_over(browser, line: CutLine) -> Iterator[Page]:
    """A page that may complain of its network."""
    context = browser.new_context(base_url=line.address, viewport=TABLET)
    try:
        sign_in(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield page
    finally:
        context.close()


@pytest.fixture(scope="module")
def staff(line: CutLine) -> Iterator[httpx.Client]:
    """A program of the staff, beside the line."""
    with httpx.Client(base_url=f"http://127.0.0.1:{line.port}", timeout=30) as client:
        yield sign_in(client)


@pytest.fixture
def draft(staff: httpx.Client) -> str:
    return str(staff.post(DRAFTS, json={"name": "Kevät"}).json()["id"])


def move_kiosk(staff: httpx.Client, draft: str, x_m: float, key: str) -> None:
    plan = staff.get(f"{DRAFTS}/{draft}").json()
    kiosk = {**plan["plan"]["kiosks"][0], "x_m": x_m}
    change = {"kind": "kiosks", "id": kiosk["id"], "value": kiosk}
    asked = {"base": plan["revision"], "key": key, "changes": [change]}
    assert staff.post(f"{DRAFTS}/{draft}/edits", json=asked).status_code == 200


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file of three parts."""
    rows = [
        replace(ITEMS[0], barcode=str(10_000 + n), title=f"{n} ".ljust(1000, "x"))
        for n in range(ROWS)
    ]
    path = tmp_path / "night.csv"
    path.write_text(format_items(rows), encoding="utf-8")
    return path


def test_a_file_of_items_goes_on_where_the_network_or_the_page_broke_off(
    browser, line, folder, table
):
    begins: list[int] = []
    trouble = {2_000_000: "cut", 4_000_000: "no answer"}
    with page_over(browser, line) as page:

        def pass_on(route: Route) -> None:
            at = int(parse_qs(urlsplit(route.request.url).query)["at"][0])
            begins.append(at)
            what = trouble.pop(at, "")
            if what == "cut":
                line.go_down()
            if what != "no answer":
                route.continue_()

        page.route("**/s/items/parts?*", pass_on)
        page.goto("/s/items?branch=toy&lang=fi")
        page.get_by_label("CSV-tiedosto").set_input_files(table)
        page.get_by_role("button", name="Tuo niteet").click()
        expect(page.locator("[data-word]")).to_contain_text("Yhteys katkesi.")
        expect(page.get_by_role("progressbar")).to_be_visible()
        assert violations(page) == []
        line.come_back()
        wait_until(lambda: not trouble or page.wait_for_timeout(50))
        page.reload()
        expect(page.locator("[data-word]")).to_contain_text(
            "Tiedoston night.csv lähetys jäi kesken"
        )
        assert not overflows(page)
        begins.clear()
        page.get_by_label("CSV-tiedosto").set_input_files(table)
        page.get_by_role("button", name="Tuo niteet").click()
        newest = page.locator("[data-part=runs] li").first
        expect(newest).to_contain_text("night.csv")
        expect(newest).to_contain_text("kaikki rivit kelpasivat", timeout=30_000)
        # Beside asking how much is there, only what was not.
        assert begins == [0, 4_000_000]
        expect(page.get_by_role("button", name="Peru lähetys")).to_be_hidden()

        page.get_by_label("CSV-tiedosto").set_input_files(table)
        trouble[4_000_000] = "no answer"
        page.get_by_role("button", name="Tuo niteet").click()
        wait_until(lambda: not trouble or page.wait_for_timeout(50))
        assert list((folder / "uploads").iterdir())
        page.get_by_role("button", name="Peru lähetys").click()
        expect(page.locator("[data-word]")).to_contain_text("Lähetys peruttiin.")
        wait_until(lambda: not list((folder / "uploads").iterdir()))
        page.reload()
        expect(page.get_by_role("button", name="Peru lähetys")).to_be_hidden()


def test_pages_open_a_line_anew_that_died_without_a_word_and_fetch_what_they_missed(
    browser, line, staff, draft
):
    with page_over(browser, line) as page, page_over(browser, line) as kiosk:
        for each in (page, kiosk):
            each.clock.install()
        kiosk.goto("/k/toy-1?lang=fi")
        version = kiosk.locator("body").get_attribute("data-version")
        with page.expect_request("**/events?*"):
            page.goto(f"/s/layout/{draft}?branch=toy&lang=fi")
        moved = page.locator('.e-things [data-key="kiosks/toy-1"]')
        expect(moved).to_be_attached()
        before = moved.inner_html()
        line.fall_silent()
        move_kiosk(staff, draft, 3.0, "moved-once")
        staff.post(f"{DRAFTS}/{draft}/publish")
        line.come_back()

        def is_shown() -> bool:
            for each in (page, kiosk):
                each.clock.fast_forward(SILENCE_MS)
            page.wait_for_timeout(200)
            shown = kiosk.locator("body").get_attribute("data-version")
            return moved.inner_html() != before and shown != version

        wait_until(is_shown)


def sit_down(page: Page, role: Role) -> None:
    """Another one takes the tablet; whoever had it has signed out, or was."""
    page.context.clear_cookies()
    sign_in(page.context, role)


def test_on_a_shared_tablet_edits_and_texts_wait_for_whoever_made_them(browser, line, staff, draft):
    editor, publish = (
        f"/s/{path}branch=toy&lang=fi" for path in (f"layout/{draft}?", f"publish?draft={draft}&")
    )
    thing = '.e-things [data-key="kiosks/toy-1"]'

    def edits() -> list[tuple[str, int]]:
        listed = staff.get(f"{DRAFTS}/{draft}/edits?after=2").json()["edits"]
        return [(each["author"], len(each["changes"])) for each in listed]

    move_kiosk(staff, draft, 2.5, "so-that-there-is-something")
    with page_over(browser, line) as page:
        page.goto(publish)
        page.locator("[name=note]").fill("Kesken jäänyt")
        page.goto(editor)
        page.locator(thing).click()
        before = page.locator(thing).inner_html()
        page.context.clear_cookies()
        page.keyboard.press("ArrowRight")
        wait_until(lambda: page.locator(thing).inner_html() != before)
        moved = page.locator(thing).inner_html()
        expect(page.locator("[data-saving]")).to_contain_text("odottaa")

        sign_in(page.context, "editor")
        other = page.context.new_page()
        other.goto(editor)
        assert other.locator(thing).inner_html() == before
        # The page of the first one is still open, and sends nothing as the other.
        page.wait_for_timeout(1500)
        assert edits() == []
        other.goto("/s?branch=toy&lang=fi")
        expect(other.locator("[data-waiting-of]")).to_contain_text("administrator")
        other.goto(publish)
        expect(other.locator("[name=note]")).to_have_value("Kevät")
        other.locator("[name=note]").fill("Toisen sanoin")
        page.close()

        sit_down(other, "administrator")
        other.goto(editor)
        wait_until(lambda: edits() == [("administrator", 1)])
        assert other.locator(thing).inner_html() == moved
        other.goto(publish)
        expect(other.locator("[name=note]")).to_have_value("Kesken jäänyt")
        sit_down(other, "editor")
        other.goto(publish)
        expect(other.locator("[name=note]")).to_have_value("Toisen sanoin")

        # A reason sent into a line that is gone is there again, until it is taken.
        line.go_down()
        other.get_by_role("button", name="Julkaise").click()
        other.wait_for_url("chrome-error://**")
        line.come_back()
        other.goto(publish)
        expect(other.locator("[name=note]")).to_have_value("Toisen sanoin")
        other.get_by_role("button", name="Julkaise").click()
        other.wait_for_url("**/s/versions?*done=published")
        expect(other.locator("main")).to_contain_text("Toisen sanoin")
        assert (
            other.evaluate("Object.keys(localStorage).filter((key) => key.endsWith('@editor'))")
            == []
        )
