"""Items without a place: groups with counts, assigned in a draft, placed when it is published."""

import html
import re
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from sqlalchemy import update

from api import unplaced
from api.app import create_app
from api.catalogue.placing import make_placing
from api.importing import import_items
from api.storage.tables import BranchRow
from api.storage.upgrade import prepare_database
from tests.support.browser import wait_until
from tests.support.library import store_library
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

PAGE = "/s/ranges/names"
DISCS = '{"department": "Musiikkiosasto", "material": "CD"}'
TABLE = [
    "barcode,title,author,year,call_number,partition,language,status,due_on,department,material\n",
    *(f"{each},Levy {each},,,84.2 HEI,,fi,available,,Musiikkiosasto,CD\n" for each in range(7)),
    *(f"1{each},Lehti {each},,,99.9 ÖÖÖ,,fi,available,,Lehtisali,\n" for each in range(2)),
    "20,Kirja,,,84.2 AAL,aik-kauno,fi,available,,,\n",
    "21,Kirja,,,84.2 HAV,aik-varasto,fi,available,,,\n",
    "22,Kirja,,,84.99 ÖÖÖ,aik-kauno,fi,available,,,\n",
]


@pytest.fixture
def settings(tmp_path):
    return store_library(tmp_path)


@pytest.fixture
def client(settings) -> Iterator[httpx.Client]:
    with serving(create_app(settings)) as connected:
        connected.follow_redirects = True
        yield sign_in(connected)


@pytest.fixture
def imported(settings):
    plan = toy_plan()
    database = prepare_database(settings.database)
    import_items(database, "toy", TABLE, make_placing(plan), plan=plan, accept_fewer=True)
    database.close()


def show(client, **query) -> str:
    return html.unescape(client.get(PAGE, params={"branch": "toy", "lang": "en", **query}).text)


def send(client, do, **fields) -> httpx.Response:
    return client.post(f"{PAGE}?lang=en", data={"branch": "toy", "do": do, **fields})


def choose(client, do, to="aik-kauno", **fields) -> httpx.Response:
    return send(client, do, names=[DISCS], to=[to], **fields)


def test_each_group_has_its_count_examples_and_a_suggestion(client, imported):
    page = show(client)
    assert "11 items without a place" in page
    assert "Musiikkiosasto / CD" in page
    assert "7 items" in page
    assert "84.2 HEI Levy 0" in page
    assert "Suggestion: Adult fiction (100% of the call numbers are there)" in page
    for heading in ("Call numbers that no range holds", "Partitions that have no shelves"):
        assert heading in page
    assert "The first save begins a draft" in page


def test_without_items_the_page_leads_to_their_import(client, settings):
    with (
        closing(prepare_database(settings.database)) as database,
        database.write() as connection,
    ):
        connection.execute(update(BranchRow).values(items_run=0))
    page = show(client)
    assert "No items have been imported yet." in page
    assert "/s/items?" in page


def test_the_effect_is_shown_before_anything_is_saved(client, imported):
    page = choose(client, "try").text
    assert "7 items get a place when the draft is published." in page
    assert 'value="aik-kauno" selected' in page
    assert not client.get("/api/v1/branches/toy/drafts").json()["drafts"]
    other = choose(client, "try", to="aik-tieto").text
    assert "0 items get a place when the draft is published; 7 stay outside" in other


def test_the_first_choice_begins_a_draft_and_can_be_taken_back(client, imported):
    saved = choose(client, "save")
    draft = saved.url.params["draft"]
    assert "Saved in the draft." in saved.text
    assert "7 items get a place" in saved.text
    plan = client.get(f"/api/v1/branches/toy/drafts/{draft}").json()["plan"]
    assert plan["aliases"][-1]["department"] == "Musiikkiosasto"
    undone = send(client, "undo", draft=draft, revision="2")
    assert "Undone" in undone.text
    assert "get a place" not in undone.text


def test_the_same_choice_again_changes_nothing(client, imported):
    draft = choose(client, "save").url.params["draft"]
    choose(client, "save", draft=draft, revision="2")
    assert client.get(f"/api/v1/branches/toy/drafts/{draft}").json()["revision"] == 2


def test_a_published_choice_places_the_items_and_the_day_asks_no_more(client, imported):
    assert "11 items without a place" in client.get("/s?branch=toy&lang=en").text
    draft = choose(client, "save").url.params["draft"]
    form = {"branch": "toy", "draft": draft, "revision": "2", "when": "now"}
    client.post("/s/publish?lang=en", data=form)
    wait_until(lambda: "Musiikkiosasto" not in show(client))
    assert "4 items without a place" in show(client)
    found = client.get("/api/v1/branches/toy/search?q=levy").json()
    assert found["total"] == 7
    assert "4 items without a place" in client.get("/s?branch=toy&lang=en").text


def test_names_of_pasted_rows_join_the_groups(client):
    items = "department,material\n" + "Lehtisali,Lehti\n" * 3
    page = send(client, "show", items=items).text
    assert "Lehtisali / Lehti" in page
    assert "3 items" in page
    names = '{"department": "Lehtisali", "material": "Lehti"}'
    saved = send(client, "save", names=[names], to=["aik-tieto"])
    again = send(client, "show", items=items, draft=saved.url.params["draft"])
    assert "All names of the rows lead to one partition." in again.text


def test_what_is_no_choice_is_refused_and_begins_no_draft(client, imported):
    for wrong in ({"to": [""]}, {"to": ["nowhere"]}, {"names": ["rubbish"], "to": ["aik-kauno"]}):
        assert send(client, "save", **{"names": [DISCS], **wrong}).status_code == 422
    assert send(client, "show", items="shelf\n1\n").status_code == 422
    assert not client.get("/api/v1/branches/toy/drafts").json()["drafts"]


def test_groups_that_are_too_small_to_be_listed_are_told_as_one_number(
    client, settings, monkeypatch
):
    monkeypatch.setattr(unplaced, "MOST_GROUPS", 1)
    plan = toy_plan()
    database = prepare_database(settings.database)
    import_items(database, "toy", TABLE, make_placing(plan), plan=plan, accept_fewer=True)
    database.close()
    page = show(client)
    assert "11 items without a place" in page
    assert "Also 4 items in smaller groups" in page


def test_a_group_can_become_a_new_partition(client, imported):
    page = show(client)
    asked = "branch=toy&lang=en&new=true&department=Musiikkiosasto&material=CD"
    assert f"/s/ranges/groups?{asked}" in page
    items = "department,material\nLehtisali,Lehti\n"
    pasted = html.unescape(send(client, "show", items=items).text)
    form = client.get(re.search(r'href="(/s/ranges/groups[^"]*material=Lehti)"', pasted)[1])
    assert 'name="name_fi" value="Lehtisali"' in form.text


def test_a_new_partition_takes_the_items_of_its_group(client, imported):
    names = {"name_fi": "Levyt", "department_fi": "Musiikkiosasto", "material_fi": "CD"}
    made = {"branch": "toy", "do": "save", **names, "collection_fi": "Musiikkiosasto"}
    draft = client.post("/s/ranges/groups?lang=en", data=made).url.params["draft"]
    assert "0 items get a place when the draft is published; 7 stay outside" in show(
        client, draft=draft
    )
