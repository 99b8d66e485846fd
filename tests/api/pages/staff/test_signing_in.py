"""Who gets in at the door of the staff's pages, and how far."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.accounts.cookies import PLAIN_NAME, SECURE_NAME
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

TOKEN = "staff-token-of-a-test"
OTHER = "kolme suurta hirveä"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    stored = with_accounts(store_library(tmp_path_factory.mktemp("people")))
    add_person(stored, "Hylly1", "shelver", "toy")
    add_person(stored, "toimisto", "administrator")
    add_person(stored, "uusi", "editor", must_change=True)
    return dataclasses.replace(stored, staff_token=TOKEN)


@pytest.fixture(scope="module")
def server(library: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(library)) as client:
        yield client


@pytest.fixture
def browser(server: httpx.Client) -> Iterator[httpx.Client]:
    with browser_of(server) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/s", "/s/live?branch=toy", "/print/points?branch=toy"])
def test_a_closed_page_asks_who_is_there_and_remembers_where_one_wanted_to_go(browser, path):
    page = browser.get(path)
    assert page.status_code == 401
    assert 'action="/s/login' in page.text
    assert f'value="{path}"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_the_right_name_in_any_case_and_the_password_lead_where_one_wanted_to_go(browser):
    answer = send_sign_in(browser, "HYLLY1", to="/print/points?branch=toy")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/print/points?branch=toy"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{PLAIN_NAME}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert browser.get("/s/live?branch=toy").status_code == 200


@pytest.mark.parametrize(
    "to",
    [
        "",
        "https://example.org/",
        "//example.org/s",
        "/s@example.org",
        "/s/\\x",
        "/k/toy-1",
        "/s/login",
    ],
)
def test_the_door_leads_to_staff_pages_only(browser, to):
    assert send_sign_in(browser, "toimisto", to=to).headers["location"] == "/s"


def test_a_wrong_name_and_a_wrong_password_are_answered_in_the_same_words(browser):
    answers = [send_sign_in(browser, "hylly1", "wrong"), send_sign_in(browser, "nobody", "wrong")]
    pages = [answer.text.replace("hylly1", "nobody") for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert 'role="alert"' in pages[0]
    assert pages[0] == pages[1]
    assert "set-cookie" not in answers[0].headers


def test_a_sign_in_gives_a_session_of_its_own_whatever_the_browser_brought(server):
    with browser_of(server) as browser:
        browser.cookies.set(PLAIN_NAME, "planted")
        send_sign_in(browser, "hylly1")
        first = browser.cookies[PLAIN_NAME] if len(browser.cookies) == 1 else None
    with signed_in(server, "hylly1") as browser:
        before = browser.cookies[PLAIN_NAME]
        send_sign_in(browser, "hylly1")
        after = browser.cookies[PLAIN_NAME]
        old = browser_of(server)
        old.cookies.set(PLAIN_NAME, before)
        assert old.get("/s").status_code == 401
    assert first != "planted"
    assert before != after


def test_signing_out_ends_the_session_in_the_server_too(server):
    with signed_in(server, "hylly1") as browser, browser_of(server) as thief:
        thief.cookies.set(PLAIN_NAME, browser.cookies[PLAIN_NAME])
        assert thief.get("/s/live?branch=toy").status_code == 200
        answer = browser.post("/s/logout")
        assert answer.headers["location"].startswith("/s/login")
        assert PLAIN_NAME not in browser.cookies
        assert thief.get("/s/live?branch=toy").status_code == 401


def test_without_the_role_a_page_says_which_one_is_needed_and_who_gives_it(server):
    with signed_in(server, "hylly1") as browser:
        page = browser.get("/s/live?branch=side", headers={"Accept-Language": "en"})
    assert page.status_code == 403
    assert "viewer" in page.text
    assert "Side library" in page.text
    assert "toimisto" in page.text


def test_endpoints_take_the_cookie_and_refuse_what_the_role_does_not_allow(server):
    with signed_in(server, "hylly1") as browser:
        assert browser.get("/api/v1/branches/toy/versions").status_code == 200
        assert browser.get("/api/v1/branches/side/versions").status_code == 403
        refused = browser.post("/api/v1/branches/toy/rollback", headers={"Accept": "*/*"})
    assert refused.status_code == 403
    assert refused.json()["type"] == "/problems/not-allowed"


def test_the_staff_token_is_for_programs_which_may_do_everything(server):
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert server.get("/api/v1/branches/toy/versions", headers=bearer).status_code == 200
    assert server.get("/s", headers=bearer).status_code == 200
    wrong = {"Authorization": "Bearer another-token-of-a-test"}
    assert server.get("/api/v1/branches/toy/versions", headers=wrong).status_code == 401


def test_with_a_first_password_nothing_else_is_possible_until_it_is_changed(server):
    with signed_in(server, "uusi") as browser:
        led = browser.get("/s/layout?branch=toy")
        assert led.status_code == 303
        assert led.headers["location"].startswith("/s/me/password?to=%2Fs%2Flayout")
        refused = browser.get("/api/v1/branches/toy/versions", headers={"Accept": "*/*"})
        assert refused.json()["type"] == "/problems/password-change-needed"
        before = browser.cookies[PLAIN_NAME]
        form = {"now": PASSWORD, "new": OTHER, "again": OTHER, "to": "/s/layout?branch=toy"}
        changed = browser.post("/s/me/password", data=form)
        assert changed.headers["location"] == "/s/layout?branch=toy"
        assert browser.cookies[PLAIN_NAME] != before
        assert browser.get("/s/layout?branch=toy").status_code == 200
    with browser_of(server) as browser:
        assert send_sign_in(browser, "uusi", PASSWORD).status_code == 401
        assert send_sign_in(browser, "uusi", OTHER).status_code == 303


@pytest.mark.parametrize(
    ("now", "new", "again"),
    [
        (PASSWORD, "short", "short"),
        (PASSWORD, "hylly1-hylly1", "hylly1-hylly1"),
        (PASSWORD, "salasana2026", "salasana2026"),
        (PASSWORD, "aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, OTHER, f"{OTHER}!"),
        ("wrong", OTHER, OTHER),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(server, now, new, again):
    with signed_in(server, "hylly1") as browser:
        answer = browser.post("/s/me/password", data={"now": now, "new": new, "again": again})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert browser.get("/s").status_code == 200


def test_too_many_tries_have_to_wait_and_are_told_how_long(tmp_path: Path):
    library = with_accounts(store_library(tmp_path))
    add_person(library, "hylly1")
    with serving(create_app(library)) as client, browser_of(client) as browser:
        tries = [send_sign_in(browser, "hylly1", "wrong").status_code for _ in range(6)]
        assert tries == [401] * 5 + [429]
        page = send_sign_in(browser, "hylly1")
        assert page.status_code == 429
        assert 0 < int(page.headers["retry-after"]) <= 5
        assert page.headers["retry-after"] in page.text
        problem = browser.post("/s/login", data={"name": "hylly1"}, headers={"Accept": "*/*"})
        assert problem.json()["type"] == "/problems/too-many-tries"
        assert send_sign_in(browser, "somebody else").status_code == 401


def test_with_no_account_yet_the_page_says_how_to_add_the_first(tmp_path: Path):
    with serving(create_app(with_accounts(store_library(tmp_path, staffed=False)))) as client:
        page = client.get("/s/login", headers={"Host": "kartta.example.fi"})
    assert "hyllykartta users add NAME --role administrator" in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_foreign_page_can_neither_change_anything_nor_sign_anybody_in(
    server, headers, is_signed_in
):
    with signed_in(server, "hylly1") if is_signed_in else browser_of(server) as browser:
        sent = browser.post(
            "/s/login", data={"name": "toimisto", "password": PASSWORD}, headers=headers
        )
        assert sent.status_code == 403
        assert "<html" in sent.text
        assert "set-cookie" not in sent.headers
        if is_signed_in:
            path = "/api/v1/branches/toy/ranges/shift"
            forged = browser.post(path, json={}, headers={**headers, "Accept": "*/*"})
            assert forged.json()["type"] == "/problems/forged-request"
            assert browser.post("/s/logout", headers=headers).status_code == 403
            assert browser.get("/s").status_code == 200


def test_a_session_without_any_word_of_where_it_comes_from_changes_nothing(server):
    with signed_in(server, "hylly1") as browser:
        del browser.headers["Origin"]
        assert browser.post("/s/logout").status_code == 403
        same = browser.post("/s/logout", headers={"Sec-Fetch-Site": "same-origin"})
        assert same.status_code == 303


def test_behind_https_the_cookie_is_bound_to_this_host(library: Settings):
    public = dataclasses.replace(library, public_url="https://kartta.example.fi")
    with serving(create_app(public)) as client, browser_of(client) as browser:
        headers = {"Host": "kartta.example.fi", "Origin": "https://kartta.example.fi"}
        form = {"name": "hylly1", "password": PASSWORD}
        cookie = browser.post("/s/login", data=form, headers=headers).headers["set-cookie"]
        assert cookie.startswith(f"{SECURE_NAME}=")
        assert "Secure" in cookie
        value = cookie.partition("=")[2].partition(";")[0]
        for name, status in ((SECURE_NAME, 200), (PLAIN_NAME, 401)):
            given = {**headers, "Cookie": f"{name}={value}"}
            assert client.get("/s", headers=given).status_code == status


def test_patrons_forms_go_on_working_without_anybody_signed_in(server):
    assert server.post("/k/toy-1/seen").status_code < 400


def test_work_that_was_kept_for_one_account_is_taken_from_no_other(server):
    with signed_in(server, "toimisto") as browser:
        drafts = "/api/v1/branches/toy/drafts"
        assert browser.get(drafts, headers={"Hyllykartta-Account": "toimisto"}).status_code == 200
        for other in ("hylly1", "", "%C3%A4iti"):
            answer = browser.get(drafts, headers={"Hyllykartta-Account": other})
            assert answer.status_code == 401
            assert answer.json()["type"] == "/problems/token-needed"
