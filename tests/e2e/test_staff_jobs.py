"""What the staff do beside the drawing, each by touch alone and by keyboard alone, on a tablet."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from api.catalogue.items import format_items
from api.catalogue.placing import make_placing
from api.importing import import_items
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan, plan_hash
from tests.e2e.test_items_without_a_place import TABLE
from tests.support.alone import HANDS, Hand, Keys, give_file
from tests.support.browser import TABLET, overflows, staff_page, watched_page
from tests.support.hands import Fingers, middle_of
from tests.support.jobs import by_each_hand
from tests.support.library import ITEMS, store_library
from tests.support.moved import moved_plan
from tests.support.people import PASSWORD, add_person
from tests.support.plans import toy_plan
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

TOY = "/api/v1/branches/toy"
PLACED = [f"{line},,\n" for line in format_items(ITEMS).splitlines()[1:]]
OWN = "kolme suurta hirveä"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    stored = store_library(folder)
    add_person(stored, "johto", "administrator")
    plan = toy_plan()
    with closing(prepare_database(stored.database)) as database:
        import_items(
            database, "toy", (*TABLE, *PLACED), make_placing(plan), plan=plan, accept_fewer=True
        )
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Served, hand: Hand) -> Iterator[Page]:
    with staff_page(browser, str(server.client.base_url), viewport=TABLET, hand=hand) as opened:
        yield opened


@pytest.fixture
def draft(server: Served) -> Iterator[str]:
    begun = server.staff.post(f"{TOY}/drafts", json={"name": "Order"}).json()["id"]
    yield begun
    server.staff.delete(f"{TOY}/drafts/{begun}")


def press(hand: Hand, page: Page, name: str) -> None:
    hand.press(page.get_by_role("button", name=name, exact=True))


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    assert not overflows(page)


def on_map(server: Served) -> str:
    found = re.search('data-version="([^"]+)"', server.client.get("/k/toy-1").text)
    assert found
    return found[1]


def enter(hand: Hand, page: Page, name: str, password: str) -> None:
    hand.write(page.get_by_label("Name", exact=True), name)
    hand.write(page.get_by_label("Password", exact=True), password)
    press(hand, page, "Sign in")


@by_each_hand(
    "sign in",
    "add an account",
    "change a role",
    "choose a first password",
    "sign out everywhere",
)
def test_somebody_is_given_an_account_and_takes_it_over(browser, server, hand):
    name = f"summer-{hand.name}"
    address = str(server.client.base_url)
    with watched_page(browser, address, viewport=TABLET, hand=hand) as page:
        page.goto("/s/login?lang=en&to=%2Fs%2Fpeople%3Fbranch%3Dtoy%26lang%3Den")
        enter(hand, page, "johto", PASSWORD)
        new = page.get_by_role("region", name="New account")
        hand.write(new.get_by_label("Name"), name)
        hand.choose(new.get_by_label("Role"), "editor")
        press(hand, page, "Add the account")
        given = page.locator(".secret").inner_text()
        row = page.locator(".accounts li").filter(has_text=name)
        hand.press(row.locator("summary"))
        hand.choose(row.locator("select").last, "shelver")
        hand.press(row.get_by_role("button", name="Save the roles"))
        told(page, f"The roles of {name} are saved.")
        expect(row).to_contain_text("shelver")
        hand.press(page.locator(".rail").get_by_role("button", name="Sign out").first)
        expect(page).to_have_url(re.compile("/s/login"))
        page.goto("/s/login?lang=en")
        enter(hand, page, name, given)
        hand.write(page.get_by_label("Current password"), given)
        hand.write(page.get_by_label("New password", exact=True), OWN)
        hand.write(page.get_by_label("New password again"), OWN)
        press(hand, page, "Change password")
        page.wait_for_url(lambda url: "password" not in url)
        page.goto("/s/me?lang=en")
        press(hand, page, "Sign out everywhere")
        told(page, "You are signed out.")


@by_each_hand("make and revoke a key", "read the log")
def test_a_key_is_made_and_revoked_and_the_log_tells_of_it(page, hand):
    name = f"hall {hand.name}"
    page.goto("/s/tokens?branch=toy&lang=en")
    hand.write(page.get_by_label("Name"), name)
    hand.choose(page.get_by_label(re.compile("^Device")), "Information kiosk")
    press(hand, page, "Make the key")
    expect(page.get_by_label("Address to open once")).to_have_value(re.compile("token=hk_k_"))
    row = page.locator(".lines li").filter(has_text=name)
    hand.press(row.locator("summary"))
    hand.press(row.get_by_role("button", name="Revoke the key"))
    told(page, "revoked")
    page.goto("/s/log?branch=toy&lang=en")
    hand.choose(page.get_by_label("What"), "Device keys")
    press(hand, page, "Show")
    lines = page.locator(".lines li").filter(has_text=name)
    expect(lines).to_have_count(2)
    hand.press(lines.first.get_by_role("link", name="Open"))
    expect(page.get_by_role("heading", name="Device keys")).to_be_visible()


@by_each_hand("begin a draft", "discard a draft and bring it back")
def test_a_draft_is_begun_discarded_and_brought_back(page, hand):
    name = f"music by {hand.name}"
    page.goto("/s/layout?branch=toy&lang=en")
    hand.write(page.get_by_label("New draft: what is going to change?"), name)
    press(hand, page, "Begin a draft")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.goto("/s/layout?branch=toy&lang=en")
    hand.press(page.locator("summary").filter(has_text=name))
    hand.press(page.get_by_role("button", name=re.compile(f"Discard the draft.*{name}")))
    told(page, "The draft is discarded.")
    hand.press(page.get_by_role("button", name=re.compile(f"Restore.*{name}")))
    told(page, "The draft is restored as it was.")
    expect(page.get_by_role("link", name=re.compile(f"Open.*{name}"))).to_be_visible()


@by_each_hand("preview", "publish now", "roll back", "publish at a time")
def test_a_draft_is_looked_at_published_taken_back_and_put_off(page, server, draft, hand):
    server.staff.put(
        f"{TOY}/drafts/{draft}", content=format_plan(moved_plan()), headers={"If-Match": '"1"'}
    )
    page.goto(f"/s/preview/{draft}?branch=toy&lang=en")
    hand.write(page.get_by_label("Which book's place to look at?"), "84.2 LIN")
    press(hand, page, "Search")
    for reader in ("At the kiosk", "By wheelchair"):
        hand.press(page.get_by_role("link", name=reader))
        expect(page.get_by_role("link", name=reader)).to_have_attribute("aria-current", "true")
        expect(page.locator(".steps .arrival")).to_contain_text("11")
    hand.press(page.get_by_role("link", name="Publish…"))
    hand.write(page.get_by_label("Why?"), "A new order")
    press(hand, page, "Publish")
    told(page, "Published.")
    assert on_map(server) == plan_hash(moved_plan())
    press(hand, page, "Bring the version before back")
    told(page, "The version before is on the map again.")
    assert on_map(server) == plan_hash(toy_plan())
    page.goto(f"/s/publish?branch=toy&lang=en&draft={draft}")
    hand.pick(page.get_by_role("radio", name="before opening"))
    press(hand, page, "Publish")
    told(page, "waits for its time")
    hand.press(page.get_by_role("button", name="Cancel the publication"))
    told(page, "is cancelled")


@by_each_hand(
    "type borders",
    "drag a border",
    "paste ranges",
    "read ranges from a file",
    "shift ranges",
    "spread ranges",
    "leave growth room",
    "give bays to a partition",
)
def test_ranges_are_typed_dragged_pasted_shifted_and_spread(page, draft, hand, tmp_path):
    def first(bay: str, face: str = "1A"):
        return page.get_by_label(f"{face}, bay {bay}: first call number")

    def do(name: str, words: str) -> None:
        press(hand, page, name)
        press(hand, page, "Do it")
        told(page, words)

    page.goto(f"/s/ranges?branch=toy&lang=en&draft={draft}&partition=aik-kauno")
    grip = page.get_by_role("slider", name="1A, border before bay 3")
    _drag_back(hand, page, grip)
    told(page, "The borders were saved in the draft.")
    expect(first("3")).not_to_have_value("84.2 KOS")
    hand.write(first("2"), "84.2 HAA")
    press(hand, page, "Save borders")
    told(page, "The borders were saved in the draft.")
    expect(first("2")).to_have_value("84.2 HAA")
    for bay in ("3", "4"):
        _choose_bay(hand, page, bay)
    hand.write(page.get_by_label("How many bays on"), "1")
    do("Shift bays", "The bays were shifted in the draft.")
    press(hand, page, "Undo")
    told(page, "Undone")
    do("Spread evenly", "spread evenly")
    hand.write(page.get_by_label("Growth room"), "30")
    do("Fill from the start", "with its growth room")
    hand.press(page.get_by_text("Spreadsheet", exact=True))
    hand.write(page.get_by_label("Paste rows"), "1A;2;84.2 HAC")
    do("See what changes", "The table was taken into the draft.")
    expect(first("2")).to_have_value("84.2 HAC")
    file = tmp_path / "rows.csv"
    file.write_text("1A;2;84.2 HAB\n", encoding="utf-8")
    hand.press(page.get_by_text("Spreadsheet", exact=True))
    give_file(hand, page.locator("input[data-file]"), file)
    expect(page.get_by_label("Paste rows")).to_have_value("1A,2,84.2 HAB\n")
    do("See what changes", "The table was taken into the draft.")
    hand.press(page.get_by_text("Give bays by typing"))
    hand.choose(page.get_by_label(re.compile("^Face")), "2A")
    hand.write(page.get_by_label("First bay"), "1")
    hand.write(page.get_by_label("Last bay"), "1")
    hand.write(page.get_by_label("Begins"), "85.1")
    hand.write(page.get_by_label("Ends"), "85.9")
    do("Give the bays", "The bays were given in the draft.")


def _drag_back(hand: Hand, page: Page, grip) -> None:
    if isinstance(hand, Keys):
        hand.go_to(grip)
        with page.expect_response(lambda answer: "/stops" in answer.url):
            page.keyboard.press("ArrowLeft")
        expect(grip).not_to_have_attribute("aria-valuetext", "84.2 KOS")
        page.keyboard.press("Enter")
        return
    x, y = middle_of(grip)
    Fingers(page).drag((x, y), (x - 4, y), (x - 60, y))


def _choose_bay(hand: Hand, page: Page, bay: str) -> None:
    box = page.locator(f'[data-bay="1A|{bay}"]')
    hand.press(box.locator("input[type=checkbox]" if isinstance(hand, Keys) else ".body"))


@by_each_hand("walk a shelf", "find misplaced items")
def test_a_shelf_is_walked_and_items_astray_are_found(page, hand):
    page.goto("/s/walk?branch=toy&lang=en")
    hand.press(page.get_by_role("link", name=re.compile("1A")))
    expect(page.locator("main[data-ready]")).to_be_attached()
    for bay, text in enumerate(("84.2 AAL", "84.2 HEI"), start=1):
        hand.write(page.get_by_label(f"Bay {bay}", exact=True), text)
        page.keyboard.press("Enter")
    hand.press(page.locator("[data-bay='3'] input[type=checkbox]"))
    expect(page.locator("[data-said]")).to_contain_text("3 bays are in the draft")
    press(hand, page, "Undo the last")
    expect(page.locator("[data-bay][data-seen]")).to_have_count(2)
    page.goto("/s/misplaced?branch=toy&lang=en")
    expect(page.locator("main[data-ready]")).to_be_attached()
    rows = "84.2 AAL\n84.2 UUS\n84.2 BBB\n84.2 CCC"
    hand.write(page.get_by_label("Barcodes or call numbers"), rows)
    press(hand, page, "Check the order")
    expect(page.locator(".astray li")).to_contain_text("Scan 2 is out of order")
    press(hand, page, "Clear")


@by_each_hand("give items a place")
def test_items_without_a_place_are_given_one(page, hand):
    page.goto("/s/ranges/names?branch=toy&lang=en")
    hand.choose(page.get_by_label("Assign to: Musiikkiosasto / CD"), "Adult fiction")
    press(hand, page, "Show the effect")
    expect(page.get_by_text("7 items get a place when the draft is published.")).to_be_visible()
    press(hand, page, "Save in the draft")
    told(page, "Saved in the draft.")
    press(hand, page, "Undo")
    told(page, "Undone")


@by_each_hand("import items")
def test_a_table_of_items_is_imported(page, hand, tmp_path):
    table = tmp_path / f"{hand.name}.csv"
    table.write_text(format_items(ITEMS), encoding="utf-8")
    page.goto("/s/items?branch=toy&lang=en")
    expect(page.locator("file-field")).to_contain_text("Choose")
    give_file(hand, page.locator("input[type=file]"), table)
    press(hand, page, "Import")
    newest = page.locator("[data-part=runs] li").filter(has_text=table.name)
    expect(newest).to_contain_text("Done")


@pytest.mark.parametrize("hand", HANDS, ids=[each.name for each in HANDS])
def test_another_hand_is_told(browser, server, hand):
    address = str(server.client.base_url)
    with pytest.raises(AssertionError, match=f"not {hand.name} alone"):
        use_another(browser, address, hand)


def use_another(browser: Browser, address: str, hand: Hand) -> None:
    with staff_page(browser, address, hand=hand) as page:
        page.goto("/s/me?lang=en")
        if isinstance(hand, Keys):
            page.mouse.click(5, 5)
        else:
            page.keyboard.press("Tab")
        page.wait_for_timeout(100)
