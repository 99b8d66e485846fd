"""Walks and misplaced items over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

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


def test_a_device_whose_clock_is_ahead_does_not_see_bays_in_the_future(client):
    seen = [
        {"face": "1A", "bay": bay, "first": first, "seen_on": "9998-01-01"}
        for bay, first in ((1, "84.2 AAL"), (2, "84.2 HEI"), (3, "84.2 KOS"), (4, "84.2 LIN"))
    ]
    done = client.post(WALKS, json={"key": "one-walk", "seen": seen}).json()
    checked = [each["checked_on"] for each in ranges(client, done["draft"]).values()]
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert date.fromisoformat(max(checked)) <= tomorrow


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


DRAFTS = "/api/v1/branches/toy/drafts"


def publish(client, draft):
    answer = client.post(f"{DRAFTS}/{draft}/publish")
    assert answer.status_code == 200, answer.text


def publish_edit(client, *changes):
    """Publish some changes from another draft; each is of one thing that is there."""
    draft = client.post(DRAFTS, json={"name": "another"}).json()["id"]
    plan = client.get(f"{DRAFTS}/{draft}").json()["plan"]
    made = []
    for kind, id_, fields in changes:
        value = next(each for each in plan[kind] if each["id"] == id_)
        made.append({"kind": kind, "id": id_, "value": {**value, **fields}})
    asked = {"base": 1, "key": "another-edit", "changes": made}
    assert client.post(f"{DRAFTS}/{draft}/edits", json=asked).status_code == 200
    publish(client, draft)


def walk_drafts(client):
    listed = client.get(DRAFTS).json()["drafts"]
    return [each["id"] for each in listed if each["name"] == "Hyllykierros"]


def firsts(client, draft):
    """Tell what the draft says of each bay of a face, and when it was seen."""
    found = {}
    for each in ranges(client, draft).values():
        (run,) = each["runs"]
        texts = each.get("bay_firsts") or [each["first"]]
        for bay, first in enumerate(texts, run["first_bay"]):
            found[run["face"], bay] = (first, each["checked_on"])
    return found


def test_a_walk_goes_on_in_its_draft_after_another_draft_is_published(client):
    one = walk(client, ("1A", 1, "84.2 ABC"), key="walk-one")
    publish_edit(client, ("kiosks", "toy-1", {"x_m": 3.0}))
    two = walk(client, ("1A", 1, "84.2 ABC"), ("1A", 2, "84.2 HEI"), key="walk-two")
    assert walk_drafts(client) == [one["draft"]] == [two["draft"]]
    now = client.get(f"{DRAFTS}/{two['draft']}").json()
    assert now["plan"]["kiosks"][0]["x_m"] == 3.0
    versions = client.get("/api/v1/branches/toy/versions").json()["versions"]
    assert [each["hash"] for each in versions if each["published"]] == [now["base_hash"]]
    seen = firsts(client, two["draft"])
    assert seen["1A", 1] == ("84.2 ABC", DAY)
    assert seen["1A", 2] == ("84.2 HEI", DAY)


def test_what_was_walked_stays_beside_ranges_that_others_published(client):
    one = walk(client, ("1A", 3, "84.2 KUU"), key="walk-one")
    publish_edit(client, ("ranges", "r1", {"checked_on": "2026-10-01"}))
    two = walk(client, ("1A", 4, "84.2 ÖST"), key="walk-two")
    assert two["draft"] == one["draft"]
    now = ranges(client, two["draft"])
    assert now["r1"]["checked_on"] == "2026-10-01"
    assert now["r1"]["last"] == "84.2 KUU"
    assert two["problems"] == []


def test_a_walk_that_is_published_whole_is_not_begun_twice(client):
    one = walk(client, ("1A", 1, "84.2 ABC"), key="walk-one")
    publish(client, one["draft"])
    again = walk(client, ("1A", 1, "84.2 ABC"), key="walk-two")
    assert (again["draft"], walk_drafts(client)) == (one["draft"], [one["draft"]])
    before = ranges(client, one["draft"])
    more = walk(client, ("1A", 1, "84.2 ABC"), ("1A", 2, "84.2 HEI"), key="walk-three")
    assert walk_drafts(client) == [more["draft"]] != [one["draft"]]
    seen = firsts(client, more["draft"])
    assert (seen["1A", 1][0], seen["1A", 2][0]) == ("84.2 ABC", "84.2 HEI")
    assert {each for each in before if each.startswith("r")} <= set(ranges(client, more["draft"]))


def test_what_was_seen_after_the_walk_was_timed_is_kept_when_it_is_published(client, tmp_path):
    one = walk(client, ("1A", 1, "84.2 ABC"), key="walk-one")
    held = client.get(f"{DRAFTS}/{one['draft']}").json()["plan"]
    walk(client, ("1A", 3, "84.2 KUU"), key="walk-two")
    timed = client.post(DRAFTS, json={"plan": held}).json()["id"]
    publish(client, timed)
    done = walk(client, ("1A", 4, "84.2 ÖST"), key="walk-three")
    seen = firsts(client, done["draft"])
    assert done["draft"] == one["draft"]
    assert [seen["1A", bay][0] for bay in (1, 3, 4)] == ["84.2 ABC", "84.2 KUU", "84.2 ÖST"]


def test_the_published_part_of_a_walk_is_not_taken_back(client):
    one = walk(client, ("1A", 1, "84.2 ABC"), key="walk-one")
    publish(client, one["draft"])
    assert take_back(client, one["draft"], "walk-one").status_code == 409
    assert firsts(client, one["draft"])["1A", 1][0] == "84.2 ABC"


def test_two_who_begin_to_walk_at_once_are_in_one_draft(client):
    with ThreadPoolExecutor(4) as pool:
        seen = ["84.2 ABC", "84.2 HEI", "84.2 KUU", "84.2 ÖST"]
        rows = [("1A", bay, first) for bay, first in enumerate(seen, 1)]
        done = pool.map(lambda row: walk(client, row, key=f"walk-{row[1]:04}"), rows)
        (draft,) = {each["draft"] for each in done}
    assert walk_drafts(client) == [draft]
    now = firsts(client, draft)
    assert [now["1A", bay][0] for bay in range(1, 5)] == seen


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
