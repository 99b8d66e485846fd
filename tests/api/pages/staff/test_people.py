"""One's own account, and those of all as administrators look after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.accounts.cookies import PLAIN_NAME
from api.app import create_app
from api.settings import Settings
from tests.support.library import store_library
from tests.support.people import (
    PASSWORD,
    add_person,
    browser_of,
    send_sign_in,
    signed_in,
    with_accounts,
)
from tests.support.server import serving

OTHER = "kolme suurta hirveä"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def library(tmp_path: Path) -> Settings:
    return with_accounts(store_library(tmp_path, staffed=False))


@pytest.fixture
def numbers(library: Settings) -> dict[str, int]:
    """Add people, and give the numbers of their accounts by their names."""
    accounts = [
        add_person(library, "johto", "administrator"),
        add_person(library, "lähijohto", "administrator", "toy"),
        add_person(library, "hylly1", "shelver", "toy"),
        add_person(library, "hylly2", "shelver", "toy", "side"),
    ]
    return {each.name: each.id for each in accounts}


@pytest.fixture
def server(library: Settings, numbers: dict[str, int]) -> Iterator[httpx.Client]:
    with serving(create_app(library)) as client:
        yield client


@pytest.fixture
def johto(server: httpx.Client) -> Iterator[httpx.Client]:
    with signed_in(server, "johto") as browser:
        browser.headers.update(ENGLISH)
        yield browser


@pytest.fixture
def local(server: httpx.Client) -> Iterator[httpx.Client]:
    with signed_in(server, "lähijohto") as browser:
        browser.headers.update(ENGLISH)
        yield browser


def change(browser: httpx.Client, action: str, **fields: str | int) -> httpx.Response:
    form = {name.replace("role_", "role."): str(value) for name, value in fields.items()}
    return browser.post("/s/people", data={"action": action, **form})


def shown_password(page: httpx.Response) -> str:
    return re.findall(r'class="secret"><code>([^<]+)<', page.text)[0]


def opens(server: httpx.Client, name: str, password: str) -> bool:
    with browser_of(server) as browser:
        return send_sign_in(browser, name, password).status_code == 303


def test_ones_own_page_says_who_one_is_and_what_one_may_do_where(server):
    with signed_in(server, "hylly2") as browser:
        page = browser.get("/s/me?branch=toy", headers=ENGLISH)
    assert page.status_code == 200
    assert "Side library: shelver" in page.text
    assert "this device" in page.text


def test_one_signs_out_on_another_device_and_then_everywhere(server):
    with (
        signed_in(server, "hylly1") as here,
        signed_in(server, "hylly1") as there,
        signed_in(server, "hylly1") as third,
    ):
        ids = re.findall(r'name="session" value="(\w+)"', there.get("/s/me").text)
        mine = re.findall(
            r'data-sign-out><button class="btn" name="session" value="(\w+)"',
            there.get("/s/me").text,
        )
        assert len(ids) == 3
        assert here.post("/s/me/devices", data={"session": mine[0]}).status_code == 303
        assert [each.get("/s").status_code for each in (here, there, third)] == [200, 401, 200]
        left = here.post("/s/me/devices", data={})
        assert left.headers["location"].startswith("/s/login")
        assert [each.get("/s").status_code for each in (here, third)] == [401, 401]


def test_nobody_signs_another_person_out(server, johto):
    with signed_in(server, "hylly1") as browser:
        (session,) = re.findall(r'name="session" value="(\w+)"', browser.get("/s/me").text)
        johto.post("/s/me/devices", data={"session": session})
        assert browser.get("/s").status_code == 200


def test_a_new_password_signs_ones_other_devices_out(server):
    with signed_in(server, "hylly1") as here, signed_in(server, "hylly1") as there:
        before = here.cookies[PLAIN_NAME]
        here.post("/s/me/password", data={"now": PASSWORD, "new": OTHER, "again": OTHER})
        assert here.cookies[PLAIN_NAME] != before
        assert here.get("/s").status_code == 200
        assert there.get("/s").status_code == 401
    assert not opens(server, "hylly1", PASSWORD)
    assert opens(server, "hylly1", OTHER)


def test_an_added_person_signs_in_with_the_password_that_is_shown_once(server, johto):
    page = change(johto, "add", name="kesä1", role="editor", place="side")
    password = shown_password(page)
    assert password not in johto.get("/s/people").text
    with signed_in(server, "kesä1", password) as browser:
        assert browser.get("/s?branch=side").headers["location"].startswith("/s/me/password")
        browser.post("/s/me/password", data={"now": password, "new": OTHER, "again": OTHER})
        assert browser.get("/s/layout?branch=side").status_code == 200
        assert browser.get("/s/layout?branch=toy").status_code == 403


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "HYLLY1", "role": "viewer", "place": "toy"}, "already"),
        ({"name": "", "role": "viewer", "place": "toy"}, "1 to 64"),
        ({"name": "uusi", "role": "chief", "place": "toy"}, "cannot give"),
        ({"name": "uusi", "role": "viewer", "place": "nowhere"}, "cannot give"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(server, johto, fields, words):
    page = change(johto, "add", **fields)
    assert page.status_code == 422
    assert words in page.text
    assert "secret" not in page.text


def test_roles_change_at_once_and_back_again(server, johto, numbers):
    with signed_in(server, "hylly1") as browser:
        assert browser.get("/s/live?branch=side").status_code == 403
        change(johto, "roles", account=numbers["hylly1"], role_side="viewer", role_toy="")
        assert browser.get("/s/live?branch=side").status_code == 200
        assert browser.get("/s/live?branch=toy").status_code == 403
        change(johto, "roles", account=numbers["hylly1"], role_side="", role_toy="shelver")
        assert browser.get("/s/live?branch=side").status_code == 403
        assert browser.get("/s/walk?branch=toy").status_code == 200


def test_a_closed_account_is_out_at_once_and_opens_again(server, johto, numbers):
    with signed_in(server, "hylly1") as browser:
        change(johto, "close", account=numbers["hylly1"])
        assert browser.get("/s").status_code == 401
    assert not opens(server, "hylly1", PASSWORD)
    change(johto, "open", account=numbers["hylly1"])
    assert opens(server, "hylly1", PASSWORD)


def test_a_forgotten_password_is_replaced_by_one_that_must_be_changed(server, johto, numbers):
    password = shown_password(change(johto, "password", account=numbers["hylly1"]))
    assert not opens(server, "hylly1", PASSWORD)
    with signed_in(server, "hylly1", password) as browser:
        assert browser.get("/s").headers["location"].startswith("/s/me/password")


@pytest.mark.parametrize("action", ["close", "roles"])
def test_the_last_administrator_stays(server, johto, numbers, action):
    account = numbers["johto"]
    page = johto.post("/s/people", data={"action": action, "account": account, "role.*": "editor"})
    assert page.status_code == 422
    assert "last administrator" in page.text
    assert johto.get("/s/people").status_code == 200


def test_an_administrator_of_one_branch_gives_roles_there_only(server, local, numbers):
    assert 'name="role.toy"' in local.get("/s/people").text
    assert 'name="role.side"' not in local.get("/s/people").text
    form = {"action": "roles", "account": numbers["hylly2"], "role.toy": "editor"}
    local.post("/s/people", data={**form, "role.side": "editor", "role.*": "administrator"})
    with signed_in(server, "hylly2") as browser:
        roles = browser.get("/s/me", headers=ENGLISH).text
    assert ": editor" in roles
    assert "Side library: shelver" in roles
    assert "All libraries" not in roles
    for place in ("side", "*"):
        refused = change(local, "add", name="kesä1", role="viewer", place=place)
        assert refused.status_code == 422


@pytest.mark.parametrize("action", ["close", "password"])
@pytest.mark.parametrize(("name", "status"), [("hylly1", 200), ("hylly2", 422), ("johto", 422)])
def test_an_administrator_of_one_branch_closes_only_accounts_of_that_branch(
    server, local, numbers, action, name, status
):
    page = change(local, action, account=numbers[name])
    assert page.status_code == status
    assert opens(server, name, PASSWORD) is (status == 422)


def test_others_neither_see_the_accounts_nor_change_them(server, numbers):
    with signed_in(server, "hylly1") as browser:
        assert "/s/people" not in browser.get("/s").text
        assert browser.get("/s/people").status_code == 403
        assert change(browser, "close", account=numbers["hylly2"]).status_code == 403
    assert opens(server, "hylly2", PASSWORD)


@pytest.mark.parametrize("account", ["", "0", "999", "x", "٣", "9" * 30])
def test_an_account_that_is_not_there_is_not_found(johto, account):
    assert change(johto, "close", account=account).status_code == 404
