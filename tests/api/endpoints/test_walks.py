"""Walks and misplaced items over HTTP."""

from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

WALKS = "/api/v1/branches/toy/walks"
MISPLACED = "/api/v1/branches/toy/misplaced"
DAY = "2026-11-20"


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


def walk(client, *seen, key="one-walk"):
    rows = [{"face": face, "bay": bay, "first": first, "seen_on": DAY} for face, bay, first in seen]
    answer = client.post(WALKS, json={"key": key, "seen": rows})
    assert answer.status_code == 200, answer.text
    return answer.json()


def ranges(client, draft):
    plan = client.get(f"/api/v1/branches/toy/drafts/{draft}").json()["plan"]
    return {each["id"]: each for each in plan["ranges"]}


def test_bays_are_listed_with_age_and_a_rank_that_orders_their_first_items(client):
    faces = {each["face"]: each for each in client.get(WALKS).json()["faces"]}
    first, _, third, _ = faces["1A"]["bays"]
    assert (first["first"], third["first"]) == ("84.2 AAL", "84.2 KOS")
    assert first["rank"] < third["rank"]
    assert first["checked_on"] == "2026-03-02"


def test_faces_are_the_same_by_age_and_by_the_way(client):
    by_age, by_way = (
        [each["face"] for each in client.get(WALKS, params=params).json()["faces"]]
        for params in ({}, {"order": "way"})
    )
    assert sorted(by_age) == sorted(by_way)


def test_what_was_seen_is_in_a_draft_and_nothing_else_has_changed(client):
    done = walk(client, ("1A", 3, "84.2 KUU"))
    assert [(each["first"], each["left_out"]) for each in done["seen"]] == [("84.2 KUU", "")]
    now = ranges(client, done["draft"])
    assert now["r1"]["last"] == "84.2 KUU"
    assert now["r3"]["checked_on"] == "2026-03-02"
    assert done["problems"] == []


def test_the_same_walk_again_changes_nothing(client):
    once = walk(client, ("1A", 3, "84.2 KUU"))
    assert walk(client, ("1A", 3, "84.2 KUU"))["revision"] == once["revision"]


def test_half_today_and_half_tomorrow_go_into_the_same_draft(client):
    one = walk(client, ("1A", 1, "84.2 AAL"), key="walk-one")
    two = walk(client, ("1A", 2, "84.2 HEI"), key="walk-two")
    assert (one["draft"], two["revision"]) == (two["draft"], one["revision"] + 1)


def test_a_row_that_cannot_be_used_is_told_and_the_others_are_saved(client):
    done = walk(client, ("1A", 1, "???"), ("1A", 2, "84.2 HEI"))
    assert [each["left_out"] for each in done["seen"]] == ["call-number", ""]


def test_an_order_error_is_told_at_once(client):
    done = walk(client, ("1A", 1, "84.2 ÖST"), ("1A", 2, "84.2 AAL"))
    assert done["problems"]


def take_back(client, draft, key):
    return client.post(f"{WALKS}/undo", json={"draft": draft, "key": key})


def test_a_walk_is_taken_back_out_of_the_draft_once(client):
    before = walk(client, ("1A", 1, "84.2 AAL"), key="walk-one")
    held = ranges(client, before["draft"])
    walk(client, ("1A", 3, "84.2 KUU"), key="walk-two")
    assert take_back(client, before["draft"], "walk-two").json() == {"taken_back": True}
    assert ranges(client, before["draft"]) == held
    assert take_back(client, before["draft"], "walk-two").json() == {"taken_back": False}
    assert ranges(client, before["draft"]) == held


def test_a_walk_is_taken_back_after_an_edit_of_something_else(client):
    done = walk(client, ("1A", 3, "84.2 KUU"), key="walk-one")
    first = ranges(client, done["draft"])["r1"]
    draft = f"/api/v1/branches/toy/drafts/{done['draft']}"
    plan = client.get(draft).json()
    kiosk = {**plan["plan"]["kiosks"][0], "x_m": 3.0}
    edit = {"kind": "kiosks", "id": kiosk["id"], "value": kiosk}
    asked = {"base": plan["revision"], "key": "moved-the-kiosk", "changes": [edit]}
    assert client.post(f"{draft}/edits", json=asked).status_code == 200
    assert take_back(client, done["draft"], "walk-one").json() == {"taken_back": True}
    now = ranges(client, done["draft"])["r1"]
    assert first["last"] == "84.2 KUU"
    assert now["last"] != "84.2 KUU"
    assert client.get(draft).json()["plan"]["kiosks"][0]["x_m"] == 3.0


def test_a_walk_that_was_walked_over_since_is_not_taken_back(client):
    done = walk(client, ("1A", 3, "84.2 KUU"), key="walk-one")
    walk(client, ("1A", 3, "84.2 KYL"), key="walk-two")
    answer = take_back(client, done["draft"], "walk-one")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/draft-conflict")
    assert ranges(client, done["draft"])["r1"]["last"] == "84.2 KYL"


def test_a_draft_that_is_gone_is_told(client):
    assert take_back(client, "gone", "walk-one").json()["type"] == "/problems/unknown-draft"


def test_a_misplaced_item_is_named_with_its_place(client):
    items = ["84.2 AAL", "84.2 UUS", "84.2 BBB", "84.2 CCC"]
    (found,) = client.post(MISPLACED, json={"items": items, "partition": "aik-kauno"}).json()[
        "items"
    ]
    assert (found["at"], found["why"], found["after"]) == (2, "order", "84.2 CCC")
    assert (found["face"], found["first_bay"]) == ("1A", 3)


def test_an_unknown_barcode_is_told_and_does_not_disturb_the_order(client):
    items = ["84.2 AAL", "???", "84.2 BBB"]
    found = client.post(MISPLACED, json={"items": items}).json()["items"]
    assert [(each["at"], each["why"]) for each in found] == [(2, "unknown")]


def test_several_bays_are_one_list_in_walking_order_and_each_has_its_own_order(client):
    bays = {
        "items": ["84.2 KOS", "84.2 LIN", "84.2 AAL", "84.2 MER"],
        "more": [
            ["84.2 AAL", "84.2 BBB", "84.2 UUS", "84.2 CCC"],
            ["84.2 LIN", "84.2 MER", "84.2 AAL", "84.2 UUS"],
        ],
        "partition": "aik-kauno",
    }
    found = client.post(MISPLACED, json=bays).json()["items"]
    assert {(each["batch"], each["at"]) for each in found} == {(1, 3), (2, 3), (3, 3)}
    places = [each["first_bay"] for each in found]
    assert places in (sorted(places), sorted(places, reverse=True))


def test_bays_in_order_need_nothing_even_where_one_after_the_other_would(client):
    bays = {"items": ["84.2 KOS", "84.2 LIN"], "more": [["84.2 AAL", "84.2 BBB"]]}
    assert client.post(MISPLACED, json=bays).json()["items"] == []
