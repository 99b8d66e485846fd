import dataclasses
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from api.auth import is_loopback
from api.settings import Settings
from tests.support.server import serving

TOY = "/api/v1/branches/toy"
SIGHTINGS_TOKEN = "sightings-token-of-a-test"
STAFF_TOKEN = "staff-token-of-a-test"
BATCH = {"subject": "visitor", "sightings": []}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def guarded(library: Settings) -> Iterator[httpx.Client]:
    settings = dataclasses.replace(
        library, sightings_token=SIGHTINGS_TOKEN, staff_token=STAFF_TOKEN
    )
    with serving(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def public(library: Settings) -> Iterator[httpx.Client]:
    """A server bound to all networks, without tokens."""
    with serving(create_app(dataclasses.replace(library, host="0.0.0.0"))) as client:
        yield client


@pytest.fixture(scope="module")
def unguarded(library: Settings) -> Iterator[httpx.Client]:
    """A server without tokens, of this machine alone."""
    with serving(create_app(dataclasses.replace(library, staff_token=None))) as client:
        yield client


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.0.2.1", False),
        ("localhost.example.fi", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_only(host, is_local):
    assert is_loopback(host) is is_local


def test_with_a_token_set_sightings_need_it_on_this_machine_too(guarded):
    refused = guarded.post(f"{TOY}/sightings", json=BATCH)
    assert refused.status_code == 401
    assert refused.json()["type"] == "/problems/token-needed"
    assert refused.headers["www-authenticate"] == "Bearer"
    taken = guarded.post(f"{TOY}/sightings", json=BATCH, headers=bearer(SIGHTINGS_TOKEN))
    assert taken.status_code == 202


@pytest.mark.parametrize("token", ["wrong", STAFF_TOKEN, SIGHTINGS_TOKEN[:-1], "ä" * 20])
def test_another_token_does_not_do(guarded, token):
    headers = {"Authorization": f"Bearer {token}".encode()}
    assert guarded.post(f"{TOY}/sightings", json=BATCH, headers=headers).status_code == 401


def test_the_staffs_side_takes_the_staff_token(guarded):
    assert guarded.get(f"{TOY}/radios").status_code == 401
    assert guarded.get(f"{TOY}/radios", headers=bearer(SIGHTINGS_TOKEN)).status_code == 401
    assert guarded.get(f"{TOY}/radios", headers=bearer(STAFF_TOKEN)).status_code == 200


def test_a_refusal_does_not_show_the_token(guarded):
    refused = guarded.get(f"{TOY}/radios")
    assert STAFF_TOKEN not in refused.text
    assert "HYLLYKARTTA_STAFF_TOKEN" in refused.json()["detail"]


def test_without_tokens_this_machine_may_send_sightings_and_see_nothing_of_the_staffs(
    unguarded,
):
    assert unguarded.post(f"{TOY}/sightings", json=BATCH).status_code == 202
    assert unguarded.get(f"{TOY}/radios").status_code == 401
    assert unguarded.get("/s?branch=toy").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "kartta.example.fi"},
        {"X-Forwarded-For": "192.0.2.7"},
        {"Forwarded": "for=192.0.2.7"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_without_tokens_what_comes_by_a_proxy_a_foreign_name_or_a_foreign_page_is_refused(
    unguarded, headers
):
    assert unguarded.post(f"{TOY}/sightings", json=BATCH, headers=headers).status_code == 401


def test_without_tokens_a_server_open_to_the_network_refuses(public):
    assert public.post(f"{TOY}/sightings", json=BATCH).status_code == 401


def test_patrons_need_no_token(guarded, public):
    for client in (guarded, public):
        assert client.get(f"{TOY}/search", params={"q": "linna"}).status_code == 200
