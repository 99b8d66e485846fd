"""Plan files put into a draft: tried, told, saved as one edit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.archives import pack
from floorplans.formats.imdf import write_imdf
from floorplans.formats.native import format_plan
from tests.support.dxf_files import draw_library
from tests.support.indoor import make_indoor
from tests.support.library import store_library
from tests.support.osm_files import as_osm
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.shapes import shapes_plan
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"
AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


@pytest.fixture
def draft(client: httpx.Client) -> str:
    return client.post(f"{TOY}/drafts", json={}).headers["location"]


def send(client: httpx.Client, draft: str, content: bytes | str, **asked: str) -> httpx.Response:
    return client.post(f"{draft}/import", content=content, params=asked)


def test_a_file_is_tried_without_changing_the_draft(client, draft):
    told = send(client, draft, format_plan(shapes_plan()), name="talo.json").json()
    assert (told["format"], told["saved"], told["left_out"]) == ("json", None, 0)
    assert told["counts"]["shelves"] == len(shapes_plan().shelves)
    assert client.get(draft).json()["revision"] == 1


def test_an_imdf_archive_becomes_one_edit_and_the_branch_keeps_its_id(client, draft):
    imdf = pack(write_imdf(shapes_plan(), AT, None), AT)
    answer = send(client, draft, imdf, name="talo.imdf", save="true", mode="replace")
    assert answer.json()["saved"]["revision"] == 2, answer.text
    plan = client.get(draft).json()["plan"]
    assert plan["id"] == "toy"
    assert {each["id"] for each in plan["shelves"]} == {each.id for each in shapes_plan().shelves}


def test_what_is_added_leaves_what_is_there(client, draft):
    coming = replace(toy_plan(), shelves=shapes_plan().shelves, ranges=())
    send(client, draft, format_plan(coming), name="hyllyt.json", save="true")
    plan = client.get(draft).json()["plan"]
    kept = {each.id for each in (*toy_plan().shelves, *shapes_plan().shelves)}
    assert {each["id"] for each in plan["shelves"]} == kept
    assert len(plan["ranges"]) == len(toy_plan().ranges)


def test_openstreetmap_is_tried_and_drawn(client, draft):
    told = send(client, draft, as_osm(make_indoor()), name="talo.osm").json()
    assert (told["format"], told["drawing"], told["level"]) == ("osm", None, "1")
    assert {each["kind"] for each in told["drawn"]} == {"levels", "units", "fixtures", "openings"}


def test_a_drawing_without_its_unit_is_tried_and_tells_what_is_missing(client, draft):
    content = draw_library("").write()
    told = send(client, draft, content, name="2.dxf").json()
    assert (told["counts"], told["drawn"], told["saved"]) == ({}, [], None)
    assert (told["drawing"]["units"], told["drawing"]["guessed"]) == ("", "mm")
    refused = send(client, draft, content, name="2.dxf", save="true").json()
    assert refused["type"] == "/problems/plan-format"
    assert "2.dxf: The file does not tell its unit" in refused["detail"]
    given = send(client, draft, content, name="2.dxf", units="mm").json()
    assert given["counts"]["shelves"] == 5
    assert len([each for each in given["drawn"] if each["kind"] == "shelves"]) == 5


def test_a_drawing_comes_onto_one_level_and_others_stay(client, draft):
    before = client.get(draft).json()["plan"]
    others = [each for each in before["shelves"] if each["level"] != "2"]
    asked = {"name": "2.dxf", "level": "2", "layer": "PÖYDÄT=desk", "mode": "replace"}
    told = send(client, draft, draw_library().write(), save="true", **asked).json()
    assert told["saved"]["revision"] == 2, told
    after = client.get(draft).json()["plan"]
    assert [each["id"] for each in after["levels"]] == [each["id"] for each in before["levels"]]
    assert after["levels"][1]["name"] == before["levels"][1]["name"]
    assert [each for each in after["shelves"] if each["level"] != "2"] == others
    drawn = [each for each in after["shelves"] if each["level"] == "2"]
    assert len(drawn) == 5
    assert {each["number"] for each in others}.isdisjoint(each["number"] for each in drawn)
    assert "desk" in {each["kind"] for each in after["fixtures"] if each["level"] == "2"}
    undone = client.post(f"{draft}/undo", json={"base": 2, "key": "undo-import-1"})
    assert undone.status_code == 200, undone.text
    assert client.get(draft).json()["plan"] == before


def test_a_drawing_that_is_added_leaves_the_level_as_it_is(client, draft):
    before = client.get(draft).json()["plan"]
    send(client, draft, draw_library().write(), name="2.dxf", level="2", save="true")
    after = client.get(draft).json()["plan"]
    assert after["levels"] == before["levels"]
    assert len(after["shelves"]) == len(before["shelves"]) + 5


def test_a_new_level_of_a_drawing_lies_above_the_others(client, draft):
    send(client, draft, draw_library().write(), name="2.dxf", level="Parvi", save="true")
    levels = client.get(draft).json()["plan"]["levels"]
    assert levels[-1]["id"] == "Parvi"
    assert levels[-1]["ordinal"] > max(each["ordinal"] for each in levels[:-1])


def test_layers_that_are_told_wrongly_are_named(client, draft):
    content = draw_library().write()
    for layer, words in (("HYLLYT=sofa", "not NAME=KIND"), ("HYLY=shelf", "no layer 'HYLY'")):
        problem = send(client, draft, content, name="2.dxf", layer=layer).json()
        assert problem["type"] == "/problems/plan-format"
        assert words in problem["detail"]


def test_a_file_for_a_draft_that_went_on_is_refused(client, draft):
    content = format_plan(shapes_plan())
    send(client, draft, content, name="a.json", save="true", revision="1")
    answer = send(client, draft, content, name="a.json", save="true", revision="1")
    assert answer.json()["type"] == "/problems/draft-changed"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kuva.png", b"\x89PNG\r\n\x1a\n"),
        ("talo.zip", b"PK not at all"),
        ("talo.json", b'{"format": "hyllykartta-plan", "version": 1}'),
        ("../../etc/passwd", b""),
        ("", b"\x00" * 50),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_file_s_name_and_no_path_of_ours(
    client, draft, name, content
):
    answer = send(client, draft, content, name=name)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "/problems/plan-format")
    assert problem["detail"].startswith(name or "The file")
    assert "/tmp" not in problem["detail"]
