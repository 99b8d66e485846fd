"""Groups of items without a place are assigned by touch and by keyboard, until none is left."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from api.catalogue.placing import make_placing
from api.importing import import_items
from api.storage.upgrade import prepare_database
from tests.support.alone import Keys
from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page
from tests.support.library import store_library
from tests.support.plans import toy_plan
from tests.support.served import running_server

pytestmark = pytest.mark.real

TABLE = [
    "barcode,title,author,year,call_number,partition,language,status,due_on,department,material\n",
    *(f"{each},Levy {each},,,84.2 HEI,,fi,available,,Musiikkiosasto,CD\n" for each in range(7)),
    *(f"1{each},Lehti {each},,,84.2 AAL,,fi,available,,Lehtisali,\n" for each in range(2)),
]


def test_groups_are_assigned_tried_taken_back_and_published(browser, tmp_path):
    settings = store_library(tmp_path)
    plan = toy_plan()
    with closing(prepare_database(settings.database)) as database:
        import_items(database, "toy", TABLE, make_placing(plan), plan=plan, accept_fewer=True)
    with (
        running_server(tmp_path / "log", HYLLYKARTTA_DATA_DIR=str(tmp_path)) as server,
        staff_page(browser, str(server.client.base_url), viewport=TABLET, has_touch=True) as page,
    ):
        page.goto("/s?branch=toy&lang=en")
        page.get_by_role("link", name="Give a place").tap()
        expect(page.get_by_text("9 items without a place")).to_be_visible()
        assert violations(page) == []
        page.get_by_label("Assign to: Musiikkiosasto / CD").select_option("Adult fiction")
        page.get_by_role("button", name="Show the effect").tap()
        expect(page.get_by_text("7 items get a place when the draft is published.")).to_be_visible()
        page.get_by_role("button", name="Save in the draft").tap()
        expect(page.locator("main .good")).to_contain_text("Saved in the draft.")
        page.get_by_role("button", name="Undo").tap()
        expect(page.locator("main .good")).to_contain_text("Undone")
        assert violations(page) == []

        keys = Keys()
        for names in ("Musiikkiosasto / CD", "Lehtisali"):
            keys.choose(page.get_by_label(f"Assign to: {names}"), "Adult fiction")
        keys.press(page.get_by_role("button", name="Save in the draft"))
        expect(page.locator("main .good")).to_be_focused()
        keys.press(page.get_by_role("link", name="Publish"))
        keys.press(page.get_by_role("button", name="Publish"))
        page.wait_for_url("**/s/versions*")
        page.goto("/s/ranges/names?branch=toy&lang=en")
        expect(page.get_by_text("Every item has a place on the map.")).to_be_visible()
        page.set_viewport_size(PHONE)
        assert not overflows(page)
