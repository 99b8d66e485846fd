import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date

import pytest

from api.catalogue.items import Item, format_items
from api.cli import main
from floorplans.model import Closure, Text
from tests.support.checks import sound_plan
from tests.support.toy_file import write_plan

TODAY = date.today().isoformat()
FRESH = replace(
    sound_plan(), ranges=tuple(replace(each, checked_on=TODAY) for each in sound_plan().ranges)
)
BROKEN = replace(FRESH, connectors=(), scheme="zdc")
DOUBTFUL = replace(FRESH, connectors=FRESH.connectors[:1])


def test_a_sound_plan_gives_status_0(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, FRESH)]) == 0
    assert "0 violations, 0 warnings, 0 infos." in capsys.readouterr().out


def test_every_problem_has_a_line_and_violations_give_status_1(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, BROKEN)]) == 1
    out = capsys.readouterr().out
    assert "violation [unknown-scheme] plan: " in out
    assert "violation [level-not-joined] level 2: " in out
    assert "2 violations, 0 warnings, 0 infos." in out


def test_warnings_alone_give_status_0(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, DOUBTFUL)]) == 0
    out = capsys.readouterr().out
    assert "warning [no-step-free-way] level 2: " in out
    assert "0 violations, 1 warning, 0 infos." in out


def test_ranges_that_nobody_checked_for_long_are_told_by_todays_date(tmp_path, capsys):
    old = replace(FRESH.ranges[0], checked_on="2001-03-02")
    plan = replace(FRESH, ranges=(old, *FRESH.ranges[1:]))
    assert main(["plan", "check", write_plan(tmp_path, plan)]) == 0
    assert "warning [range-stale] range r1: " in capsys.readouterr().out


def test_items_of_the_catalogue_tell_what_no_range_holds(tmp_path, capsys):
    items = tmp_path / "items.csv"
    lost = Item("4001", "Kalevala", "", 1849, "81.4 KAL", "aik-kauno", "fi")
    items.write_text(format_items([lost]), encoding="utf-8")
    plan = write_plan(tmp_path, FRESH)
    assert main(["plan", "check", plan, "--items", str(items)]) == 0
    assert 'No range holds 1 item ("81.4 KAL")' in capsys.readouterr().out


def test_items_that_are_no_table_are_refused(tmp_path, capsys):
    items = tmp_path / "items.csv"
    items.write_text("barcode,title\n", encoding="utf-8")
    assert main(["plan", "check", write_plan(tmp_path), "--items", str(items)]) == 2
    assert f"{items}: The header lacks" in capsys.readouterr().err


def test_json_is_one_document_with_the_problems(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, BROKEN), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["violations"], document["warnings"], document["infos"]) == (2, 0, 0)
    joined = document["problems"][1]
    assert (joined["thing"], joined["level"], joined["x_m"]) == ("2", "2", None)
    assert [problem["rule"] for problem in document["problems"]] == [
        "unknown-scheme",
        "level-not-joined",
    ]


def test_a_file_that_is_no_plan_is_refused_with_the_path_in_it(tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_text('{"format": "hyllykartta-plan", "version": 1, "id": "a"}', encoding="utf-8")
    assert main(["plan", "check", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.err == f"hyllykartta: {path}: name: is missing\n"
    assert captured.out == ""


def test_a_level_is_drawn_into_a_file(tmp_path):
    out = tmp_path / "map.svg"
    assert main(["plan", "render", write_plan(tmp_path), "--level", "2", "--out", str(out)]) == 0
    drawing = ElementTree.parse(out).getroot()
    shelves = {each.get("data-shelf") for each in drawing.iter()} - {None}
    assert shelves == {"s3", "s4"}


@pytest.mark.parametrize(
    ("level", "out", "message"),
    [("7", "map.svg", 'no level "7"'), ("1", "missing/map.svg", "cannot be written")],
)
def test_a_drawing_that_cannot_be_made_writes_nothing(tmp_path, capsys, level, out, message):
    path = tmp_path / out
    plan = write_plan(tmp_path)
    assert main(["plan", "render", plan, "--level", level, "--out", str(path)]) == 2
    assert message in capsys.readouterr().err
    assert not path.exists()


def test_a_level_is_drawn_for_a_sheet_of_paper(tmp_path):
    out = tmp_path / "map.svg"
    options = ["--paper", "a3", "--title", "Seinäkartta", "--date", "2.12.2026"]
    plan = write_plan(tmp_path)
    assert main(["plan", "render", plan, "--level", "1", "--out", str(out), *options]) == 0
    drawing = ElementTree.parse(out).getroot()
    assert (drawing.get("width"), drawing.get("height")) == ("420mm", "297mm")
    assert {"Seinäkartta", "2.12.2026"} <= set(drawing.itertext())


def test_a_drawing_may_have_a_theme_and_a_zoom_of_its_own(tmp_path):
    out = tmp_path / "map.svg"
    options = ["--theme", "contrast", "--zoom", "3", "--at", "2026-12-01T08:00"]
    plan = write_plan(tmp_path)
    assert main(["plan", "render", plan, "--level", "1", "--out", str(out), *options]) == 0
    drawing = ElementTree.parse(out).getroot()
    assert drawing.get("data-zoom") == "3"
    assert "prefers-color-scheme" not in out.read_text(encoding="utf-8")


def test_a_drawing_is_of_a_time_on_the_branchs_clocks_whatever_its_offset(tmp_path):
    works = Closure("works", Text("Remontti"), ends_at="2026-12-01T08:00", units=("quiet-1",))
    plan = write_plan(tmp_path, replace(FRESH, closures=(works,)))

    def draw(at):
        out = tmp_path / "map.svg"
        options = ["--level", "1", "--out", str(out), "--at", at]
        assert main(["plan", "render", plan, *options]) == 0
        return out.read_text(encoding="utf-8")

    assert draw("2026-12-01T05:59Z") == draw("2026-12-01T07:59") != draw("2026-12-01T08:00")
    assert draw("2026-12-01T06:00Z") == draw("2026-12-01T08:00")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--date", "2.12.2026"], "add --paper"),
        (["--at", "tomorrow"], "write it as 2026-12-01T10:00"),
        (["--paper", "a4", "--zoom", "2"], "not allowed with argument"),
    ],
)
def test_options_that_make_no_sense_together_are_named(tmp_path, capsys, options, message):
    out = tmp_path / "map.svg"
    plan = write_plan(tmp_path)
    try:
        status = main(["plan", "render", plan, "--level", "1", "--out", str(out), *options])
    except SystemExit as left:
        status = left.code
    assert status == 2
    assert message in capsys.readouterr().err
    assert not out.exists()
