"""Partitions are made, changed and removed in a draft, from a list that tells what each holds."""

import html
import re
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

PAGE = "/s/ranges/groups"
TOY = "/api/v1/branches/toy"
NEWS = {
    "name_fi": "Uutuudet",
    "name_en": "New books",
    "department_fi": "Aikuiset",
    "material_fi": "Kirjat",
    "prefixes": "UUT, NYH,UUT",
}


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        connected.follow_redirects = True
        yield sign_in(connected)


def show(client, **query) -> str:
    return html.unescape(client.get(PAGE, params={"branch": "toy", "lang": "en", **query}).text)


def send(client, do, **fields) -> httpx.Response:
    return client.post(f"{PAGE}?lang=en", data={"branch": "toy", "do": do, **fields})


def drafts(client) -> list[dict]:
    return client.get(f"{TOY}/drafts").json()["drafts"]


def plan_of(client, draft) -> dict:
    return client.get(f"{TOY}/drafts/{draft}").json()["plan"]


@pytest.fixture
def draft(client) -> str:
    """A draft with a new partition, at revision 2."""
    return send(client, "save", **NEWS).url.params["draft"]


def told(answer: httpx.Response) -> str:
    found = re.search(r'role="alert".*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_each_partition_is_listed_with_what_it_holds_and_is_called(client):
    page = show(client)
    assert "2 faces, 8 bays, 9 items" in page
    assert "Adults / Fiction / Books" in page
    assert "The first save begins a draft" in page
    assert page.count(">Change<") == 3


def test_the_first_that_is_saved_begins_a_draft_and_is_led_on_to_its_shelves(client):
    saved = send(client, "save", **NEWS)
    assert "Saved in the draft: New books" in saved.text
    draft = saved.url.params["draft"]
    made = plan_of(client, draft)["partitions"][-1]
    assert made == {
        "id": "uutuudet",
        "department": {"fi": "Aikuiset"},
        "collection": {"fi": "Uutuudet", "en": "New books"},
        "material": {"fi": "Kirjat"},
        "name": {"fi": "Uutuudet", "en": "New books"},
        "block": {"fi": "Uutuudet", "en": "New books"},
        "prefixes": ["UUT", "NYH"],
    }
    link = re.search(r'href="(/s/ranges\?[^"]*partition=uutuudet)">Assign shelves', saved.text)
    shelves = client.get(html.unescape(link[1]))
    assert shelves.status_code == 200
    assert "New books" in shelves.text
    assert "partition &quot;New books&quot;" not in shelves.text


def test_a_new_partition_is_offered_what_most_others_have(client):
    page = show(client, new="true")
    assert 'name="department_fi" value="Aikuiset"' in page
    assert 'name="material_sv" value="Böcker"' in page
    assert 'name="name_fi" value=""' in page
    assert "As in the library in general: YKL" in page


def test_a_partition_is_changed_and_shown_as_it_is(client, draft):
    form = show(client, draft=draft, partition="uutuudet")
    assert 'name="name_en" value="New books"' in form
    assert 'name="block_fi" value=""' in form
    assert 'name="prefixes" value="UUT, NYH"' in form
    fields = {**NEWS, "block_fi": "Uutta", "scheme": "finnish", "prefixes": ""}
    send(client, "save", draft=draft, revision="2", partition="uutuudet", **fields)
    changed = plan_of(client, draft)["partitions"][-1]
    assert (changed["id"], changed["block"], changed["scheme"]) == (
        "uutuudet",
        {"fi": "Uutta"},
        "finnish",
    )
    assert "prefixes" not in changed


def test_saving_is_taken_back(client, draft):
    undone = send(client, "undo", draft=draft, revision="2")
    assert "Undone" in undone.text
    assert len(plan_of(client, draft)["partitions"]) == 3


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name_fi": " "}, "Write the partition’s name in Finnish."),
        ({"name_fi": "aikuisten KAUNOKIRJALLISUUS"}, "There is a partition “Aikuisten kauno"),
        ({"scheme": "bogus"}, "There is no call number scheme “bogus”"),
        ({"partition": "nowhere"}, "There is no partition “nowhere”"),
    ],
)
def test_what_cannot_be_saved_stays_on_the_page_and_begins_no_draft(client, wrong, why):
    refused = send(client, "save", **{**NEWS, "department_sv": "Vuxna", **wrong})
    assert refused.status_code == 422
    assert why in told(refused)
    assert 'name="department_sv" value="Vuxna"' in refused.text
    assert drafts(client) == []


def test_a_partition_with_shelves_is_not_removed_and_they_are_named(client):
    refused = send(client, "remove", partition="aik-kauno")
    assert refused.status_code == 422
    assert "1A (1–4), 1B (1–4)" in told(refused)
    assert "Open the ranges" in refused.text
    assert drafts(client) == []
    form = show(client, partition="aik-kauno")
    assert "1A (1–4), 1B (1–4)" in form
    assert 'value="remove"' not in form


def test_what_nothing_needs_is_removed_and_brought_back(client, draft):
    assert "neither shelves nor items" in show(client, draft=draft, partition="uutuudet")
    removed = send(client, "remove", draft=draft, revision="2", partition="uutuudet")
    assert "removed from the draft" in removed.text
    assert len(plan_of(client, draft)["partitions"]) == 3
    again = send(client, "remove", draft=draft, revision="3", partition="uutuudet")
    assert again.status_code == 422
    send(client, "undo", draft=draft, revision="3")
    assert len(plan_of(client, draft)["partitions"]) == 4


def test_bays_go_to_another_partition_and_then_it_can_be_removed(client):
    begun = client.post(f"{TOY}/drafts", json={"name": "Ranges"}).json()["id"]
    bays = {"face": "3A", "first_bay": 1, "last_bay": 4, "first": "90.1 AAA", "last": "90.1 ÖÖÖ"}
    job = {"partition": "aik-tieto", "base": 1, "checked_on": "2026-11-20", **bays}
    given = client.post(f"{TOY}/drafts/{begun}/ranges/assign", json=job)
    assert given.status_code == 200, given.text
    form = show(client, draft=begun, partition="lap-kauno")
    assert 'value="remove"' in form
    removed = send(client, "remove", draft=begun, revision="2", partition="lap-kauno")
    assert "removed from the draft" in removed.text


def test_names_that_lead_to_it_are_listed_and_taken_away(client, draft):
    names = {"draft": draft, "revision": "2", "names": '{"department": "Lehtisali"}'}
    client.post("/s/ranges/names", data={"branch": "toy", "do": "save", "to": "uutuudet", **names})
    refused = send(client, "remove", draft=draft, revision="3", partition="uutuudet")
    assert told(refused).endswith("remove them and save first: Lehtisali")
    form = show(client, draft=draft, partition="uutuudet")
    value = re.search(r'name="unwanted" value="([^>]*)"><span>Remove: Lehtisali', form)
    fields = {"draft": draft, "revision": "3", "partition": "uutuudet", "unwanted": value[1]}
    send(client, "save", **NEWS, **fields)
    assert "aliases" not in plan_of(client, draft)


def test_a_change_of_what_somebody_else_has_changed_is_refused(client, draft):
    own = {"draft": draft, "partition": "uutuudet", "revision": "2"}
    send(client, "save", **{**NEWS, "name_fi": "Tuoreet"}, **own)
    late = send(client, "save", **{**NEWS, "name_fi": "Myöhäiset"}, **own)
    assert late.status_code == 409
    assert 'value="Myöhäiset"' in late.text
    assert plan_of(client, draft)["partitions"][-1]["name"]["fi"] == "Tuoreet"


def test_the_log_names_the_partition(client, draft):
    send(client, "remove", draft=draft, revision="2", partition="uutuudet")
    log = html.unescape(client.get("/s/log?branch=toy&lang=en").text)
    assert "saved the partition “Uutuudet” in the draft “Partitions”" in log
    assert "removed the partition “Uutuudet” from the draft “Partitions”" in log


def test_the_edits_of_a_draft_tell_of_it(client, draft):
    edits = client.get(f"{TOY}/drafts/{draft}/edits", headers={"Accept-Language": "en"}).json()
    assert "partition" in str(edits)


def test_the_pages_of_ranges_lead_here(client):
    assert f"{PAGE}?" in client.get("/s/ranges?branch=toy").text


def test_names_of_a_catalogue_fill_in_a_new_partition(client):
    page = show(client, new="true", department="Musiikkiosasto", material="CD")
    for field, value in (("name", "Musiikkiosasto"), ("material", "CD"), ("collection", "")):
        assert f'name="{field}_fi" value="{value}"' in page


def test_nonsense_is_answered(client):
    assert client.get(PAGE, params={"branch": "toy", "partition": "nowhere"}).status_code == 200
    assert client.get(PAGE, params={"branch": "toy", "draft": "nowhere"}).status_code == 404
    assert send(client, "save", draft="nowhere", **NEWS).status_code == 404
    assert send(client, "undo").status_code in (404, 409)
    assert send(client, "bogus").status_code == 422
