"""The drafts of a branch and the page of one, without script."""

import re
import uuid
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest

from api import draft_counts
from api.app import create_app
from api.exchange import guess_format, read_file
from floorplans.diff.plans import diff_plans
from floorplans.formats.drawings.read import DrawingOptions
from floorplans.formats.native import format_plan
from tests.support.browser import wait_until
from tests.support.library import store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

DRAFTS = "/s/layout?branch=toy&lang=en"


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        connected.follow_redirects = True
        yield sign_in(connected)


def begin(client: httpx.Client, name: str = "Music anew") -> str:
    page = client.post("/s/layout?lang=en", data={"branch": "toy", "name": name})
    return page.url.path.removeprefix("/s/layout/")


def test_without_drafts_the_page_says_how_to_begin_one(client):
    page = client.get(DRAFTS).text
    assert "There are no drafts" in page
    assert 'action="/s/layout?lang=en"' in page


def test_a_draft_begins_with_what_is_published_and_is_opened(client):
    page = client.post("/s/layout?lang=en", data={"branch": "toy", "name": "Music anew"})
    assert re.fullmatch(r"/s/layout/[0-9a-f]+", page.url.path)
    assert "<h1>Music anew</h1>" in page.text
    assert "No changes" in page.text


def test_drafts_are_listed_with_how_much_they_change(client):
    draft = begin(client)
    plan, tag = format_plan(moved_plan()), {"If-Match": '"1"'}
    client.put(f"/api/v1/branches/toy/drafts/{draft}", content=plan, headers=tag)
    row = client.get(DRAFTS).text
    assert "Music anew" in row
    assert re.search(r"\d+ changes? · saved", row)


def test_the_page_of_a_draft_tells_what_it_holds_to_who_has_no_script(client):
    page = client.get(f"/s/layout/{begin(client)}?branch=toy&lang=en").text
    holds = page.partition("What the draft holds")[2]
    assert re.search(r"<dt>Shelf <span class=\"muted\">\d+</span></dt><dd>1, 2", holds)


def test_a_draft_gets_another_name_in_the_list_and_on_its_page(client):
    draft = begin(client)
    form = {"branch": "toy", "name": "Comics to the front"}
    listed = client.post(f"/s/layout/{draft}/rename?lang=en", data=form)
    assert "The draft has a new name" in listed.text
    assert "Comics to the front" in listed.text
    opened = client.post(f"/s/layout/{draft}/rename?lang=en", data={**form, "to": "editor"})
    assert opened.url.path == f"/s/layout/{draft}"


def test_a_draft_is_discarded_after_a_question_and_the_map_stays(client):
    draft = begin(client)
    asked = client.get(DRAFTS).text
    assert "can be restored for 30 days" in asked
    answer = client.post(f"/s/layout/{draft}/discard?lang=en", data={"branch": "toy"})
    assert "The draft is discarded" in answer.text
    assert "There are no drafts" in answer.text
    assert client.get(f"/s/layout/{draft}?branch=toy").status_code == 404


def test_a_discarded_draft_is_listed_and_comes_back(client):
    draft = begin(client)
    assert "Discarded drafts" not in client.get(DRAFTS).text
    page = client.post(f"/s/layout/{draft}/discard?lang=en", data={"branch": "toy"}).text
    assert "Music anew" in page.partition("Discarded drafts")[2]
    assert re.search(r"discarded \d", page)
    page = client.post(f"/s/layout/{draft}/restore?lang=en", data={"branch": "toy"}).text
    assert "The draft is restored" in page
    assert "Discarded drafts" not in page
    assert client.get(f"/s/layout/{draft}?branch=toy").status_code == 200


@pytest.mark.parametrize("deed", ["rename", "discard", "restore"])
def test_what_is_no_draft_can_not_be_renamed_discarded_or_restored(client, deed):
    answer = client.post(f"/s/layout/nothing/{deed}", data={"branch": "toy", "name": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["layout/gone", "publish?draft=gone", "preview/gone"])
def test_a_draft_that_somebody_discarded_says_so_and_leads_to_the_drafts(client, path):
    joint = "&" if "?" in path else "?"
    headers = {"Accept": "text/html"}
    page = client.get(f"/s/{path}{joint}branch=toy&lang=fi", headers=headers)
    assert page.status_code == 404
    assert "Tätä luonnosta ei enää ole" in page.text
    assert 'href="/s/layout?branch=toy&amp;lang=fi"' in page.text


def test_names_are_shown_as_text(client):
    begin(client, "<b>Music</b>")
    assert "&lt;b&gt;Music&lt;/b&gt;" in client.get(DRAFTS).text


def test_the_list_does_not_wait_for_drafts_of_large_plans_and_knows_them_the_next_time(
    client, monkeypatch
):
    draft = begin(client)
    plan, tag = format_plan(moved_plan()), {"If-Match": '"1"'}
    client.put(f"/api/v1/branches/toy/drafts/{draft}", content=plan, headers=tag)
    untouched = begin(client, "Not yet begun")
    monkeypatch.setattr(draft_counts, "MOST_THINGS_AT_ONCE", 0)
    counted = []
    monkeypatch.setattr(
        draft_counts, "diff_plans", lambda *both: counted.append(both) or diff_plans(*both)
    )
    changes = len(diff_plans(toy_plan(), moved_plan()))
    assert told(client) == {draft: "Changes are being counted", untouched: "No changes"}
    wait_until(lambda: told(client)[draft] == f"{changes} changes")
    assert len(counted) == 1
    edit = {"kind": "plan", "id": "v_equals_w", "value": True}
    asked = {"base": 2, "key": str(uuid.uuid4()), "changes": [edit]}
    client.post(f"/api/v1/branches/toy/drafts/{draft}/edits", json=asked).raise_for_status()
    assert told(client)[draft] == "Changes are being counted"
    wait_until(lambda: told(client)[draft] == f"{changes + 1} changes")


def told(client: httpx.Client) -> dict[str, str]:
    """Give by draft how much of it is said to have changed."""
    rows = client.get(DRAFTS).text.partition("<ul>")[2].split("<li>\n")[1:]
    return {
        re.search(r"/s/layout/([0-9a-f]+)", row)[1]: re.search(r'"muted">([^·;]+?)(?:;| ·)', row)[1]
        for row in rows
        if "/s/layout/" in row
    }


@pytest.mark.parametrize("draft", ["published", "begun"])
def test_a_plan_is_downloaded_as_a_file_that_the_import_reads_again(client, draft, tmp_path):
    asked = {"branch": "toy", "draft": begin(client) if draft == "begun" else draft}
    got = client.get("/s/layout/file", params=asked)
    name = re.fullmatch(r'attachment; filename="(.+)"', got.headers["Content-Disposition"])
    assert name
    assert re.fullmatch(r"toy-\d{4}-\d\d-\d\d\.json", name[1])
    file = tmp_path / name[1]
    file.write_bytes(got.content)
    read = read_file(file, guess_format(file), "toy", DrawingOptions())
    assert read.plan == toy_plan()


@pytest.mark.parametrize(("format_", "suffix"), [("imdf", "zip"), ("xlsx", "xlsx")])
def test_a_plan_is_downloaded_for_other_programs_and_as_tables(client, format_, suffix):
    got = client.get("/s/layout/file", params={"branch": "toy", "format": format_})
    assert f'.{suffix}"' in got.headers["Content-Disposition"]
    assert {"imdf": "venue.geojson", "xlsx": "xl/workbook.xml"}[format_] in ZipFile(
        BytesIO(got.content)
    ).namelist()


def test_the_page_of_drafts_offers_what_is_on_the_map_and_each_draft_as_a_file(client):
    draft = begin(client, "Music anew")
    form = client.get(DRAFTS).text.partition('action="/s/layout/file"')[2].partition("</form>")[0]
    assert 'value="published">On the map now' in form
    assert f'value="{draft}">Music anew' in form


def test_a_file_of_a_draft_that_is_not_there_is_a_page_that_says_so(client):
    headers = {"Accept": "text/html"}
    got = client.get("/s/layout/file", params={"branch": "toy", "draft": "none"}, headers=headers)
    assert got.status_code == 404
    assert "<h1" in got.text
