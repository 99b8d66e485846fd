import json
from dataclasses import replace

import pytest

from api.cli import main
from floorplans.model import Alias
from tests.support.plans import toy_plan
from tests.support.toy_file import write_plan

ALIASES = (Alias("aik-tieto", department="AIK", collection="TIE"),)
ROWS = "AIK;TIE\nAIK;TIE\nMUS;CD\nMUS;CD\nMUS;CD\n;Kaunokirjallisuus\n;\n"


@pytest.fixture
def command(tmp_path):
    file = tmp_path / "items.csv"
    file.write_text(f"department;collection\n{ROWS}", encoding="utf-8")
    plan = write_plan(tmp_path, replace(toy_plan(), aliases=ALIASES))
    return ["plan", "aliases", plan, "--items", str(file)]


def test_each_combination_has_a_line_with_its_count_those_that_lead_nowhere_first(command, capsys):
    assert main(command) == 1
    assert capsys.readouterr().out.splitlines() == [
        "      3  MUS / CD  →  no partition",
        "      1  Kaunokirjallisuus  →  aik-kauno or lap-kauno",
        "      2  AIK / TIE  →  aik-tieto",
        "3 combinations; 2 of them, with 4 items, do not lead to one partition.",
    ]


def test_json_is_one_document(command, capsys):
    assert main([*command, "--json"]) == 1
    first = json.loads(capsys.readouterr().out)["combinations"][0]
    assert (first["department"], first["count"], first["partitions"]) == ("MUS", 3, [])


def test_if_all_lead_to_one_partition_the_answer_is_yes(tmp_path, command):
    (tmp_path / "items.csv").write_text("department,collection,partition\nAIK,TIE,\nX,Y,p\n")
    assert main(command) == 0


def test_a_table_without_names_is_refused(tmp_path, command, capsys):
    (tmp_path / "items.csv").write_text("barcode,title\n1,T\n")
    assert main(command) == 2
    assert "must name any of branch, department, collection" in capsys.readouterr().err
