import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from api.cli import main
from tests.support.plans import toy_plan
from tests.support.toy_file import write_plan

BROKEN = replace(toy_plan(), connectors=(), scheme="zdc")
DOUBTFUL = replace(toy_plan(), connectors=toy_plan().connectors[:1])


def test_a_sound_plan_gives_status_0(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_every_problem_has_a_line_and_errors_give_status_1(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, BROKEN)]) == 1
    out = capsys.readouterr().out
    assert "error [unknown-scheme] plan: " in out
    assert "error [level-not-joined] level 2: " in out
    assert "2 errors, 0 warnings" in out


def test_warnings_alone_give_status_0(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, DOUBTFUL)]) == 0
    assert "warning [no-step-free-way] level 2: " in capsys.readouterr().out


def test_json_is_one_document_with_the_problems(tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path, BROKEN), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["errors"] == 2
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
