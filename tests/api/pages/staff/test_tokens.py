"""Keys of devices: shown once, stored as a hash, used, revoked and told apart when wrong."""

import html
import re
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from api.app import create_app
from api.storage.log_lines import LogQuery, list_lines
from api.storage.tokens import find_token, note_token_use
from api.storage.upgrade import prepare_database
from api.tokens import ALPHABET, hash_token, is_whole, make_token
from tests.support.library import CREATED_AT, store_library
from tests.support.server import serving
from tests.support.staff import sign_in

SETTINGS_TOKEN = "sightings-token-of-the-settings"
BATCH = {"subject": "visitor-1", "sightings": []}
TOY, SIDE = "/api/v1/branches/toy/sightings", "/api/v1/branches/side/sightings"


@pytest.fixture
def settings(tmp_path):
    return replace(store_library(tmp_path), sightings_token=SETTINGS_TOKEN)


@pytest.fixture
def client(settings):
    with serving(create_app(settings)) as client:
        yield sign_in(client)


def make(client, device="gateway", name="Aulan tukiasema", **fields):
    form = {"branch": "toy", "device": device, "name": name, **fields}
    page = client.post("/s/tokens?lang=fi", data=form)
    assert page.status_code == 200
    return re.search(r'id="key" readonly value="([^"]+)"', page.text)[1]


def revoke(client, number=1):
    form = {"branch": "toy", "token": str(number)}
    return client.post("/s/tokens/revoke?lang=fi", data=form, follow_redirects=True)


def send(client, token, path=TOY):
    return client.post(path, json=BATCH, headers={"Authorization": f"Bearer {token}"})


def listed(client):
    return html.unescape(client.get("/s/tokens?branch=toy&lang=fi").text)


def logged(settings):
    with closing(prepare_database(settings.database)) as database:
        lines = list_lines(database, LogQuery(("toy",), kind="tokens"), 9)
        return [(each.what, each.params["name"]) for each in reversed(lines)]


def test_a_key_is_shown_once_and_only_its_hash_is_stored(client, settings):
    token = make(client)
    assert re.fullmatch(rf"hk_g_[{ALPHABET}]{{36}}", token)
    page = listed(client)
    assert token not in page
    assert f"{token[:10]}…" in page
    assert "Aulan tukiasema" in page
    assert "Ei vielä käytetty." in page
    stored = b"".join(each.read_bytes() for each in settings.data_dir.glob("*.sqlite*"))
    assert hash_token(token).encode() in stored
    assert token[10:].encode() not in stored
    assert logged(settings) == [("token_made", "Aulan tukiasema")]


def test_a_gateway_sends_with_its_key_in_its_branch_only_until_it_is_revoked(client, settings):
    token = make(client)
    assert send(client, token).status_code == 202
    assert "Käytetty viimeksi" in listed(client)
    elsewhere = send(client, token, SIDE)
    assert elsewhere.status_code == 401
    assert 'for "toy", not for "side"' in elsewhere.json()["detail"]
    assert "Avain on mitätöity." in revoke(client).text
    refused = send(client, token)
    assert refused.status_code == 401
    assert "was revoked" in refused.json()["detail"]
    assert "Mitätöity" in listed(client)
    revoke(client)
    assert logged(settings)[1:] == [("token_revoked", "Aulan tukiasema")]


def test_the_token_of_the_settings_still_counts(client):
    make(client)
    assert send(client, SETTINGS_TOKEN).status_code == 202
    assert send(client, "something-else-that-is-long").status_code == 401


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda token: token[:-1], "mistyped"),
        (lambda token: token[:12] + token[13] + token[12] + token[14:], "mistyped"),
        (lambda token: make_token("gateway"), "no such key"),
        (lambda token: make_token("kiosk"), "begins with hk_g_"),
        (lambda token: "hk_g_", "mistyped"),
    ],
    ids=["cut off", "two signs swapped", "another", "a kiosk's", "nothing but its beginning"],
)
def test_a_wrong_key_is_told_what_is_wrong_with_it(client, spoil, said):
    token = make(client)
    while token[12] == token[13]:
        token = make(client)
    refused = send(client, spoil(token))
    assert refused.status_code == 401
    assert said in refused.json()["detail"]


def test_any_one_mistyped_sign_is_noticed():
    token = make_token("gateway")
    for at in range(5, len(token)):
        for sign in ALPHABET.replace(token[at], ""):
            assert not is_whole(token[:at] + sign + token[at + 1 :])


def test_use_is_written_once_a_minute(client, settings):
    token = make(client)
    with closing(prepare_database(settings.database)) as database:

        def use(at):
            note_token_use(database, find_token(database, hash_token(token)), at)
            return find_token(database, hash_token(token)).used_at

        assert use(CREATED_AT) == CREATED_AT
        assert use(CREATED_AT + timedelta(seconds=59)) == CREATED_AT
        later = CREATED_AT + timedelta(seconds=60)
        assert use(later) == later
        unwritable = replace(database, read_only=True)
        note_token_use(
            unwritable, find_token(database, hash_token(token)), later + timedelta(days=1)
        )
        assert find_token(database, hash_token(token)).used_at == later


def open_with(client, token, kiosk="toy-1", **query):
    path = f"/k/{kiosk}"
    return client.get(path, params={"lang": "fi", **query, "token": token}, follow_redirects=False)


def test_a_kiosk_keeps_its_key_in_a_cookie_and_the_address_is_cleaned(client):
    token = make(client, "kiosk", "Aula", kiosk="toy-1")
    answer = open_with(client, token, q="linna")
    assert (answer.status_code, answer.headers["location"]) == (303, "/k/toy-1?lang=fi&q=linna")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/k/toy-1" in cookie
    assert "SameSite=lax" in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/k/toy-1").status_code == 200
    assert client.post("/k/toy-1/seen").status_code == 204


def test_the_page_has_the_address_of_a_kiosk_and_its_code(client):
    form = {"branch": "toy", "device": "kiosk", "name": "Aula", "kiosk": "toy-1"}
    page = client.post("/s/tokens?lang=fi", data=form).text
    assert re.search(r'id="address" readonly value="http://[^"]+/k/toy-1\?token=hk_k_\w{36}"', page)
    assert "<svg" in page.split('class="code"')[1]


def test_a_kiosk_with_a_key_is_only_seen_with_it_and_others_as_before(client):
    assert client.post("/k/toy-1/seen").status_code == 204
    token = make(client, "kiosk", "Aula", kiosk="toy-1")
    refused = client.post("/k/toy-1/seen")
    assert refused.status_code == 401
    assert "has a key" in refused.text
    assert client.get("/k/toy-1").status_code == 200
    open_with(client, token)
    assert client.post("/k/toy-1/seen").status_code == 204
    revoke(client)
    assert client.post("/k/toy-1/seen").status_code == 401
    client.cookies.clear()
    assert client.post("/k/toy-1/seen").status_code == 204


def test_a_key_of_another_kiosk_or_none_is_refused_with_the_page(client):
    gateway = make(client)
    for wrong in (gateway, make_token("kiosk"), "hk_k_x"):
        assert open_with(client, wrong).status_code == 401
    assert open_with(client, make(client, "kiosk", "A", kiosk="toy-1")).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Anna avaimelle nimi"),
        ({"device": "kiosk", "kiosk": "nowhere"}, "Valitse kioski"),
    ],
)
def test_a_key_without_a_name_or_a_kiosk_is_not_made(client, settings, fields, said):
    form = {"branch": "toy", "device": "gateway", "name": "A", **fields}
    page = client.post("/s/tokens?lang=fi", data=form)
    assert page.status_code == 422
    assert said in page.text
    assert logged(settings) == []


@pytest.mark.parametrize("number", ["99", "x", "²", ""])
def test_revoking_nothing_is_not_found(client, number):
    make(client)
    assert revoke(client, number).status_code == 404


def test_the_database_holds_a_hash_only_once(client, settings):
    make(client)
    with closing(prepare_database(settings.database)) as database, database.read() as connection:
        assert connection.scalar(text("SELECT count(DISTINCT hash) FROM device_tokens")) == 1
