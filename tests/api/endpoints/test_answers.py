import gzip
import math
import xml.etree.ElementTree as ET

import pytest

from kiosk_ui.messages import LANGUAGES

TOY = "/api/v1/branches/toy"


def get(client, path, **params):
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_branches_are_listed_in_the_readers_language(client):
    branches = get(client, "/api/v1/branches", lang="sv")["branches"]
    assert [(each["id"], each["name"]) for each in branches] == [
        ("side", "Filialen"),
        ("toy", "Leksaksbiblioteket"),
    ]


def test_a_branch_has_its_levels_partitions_and_kiosks(client):
    branch = get(client, TOY)
    assert [level["id"] for level in branch["levels"]] == ["1", "2"]
    assert [each["id"] for each in branch["partitions"]] == ["aik-kauno", "aik-tieto", "lap-kauno"]
    assert branch["kiosks"] == [{"id": "toy-1", "name": "Aulan näyttö"}]
    assert branch["shelf_count"] == 4
    assert len(branch["version"]) == 64


def test_the_browsers_language_counts_where_the_address_names_none(client):
    answer = client.get(TOY, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert answer.json()["name"] == "Toy library"


def test_a_search_gives_works_with_their_copies_and_their_shelf(client):
    found = get(client, f"{TOY}/search", q="tuntematon sotilas")
    assert found["total"] == 2
    work = found["items"][0]
    assert (work["available"], work["total"]) == (1, 2)
    assert [copy["barcode"] for copy in work["copies"]] == ["4001", "4002"]
    assert work["partition_name"] == "Aikuisten kaunokirjallisuus"
    assert work["place"]["face_name"] == "1A"
    assert (work["place"]["first_bay"], work["place"]["last_bay"]) == (3, 4)


def test_a_work_that_is_not_on_the_map_is_found_without_a_place(client):
    (work,) = get(client, f"{TOY}/search", q="hyllytön")["items"]
    assert work["place"] is None
    assert work["partition_name"] == "aik-varasto"


def test_a_page_beyond_the_last_one_is_empty_and_still_has_the_total(client):
    page = get(client, f"{TOY}/search", q="linna", offset=50)
    assert page["items"] == []
    assert page["total"] == get(client, f"{TOY}/search", q="linna")["total"] > 0


def test_a_place_is_told_in_numbers_and_in_the_readers_words(client):
    finnish, english = (
        get(client, f"{TOY}/places", callno="84.2 LIN", partition="aik-kauno", lang=lang)["places"][
            0
        ]
        for lang in ("fi", "en")
    )
    assert finnish["text"] != english["text"]
    assert "bookcase\u00a01" in english["text"]
    assert (finnish["level_name"], english["level_name"]) == ("1. kerros", "Floor 1")
    assert {**finnish, "text": "", "level_name": "", "partition_name": ""} == {
        **english,
        "text": "",
        "level_name": "",
        "partition_name": "",
    }
    assert finnish["confidence"] == 1.0
    assert finnish["checked_on"] == "2026-03-02"


def test_a_prefix_names_the_partition(client):
    places = get(client, f"{TOY}/places", callno="LAP 84.2 KIV")["places"]
    assert {place["partition"] for place in places} == {"lap-kauno"}


def test_a_call_number_that_no_shelf_holds_has_no_places(client):
    found = get(client, f"{TOY}/places", callno="99.9 ÖÖÖ", partition="aik-kauno")
    assert found["places"] == []


@pytest.mark.parametrize("start", ["kiosk:toy-1", "point:T1A01", "1,2.0,1.5"])
def test_a_route_leads_from_the_start_to_the_spot_before_the_shelf(client, start):
    params = {"from": start, "callno": "84.2 LIN", "partition": "aik-kauno", "lang": "en"}
    route = client.get(f"{TOY}/routes", params=params).json()
    spot = route["place"]["spot"]
    assert math.dist(route["legs"][-1]["points"][-1], (spot["x_m"], spot["y_m"])) < 0.5
    assert route["length_m"] == pytest.approx(
        sum(leg["length_m"] for leg in route["legs"]), abs=0.1
    )
    assert route["steps"][-1]["kind"] == "arrive"
    assert all(step["text"] for step in route["steps"])
    assert route["duration_s"] > 0


def test_a_step_free_route_to_the_other_level_takes_the_lift(client):
    params = {"from": "kiosk:toy-1", "to": "2,6.0,6.0"}
    walking = get(client, f"{TOY}/routes", **params)
    step_free = get(client, f"{TOY}/routes", **params, profile="step-free")
    assert [leg["level"] for leg in walking["legs"]] == ["1", "2"]
    assert walking["legs"][0]["connector"] == "stairs"
    assert step_free["legs"][0]["connector"] == "lift"
    assert step_free["profile"] == "step-free"
    assert walking["place"] is None


def test_a_level_is_drawn_once_and_then_not_sent_again_while_it_is_as_it_was(client):
    first = client.get(f"{TOY}/levels/1.svg")
    assert first.headers["content-type"].startswith("image/svg+xml")
    assert "no-cache" in first.headers["cache-control"]
    again = client.get(f"{TOY}/levels/1.svg", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_levels_languages_and_encodings_have_different_tags(client):
    tags = {
        client.get(f"{TOY}/levels/{level}.svg", params={"lang": lang}, headers=headers).headers[
            "etag"
        ]
        for level in ("1", "2")
        for lang in ("fi", "en")
        for headers in ({"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"})
    }
    assert len(tags) == 8


def test_a_compressed_drawing_is_the_plain_one(client):
    plain = client.get(f"{TOY}/levels/1.svg", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", f"{TOY}/levels/1.svg", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(answer.iter_raw())) == plain.content


def test_the_overlay_has_the_view_box_of_its_level(client):
    level = ET.fromstring(client.get(f"{TOY}/levels/1.svg").content)
    params = {"from": "kiosk:toy-1", "callno": "84.2 LIN", "partition": "aik-kauno"}
    overlay = ET.fromstring(client.get(f"{TOY}/overlay.svg", params=params).content)
    assert overlay.get("viewBox") == level.get("viewBox")


def test_the_overlay_can_be_of_another_level_than_the_shelf(client):
    params = {"from": "kiosk:toy-1", "callno": "LAP 84.2 KIV", "level": "1"}
    lower = client.get(f"{TOY}/overlay.svg", params=params)
    upper = client.get(f"{TOY}/overlay.svg", params={**params, "level": "2"})
    assert lower.status_code == upper.status_code == 200
    assert lower.content != upper.content


def test_the_server_tells_how_it_is(client):
    health = get(client, "/api/v1/health")
    assert health["status"] == "ok"
    assert health["branches"] == ["side", "toy"]
    assert health["database"] == "writable"
    assert health["live"] is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_language_are_kept_by_the_browser(client, language):
    first = client.get(f"/locales/{language}.json")
    assert isinstance(first.json(), dict)
    again = client.get(
        f"/locales/{language}.json", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304


def test_words_that_plain_finnish_does_not_change_come_with_its_own(client):
    plain, finnish = (client.get(f"/locales/{each}.json").json() for each in ("selko", "fi"))
    assert plain.keys() == finnish.keys()
    assert plain["ui.back"] == finnish["ui.back"]
    assert plain["ui.not_found"] != finnish["ui.not_found"]


def test_answers_in_plain_finnish_have_finnish_names(client):
    plain, finnish = (get(client, TOY, lang=each) for each in ("selko", "fi"))
    assert plain == finnish


def test_the_overlay_can_lead_to_a_spot(client):
    params = {"to": "1,5.0,1.8", "from": "kiosk:toy-1"}
    overlay = client.get(f"{TOY}/overlay.svg", params=params).text
    assert "m-route" in overlay
    assert "m-sought" not in overlay.split("</style>")[1]
