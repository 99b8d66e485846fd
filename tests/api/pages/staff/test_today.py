"""What needs the staff today, from what patrons and machines tell."""

import re
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from api.app import create_app
from api.catalogue.items import format_items
from api.importing import import_items
from api.storage.item_runs import begin_run, end_run
from api.storage.upgrade import prepare_database
from api.upkeep.gate import GROUP
from tests.support.library import ITEMS, store_library
from tests.support.server import serving
from tests.support.staff import sign_in

SOTILAS = {"branch": "toy", "callno": "84.2 LIN", "title": "Tuntematon sotilas", "lang": "fi"}


@pytest.fixture
def settings(tmp_path):
    return store_library(tmp_path)


@pytest.fixture
def client(settings):
    with serving(create_app(settings)) as client:
        yield sign_in(client)


def tell(client, **changes):
    return client.post("/f/not-here", data={**SOTILAS, **changes}, follow_redirects=True)


def kinds(client, query="branch=toy&lang=fi"):
    return re.findall(r'data-kind="(\w+)"', client.get(f"/s?{query}").text)


def test_a_patron_tells_that_a_book_is_not_there_and_is_thanked(client):
    page = client.get("/f", params=SOTILAS)
    assert "Ei ole tässä" in page.text
    thanked = tell(client)
    assert "Kiitos! Henkilökunta tarkistaa hyllyn." in thanked.text
    assert "Tuntematon sotilas" in thanked.text
    assert 'action="/f/not-here"' not in thanked.text


def test_a_report_is_the_first_job_of_the_staff_and_is_answered_and_undone(client):
    tell(client)
    assert kinds(client)[0] == "reports"
    page = client.get("/s/reports?branch=toy&lang=fi")
    assert "Yksi ilmoitus" in page.text
    answered = post_answer(client, "moved")
    assert "siirretty paikalleen" in answered.text
    assert "reports" not in kinds(client)
    undone = post_answer(client, "open")
    assert "Kuittaus on peruttu" in undone.text
    assert kinds(client)[0] == "reports"


def post_answer(client, answer, report="1"):
    form = {"branch": "toy", "report": report, "answer": answer, "lang": "fi"}
    return client.post("/s/reports?lang=fi", data=form, follow_redirects=True)


@pytest.mark.parametrize(
    ("answer", "report"), [("burnt", "1"), ("found", "99"), ("found", "x"), ("found", "²")]
)
def test_an_answer_to_nothing_is_not_found(client, answer, report):
    tell(client)
    assert post_answer(client, answer, report).status_code == 404


def test_the_same_patron_counts_once_a_day(client):
    for _ in range(3):
        tell(client)
    assert "Yksi ilmoitus" in client.get("/s/reports?branch=toy&lang=fi").text


def test_titles_that_the_catalogue_does_not_know_are_not_shown_to_the_staff(client):
    tell(client, title="Osta halpoja kelloja")
    page = client.get("/s/reports?branch=toy&lang=fi").text
    assert "kelloja" not in page
    assert "84.2 LIN" in page


def test_what_has_no_place_cannot_be_told_of(client):
    assert tell(client, callno="999 ZZZ").status_code in (400, 404, 422)


def test_searches_in_vain_are_seen_only_when_a_group_made_them(client, settings):
    for _ in range(GROUP + 1):
        client.get("/?branch=toy&lang=fi&q=zzqqx")
    assert "zzqqx" not in client.get("/s?branch=toy&lang=fi").text


def test_kiosks_say_that_they_are_alive(client):
    assert client.post("/k/toy-1/seen").status_code == 204
    assert client.post("/k/nowhere/seen").status_code == 404


def test_an_import_that_stopped_is_urgent_and_one_that_left_rows_out_is_told(settings):
    with closing(prepare_database(settings.database)) as database:
        lines = [*format_items(ITEMS).splitlines(keepends=True), "1,,,,,,,,\n"]
        import_items(database, "toy", lines, None, author="cron")
        with serving(create_app(settings)) as client:
            assert "import" in kinds(sign_in(client))
            run = begin_run(database, "toy", datetime.now(UTC), "cron", "items.csv")
            end_run(database, run, "stopped", datetime.now(UTC))
            assert "pysähtyi" in client.get("/s?branch=toy&lang=fi").text


def test_start_page_and_reports_are_for_who_is_signed_in(settings):
    with serving(create_app(settings)) as client:
        assert client.get("/s?branch=toy").status_code == 401
        assert client.get("/s/reports?branch=toy").status_code == 401
        assert client.post("/s/reports", data={"branch": "toy"}).status_code == 401


@pytest.mark.parametrize("language", ["fi", "sv", "en", "selko"])
def test_every_language_has_its_words(client, language):
    tell(client)
    assert client.get(f"/s?branch=toy&lang={language}").status_code == 200
    assert client.get(f"/s/reports?branch=toy&lang={language}").status_code == 200


def test_answers_say_how_old_the_items_are(client):
    health = client.get("/api/v1/health").json()["items"]
    ages = {each["branch"]: each["as_of"] for each in health}
    assert datetime.now(UTC) - datetime.fromisoformat(ages["toy"]) < timedelta(minutes=5)
    found = client.get("/api/v1/branches/toy/search", params={"q": "sotilas"}).json()
    places = client.get("/api/v1/branches/toy/places", params={"callno": "84.2 LIN"}).json()
    assert found["items_as_of"] == places["items_as_of"] == ages["toy"]
    assert "Saatavuus: " in client.get("/f", params=SOTILAS).text


def test_the_jobs_come_before_the_map_when_a_version_is_new(client):
    first = client.get("/s?branch=toy&lang=fi").text
    assert 'data-part="tasks"' in first
    for _ in range(200):
        page = client.get("/s?branch=toy&lang=fi").text
        if "data-loading" not in page:
            break
        time.sleep(0.02)
    assert "<shelf-map" in page
    assert "data-pin" in page
