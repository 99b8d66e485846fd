"""Pictures to trace and locks: kept with the draft, seen by the staff alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.middleware import UPLOAD
from floorplans.formats.native import format_plan, plan_hash
from tests.support.library import store_library
from tests.support.pictures import jpeg, png
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"
PLACED = {
    "scale_m": 0.02,
    "turn_deg": 90.0,
    "east_m": 1.0,
    "north_m": 2.0,
    "opacity": 0.3,
    "hidden": True,
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


@pytest.fixture
def draft(client: httpx.Client) -> str:
    return client.post(f"{TOY}/drafts", json={}).headers["location"]


def test_a_picture_is_laid_over_its_level_and_comes_back_as_it_was_sent(client, draft):
    picture = png(400, 100)
    told = client.put(f"{draft}/pictures/1", content=picture).json()
    assert (told["media_type"], told["width_px"], told["height_px"]) == ("image/png", 400, 100)
    outline = toy_plan().levels[0].outline
    width_m = max(x for x, _ in outline) - min(x for x, _ in outline)
    assert told["placement"]["scale_m"] * 400 >= width_m
    loaded = client.get(f"{draft}/pictures/1")
    assert (loaded.content, loaded.headers["content-type"]) == (picture, "image/png")
    assert client.get(f"{draft}/pictures").json()["pictures"] == [told]


def test_a_picture_is_laid_anew_and_keeps_that_when_a_better_scan_of_it_comes(client, draft):
    client.put(f"{draft}/pictures/1", content=png(400, 100))
    laid = client.put(f"{draft}/pictures/1/placement", json=PLACED).json()
    assert laid["placement"] == PLACED
    again = client.put(f"{draft}/pictures/1", content=jpeg(400, 100)).json()
    assert (again["media_type"], again["placement"]) == ("image/jpeg", PLACED)
    other = client.put(f"{draft}/pictures/1", content=png(300, 100)).json()
    assert other["placement"] != PLACED


def test_a_picture_that_was_taken_away_or_never_sent_is_unknown(client, draft):
    client.put(f"{draft}/pictures/1", content=png())
    assert client.delete(f"{draft}/pictures/1").status_code == 204
    answers = [
        client.get(f"{draft}/pictures/1"),
        client.delete(f"{draft}/pictures/1"),
        client.put(f"{draft}/pictures/1/placement", json=PLACED),
        client.get(f"{TOY}/drafts/none/pictures/1"),
    ]
    types = [answer.json()["type"].rpartition("/")[2] for answer in answers]
    assert types == ["unknown-picture", "unknown-picture", "unknown-picture", "unknown-draft"]


@pytest.mark.parametrize("content", [b"<svg/>", b"", b"GIF89a" + bytes(50)])
def test_what_is_no_picture_is_refused(client, draft, content):
    answer = client.put(f"{draft}/pictures/1", content=content)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/picture-format")


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at(client, draft):
    for path in ("pictures/1", "import"):
        answer = client.request(
            "PUT" if "pictures" in path else "POST",
            f"{draft}/{path}",
            content=bytes(UPLOAD.size_bytes + 1),
        )
        assert (answer.status_code, answer.json()["detail"]) == (413, UPLOAD.words)


@pytest.mark.parametrize(
    "wrong", [{"scale_m": 0}, {"scale_m": "NaN"}, {"opacity": 2}, {"east_m": 1e9}, {"more": 1}]
)
def test_a_placement_out_of_bounds_is_refused(client, draft, wrong):
    client.put(f"{draft}/pictures/1", content=png())
    answer = client.put(f"{draft}/pictures/1/placement", json={**PLACED, **wrong})
    assert answer.status_code == 422


def test_locks_are_kept_beside_the_plan_and_the_plan_does_not_know_them(client, draft):
    shelf, level = {"kind": "shelves", "id": "s1"}, {"kind": "levels", "id": "1"}
    client.post(f"{draft}/locks", json={"lock": [shelf, level, shelf]})
    assert client.get(f"{draft}/locks").json() == {"locked": [level, shelf]}
    after = client.post(f"{draft}/locks", json={"lock": [shelf], "unlock": [level]}).json()
    assert after == {"locked": [shelf]}
    loaded = client.get(draft).json()
    assert (loaded["revision"], loaded["plan"]) == (1, json.loads(format_plan(toy_plan())))
    assert client.post(f"{draft}/locks", json={"lock": [{"kind": "x", "id": "1"}]}).is_error


def test_a_draft_that_is_deleted_takes_its_pictures_and_locks_along(client, draft):
    client.put(f"{draft}/pictures/1", content=png())
    client.post(f"{draft}/locks", json={"lock": [{"kind": "levels", "id": "1"}]})
    assert client.delete(draft).status_code == 204
    assert client.get(f"{draft}/pictures").json()["type"] == "/problems/unknown-draft"


def test_patrons_never_see_a_picture(client, draft):
    client.put(f"{draft}/pictures/1", content=png())
    published = client.post(f"{draft}/publish").json()
    assert published["hash"] == plan_hash(toy_plan())


def test_without_the_staff_token_nothing_is_seen_or_sent(tmp_path):
    with serving(create_app(store_library(tmp_path))) as client:
        path = f"{TOY}/drafts/any"
        for method, asked in (
            ("GET", "pictures"),
            ("GET", "pictures/1"),
            ("PUT", "pictures/1"),
            ("PUT", "pictures/1/placement"),
            ("DELETE", "pictures/1"),
            ("GET", "locks"),
            ("POST", "locks"),
            ("POST", "import"),
        ):
            assert client.request(method, f"{path}/{asked}").status_code == 401, asked
