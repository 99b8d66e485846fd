"""Ranges of a draft as pages without script: shown, tried, done, refused and taken back."""

import html
import json
import re
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from api.pages.staff import range_views
from floorplans.formats.native import parse_plan
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"
CHOSEN = re.compile(r'name="bay" value="([^"]+)" checked')


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        connected.follow_redirects = True
        yield sign_in(connected)


@pytest.fixture
def draft(client) -> str:
    begun = client.post("/s/ranges?lang=en", data={"branch": "toy", "do": "begin"})
    return str(begun.url.params["draft"])


def send(client, draft: str, do: str, revision: int = 1, **fields) -> httpx.Response:
    sent = {"branch": "toy", "draft": draft, "partition": "aik-kauno", "revision": str(revision)}
    return client.post("/s/ranges?lang=en", data={**sent, "do": do, **fields})


def ranges_of(client, draft: str) -> dict:
    plan = client.get(f"{TOY}/drafts/{draft}").json()["plan"]
    return {each["id"]: each for each in plan["ranges"]}


def test_without_a_draft_the_page_shows_what_is_on_the_map_and_offers_to_begin_one(client):
    page = client.get("/s/ranges?branch=toy&lang=en&partition=aik-kauno")
    assert re.search(r'<span class="first">84.2 AAL</span>', page.text)
    assert "2 faces, 8 bays, 9 items" in page.text
    assert 'name="first:' not in page.text
    assert 'type="checkbox"' not in page.text
    sent = {"branch": "toy", "partition": "aik-kauno", "shelf": ["s1"], "do": "begin"}
    begun = client.post("/s/ranges?lang=en", data=sent)
    assert begun.status_code == 200
    assert 'name="first:1A|1" value="84.2 AAL"' in begun.text
    assert CHOSEN.findall(begun.text)[0] == "1A|1"


def test_what_is_on_the_map_is_shown_and_given_as_a_table_beside_a_draft(client, draft):
    send(client, draft, "shift!", bay=["1A|3"], by="1")
    asked = "branch=toy&draft=published&partition=aik-kauno"
    live = client.get(f"/s/ranges?lang=en&{asked}").text
    changed = client.get(f"/s/ranges?lang=en&{asked.replace('published', draft)}").text
    assert 'name="do" value="begin"' in live
    assert 'name="do" value="begin"' not in changed
    table = client.get(f"/s/ranges/table?{asked}").text
    assert "84.31 AUS" in table
    assert table != client.get(f"/s/ranges/table?{asked.replace('published', draft)}").text


def test_a_discarded_draft_is_not_taken_for_another(client, draft):
    client.delete(f"{TOY}/drafts/{draft}").raise_for_status()
    assert client.get(f"/s/ranges?branch=toy&lang=en&draft={draft}").status_code == 404


def test_each_bay_has_its_border_its_load_and_each_face_its_age(client, draft):
    text = client.get(f"/s/ranges?branch=toy&lang=en&draft={draft}&partition=aik-kauno").text
    assert re.search(r'name="first:1A\|1" value="84.2 AAL"', text)
    assert re.search(r'name="first:1A\|2" value=""[^>]*placeholder="\?"', text)
    assert "2 faces, 8 bays, 9 items" in text
    assert "months ago" in text


def test_a_shift_is_shown_before_it_is_done_and_says_what_falls_off(client, draft):
    fields = {"bay": ["1A|3", "1A|4"], "by": "2"}
    shown = send(client, draft, "shift", **fields)
    assert "One bay loses its border" not in shown.text
    assert "2 bays lose their borders" in shown.text
    assert "1B, bay 1: 84.31 AUS" in shown.text
    assert ranges_of(client, draft)["r2"]["runs"][0]["face"] == "1A"
    done = send(client, draft, "shift!", **fields)
    assert "The bays were shifted in the draft." in done.text
    assert ranges_of(client, draft)["r2"]["runs"] == [{"face": "1B", "first_bay": 1, "last_bay": 2}]


def test_what_was_done_is_taken_back(client, draft):
    before = ranges_of(client, draft)
    done = send(client, draft, "shift!", bay=["1A|3"], by="1")
    assert 'value="undo"' in done.text
    assert ranges_of(client, draft) != before
    back = send(client, draft, "undo", revision=2)
    assert "Undone" in back.text
    assert ranges_of(client, draft) == before


def test_what_is_chosen_stays_chosen_after_a_job_and_after_taking_it_back(client, draft):
    chosen = ["1A|2", "1A|3", "1B|1"]
    done = send(client, draft, "shift!", bay=chosen, by="1")
    assert done.url.params.get_list("bay") == ["1A|2-3", "1B|1-1"]
    assert CHOSEN.findall(done.text) == chosen
    assert "bay=1A%7C2-3&amp;bay=1B%7C1-1" in done.text
    assert CHOSEN.findall(send(client, draft, "undo", 2, bay=chosen).text) == chosen


def test_a_choice_too_long_for_an_address_is_dropped_and_the_job_is_done(client, draft):
    many = [f"{face:0>60}|{bay}" for face in range(99) for bay in (1, 3)]
    done = send(client, draft, "borders", bay=many, **{"first:1A|2": "84.2 HUO", "was:1A|2": ""})
    assert "The borders were saved" in done.text
    assert "bay" not in done.url.params


@pytest.mark.parametrize("bays", ["1A", "1A|2", "1A|x-y", "|1-2", "none|1-99999", "1A|4-1"])
def test_bays_of_an_address_that_are_none_choose_nothing(client, draft, bays):
    page = client.get("/s/ranges", params={"branch": "toy", "draft": draft, "bay": bays})
    assert page.status_code == 200
    assert not CHOSEN.findall(page.text)


def test_a_typed_border_parts_a_range_whose_bays_nobody_knew(client, draft):
    done = send(client, draft, "borders", **{"first:1A|2": "84.2 HUO", "was:1A|2": ""})
    assert "The borders were saved" in done.text
    assert ranges_of(client, draft)["r1"]["last"] == "84.2 HUO"
    assert ranges_of(client, draft)["aik-kauno-1A-2"]["first"] == "84.2 HUO"


def test_borders_that_cannot_be_are_told_and_stay_as_typed(client, draft):
    refused = send(client, draft, "borders", **{"first:1A|2": "84.2 ÖÖÖ", "was:1A|2": ""})
    assert refused.status_code == 422
    assert 'value="84.2 ÖÖÖ"' in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert "Row 1: “84.2 ÖÖÖ” stands after “84.2 KOS”" in refused.text
    assert len(ranges_of(client, draft)) == 8


def test_pasted_rubbish_is_told_row_by_row_and_nothing_of_it_is_lost(client, draft):
    table = "1A\t2\t84.2 HUO\n9Z\t1\t84.2 KOS\n1A\tthree\t84.2 LIN"
    refused = send(client, draft, "table", table=table)
    assert refused.status_code == 422
    assert "Row 2: There is no face “9Z”" in refused.text
    assert "3: Write the face" in refused.text
    assert "84.2 HUO\n9Z\t1" in refused.text
    done = send(client, draft, "table!", table="1A\t2\t84.2 HUO\n1A\t4\t84.2 LIN")
    assert "The table was taken into the draft." in done.text


def test_a_table_goes_out_and_comes_back_unchanged(client, draft):
    query = f"branch=toy&draft={draft}&partition=aik-kauno"
    csv = client.get(f"/s/ranges/table?{query}&format=csv").text
    book = client.get(f"/s/ranges/table?{query}&format=xlsx").content
    for table in (csv, client.post("/s/ranges/sheet", content=book).text):
        assert "No changes" in send(client, draft, "table", table=table).text
    rubbish = client.post("/s/ranges/sheet", content=b"PK\x03\x04rubbish")
    assert rubbish.status_code == 422


def test_bays_are_given_and_what_they_held_is_said(client, draft):
    fields = {
        "face": "2A",
        "first_bay": "1",
        "last_bay": "4",
        "first": "84.2 ÖST",
        "last": "84.2 ÖÖÖ",
    }
    shown = send(client, draft, "assign", **fields)
    assert "4 bays lose their borders" in shown.text
    assert 'value="84.2 ÖST"' in shown.text
    send(client, draft, "assign!", **fields)
    assert "r4" not in ranges_of(client, draft)


def test_a_partition_is_spread_by_its_items(client, draft):
    shown = send(client, draft, "spread", growth="15", per_m="33")
    assert "What would happen" in shown.text
    done = send(client, draft, "spread!", growth="15", per_m="33")
    assert "spread evenly in the draft" in done.text
    for wrong in ({"growth": "95"}, {"growth": "x"}, {"per_m": "0"}):
        refused = send(client, draft, "spread", 2, **{"growth": "15", "per_m": "33", **wrong})
        assert refused.status_code == 422


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(client, draft):
    send(client, draft, "borders", **{"first:1A|2": "84.2 HUO", "was:1A|2": ""})
    late = send(client, draft, "borders", **{"first:1A|2": "84.2 HAA", "was:1A|2": ""})
    assert late.status_code == 409
    assert 'value="84.2 HAA"' in late.text


def test_the_draft_stays_a_plan_that_can_be_read(client, draft):
    send(client, draft, "shift!", bay=["1A|1", "1B|2"], by="1")
    assert parse_plan(json.dumps(client.get(f"{TOY}/drafts/{draft}").json()["plan"])).ranges


def test_a_draft_that_cannot_be_read_as_shelves_says_why(client, draft):
    plan = client.get(f"{TOY}/drafts/{draft}").json()["plan"]
    saved = client.put(
        f"{TOY}/drafts/{draft}", json={**plan, "scheme": "none"}, headers={"If-Match": '"1"'}
    )
    assert saved.status_code == 200
    page = client.get(f"/s/ranges?branch=toy&lang=en&draft={draft}")
    assert page.status_code == 200
    assert "There is no call number scheme" in page.text


def test_ranges_on_a_face_that_is_gone_are_shown_and_told(client, draft):
    plan = client.get(f"{TOY}/drafts/{draft}").json()["plan"]
    plan["shelves"][0]["faces"] = plan["shelves"][0]["faces"][1:]
    client.put(f"{TOY}/drafts/{draft}", json=plan, headers={"If-Match": '"1"'})
    page = client.get(f"/s/ranges?branch=toy&lang=en&draft={draft}&partition=aik-kauno")
    assert page.status_code == 200
    assert 'value="1A|1"' in page.text


def test_the_bays_of_shelves_that_are_named_are_chosen_in_the_partition_that_most_of_them_hold(
    client, draft
):
    address = f"/s/ranges?branch=toy&lang=en&draft={draft}"
    fiction = client.get(f"{address}&shelf=s1").text
    chosen = re.findall(r'name="bay" value="([^"]+)" checked', fiction)
    assert chosen == [f"{face}|{bay}" for face in ("1A", "1B") for bay in (1, 2, 3, 4)]
    assert '<input type="hidden" name="shelf" value="s1">' in fiction
    facts = client.get(f"{address}&shelf=s2").text
    assert 'value="2A|1" checked' in facts
    assert " checked" not in client.get(f"{address}&shelf=none").text


def test_what_is_chosen_and_typed_stays_when_the_page_of_the_strip_is_turned(
    client, draft, monkeypatch
):
    monkeypatch.setattr(range_views, "FACES_ON_A_PAGE", 1)
    fields = {"bay": ["1A|3", "1A|4"], "first:1A|2": "84.2 EKO", "was:1A|2": "", "page": ["0", "1"]}
    second = send(client, draft, "", **fields).text
    assert 'name="first:1B|1"' in second
    assert '<input type="hidden" name="bay" value="1A|4" data-carried>' in second
    assert re.search(r'<path [^>]*class="m-before"[^>]*data-spot="1A\|4"', second)
    assert "bay_firsts" not in ranges_of(client, draft)["r1"]
    tried = send(client, draft, "shift", by="1", **fields).text
    assert "What would happen" in tried
    back = send(client, draft, "", **{**fields, "page": ["1", "0"]}).text
    assert re.search(r'value="1A\|4" checked', back)
    assert 'name="first:1A|2" value="84.2 EKO"' in back


@pytest.mark.parametrize(
    ("do", "fields", "told"),
    [
        ("shift", {"by": "1"}, "Valitse ensin osat."),
        ("shift", {"bay": ["1A|1"], "by": "kaksi"}, "”kaksi” ei ole luku väliltä -9999–9999"),
        ("shift", {"bay": ["1A|1"], "by": "99"}, "Mitään ei jäisi jäljelle"),
        ("spread", {"growth": "90", "per_m": "1"}, "kasvuvara"),
        ("table", {"table": ""}, "Rivejä ei ole"),
        ("table", {"table": 'a\t"b"c'}, "Riviä 1 ei voi lukea"),
        ("table", {"table": "range\tface\nr1\tx"}, "Rivi 2: face: Nimeä ”x” ei ole"),
        ("borders", {"first:1A|1": "???", "was:1A|1": ""}, "”???” ei ole YKL-signum"),
        ("undo", {}, "Omia muutoksiasi ei ole enää"),
    ],
)
def test_what_cannot_be_done_is_told_in_the_readers_language(client, draft, do, fields, told):
    sent = {"branch": "toy", "draft": draft, "partition": "aik-kauno", "revision": "1", "do": do}
    refused = client.post("/s/ranges?lang=fi", data={**sent, **fields})
    assert refused.status_code in (409, 422)
    assert told in html.unescape(refused.text)
    alert = re.search(r'role="alert".*?</section>', refused.text, re.DOTALL)[0]
    assert not re.search(r"\b(the|is|of|and|must|write)\b", alert)
