"""The page of the log: who did what, in words, filtered and paged."""

import csv
import io
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from api.app import create_app
from api.storage.log import WHATS, log_change
from api.storage.upgrade import prepare_database
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

NOW = datetime.now(UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return store_library(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def client(settings):
    with serving(create_app(settings)) as client:
        yield sign_in(client)


@pytest.fixture(scope="module")
def draft(client):
    """Begin a draft, throw another away, and write 250 older lines of another branch."""
    for name in ("Kesän siirto", "Turha"):
        client.post("/s/layout?lang=fi", data={"branch": "toy", "name": name})
    listed = client.get("/api/v1/branches/toy/drafts").json()["drafts"]
    kept, gone = sorted(listed, key=lambda each: each["name"])
    form = {"branch": "toy", "lang": "fi"}
    client.post(f"/s/layout/{gone['id']}/discard", data=form)
    client.post(f"/s/layout/{kept['id']}/rename", data={**form, "name": "=Syksy"})
    return kept["id"]


def add(settings, *lines):
    with closing(prepare_database(settings.database)) as database, database.write() as connection:
        for at, who, branch, what, params in lines:
            log_change(connection, what, at, who, branch, params=params)


def page(client, **query):
    answer = client.get("/s/log", params={"branch": "toy", "lang": "fi", **query})
    assert answer.status_code == 200
    return answer.text


def words(text):
    plain = re.findall(r'<p class="grow">(.*?)</p>', text)
    return [re.sub(r"<[^>]*>", "", each).strip() for each in plain]


def test_what_was_done_is_told_the_newest_first_and_leads_to_what_is_still_there(client, draft):
    told = page(client, kind="drafts")
    assert [each.removesuffix(" Lelukirjasto") for each in words(told)] == [
        "ilman tunnusta vaihtoi luonnoksen nimen: ”Kesän siirto” on nyt ”=Syksy”",
        "ilman tunnusta hylkäsi luonnoksen ”Turha”",
        "ilman tunnusta aloitti luonnoksen ”Turha”",
        "ilman tunnusta aloitti luonnoksen ”Kesän siirto”",
    ]
    assert told.count(f'href="/s/layout/{draft}?') == 2
    assert len(re.findall(r'href="/s/layout/\w', told)) == 2


def test_the_page_says_how_long_lines_are_kept_and_the_rail_leads_to_it(client):
    told = page(client)
    assert "Rivejä säilytetään 730" in told
    assert 'aria-current="page"' in told


def test_lines_are_paged_by_hundreds_and_each_is_told_once(client, settings):
    lines = [
        (
            NOW - 10 * DAY - timedelta(minutes=number),
            "selaaja",
            "toy",
            "walked",
            {"name": str(number)},
        )
        for number in range(205)
    ]
    add(settings, *lines)
    seen, path = [], "/s/log?branch=toy&lang=fi&who=selaaja"
    sizes = []
    while path:
        text = client.get(path).text
        sizes.append(len(words(text)))
        seen += re.findall(r"luonnos ”(\d+)”", text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        path = found and found[1].replace("&amp;", "&")
    assert sizes == [100, 100, 5]
    assert list(dict.fromkeys(seen)) == [str(number) for number in range(205)]


def test_lines_are_filtered_by_person_kind_branch_and_days(client, settings):
    add(
        settings,
        (datetime(2026, 1, 5, 22, 30, tzinfo=UTC), "rajaaja", "toy", "walked", {}),
        (
            datetime(2026, 1, 5, 21, 30, tzinfo=UTC),
            "rajaaja",
            "toy",
            "report_found",
            {"title": "A"},
        ),
        (
            datetime(2026, 1, 4, 12, 0, tzinfo=UTC),
            "rajaaja",
            "side",
            "report_missing",
            {"title": "B"},
        ),
    )
    count = lambda **query: len(words(page(client, who="rajaaja", **query)))  # noqa: E731
    assert count() == 3
    assert count(kind="reports") == 2
    assert count(where="side") == 1
    assert count(since="2026-01-05", until="2026-01-05") == 1
    assert count(since="2026-01-06") == 1
    assert count(since="soon", kind="burnt", where="nowhere", older="x~y") == 3
    empty = page(client, who="nobody")
    assert "Näillä rajauksilla ei löydy muutoksia." in empty
    assert "Poista rajaukset" in empty


def test_the_table_has_every_line_and_no_formula(client, draft, settings):
    add(settings, (NOW, "=1+1", "toy", "signed_in", {}))
    answer = client.get("/s/log.csv?branch=toy&lang=en")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {each["who"] for each in rows} >= {"'=1+1", "the server"}
    assert any("renamed a draft" in each["words"] for each in rows)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_kind_of_change_can_be_told_with_one_and_with_many(client, settings, language):
    with closing(prepare_database(settings.database)) as database, database.write() as connection:
        for count in (1, 5):
            for what in WHATS:
                at = NOW - 300 * DAY
                log_change(connection, what, at, f"kaikki {language}", "toy", count=count)
    told = words(page(client, who=f"kaikki {language}", lang=language))
    assert len(told) == 2 * len(WHATS)
    assert not [each for each in told if "{" in each or "staff." in each]


@pytest.mark.parametrize(
    ("hand", "who", "told"),
    [
        ("cli", "", "komentorivi"),
        ("cli", "ylläpito", "ylläpito (komentorivi)"),
        ("clock", "hylly1", "hylly1 (ajastus)"),
        ("program", "", "palvelin"),
    ],
)
def test_it_is_told_by_what_a_change_was_made(client, settings, hand, who, told):
    at = NOW + DAY
    with closing(prepare_database(settings.database)) as database, database.write() as connection:
        log_change(connection, "walked", at, who, "toy", hand=hand)
    assert words(page(client))[0].startswith(f"{told} kävi hyllykierroksella")
