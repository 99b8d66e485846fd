"""Drafts in real browsers: a killed server, a cut network, pages loaded anew, two at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from api.accounts.roles import Role
from benchmarks.killable import KillableServer
from tests.support.browser import wait_until
from tests.support.desks import TOY, Desk
from tests.support.library import store_library
from tests.support.staff import sign_in

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KillableServer]:
    folder: Path = tmp_path_factory.mktemp("editing")
    running = KillableServer(store_library(folder).database, folder)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def staff(server: KillableServer) -> Iterator[httpx.Client]:
    with sign_in(httpx.Client(base_url=server.address)) as client:
        yield client


@pytest.fixture
def draft(staff: httpx.Client) -> str:
    answer = staff.post(TOY, json={})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
def sit_down(
    browser: Browser, server: KillableServer, draft: str
) -> Iterator[Callable[[Role], Desk]]:
    desks: list[Desk] = []

    def sit(author: Role) -> Desk:
        desks.append(Desk(browser, server.address, draft, author))
        return desks[-1]

    yield sit
    for desk in desks:
        desk.context.close()


def stored(staff: httpx.Client, draft: str) -> dict[str, float]:
    plan = staff.get(f"{TOY}/{draft}").json()["plan"]
    return {each["id"]: each["x_m"] for each in plan["shelves"]}


def revision(staff: httpx.Client, draft: str) -> int:
    return int(staff.get(f"{TOY}/{draft}").json()["revision"])


def test_edits_outlive_a_killed_server_each_once(server, staff, draft, sit_down):
    desk = sit_down("editor")
    for number in range(12):
        desk.move("s1", number + 0.5)
        if number == 5:
            server.kill()
    wait_until(lambda: desk.state == "offline")
    assert desk.place("s1") == 11.5
    server.start()
    wait_until(lambda: desk.state == "saved")
    assert stored(staff, draft)["s1"] == 11.5
    assert revision(staff, draft) == 13


def test_what_is_done_without_a_network_outlives_the_page_and_can_be_undone(staff, draft, sit_down):
    desk = sit_down("editor")
    before = desk.place("s1")
    desk.move("s1", 3.5)
    wait_until(lambda: desk.state == "saved")
    desk.context.set_offline(True)
    desk.move("s2", 4.5)
    desk.move("s1", 5.5)
    wait_until(lambda: desk.state == "offline")
    assert stored(staff, draft)["s1"] == 3.5
    # The page dies while nothing can be sent; the next one finds what it has left.
    desk.page.close()
    desk.context.set_offline(False)
    desk.open_anew()
    assert (desk.place("s1"), desk.place("s2")) == (5.5, 4.5)
    wait_until(lambda: desk.state == "saved")
    assert (stored(staff, draft)["s1"], stored(staff, draft)["s2"]) == (5.5, 4.5)
    desk.open()
    for _ in range(3):
        desk.ask("store.undo()")
    wait_until(lambda: desk.state == "saved" and stored(staff, draft)["s1"] == before)
    assert desk.ask("[store.canUndo, store.canRedo]") == [False, True]
    assert desk.place("s1") == before


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_of_two_who_move_one_shelf_somebody_chooses(staff, draft, sit_down, keep):
    first, second = sit_down("editor"), sit_down("administrator")
    second.context.set_offline(True)
    second.move("s1", 7.5)
    second.move("s2", 8.5)
    first.move("s1", 3.5)
    wait_until(lambda: first.state == "saved")
    second.context.set_offline(False)
    wait_until(lambda: second.state == "conflict")
    (conflict,) = second.ask("store.conflicts")
    assert (conflict["mine"]["x_m"], conflict["theirs"]["x_m"]) == (7.5, 3.5)
    assert conflict["author"] == "editor"
    assert stored(staff, draft)["s1"] == 3.5
    second.ask(f"store.resolve([{{ kind: 'shelves', id: 's1', keep: '{keep}' }}])")
    wait_until(lambda: second.state == "saved")
    chosen = 7.5 if keep == "mine" else 3.5
    assert (stored(staff, draft)["s1"], stored(staff, draft)["s2"]) == (chosen, 8.5)
    wait_until(lambda: (first.place("s1"), first.place("s2")) == (chosen, 8.5))
    assert second.place("s1") == chosen
