import dataclasses
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from api.auth import STAFF_COOKIE
from api.branches import build_branch
from api.live.radios import RadioHealth
from api.pages.staff.live import _radio_row, _staff_path
from api.settings import Settings
from positioning.health import Place, Residual, note_residuals
from tests.support.plans import toy_plan
from tests.support.server import serving

TOKEN = "staff-token-of-a-test"


@pytest.fixture(scope="module")
def guarded(library: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(dataclasses.replace(library, staff_token=TOKEN))) as client:
        yield client


def sign_in(client: httpx.Client, token: str, to: str = "/s") -> httpx.Response:
    return client.post("/s/login", data={"token": token, "to": to}, follow_redirects=False)


@pytest.mark.parametrize("path", ["/s/live", "/print/points?branch=toy"])
def test_staff_pages_ask_for_the_token(guarded, path):
    page = guarded.get(path, headers={"Cookie": ""})
    assert page.status_code == 401
    assert 'action="/s/login' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_the_token_opens_the_door_until_one_signs_out(guarded):
    answer = sign_in(guarded, TOKEN, "/print/points?branch=toy")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/print/points?branch=toy"
    cookie = answer.headers["set-cookie"]
    assert f"{STAFF_COOKIE}={TOKEN}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert guarded.get("/s/live?branch=toy").status_code == 200
    guarded.post("/s/logout")
    assert guarded.get("/s/live?branch=toy").status_code == 401


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
def test_another_token_is_refused_in_words(guarded, token):
    answer = sign_in(guarded, token)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "to", ["", "https://example.org/", "//example.org/s", "/s@example.org", "/k/toy-1"]
)
def test_the_door_leads_to_staff_pages_only(to):
    assert _staff_path(to) == "/s"


@pytest.mark.parametrize(
    ("health", "silent"),
    [
        (RadioHealth("r1"), False),
        (RadioHealth("r1", 3, 940.5, -80.0), False),
        (RadioHealth("r1", 3, 939.5, -80.0), True),
    ],
    ids=["never heard", "a minute ago", "longer ago"],
)
def test_a_radio_is_silent_only_when_it_was_heard_once(health, silent):
    plan = toy_plan()
    known = dataclasses.replace(health, radio=plan.radios[0].id)
    row = _radio_row(build_branch(plan), known, 1000.0, None, "fi")
    assert row.silent is silent


@pytest.mark.parametrize(
    ("off_db", "words"), [(-12.0, "12 dB too weakly"), (12.0, "12 dB too strongly"), (0.0, "")]
)
def test_a_radio_that_is_heard_wrongly_says_so_in_words(off_db, words):
    heard = RadioHealth("r1", 3, 999.0, -80.0)
    health = {"r1": heard}
    for second in range(200):
        place = Place("1", 3.0 * second, 0.0)
        others = [Residual(f"other{number}", 0.0, 5.0) for number in range(5)]
        residuals = [Residual("r1", off_db, 5.0), *others]
        health = note_residuals(health, float(second), place, residuals)
    row = _radio_row("1", health["r1"], 1000.0, None, "en")
    assert words in row.doubt
    assert bool(row.doubt) is bool(words)
