import json
from dataclasses import replace
from datetime import datetime

import pytest

from api.archives import pack
from api.cli import main
from floorplans.formats.native import format_plan, parse_plan, plan_hash
from floorplans.model import Georeference, Text
from tests.support.dxf_files import draw_library
from tests.support.imdf import as_files, find, make_archive, point
from tests.support.indoor import make_indoor
from tests.support.osm_files import as_osm
from tests.support.plans import toy_plan
from tests.support.toy_file import write_plan

CREATED = datetime(2026, 3, 2, 12, 0)


def run_import(path, *arguments):
    return main(["plan", "import", str(path), "--out", str(path.parent / "out.json"), *arguments])


def read_out(folder):
    return parse_plan((folder / "out.json").read_text(encoding="utf-8"))


@pytest.fixture
def foreign(tmp_path):
    path = tmp_path / "Pääkirjasto 2.zip"
    path.write_bytes(pack(as_files(make_archive()), CREATED))
    return path


def test_an_archive_becomes_a_plan_named_after_its_file(foreign, capsys):
    assert run_import(foreign) == 0
    plan = read_out(foreign.parent)
    assert plan.id == "paakirjasto-2"
    assert len(plan.units) == 8
    assert "levels 2, units 8, openings 6" in capsys.readouterr().out


def test_an_unpacked_archive_is_read_from_its_folder(tmp_path):
    folder = tmp_path / "campus"
    folder.mkdir()
    for name, content in as_files(make_archive()).items():
        (folder / name).write_bytes(content)
    assert run_import(folder, "--id", "main") == 0
    assert read_out(tmp_path).id == "main"


def test_what_is_left_out_is_told_by_rule_and_gives_status_1(tmp_path, capsys):
    archive = make_archive()
    for number in (30, 31, 32, 33, 40):
        find(archive, number)["geometry"] = point(1, 1)
    path = tmp_path / "it.zip"
    path.write_bytes(pack(as_files(archive), CREATED))
    assert run_import(path) == 1
    out = capsys.readouterr().out
    assert "warning [left-out] 5×" in out
    assert "    … and 2 more" in out
    assert "5 things were left out" in out
    assert read_out(tmp_path).openings


def test_json_is_one_document_with_every_problem(tmp_path, capsys):
    archive = make_archive()
    for number in (30, 31, 32, 33, 40):
        find(archive, number)["geometry"] = point(1, 1)
    path = tmp_path / "it.zip"
    path.write_bytes(pack(as_files(archive), CREATED))
    assert run_import(path, "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["left_out"] == 5
    assert document["hash"] == plan_hash(read_out(tmp_path))
    assert sum(each["rule"] == "left-out" for each in document["problems"]) == 5
    assert document["format"] == "imdf"


def test_indoor_geojson_is_known_by_its_content(tmp_path):
    path = tmp_path / "building.json"
    path.write_text(json.dumps(make_indoor()), encoding="utf-8")
    assert run_import(path) == 1
    assert len(read_out(tmp_path).levels) == 2


@pytest.mark.parametrize("name", ["building.osm", "building.xml", "BUILDING.OSM"])
def test_openstreetmap_is_known_by_its_name_and_its_content(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(as_osm(make_indoor()))
    assert run_import(path) == 1
    assert len(read_out(tmp_path).levels) == 2


@pytest.mark.parametrize("name", ["2.dxf", "2.DXF", "drawing.txt"])
def test_a_drawing_is_known_by_its_name_and_its_content(name, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(draw_library().write())
    assert run_import(path, "--level", "2", "--layer", "MITAT=nothing") == 0
    assert "layer HYLLYT: shelf, 21 things" in capsys.readouterr().out
    plan = read_out(tmp_path)
    assert [level.id for level in plan.levels] == ["2"]
    assert len(plan.shelves) == 5


def test_a_binary_drawing_is_known_by_its_content(tmp_path):
    path = tmp_path / "drawing.bin"
    path.write_bytes(draw_library().write_binary())
    assert run_import(path) == 1


def test_layers_that_were_not_understood_give_status_1_and_are_listed(tmp_path, capsys):
    path = tmp_path / "it.dxf"
    path.write_bytes(draw_library().write())
    assert run_import(path, "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["format"], document["drawing"]["units"]) == ("dxf", "mm")
    assert {"name": "MITAT", "kind": "nothing", "things": 1} in document["drawing"]["layers"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say it with --units, one of mm"),
        (("--units", "mm", "--layer", "HYLLY"), '--layer has "HYLLY", which is not NAME=KIND'),
        (("--units", "mm", "--layer", "HYLY=shelf"), "has no layer 'HYLY'"),
    ],
)
def test_what_a_drawing_does_not_tell_has_to_be_said(arguments, words, tmp_path, capsys):
    path = tmp_path / "it.dxf"
    path.write_bytes(draw_library("").write())
    assert run_import(path, *arguments) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert words in error
    assert not (tmp_path / "out.json").exists()


def test_what_is_for_drawings_is_refused_with_other_files(tmp_path, capsys):
    path = tmp_path / "it.osm"
    path.write_bytes(as_osm(make_indoor()))
    assert run_import(path, "--level", "2") == 2
    assert "are for drawings (DXF)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "words"), [("map.osm.pbf", "convert it to .osm"), ("map.osc", "has changes only")]
)
def test_other_files_of_openstreetmap_are_told_what_to_do_with(name, words, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(b"\n\rOSMHeader")
    assert run_import(path) == 2
    assert words in capsys.readouterr().err


def test_a_plan_file_is_read_as_it_is(tmp_path):
    assert main(["plan", "import", write_plan(tmp_path), "--out", str(tmp_path / "out.json")]) == 0
    assert read_out(tmp_path) == toy_plan()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("it.zip", b"Dear colleague"),
        ("it.zip", b"PK\x03\x04 broken"),
        ("it.zip", pack({"manifest.json": b"{}"}, CREATED)),
        ("it.geojson", b""),
        ("it.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("it.geojson", '{"features": []}'.encode("utf-16")),
        ("it.geojson", pack({"a": b"1", "b": b"2"}, CREATED)),
        ("it.json", b'{"format": "hyllykartta-plan"}'),
        ("it.osm", b'<!DOCTYPE osm [<!ENTITY a "b">]><osm/>'),
        ("it.bin", b"\x00\x01"),
        ("it.dwg", b"AC1032\x00"),
        ("it.dxf", b"AC1032\x00"),
        ("it.dxf", b"0\nSECTION\n2\nENTITIES\n0\n"),
    ],
    ids=repr,
)
def test_what_cannot_be_read_gives_one_line_and_writes_nothing(name, content, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(content)
    assert run_import(path) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert str(path) in captured.err
    assert captured.out == ""
    assert not (tmp_path / "out.json").exists()


def test_a_plan_goes_out_and_comes_back_the_same(tmp_path, capsys):
    plan = replace(toy_plan(), georeference=Georeference(24.94, 60.17, 12.5))
    archive = tmp_path / "toy.zip"
    source = write_plan(tmp_path, plan)
    where = ["--address", "Kirjastokatu 1", "--locality", "Helsinki"]
    assert main(["plan", "export", source, "--format", "imdf", "--out", str(archive), *where]) == 0
    assert capsys.readouterr().err == ""
    assert run_import(archive) == 0
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == format_plan(plan)


def test_what_an_archive_says_without_knowing_it_is_told(tmp_path, capsys):
    archive = str(tmp_path / "toy.zip")
    arguments = ["plan", "export", write_plan(tmp_path), "--format", "imdf", "--out", archive]
    assert main(arguments) == 0
    told = capsys.readouterr().err
    assert "[no-georeference]" in told
    assert "[no-address]" in told


def test_an_address_is_given_whole(tmp_path, capsys):
    arguments = ["plan", "export", write_plan(tmp_path), "--format", "imdf", "--out", "x.zip"]
    assert main([*arguments, "--address", "Kirjastokatu 1"]) == 2
    assert "--locality" in capsys.readouterr().err


def test_a_plan_that_cannot_be_shown_is_not_exported(tmp_path, capsys):
    plan = write_plan(tmp_path, replace(toy_plan(), levels=()))
    out = tmp_path / "it.zip"
    assert main(["plan", "export", plan, "--format", "imdf", "--out", str(out)]) == 2
    assert not out.exists()


def test_export_as_json_is_the_plan_itself(tmp_path):
    plan = replace(toy_plan(), name=Text("Uusi"))
    out = tmp_path / "out.json"
    source = write_plan(tmp_path, plan)
    assert main(["plan", "export", source, "--format", "json", "--out", str(out)]) == 0
    assert read_out(tmp_path) == plan
