import csv
import json
from dataclasses import replace

import openpyxl
import pytest

from api.cli import main
from floorplans.formats.native import parse_plan
from tests.support.plans import toy_plan
from tests.support.rich_plans import rich_plan
from tests.support.toy_file import write_plan

GOOD = "range,checked_on\nr1,2026-11-01\n"
BAD = "range,checked_on,partition\nr1,2026-11-01,aik-kauno\nr2,soon,attic\n"


def put(tmp_path, text, *options, name="table.csv", plan=None):
    """Import a table into the toy plan; give the status and the new plan, if it was written."""
    table, out = tmp_path / name, tmp_path / "new.json"
    table.write_text(text, encoding="utf-8")
    into = write_plan(tmp_path, plan)
    status = main(["plan", "import", str(table), "--into", into, "--out", str(out), *options])
    return status, parse_plan(out.read_text(encoding="utf-8")) if out.exists() else None


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("table", ["shelves", "ranges", "aliases"])
def test_a_table_that_went_out_comes_back_as_the_same_plan(tmp_path, capsys, format_, table):
    plan = write_plan(tmp_path, rich_plan())
    file, out = str(tmp_path / f"t.{format_}"), tmp_path / "new.json"
    command = ["plan", "export", plan, "--format", format_, "--table", table, "--out", file]
    assert main(command) == 0
    command = ["plan", "import", file, "--into", plan, "--replace", "--out", str(out)]
    assert main(command) == 0
    assert parse_plan(out.read_text(encoding="utf-8")) == rich_plan()
    assert "written" in capsys.readouterr().out


def test_a_workbook_has_all_tables_and_they_come_back_together(tmp_path):
    plan, file, out = write_plan(tmp_path, rich_plan()), tmp_path / "t.xlsx", tmp_path / "new.json"
    assert main(["plan", "export", plan, "--format", "xlsx", "--out", str(file)]) == 0
    workbook = openpyxl.load_workbook(file)
    assert workbook.sheetnames == ["shelves", "ranges", "aliases"]
    workbook["ranges"]["K2"] = "1.11.2026"
    workbook.save(file)
    assert main(["plan", "import", str(file), "--into", plan, "--out", str(out)]) == 0
    first, *others = parse_plan(out.read_text(encoding="utf-8")).ranges
    assert first == replace(rich_plan().ranges[0], checked_on="2026-11-01")
    assert tuple(others) == rich_plan().ranges[1:]


def test_exported_csv_is_utf_8_with_one_header(tmp_path):
    file = tmp_path / "r.csv"
    command = ["plan", "export", write_plan(tmp_path), "--format", "csv", "--table", "ranges"]
    assert main([*command, "--out", str(file)]) == 0
    header, first, *_ = csv.reader(file.read_text(encoding="utf-8").splitlines())
    assert header[:4] == ["range", "partition", "face", "first_bay"]
    assert first[:5] == ["r1", "aik-kauno", "1A", "1", "2"]


def test_what_was_done_is_told(tmp_path, capsys):
    status, plan = put(tmp_path, GOOD)
    assert status == 0
    assert plan.ranges[0].checked_on == "2026-11-01"
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "ranges: 0 added, 1 changed, 7 as they were, 0 removed."
    assert told[1].endswith("check of the plan: 0 violations, 0 warnings.")


def test_if_any_row_is_wrong_nothing_is_written_and_all_is_told(tmp_path, capsys):
    status, plan = put(tmp_path, BAD)
    assert (status, plan) == (1, None)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(
        'wrong: table, row 3, column partition: No partition is called "attic"'
    )
    assert told[1].startswith('wrong: table, row 3, column checked_on: "soon" is no date')
    assert told[2].endswith("new.json: not written; 2 problems to mend.")


def test_a_plan_that_is_there_stays_as_it_was_if_any_row_is_wrong(tmp_path):
    (tmp_path / "new.json").write_text("old", encoding="utf-8")
    table = tmp_path / "table.csv"
    table.write_text(BAD, encoding="utf-8")
    command = ["plan", "import", str(table), "--into", write_plan(tmp_path)]
    assert main([*command, "--out", str(tmp_path / "new.json")]) == 1
    assert (tmp_path / "new.json").read_text(encoding="utf-8") == "old"


def test_json_is_one_document_with_rows_and_columns(tmp_path, capsys):
    assert put(tmp_path, BAD, "--json") == (1, None)
    document = json.loads(capsys.readouterr().out)
    assert document["out"] is None
    assert [(each["row"], each["column"]) for each in document["problems"]] == [
        (3, "partition"),
        (3, "checked_on"),
    ]
    assert put(tmp_path, GOOD, "--json")[0] == 0
    document = json.loads(capsys.readouterr().out)
    assert document["changes"] == [
        {"table": "ranges", "added": 0, "changed": 1, "unchanged": 7, "removed": 0}
    ]
    assert (document["problems"], document["new_problems"]) == ([], [])


def test_violations_that_the_table_brings_are_told_and_old_ones_are_not(tmp_path, capsys):
    scheme = replace(toy_plan(), connectors=())
    text = "range,face,first_bay,last_bay\nr2,1A,1,2\n"
    status, plan = put(tmp_path, text, plan=scheme)
    assert status == 0
    assert plan.ranges[1].runs[0].first_bay == 1
    told = capsys.readouterr().out
    assert "level-not-joined" not in told
    assert "new violation [" in told or "new warning [" in told


def test_a_walk_along_the_shelves_becomes_ranges(tmp_path, capsys):
    text = "face;bay;first;seen_on\n1A;1;84.2 AAL;21.11.2026\n1A;2;84.2 HEI;\n"
    status, plan = put(tmp_path, text)
    assert status == 0
    assert plan.ranges[-1].bay_firsts == ("84.2 AAL", "84.2 HEI")
    assert "first-items: 1 added, 0 changed, 7 as they were, 1 removed." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("nimi,puhelin\nA,1\n", [], "no header is that of shelves, ranges, aliases"),
        ("", [], "has no rows"),
        (GOOD, ["--table", "first-items", "--replace"], "cannot replace all ranges"),
    ],
)
def test_wrong_use_is_one_clear_line_and_writes_nothing(tmp_path, capsys, text, options, words):
    assert put(tmp_path, text, *options) == (2, None)
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "table.csv", "--out", "new.json"], "name that with --into PLAN"),
        (["import", "none.csv", "--into", "demo", "--out", "new.json"], "cannot be read"),
        (["export", "demo", "--format", "csv", "--out", "t.csv"], "say which with --table"),
    ],
)
def test_what_a_command_lacks_is_told(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert main(["plan", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text(GOOD, encoding="utf-8")
    command = ["plan", "import", str(table), "--into", write_plan(tmp_path)]
    assert main([*command, "--out", str(tmp_path / "no" / "new.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_more_ranges_than_a_plan_may_have_are_refused(tmp_path, capsys):
    rows = "".join(f"n{number},aik-kauno,1A\n" for number in range(100_001))
    assert put(tmp_path, f"range,partition,face\n{rows}") == (2, None)
    assert "expected a list of at most 100000" in capsys.readouterr().err
